"""Defects and units by the week of their delivery: what rates are made of.

A defect belongs to the day on which its item was delivered, or where that is not known, to the day on which it was found. It counts
if the item reached the buyer: `claimed` is all of them, `confirmed` those whose established cause is a defect.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from ozon_returns.period import Period, restored, stored
from ozon_returns.store.reading import Reading
from ozon_returns.vocabulary.case import UNFOUNDED, Cause

NAMES = ("sku", "supplier", "batch", "scheme", "warehouse", "carrier")
"""The fields of a delivery by which rates are broken down."""

_FOUNDED = ", ".join(f"'{each}'" for each in Cause if each not in {*UNFOUNDED, Cause.UNKNOWN})
_REACHED = "(c.stage IN ('buyer', 'return') OR c.stage IS NULL AND ifnull(c.posting, c.return_id) IS NOT NULL) AND c.status <> 'dismissed'"
_DEFECTS = f"""SELECT substr(coalesce(m.at, c.found_at), 1, 13) AS hour, {{name}} AS name, m.at IS NOT NULL AS dated,
       sum(c.quantity), sum(iif(c.cause IN ({_FOUNDED}), c.quantity, 0))
  FROM "case" c LEFT JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE {_REACHED} AND coalesce(m.at, c.found_at) >= ? AND coalesce(m.at, c.found_at) < ? GROUP BY 1, 2, 3"""
_UNITS = 'SELECT "from", "to", units, {name} FROM delivery WHERE "to" >= ? AND "from" < ?'
_LAGS = f"""SELECT max(0, julianday(c.found_at) - julianday(m.at)), c.quantity
  FROM "case" c JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE {_REACHED} AND m.at >= ? AND m.at < ? ORDER BY 1"""
_LONGEST = timedelta(days=60)
"""By this age of a delivery its claims have come in, as far as lags are learned from it."""

_LEARNED = timedelta(days=540)


class Cohort(NamedTuple):
    """Defects of the items delivered in a week, or of one name in a period, and how many units were delivered.

    `dated`: how many of the claimed ones have a known day of delivery; `units` is `None` where no delivery is known.
    """

    claimed: int
    confirmed: int
    dated: int
    units: int | None


def by_week(reading: Reading, weeks: Sequence[Period], name: str = "", value: str | None = None) -> list[Cohort]:
    """Return the cohort of each of some weeks that follow one another; of those whose field `name` has a value, if one is named."""
    column, field = (f"c.{name}", name) if name else ("NULL", "NULL")
    starts = [each.start for each in weeks]
    sums = [[0, 0, 0] for _week in weeks]
    whole = _whole(weeks)
    for hour, of, dated, claimed, confirmed in defects_by_hour(reading, whole, column):
        if of != value:
            continue
        into = sums[bisect_right(starts, restored(f"{hour}:00:00Z", reading.zone)) - 1]
        into[0] += claimed
        into[1] += confirmed
        into[2] += claimed if dated else 0
    units, spread = [0.0 for _week in weeks], Spread(weeks)
    known = False
    for first, last, number, of in delivered(reading, whole, field):
        if of != value:
            continue
        known = True
        for place, share in spread.of(first, last):
            units[place] += number * share
    return [_cohort(each, round(number) if known else None) for each, number in zip(sums, units, strict=True)]


def by_name(reading: Reading, period: Period, name: str) -> dict[str | None, Cohort]:
    """Return the cohorts of a period by a field of deliveries, one of `NAMES`."""
    sums: dict[str | None, list[int]] = {}
    for _hour, of, dated, claimed, confirmed in defects_by_hour(reading, period, f"c.{name}"):
        into = sums.setdefault(of, [0, 0, 0])
        into[0] += claimed
        into[1] += confirmed
        into[2] += claimed if dated else 0
    units: dict[str | None, float] = {}
    spread = Spread([period])
    for first, last, number, of in delivered(reading, period, name):
        share = sum(part for _place, part in spread.of(first, last))
        units[of] = units.get(of, 0.0) + number * share
    every = {**sums, **{of: sums.get(of, [0, 0, 0]) for of in units}}
    return {of: _cohort(each, round(units[of]) if of in units and of is not None else None) for of, each in every.items()}


def _cohort(sums: Sequence[int], units: int | None) -> Cohort:
    """Return a cohort of the sums of claimed, confirmed and dated defects."""
    claimed, confirmed, dated = sums
    return Cohort(claimed, confirmed, dated, units)


@lru_cache(maxsize=1)
def lags(reading: Reading, as_of: datetime) -> list[float]:
    """Return the days from delivery to finding of all claimed defects whose delivery is long enough ago, the shortest first."""
    rows = reading.rows(_LAGS, stored(as_of - _LEARNED), stored(as_of - _LONGEST))
    return [row[0] for row in rows for _unit in range(row[1])]


def _whole(weeks: Sequence[Period]) -> Period:
    """Return the period from the first to the last of some weeks."""
    return Period(weeks[0].start, weeks[-1].end, "")


def defects_by_hour(reading: Reading, period: Period, name: str) -> Iterator[tuple[str, str | None, bool, int, int]]:
    """Yield sums of defects by the hour to which they belong, in UTC, and by a name."""
    for row in reading.rows(_DEFECTS.format(name=name), stored(period.start), stored(period.end)):
        yield row[0], row[1], bool(row[2]), row[3], row[4]


def delivered(reading: Reading, period: Period, name: str) -> Iterator[tuple[date, date, int, str | None]]:
    """Yield the first and last day, the units and the name of the deliveries that touch a period."""
    for row in reading.rows(_UNITS.format(name=name), period.start.date().isoformat(), period.end.date().isoformat()):
        yield date.fromisoformat(row[0]), date.fromisoformat(row[1]), row[2], row[3]


class Spread:
    """Shares of spans of days in some weeks that follow one another; each span is worked out once."""

    def __init__(self, weeks: Sequence[Period]) -> None:
        """Take the weeks."""
        self._weeks = [(each.start.date(), each.end.date()) for each in weeks]
        self._known: dict[tuple[date, date], list[tuple[int, float]]] = {}

    def of(self, first: date, last: date) -> list[tuple[int, float]]:
        """Return the share of the days from `first` to `last` that lies in each week, by the place of the week."""
        if (first, last) not in self._known:
            after = last + timedelta(days=1)
            parts = ((place, (min(after, end) - max(first, start)).days) for place, (start, end) in enumerate(self._weeks))
            self._known[first, last] = [(place, days / (after - first).days) for place, days in parts if days > 0]
        return self._known[first, last]


class GroupKey(NamedTuple):
    """What units have in common: the product, and what else is known of them; the fields are `NAMES`."""

    sku: str
    supplier: str | None = None
    batch: str | None = None
    scheme: str | None = None
    warehouse: str | None = None
    carrier: str | None = None


class Group(NamedTuple):
    """Claimed defects and units that have a key in common, delivered in a week."""

    week: int
    key: GroupKey
    claimed: int
    units: float


def by_group(reading: Reading, weeks: Sequence[Period]) -> list[Group]:
    """Return the groups of some weeks that follow one another; `week` is the place of the week among them."""
    starts, whole = [each.start for each in weeks], _whole(weeks)
    found: dict[tuple[int, GroupKey], list[float]] = {}
    span, spread = (stored(whole.start), stored(whole.end)), Spread(weeks)
    for hour, claimed, *names in reading.rows(_GROUPS, *span):
        week = bisect_right(starts, restored(f"{hour}:00:00Z", reading.zone)) - 1
        found.setdefault((week, GroupKey(*names)), [0, 0])[0] += claimed
    for first, last, units, *names in reading.rows(_SOLD, whole.start.date().isoformat(), whole.end.date().isoformat()):
        for week, share in spread.of(date.fromisoformat(first), date.fromisoformat(last)):
            found.setdefault((week, GroupKey(*names)), [0, 0])[1] += units * share
    return [Group(*key, int(claimed), units) for key, (claimed, units) in found.items()]


def values_of(reading: Reading, name: str) -> list[str]:
    """Return all values of a name, one of `NAMES`, that cases or deliveries have."""
    sql = " UNION ".join(f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL" for table in ('"case"', "delivery"))
    return sorted(str(row[0]) for row in reading.rows(sql))


def last_open_case(reading: Reading, name: str, value: str, sku: str | None = None) -> int | None:
    """Return the last case that is open, of a name, one of `NAMES`, and of a product if one is named."""
    sql = f"SELECT max(number) FROM \"case\" WHERE {name} = ? AND (? IS NULL OR sku = ?) AND status NOT IN ('closed', 'dismissed')"
    rows = reading.rows(sql, value, sku, sku)
    return rows[0][0] if rows else None


def net_cost_per_unit(reading: Reading, period: Period) -> int | None:
    """Return the mean net cost of a defective unit found in a period, in kopecks; `None` where none has cost anything."""
    row = reading.rows(_NET, stored(period.start), stored(period.end))[0]
    return round(row[0] / row[1]) if row[1] and row[0] else None


_KEY = ", ".join(f"c.{each}" for each in NAMES)
_GROUPS = f"""SELECT substr(coalesce(m.at, c.found_at), 1, 13), sum(c.quantity), {_KEY}
  FROM "case" c LEFT JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE c.sku IS NOT NULL AND {_REACHED} AND coalesce(m.at, c.found_at) >= ? AND coalesce(m.at, c.found_at) < ? GROUP BY 1, {_KEY}"""
_SOLD = f'SELECT "from", "to", units, {", ".join(NAMES)} FROM delivery WHERE "to" >= ? AND "from" < ?'
_NET = f"""SELECT sum(ifnull((SELECT sum(amount) FROM cost k WHERE k."case" = c.number), 0)
         - ifnull((SELECT sum(amount) FROM recovery r WHERE r."case" = c.number), 0)), sum(c.quantity)
  FROM "case" c WHERE {_REACHED} AND c.found_at >= ? AND c.found_at < ?"""
