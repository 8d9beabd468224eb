"""Units sold, from Ozon, as deliveries of whole weeks: what rates of defects are made of."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ozon_returns.ozon.client import Client
from ozon_returns.ozon.seller import access
from ozon_returns.ozon.units import DELIVERED, ORDERED, SoldUnits, sold_units
from ozon_returns.period import local, stored
from ozon_returns.products.deliveries import Taken, keep_deliveries
from ozon_returns.sources.ozon_orders import monday_of
from ozon_returns.sources.record import ShopLine
from ozon_returns.store import ozon_rows
from ozon_returns.store.ozon_facts import DELIVERED_TOLD, ORDERED_TOLD
from ozon_returns.store.ozon_rows import UNITS, Progress
from ozon_returns.store.shop_tables import DeliveryRow
from ozon_returns.store.writing import Store, Writing

_WEEK = timedelta(days=7)
_FIRST = 12
"""At first so many weeks are read; without Premium Plus Ozon tells of the last three months only."""

_SETTLED = timedelta(days=1)
"""A week is read when it has been over for so long."""


def bring_units(client: Client, store: Store) -> int:
    """Read the units of the weeks that have ended since the last time, and store them; return of how many products and weeks.

    A product of which units of those days are known already, from a file, is left as it is. Raise `OzonError`.
    """
    this = monday_of((store.now - _SETTLED).date())
    with ozon_rows.opened(store.path) as connection:
        begun = ozon_rows.progress(connection, UNITS).since
    since = datetime.fromisoformat(begun).astimezone(store.now.tzinfo).date() if begun else this - _FIRST * _WEEK
    if since >= this:
        return 0
    metric = DELIVERED if access(client).may_write else ORDERED
    sold = _by_week(sold_units(client, since, this - timedelta(days=1), metric))
    with store.writing() as writing:
        lines = _unknown(writing, sold)
        keep_deliveries(writing, lines, Taken(), file=DELIVERED_TOLD if metric == DELIVERED else ORDERED_TOLD)
        writing.seal()
        at = stored(local(this, store.book.zone))
        ozon_rows.set_progress(writing.connection, UNITS, Progress(at, None, int(metric == ORDERED)))
    return len(lines)


def _by_week(sold: Iterable[SoldUnits]) -> Counter[tuple[str, date]]:
    """Return the units of each product and week, by its Monday."""
    found: Counter[tuple[str, date]] = Counter()
    for each in sold:
        found[each.sku, monday_of(each.day)] += each.units
    return found


def _unknown(writing: Writing, sold: Counter[tuple[str, date]]) -> list[ShopLine]:
    """Return the units of weeks in which nothing is known of the product, as deliveries."""
    held: dict[str, list[DeliveryRow]] = {}
    for row in writing.rows(DeliveryRow):
        held.setdefault(row.sku, []).append(row)
    return [
        ShopLine(0, {"sku": sku, "from": monday, "to": monday + timedelta(days=6), "units": units})
        for (sku, monday), units in sorted(sold.items())
        if not any(row.first <= monday + timedelta(days=6) and monday <= row.last for row in held.get(sku, ()))
    ]
