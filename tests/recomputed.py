"""The figures of the reports worked out a second time, from what `export` gives, unit by day, in the plainest way."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import comb, exp, sqrt
from typing import Any, NamedTuple

from tests.conftest import MOSCOW, NOW

Z = 1.959963984540054
FIELDS = ("sku", "supplier", "batch", "scheme", "warehouse", "carrier")
DAY = timedelta(days=1)
TODAY = NOW.date()


class Unit(NamedTuple):
    """Defects or units of a day with all that is known of them."""

    day: date
    amount: float
    known: Mapping[str, str | None]


def day(text: str) -> date:
    """Return the seller's day of an exported moment."""
    return datetime.fromisoformat(text).astimezone(MOSCOW).date()


def monday(of: date) -> date:
    """Return the first day of a week."""
    return of - timedelta(days=of.weekday())


class Shop:
    """A shop as it was exported: its defects and units by day, its lags, and what came of them."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """Take what `export` gives."""
        self.lots: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for each in sorted(told.get("lots", ()), key=lambda lot: lot["received"]):
            self.lots[each["sku"]].append(each)
        self.packaging = {each["sku"]: each.get("packaging") for each in told.get("products", ())}
        self.sold = [one for line in told.get("deliveries", ()) for one in self._days(line)]
        every = [case for case in told["cases"] if self._reached(case)]
        self.cases = told["cases"]
        self.lags = sorted(
            (datetime.fromisoformat(case["found_at"]) - at).total_seconds() / 86400
            for case in every
            for _unit in range(case["quantity"])
            if (at := self._delivered(case)) is not None and at < NOW - timedelta(days=60)
        )
        self.defects = [self._unit(case) for case in every if case.get("sku")]
        self.units = [self._filled(each) for each in self.sold]

    def _reached(self, case: Mapping[str, Any]) -> bool:
        if case.get("stage"):
            return case["stage"] in ("buyer", "return")
        return bool(case.get("posting") or case.get("return_id"))

    def _delivered(self, case: Mapping[str, Any]) -> datetime | None:
        return next((datetime.fromisoformat(each["at"]) for each in case.get("dates", ()) if each["kind"] == "delivered"), None)

    def day_of(self, case: Mapping[str, Any]) -> date:
        """Return the day to which a defect belongs."""
        return (self._delivered(case) or datetime.fromisoformat(case["found_at"])).astimezone(MOSCOW).date()

    def _unit(self, case: Mapping[str, Any]) -> Unit:
        return self._filled(Unit(self.day_of(case), case["quantity"], {name: case.get(name) for name in FIELDS}))

    def _days(self, line: Mapping[str, Any]) -> Iterator[Unit]:
        first, last = date.fromisoformat(line["from"]), date.fromisoformat(line["to"])
        count = (last - first).days + 1
        for no in range(count):
            yield Unit(first + no * DAY, line["units"] / count, {name: line.get(name) for name in FIELDS})

    def _filled(self, unit: Unit) -> Unit:
        """Return a unit with the batch that was in use: the first lot whose end, counted in units sold before that day, was not reached."""
        sku, known = unit.known["sku"] or "", dict(unit.known)
        if known["batch"] is None and (lots := self.lots.get(sku)) and unit.day >= date.fromisoformat(lots[0]["received"]):
            since = date.fromisoformat(lots[0]["received"])
            before = sum(each.amount for each in self.sold if each.known["sku"] == sku and since <= each.day < unit.day)
            ends = [sum(lot["quantity"] for lot in lots[: no + 1]) for no in range(len(lots))]
            lot = lots[min(sum(end - before < 0.5 for end in ends), len(lots) - 1)]
            known |= {"batch": lot.get("batch") or lot["received"], "supplier": known["supplier"] or lot.get("supplier")}
        return unit._replace(known=known)

    def share(self, of: date, days: int = 7) -> float:
        """Return the share of claims that have come in of units delivered in some days from a day on."""
        if len(self.lags) < 20:
            return 1.0
        starts = [datetime.combine(of + no * DAY, datetime.min.time(), MOSCOW) for no in range(days)]
        ages = [(NOW - each).total_seconds() / 86400 for each in starts if each <= NOW]
        return sum(sum(lag <= age for lag in self.lags) / len(self.lags) for age in ages) / len(ages) if ages else 0.0

    def strata(
        self, row: Mapping[str, Any], now: tuple[date, date], past: tuple[date, date], without: Sequence[Mapping[str, Any]] = ()
    ) -> list[tuple[int, int, int, int]]:
        """Return the strata of a comparison: defects and units of the group, and of the others, by product.

        Units of groups that were blamed before are left out.
        """
        dimension = {"product": "sku", "days in storage": "storage"}.get(row["dimension"], row["dimension"])
        every: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0, 0.0])
        delivered = {(each.known["sku"], monday(each.day)) for each in self.units if each.day <= TODAY}
        suppliers = {
            each.known["supplier"] for each in self.units if (each.known["sku"], each.known["batch"]) == (row["sku"], row["value"])
        }
        others = [
            each.known["supplier"]
            for each in self.units
            if each.known["sku"] == row["sku"]
            and each.known["batch"] not in (None, row["value"])
            and past[0] <= each.day <= min(now[1], TODAY)
        ]
        own = {each for each in others if each in suppliers} or set(others)
        for place, among in ((0, self.defects), (1, self.units)):
            for each in among:
                sku, value = each.known["sku"] or "", each.known[dimension]
                if (sku, monday(each.day)) not in delivered or each.day > TODAY or value is None or any(_is_of(each, it) for it in without):
                    continue
                is_now, is_past = now[0] <= each.day <= now[1], past[0] <= each.day <= past[1]
                if dimension == "batch":
                    side = 0 if value == row["value"] else 2 if each.known["supplier"] in own else None
                    side = side if sku == row["sku"] and (is_now or is_past) else None
                elif row["compared"] == "before":
                    side = (0 if is_now else 2 if is_past else None) if value == row["value"] else None
                else:
                    side = (0 if value == row["value"] else 2) if is_now else None
                if side is not None:
                    every[sku][side + place] += each.amount * (self.share(monday(each.day)) if place else 1)
        found = []
        for defects, units, other, among_others in every.values():
            ours, theirs = (max(round(of), int(bad)) if round(of) else 0 for bad, of in ((defects, units), (other, among_others)))
            if ours and theirs and defects + other:
                found.append((int(defects), ours, int(other), theirs))
        return found


def _is_of(unit: Unit, row: Mapping[str, Any]) -> bool:
    name = "sku" if row["dimension"] == "product" else row["dimension"]
    return unit.known[name] == row["value"] and row["sku"] in ("", unit.known["sku"])


def ratio_of(strata: Sequence[tuple[int, int, int, int]]) -> tuple[float | None, float, float | None]:
    """Return the ratio of Mantel and Haenszel with the interval of Greenland and Robins; an infinite bound is `None`."""
    ours = sum(a * m / (n + m) for a, n, _b, m in strata)
    theirs = sum(b * n / (n + m) for _a, n, b, m in strata)
    if not ours or not theirs:
        return (None if ours else 0.0), 0.0, None
    spread = sum((n * m * (a + b) - a * b * (n + m)) / (n + m) ** 2 for a, n, b, m in strata)
    wide = exp(Z * sqrt(max(0.0, spread) / (ours * theirs)))
    return ours / theirs, ours / theirs / wide, ours / theirs * wide


def chance_of(strata: Sequence[tuple[int, int, int, int]]) -> Fraction:
    """Return the exact chance of so many defects of the group or more, given those of each stratum."""
    sums = {0: Fraction(1)}
    for a, n, b, m in strata:
        after: dict[int, Fraction] = defaultdict(Fraction)
        for so_far, chance in sums.items():
            for k in range(max(0, a + b - m), min(n, a + b) + 1):
                after[so_far + k] += chance * Fraction(comb(n, k) * comb(m, a + b - k), comb(n + m, a + b))
        sums = after
    return sum((chance for defects, chance in sums.items() if defects >= sum(each[0] for each in strata)), Fraction(0))
