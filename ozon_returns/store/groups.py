"""Defects and units by the week of their delivery and by all that is known of them: what every rate and every comparison is made of."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ozon_returns.period import Period, restored, stored
from ozon_returns.store.cohorts import CONFIRMED, DELIVERED_OR_FOUND, FIELDS, REACHED, Spread
from ozon_returns.store.lots import Lots, stored_for
from ozon_returns.store.reading import Reading

NAMES = (*FIELDS, "storage")
"""By what rates are broken down: the fields of a delivery, and the days in storage, which follow from the lots."""

_KEY = ", ".join(f"c.{each}" for each in FIELDS)
_CLAIMED = f"""SELECT substr({DELIVERED_OR_FOUND}, 1, 13), m.at IS NOT NULL, sum(c.quantity), sum(iif({CONFIRMED}, c.quantity, 0)), {_KEY}
  FROM "case" c LEFT JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE {REACHED} AND {DELIVERED_OR_FOUND} >= ? AND {DELIVERED_OR_FOUND} < ? GROUP BY 1, 2, {_KEY}"""
_SOLD = f'SELECT "from", "to", units, {", ".join(FIELDS)} FROM delivery WHERE "to" >= ? AND "from" < ?'


_FOUND = f"""SELECT substr({DELIVERED_OR_FOUND}, 1, 13), c.sku, {{name}}, sum(c.quantity), sum(iif({CONFIRMED}, c.quantity, 0))
  FROM "case" c LEFT JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered' {{joined}}
 WHERE {REACHED} AND {DELIVERED_OR_FOUND} >= ? AND {DELIVERED_OR_FOUND} < ? GROUP BY 1, 2, 3"""


_OF_WEEKS = f"""SELECT substr({DELIVERED_OR_FOUND}, 1, 13), sum(c.quantity)
  FROM "{{of}}case" c LEFT JOIN {{of}}milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE {{only}} {REACHED} AND {DELIVERED_OR_FOUND} >= :start AND {DELIVERED_OR_FOUND} < :end GROUP BY 1"""


class _Day(NamedTuple):
    """The place of a week among others, and a day in the seller's time zone."""

    week: int
    day: date


class _DaysOfHours(dict[str, _Day]):
    """The places of hours, given in UTC, in some weeks that follow one another; each is worked out once."""

    def __init__(self, reading: Reading, weeks: Sequence[Period]) -> None:
        """Take the weeks."""
        self._zone, self._starts = reading.zone, [each.start for each in weeks]

    def __missing__(self, hour: str) -> _Day:
        """Work out the place of an hour."""
        at = restored(f"{hour}:00:00Z", self._zone)
        self[hour] = _Day(bisect_right(self._starts, at) - 1, at.date())
        return self[hour]


class GroupKey(NamedTuple):
    """What units have in common: the product, and what else is known of them; the fields are `NAMES`.

    `is_assumed`: the batch is that of the lot that was in use.
    """

    sku: str | None
    supplier: str | None = None
    batch: str | None = None
    scheme: str | None = None
    warehouse: str | None = None
    carrier: str | None = None
    storage: str | None = None
    is_assumed: bool = False


class Group(NamedTuple):
    """Claimed defects and units that have a key in common, delivered in a week; `dated`: those of known day of delivery."""

    week: int
    key: GroupKey
    claimed: int
    units: float
    confirmed: int = 0
    dated: int = 0


class Finding(NamedTuple):
    """Defects of a product that belong to a week, with their cause, kind or stage, which may not be known."""

    week: int
    sku: str | None
    value: str | None
    claimed: int
    confirmed: int


def by_group(reading: Reading, weeks: Sequence[Period], until: date) -> list[Group]:
    """Return the groups of some weeks that follow one another; `week` is the place of the week among them.

    Units count that were delivered `until` a day, that day included.
    """
    found: dict[tuple[int, GroupKey], list[float]] = {}
    lots = Lots(reading)
    for week, key, *defects in _claimed(reading, weeks, lots):
        sums = found.setdefault((week, key), [0, 0, 0, 0])
        for place, number in enumerate(defects, 1):
            sums[place] += number
    for week, key, units in _delivered(reading, weeks, lots, until):
        found.setdefault((week, key), [0, 0, 0, 0])[0] += units
    return [Group(*key, int(claimed), units, int(confirmed), int(dated)) for key, (units, claimed, confirmed, dated) in found.items()]


