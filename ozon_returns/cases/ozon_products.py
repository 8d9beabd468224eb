"""What Ozon knows of products: brought into what is empty, or is still what Ozon said before; the seller's own words stay."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ozon_returns.ozon.client import Client
from ozon_returns.ozon.products import OzonProduct, products
from ozon_returns.period import stored
from ozon_returns.products.deliveries import Taken
from ozon_returns.products.products import keep_shop
from ozon_returns.sources.record import ShopLine
from ozon_returns.store import ozon_facts, ozon_rows
from ozon_returns.store.ozon_facts import PRODUCTS
from ozon_returns.store.ozon_rows import Progress
from ozon_returns.store.shop_tables import ProductRow
from ozon_returns.store.writing import Store

_AGAIN = timedelta(days=1)
_FACTS = ("article", "product", "price", "commission", "delivery_out", "delivery_back", "barcodes")
_SUMS = frozenset({"price", "commission", "delivery_out", "delivery_back"})


def bring_products(client: Client, store: Store) -> None:
    """Read all products that the shop has to do with, once a day, and store what is new. Raise `OzonError`, `OzonUnreachableError`."""
    with ozon_rows.opened(store.path) as connection:
        since = ozon_rows.progress(connection, PRODUCTS).since
        skus = ozon_facts.skus(connection)
        scheme = ozon_facts.most_used_scheme(connection)
    if not skus or (since and datetime.fromisoformat(since) <= store.now < datetime.fromisoformat(since) + _AGAIN):
        return
    found = {each.sku: each for each in products(client, skus, scheme)}
    with store.writing() as writing:
        held = {row.sku: row for row in writing.rows(ProductRow)}
        before = ozon_facts.facts_told(writing.connection, PRODUCTS, list(found))
        lines = [ShopLine(0, {"sku": sku, **news}) for sku, each in found.items() if (news := _news(held.get(sku), each, before.get(sku)))]
        keep_shop(writing, lines, (), Taken(), file="Ozon")
        told = {sku: {name: getattr(each, name) for name in _FACTS} for sku, each in found.items()}
        ozon_facts.keep_facts(writing.connection, PRODUCTS, told, stored(writing.now))
        ozon_rows.set_progress(writing.connection, PRODUCTS, Progress(stored(writing.now)))


def _news(row: ProductRow | None, found: OzonProduct, before: dict[str, Any] | None) -> dict[str, Any]:
    """Return the facts that are brought in: where nothing is known and Ozon had said nothing, or where Ozon's former word still stands."""
    news = {}
    for name in _FACTS:
        value, held, said = getattr(found, name), getattr(row, name, None), (before or {}).get(name)
        former = Decimal(said) if said is not None and name in _SUMS else said
        if value is not None and value != held and held == former:
            news[name] = value
    return news
