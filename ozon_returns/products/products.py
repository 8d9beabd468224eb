"""Products and lots received: kept by their SKU, a lot by its day, batch and supplier too; what is said later completes or replaces."""

from collections.abc import Mapping, Sequence
from typing import Any

from ozon_returns.products.deliveries import Taken
from ozon_returns.sources.record import ShopLine
from ozon_returns.store.columns import Row
from ozon_returns.store.shop_tables import LotRow, ProductRow
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.event import EventKind

_KEYS: dict[type[Row], tuple[str, ...]] = {ProductRow: ("sku",), LotRow: ("sku", "received", "supplier", "batch")}


def keep_shop(writing: Writing, products: Sequence[ShopLine], lots: Sequence[ShopLine], taken: Taken, *, file: str) -> None:
    """Store products and lots; values that are not said stay as they are."""
    if not (products or lots):
        return
    writing.prove(None)
    changes: dict[str, Any] = {}
    for table, lines in ((ProductRow, products), (LotRow, lots)):
        held = {_key(table, vars(row)): row for row in writing.rows(table)}
        for line in lines:
            key = _key(table, line.facts)
            if key in held:
                changed = _complete(held[key], line.facts)
                changes |= {f"{key[0]} {name}": pair for name, pair in changed.items()}
                taken.updated += bool(changed)
                taken.unchanged += not changed
                continue
            held[key] = table(**line.facts)
            writing.add(held[key])
            changes[str(key[0])] = [None, "added"]
            taken.added += 1
    if changes:
        writing.record_event(None, EventKind.PRODUCTS, None, {"file": file, "changed": len(changes)})


def _key(table: type[Row], facts: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a row is known by."""
    return tuple(facts.get(name) for name in _KEYS[table])


def _complete(row: Row, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the values of a row that are said, and return those that changed."""
    changed = {name: [getattr(row, name), value] for name, value in facts.items() if getattr(row, name) != value}
    for name, (_old, new) in changed.items():
        setattr(row, name, new)
    return changed


def set_product(sku: str, facts: Mapping[str, Any], *, store: Store) -> Taken:
    """Store what was typed of one product; `None` empties a value."""
    taken = Taken()
    with store.writing() as writing:
        keep_shop(writing, [ShopLine(0, {"sku": sku, **facts})], (), taken, file="")
    return taken


def keep_cost(sku: str, cost: Any, *, store: Store) -> bool:  # noqa: ANN401  money, of any type a row takes
    """Store the purchase cost of a product of which none is known yet; return whether it was stored."""
    with store.writing() as writing:
        if any(row.cost is not None for row in writing.rows(ProductRow, sku=sku)):
            return False
        keep_shop(writing, [ShopLine(0, {"sku": sku, "cost": cost})], (), Taken(), file="")
    return True