def claims_by_week(reading: Reading, weeks: Sequence[Period], cases: Sequence[int] | None = None, of: str = "") -> list[int]:
    """Return the claimed defects that belong to each of some weeks that follow one another, of some cases only, if they are named.

    `of` tells which copies of the cases are asked.
    """
    found, days = [0 for _week in weeks], _DaysOfHours(reading, weeks)
    only = "" if cases is None else "c.number IN (SELECT value FROM json_each(:cases)) AND"
    values = {"cases": json.dumps(cases), "start": stored(weeks[0].start), "end": stored(weeks[-1].end)}
    for hour, claimed in [] if cases == [] else reading.rows(_OF_WEEKS.format(of=of, only=only), values):
        found[days[hour].week] += claimed
    return found


def findings(reading: Reading, weeks: Sequence[Period], field: str) -> list[Finding]:
    """Return the defects of some weeks by cause, defect or stage; one with two kinds of defect counts for both."""
    days = _DaysOfHours(reading, weeks)
    name, joined = (
        ("d.kind", 'LEFT JOIN defect d ON d."case" = c.number')
        if field == "defect"
        else ("ifnull(c.cause, 'unknown')" if field == "cause" else f"c.{field}", "")
    )
    rows = reading.rows(_FOUND.format(name=name, joined=joined), stored(weeks[0].start), stored(weeks[-1].end))
    return [Finding(days[row[0]].week, *row[1:]) for row in rows]


def later(groups: Sequence[Group], skipped: int) -> list[Group]:
    """Return the groups without those of the first weeks."""
    return [each._replace(week=each.week - skipped) for each in groups if each.week >= skipped]


def _claimed(reading: Reading, weeks: Sequence[Period], lots: Lots) -> Iterator[tuple[int, GroupKey, int, int, int]]:
    """Yield the week and the key of defects with how many are claimed, confirmed, and claimed with a known day of delivery."""
    days = _DaysOfHours(reading, weeks)
    for hour, dated, claimed, confirmed, *names in reading.rows(_CLAIMED, stored(weeks[0].start), stored(weeks[-1].end)):
        (week, day), key = days[hour], GroupKey(*names)
        if lots.know(key.sku):
            key = _filled(key, lots, day, weeks[week])
        yield week, key, claimed, confirmed, claimed if dated else 0


def _delivered(reading: Reading, weeks: Sequence[Period], lots: Lots, until: date) -> Iterator[tuple[int, GroupKey, float]]:
    """Yield the week and the key of units."""
    spread = Spread(weeks)
    for first_day, last_day, every, *names in reading.rows(_SOLD, weeks[0].start.date().isoformat(), weeks[-1].end.date().isoformat()):
        first, end, key = date.fromisoformat(first_day), date.fromisoformat(last_day), GroupKey(*names)
        last = min(end, until)
        if last < first:
            continue
        units = every * ((last - first).days + 1) / ((end - first).days + 1)
        if not lots.know(key.sku):
            yield from ((week, key, units * share) for week, share in spread.of(first, last))
            continue
        days = (last - first).days + 1
        for start, stop in lots.parts(str(key.sku), key.supplier, first, last):
            part = units * ((stop - start).days + 1) / days
            for week, share in spread.of(start, stop):
                yield week, _filled(key, lots, max(start, weeks[week].start.date()), weeks[week]), part * share


def _filled(key: GroupKey, lots: Lots, day: date, week: Period) -> GroupKey:
    """Return a key with what the lots tell of units delivered on a day of a week; days in storage are counted up to that week."""
    sku = str(key.sku)
    lot = lots.on(sku, key.supplier, day) if key.batch is None else lots.named(sku, key.batch)
    if lot is None:
        return key
    names = {"supplier": key.supplier or lot.supplier, "batch": lot.batch, "storage": stored_for(lot, week.end.date())}
    return key._replace(**names, is_assumed=key.batch is None)
