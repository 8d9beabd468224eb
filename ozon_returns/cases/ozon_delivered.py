"""Units delivered by scheme and warehouse, counted in Ozon's lists of orders; they replace the sums of its analytics."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ozon_returns.ozon.client import Client
from ozon_returns.ozon.postings import DELIVERED, OrderedUnits, ordered_units
from ozon_returns.period import local, stored
from ozon_returns.products.deliveries import Taken, keep_deliveries
from ozon_returns.sources.ozon_orders import has_arrived, monday_of
from ozon_returns.sources.record import ShopLine
from ozon_returns.store import ozon_rows
from ozon_returns.store.ozon_facts import units_from_ozon
from ozon_returns.store.ozon_rows import ORDERS, Progress
from ozon_returns.store.shop_tables import DeliveryRow
from ozon_returns.store.writing import Store, Writing

_WEEK, _SUNDAY = timedelta(days=7), timedelta(days=6)
_FIRST = 12
"""At first so many weeks are read, as of the units of Ozon's analytics."""

_SETTLED = timedelta(days=1)
"""A week is read when it has been over for so long."""

_AGAIN = timedelta(days=2)
"""A week of which too much was on the way is read again after so long."""

_GIVEN_UP = timedelta(weeks=8)
"""A week is left out if too much of it is on the way so long after it began."""

_MOST = 5000
"""No further week is begun in a run that has read so many units: Ozon lists a hundred orders at a time."""


@dataclass
class _OrderedWeek:
    """What was ordered in a week: units delivered by product, scheme and warehouse; those still on the way; all that were read."""

    units: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    going: int = 0
    read: int = 0

    def take(self, page: Iterable[OrderedUnits]) -> None:
        """Count units; those of orders that were cancelled are none."""
        for each in page:
            self.read += each.units
            if each.posting.status == DELIVERED:
                self.units[each.sku, each.posting.scheme, each.posting.warehouse] += each.units
            elif not each.posting.is_final:
                self.going += each.units


def bring_delivered(client: Client, store: Store) -> bool:
    """Store the units of the weeks that have ended, by the week of the order, as soon as nearly all have arrived.

    Return whether more is to be read. A week is read and stored at once, so that an interrupted run goes on with the next one. What the
    seller has told of a product and a week is left as it is. Raise `OzonError` and `OzonUnreachableError`.
    """
    zone = store.book.zone
    this = monday_of((store.now - _SETTLED).astimezone(zone).date())
    with ozon_rows.opened(store.path) as connection:
        begun = ozon_rows.progress(connection, ORDERS)
    if begun.until and store.now - datetime.fromisoformat(begun.until) < _AGAIN:
        return False
    monday = this - _FIRST * _WEEK
    if begun.since:
        monday = max(monday, datetime.fromisoformat(begun.since).astimezone(zone).date())
    read = 0
    while monday < this and read < _MOST:
        week = _OrderedWeek()
        for page in ordered_units(client, local(monday, zone), local(monday + _WEEK, zone) - timedelta(seconds=1)):
            week.take(page)
        read += week.read
        is_counted = has_arrived(sum(week.units.values()), week.going)
        waits = not is_counted and this - monday < _GIVEN_UP
        with store.writing() as writing:
            if is_counted:
                keep_deliveries(writing, _lines(writing, week, monday), Taken(), file="Ozon: orders", replacing=True)
            until = stored(store.now) if waits else None
            ozon_rows.set_progress(writing.connection, ORDERS, Progress(stored(local(monday if waits else monday + _WEEK, zone)), until))
        if waits:
            return False
        monday += _WEEK
    return monday < this


def _lines(writing: Writing, week: _OrderedWeek, monday: date) -> list[ShopLine]:
    """Return the deliveries of a week, without products of whose units in these days the seller has told something."""
    sunday, of_ozon = monday + _SUNDAY, units_from_ozon(writing.connection)
    near = [row for row in writing.rows(DeliveryRow) if row.first <= sunday and monday <= row.last]
    told = {row.sku for row in near if row.id not in of_ozon}
    return [
        ShopLine(
            0,
            {"sku": sku, "from": monday, "to": sunday, "units": count}
            | {name: value for name, value in (("scheme", scheme), ("warehouse", warehouse)) if value},
        )
        for (sku, scheme, warehouse), count in sorted(week.units.items())
        if sku not in told
    ]
