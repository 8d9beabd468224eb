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
from ozon_returns.store.ozon_facts import ORDERS_TOLD, sells_from_own_warehouse, units_from_ozon
from ozon_returns.store.ozon_rows import ORDERS, Progress
from ozon_returns.store.shop_tables import DeliveryRow
from ozon_returns.store.writing import Store, Writing

_WEEK, _SUNDAY = timedelta(days=7), timedelta(days=6)
_FIRST = 12
"""At first so many weeks are looked at, as of the units of Ozon's analytics."""

_RIPE = timedelta(days=22)
"""A week is read when it has been over for so long: nearly all of its orders have arrived or were cancelled."""

_MOST = 5000
"""No further week is begun in a run that has read so many units: Ozon lists a hundred orders at a time."""

_BELIEVED = 0.8
"""A list that has less than this share of the units that Ozon's analytics tell of a product is not taken for whole."""


@dataclass
class _OrderedWeek:
    """What was ordered in a week: units delivered by product, scheme and warehouse; by product those still on the way, and all."""

    units: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    going: Counter[str] = field(default_factory=Counter)
    ordered: Counter[str] = field(default_factory=Counter)
    postings: set[str] = field(default_factory=set)

    def take(self, page: Iterable[OrderedUnits]) -> None:
        """Count the units of each posting once; those of orders that were cancelled are not delivered."""
        new = [each for each in page if not each.number or each.number not in self.postings]
        self.postings.update(each.number for each in new)
        for each in new:
            self.ordered[each.sku] += each.units
            if each.posting.status == DELIVERED:
                self.units[each.sku, each.posting.scheme, each.posting.warehouse] += each.units
            elif not each.posting.is_final:
                self.going[each.sku] += each.units

    def delivered(self, sku: str) -> int:
        """Return the units of a product that were delivered."""
        return sum(count for (each, _scheme, _warehouse), count in self.units.items() if each == sku)


def bring_delivered(client: Client, store: Store) -> bool:
    """Store the units of the weeks that have been over for three weeks, by the week of the order; return whether more is to be read.

    A week is read and stored at once, so that an interrupted run goes on with the next one. What the seller has told of a product and
    a week is left as it is. Raise `OzonError` and `OzonUnreachableError`.
    """
    zone = store.book.zone
    end = monday_of((store.now - _RIPE).astimezone(zone).date())
    with ozon_rows.opened(store.path) as connection:
        begun, has_fbs = ozon_rows.progress(connection, ORDERS).since, sells_from_own_warehouse(connection)
    monday = monday_of((store.now - _FIRST * _WEEK).astimezone(zone).date())
    if begun:  # it was a Monday in the zone of that time
        monday = max(monday, monday_of(datetime.fromisoformat(begun).astimezone(zone).date()))
    read = 0
    while monday < end and read < _MOST:
        week = _OrderedWeek()
        for page in ordered_units(client, local(monday, zone), local(monday + _WEEK, zone) - timedelta(seconds=1), has_fbs=has_fbs):
            week.take(page)
        read += sum(week.ordered.values())
        with store.writing() as writing:
            _keep(writing, week, monday)
            ozon_rows.set_progress(writing.connection, ORDERS, Progress(stored(local(monday + _WEEK, zone))))
        monday += _WEEK
    return monday < end


def _keep(writing: Writing, week: _OrderedWeek, monday: date) -> None:
    """Store the deliveries of a week in place of Ozon's other units of the same products.

    Left as they are: products of whose units in these days the seller has told something, those of which too much is on the way, and those
    of which the list has too little.
    """
    sunday, of_ozon = monday + _SUNDAY, units_from_ozon(writing.connection)
    near: dict[str, list[DeliveryRow]] = {}
    for row in writing.rows(DeliveryRow):
        if row.first <= sunday and monday <= row.last:
            near.setdefault(row.sku, []).append(row)
    counted = {
        sku
        for sku, ordered in week.ordered.items()
        if has_arrived(week.delivered(sku), week.going[sku])
        and all(row.id in of_ozon and ordered >= row.units * _BELIEVED for row in near.get(sku, ()))
    }
    lines = [
        ShopLine(
            0,
            {"sku": sku, "from": monday, "to": sunday, "units": count}
            | {name: value for name, value in (("scheme", scheme), ("warehouse", warehouse)) if value},
        )
        for (sku, scheme, warehouse), count in sorted(week.units.items())
        if sku in counted
    ]
    instead_of = [row for sku in sorted(counted) for row in near.get(sku, ())]
    keep_deliveries(writing, lines, Taken(), file=ORDERS_TOLD, instead_of=instead_of)
