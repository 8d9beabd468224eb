"""Defects and units by the week of their delivery: what rates are made of.

A defect belongs to the day on which its item was delivered, or where that is not known, to the day on which it was found. It counts
if the item reached the buyer: `claimed` is all of them, `confirmed` those whose established cause is a defect.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from ozon_returns.period import Period, stored
from ozon_returns.store.reading import Reading
from ozon_returns.vocabulary.case import UNFOUNDED, Cause

FIELDS = ("sku", "supplier", "batch", "scheme", "warehouse", "carrier")
"""The fields of a delivery that a case has too."""

_FOUNDED = ", ".join(f"'{each}'" for each in Cause if each not in {*UNFOUNDED, Cause.UNKNOWN})
CONFIRMED = f"c.cause IN ({_FOUNDED})"
DELIVERED_OR_FOUND = "coalesce(m.at, c.found_at)"
REACHED = "(c.stage IN ('buyer', 'return') OR c.stage IS NULL AND ifnull(c.posting, c.return_id) IS NOT NULL) AND c.status <> 'dismissed'"
_DEFECTS = f"""SELECT substr({DELIVERED_OR_FOUND}, 1, 13) AS hour, {{name}} AS name, sum(c.quantity)
  FROM "case" c LEFT JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE {REACHED} AND {DELIVERED_OR_FOUND} >= ? AND {DELIVERED_OR_FOUND} < ? AND (? IS NULL OR c.sku = ?) GROUP BY 1, 2"""
_UNITS = 'SELECT c."from", c."to", c.units, {name} FROM delivery c WHERE c."to" >= ? AND c."from" <= ? AND (? IS NULL OR c.sku = ?)'
_LAGS = f"""SELECT max(0, CAST(round((julianday(c.found_at) - julianday(m.at)) * 24) AS INTEGER)), sum(c.quantity)
  FROM "case" c JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE {REACHED} AND m.at >= ? AND m.at < ? GROUP BY 1 ORDER BY 1"""
_LONGEST = timedelta(days=60)
"""By this age of a delivery its claims have come in, as far as lags are learned from it."""

_LEARNED = timedelta(days=540)


@lru_cache(maxsize=1)
def lags(reading: Reading, as_of: datetime) -> list[float]:
    """Return the days from delivery to finding of all claimed defects whose delivery is long enough ago, the shortest first.

    They are counted in whole hours.
    """
    rows = reading.rows(_LAGS, stored(as_of - _LEARNED), stored(as_of - _LONGEST))
    return [days for hours, units in rows for days in [hours / 24] * units]


def defects_by_hour(reading: Reading, period: Period, name: str, sku: str | None = None) -> Iterator[tuple[str, str | None, int]]:
    """Yield sums of claimed defects by the hour to which they belong, in UTC, and by a name; of a product, if one is named."""
    for row in reading.rows(_DEFECTS.format(name=name), stored(period.start), stored(period.end), sku, sku):
        yield row[0], row[1], row[2]


def delivered(reading: Reading, period: Period, name: str, sku: str | None = None) -> Iterator[tuple[date, date, int, str | None]]:
    """Yield the first and last day, the units and the name of the deliveries that touch a period; of a product, if one is named."""
    first, last = period.start.date(), (period.end - timedelta(microseconds=1)).date()
    for row in reading.rows(_UNITS.format(name=name), first.isoformat(), last.isoformat(), sku, sku):
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


def values_of(reading: Reading, name: str) -> list[str]:
    """Return all values of a name, one of `FIELDS`, that cases or deliveries have."""
    sql = " UNION ".join(f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL" for table in ('"case"', "delivery"))
    return sorted(str(row[0]) for row in reading.rows(sql))


def product_names(reading: Reading) -> dict[str, set[str]]:
    """Return the articles and names of each SKU."""
    sql = 'SELECT DISTINCT sku, article, product FROM "case" WHERE sku IS NOT NULL UNION SELECT sku, article, product FROM product'
    found: dict[str, set[str]] = {}
    for sku, *names in reading.rows(sql):
        found.setdefault(sku, set()).update(filter(None, names))
    return found


def without_sku(reading: Reading) -> list[tuple[int, str]]:
    """Return the cases of which no SKU is recorded, with the name of the product."""
    sql = (
        'SELECT number, coalesce(product, article) FROM "case" WHERE sku IS NULL AND coalesce(product, article) IS NOT NULL ORDER BY number'
    )
    return [(row[0], row[1]) for row in reading.rows(sql)]


def last_open_case(reading: Reading, name: str, value: str, sku: str | None = None) -> int | None:
    """Return the last case that is open, of a name, one of `FIELDS`, and of a product if one is named."""
    sql = f"SELECT max(number) FROM \"case\" WHERE {name} = ? AND (? IS NULL OR sku = ?) AND status NOT IN ('closed', 'dismissed')"
    rows = reading.rows(sql, value, sku, sku)
    return rows[0][0] if rows else None


def net_cost_per_unit(reading: Reading, period: Period) -> int | None:
    """Return the mean net cost of a defective unit found in a period, in kopecks; `None` where none has cost anything."""
    row = reading.rows(_NET, stored(period.start), stored(period.end))[0]
    return round(row[0] / row[1]) if row[1] and row[0] else None


_NET = f"""SELECT sum(ifnull((SELECT sum(amount) FROM cost k WHERE k."case" = c.number), 0)
         - ifnull((SELECT sum(amount) FROM recovery r WHERE r."case" = c.number), 0)), sum(c.quantity)
  FROM "case" c WHERE {REACHED} AND c.found_at >= ? AND c.found_at < ?"""
