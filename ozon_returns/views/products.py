"""Products and lots, as tables and as JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ozon_returns.field import Field, Kind
from ozon_returns.money import format_money
from ozon_returns.product_fields import LOT, PRODUCT
from ozon_returns.store.shop import Lot, Product
from ozon_returns.views.answer import Facts, Table
from ozon_returns.vocabulary.activity import YesNo
from ozon_returns.words import _, format_day, name

_SHOWN = ("sku", "article", "product", "cost", "commission", "supplier", "packaging")
"""What the list of products shows; the rest of a product is seen when it is asked for by its SKU."""


def product_table(found: Sequence[Product]) -> Table:
    """Return a table with one product per line."""
    return _table([each for each in PRODUCT if each.name in _SHOWN], found, _("Products"))


def product_facts(one: Product) -> Facts:
    """Return all that is known of a product."""
    known: Mapping[str, Any] = one
    return Facts([(_(each.label), cell) for each in PRODUCT if (cell := _cell(each, known[each.name]))])


def lot_table(found: Sequence[Lot]) -> Table:
    """Return a table with one lot per line."""
    return _table(LOT, found, _("Lots received"))


def _table(fields: Sequence[Field], rows: Sequence[Mapping[str, Any]], title: str) -> Table:
    """Return a table of rows."""
    right = frozenset(no for no, each in enumerate(fields) if each.kind in (Kind.MONEY, Kind.RATE, Kind.WHOLE))
    return Table([_(each.label) for each in fields], [[_cell(each, row[each.name]) for each in fields] for row in rows], title, right)


def _cell(field: Field, value: Any) -> str:  # noqa: ANN401  any value
    """Return a value as text."""
    if value is None:
        return ""
    if field.kind is Kind.MONEY:
        return format_money(value)
    if field.kind is Kind.RATE:
        return f"{value * 100:g} %"
    if field.kind is Kind.FLAG:
        return name(YesNo.YES if value else YesNo.NO)
    return format_day(value) if isinstance(value, date) else " ".join(str(value).split())


def shop_document(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a product or a lot as JSON shows it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
