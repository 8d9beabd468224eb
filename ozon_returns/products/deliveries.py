"""Import of the units delivered to buyers, the basis of all return rates."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ozon_returns.sources.record import ShopLine
from ozon_returns.store.shop_tables import DeliveryRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.event import EventKind

_NAMES = ("supplier", "batch", "scheme", "warehouse", "carrier")
"""What a delivery is told apart by, besides its product and its days."""


@dataclass
class Taken:
    """The result of an import: counts of cases and deliveries; `deliveries` are those of them that are no cases."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deliveries: int = 0
    notes: list[str] = field(default_factory=list)


def keep_deliveries(writing: Writing, deliveries: Sequence[ShopLine], taken: Taken, *, file: str) -> None:
    """Store deliveries; units already stored for the same product, period, supplier and batch are replaced."""
    writing.prove(None)
    before = taken.added + taken.updated
    held = {_span(row): row for row in writing.rows(DeliveryRow)}
    for delivered in deliveries:
        facts = delivered.facts
        row = DeliveryRow(
            sku=facts["sku"],
            first=facts["from"],
            last=facts["to"],
            units=facts["units"],
            **{name: facts.get(name) for name in _NAMES},
        )
        known = held.get(_span(row))
        if known is None:
            held[_span(row)] = row
            writing.add(row)
            taken.added += 1
            taken.deliveries += 1
        elif known.units != row.units:
            known.units = row.units
            taken.updated += 1
        else:
            taken.unchanged += 1
    if taken.added + taken.updated > before:
        facts = {"file": file, "changed": taken.added + taken.updated - before}
        writing.record_event(None, EventKind.DELIVERIES, None, facts)


def _span(row: DeliveryRow) -> tuple[object, ...]:
    """Return the key that identifies a delivery."""
    return row.sku, row.first, row.last, *(getattr(row, name) for name in _NAMES)
