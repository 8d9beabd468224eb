"""What the effects of preventive actions are measured by: the actions that were done, and the days on which their items were delivered."""

from datetime import date, datetime
from typing import NamedTuple

from ozon_returns.period import Period, restored, stored
from ozon_returns.store.cohorts import defects_by_hour, delivered
from ozon_returns.store.reading import Reading

_DONE = """SELECT a."case", a.kind, a.scope, a.text, c.sku, c.supplier, c.batch,
       (SELECT p.packaging FROM product p WHERE p.sku = c.sku), a.done_at
  FROM action a JOIN "case" c ON c.number = a."case"
 WHERE a.done_at >= ? AND a.done_at <= ? AND c.status <> 'dismissed' ORDER BY a.done_at DESC, a.id DESC LIMIT ?"""


class DoneAction(NamedTuple):
    """A preventive action that was done, with what is known of the item of its case."""

    case: int
    kind: str
    scope: str | None
    text: str
    sku: str | None
    supplier: str | None
    batch: str | None
    packaging: str | None
    done_at: datetime


class DayCounts(NamedTuple):
    """Claimed defects by the day to which they belong, and deliveries as first day, last day and units."""

    claimed: list[tuple[date, int]]
    delivered: list[tuple[date, date, int]]


def done_actions(reading: Reading, since: datetime, until: datetime, most: int) -> list[DoneAction]:
    """Return the actions done in a span, the last first, at most so many."""
    rows = reading.rows(_DONE, stored(since), stored(until), most)
    return [DoneAction._make([*row[:8], restored(row[8], reading.zone)]) for row in rows]


_PACKAGING = "(SELECT p.packaging FROM product p WHERE p.sku = c.sku)"


def day_counts(reading: Reading, period: Period, name: str, sku: str | None = None) -> dict[str | None, DayCounts]:
    """Return the counts of a period by a field of deliveries or the packaging of the product; of one product, if it is named.

    With an empty `name` they are those of the whole shop, under `None`.
    """
    column = _PACKAGING if name == "packaging" else f"c.{name}" if name else "NULL"
    found: dict[str | None, DayCounts] = {}
    for hour, value, claimed in defects_by_hour(reading, period, column, sku):
        day = restored(f"{hour}:00:00Z", reading.zone).date()
        found.setdefault(value, DayCounts([], [])).claimed.append((day, claimed))
    for first, last, units, value in delivered(reading, period, column, sku):
        found.setdefault(value, DayCounts([], [])).delivered.append((first, last, units))
    return found
