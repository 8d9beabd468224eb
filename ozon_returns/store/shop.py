"""Products and lots as they are read, and what the last case of a product tells of it."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, cast

from ozon_returns.field import Field, Kind
from ozon_returns.line_fields import LISTS
from ozon_returns.money import SHARE, from_kopecks
from ozon_returns.product_fields import LOT, PRODUCT
from ozon_returns.store.read_models import Case
from ozon_returns.store.reading import Reading
from ozon_returns.store.where import Where
from ozon_returns.vocabulary.case import OPEN

_LAST_CASE = """SELECT number, product, article, supplier, price, technically_complex FROM "case"
 WHERE sku = ? AND status <> 'dismissed' ORDER BY number DESC LIMIT 1"""


class Product(TypedDict):
    """What is known of a product: costs per item, `commission` as a share of the price from 0 to 1."""

    sku: str
    article: str | None
    product: str | None
    cost: Decimal | None
    commission: float | None
    delivery_out: Decimal | None
    delivery_back: Decimal | None
    technically_complex: bool | None
    marked: bool | None
    packaging: str | None
    supplier: str | None
    stock: int | None
    barcodes: str | None
    price: Decimal | None


class Lot(TypedDict):
    """A lot of a product received from a supplier."""

    sku: str
    received: date
    quantity: int
    supplier: str | None
    batch: str | None
    unit_cost: Decimal | None
    inspected: int | None
    defective: int | None


def products(reading: Reading) -> list[Product]:
    """Return all products, by SKU."""
    return [cast("Product", row) for row in _rows(reading, "product", PRODUCT, "sku")]


def lots(reading: Reading) -> list[Lot]:
    """Return all lots, in the order in which they were received."""
    return [cast("Lot", row) for row in _rows(reading, "lot", LOT, "received, sku, id")]


def product_of(reading: Reading, sku: str | None) -> Product | None:
    """Return what is known of a product; `None` if nothing is."""
    return next((each for each in products(reading) if each["sku"] == sku), None) if sku else None


def sku_of(reading: Reading, ean: str | None, posting: str | None) -> str | None:
    """Return the SKU of the only product that has a barcode, else the only one of the cases of a posting; `None` if none is alone.

    Barcodes are compared as GTIN of 14 digits, so that a UPC is found by the EAN that a scanner makes of it.
    """
    having = [each["sku"] for each in products(reading) if ean and ean.zfill(14) in _gtins(each["barcodes"])]
    rows = [row[0] for row in reading.rows('SELECT DISTINCT sku FROM "case" WHERE posting = ? AND sku IS NOT NULL', posting)]
    return having[0] if len(having) == 1 else rows[0] if len(rows) == 1 and not having else None


def _gtins(barcodes: str | None) -> set[str]:
    """Return the barcodes of a product as 14 digits each."""
    return {each.zfill(14) for each in re.split(r"[\s,;]+", barcodes or "") if each}


def usual_scheme(reading: Reading) -> str | None:
    """Return the scheme of the last case that has one."""
    rows = reading.rows('SELECT scheme FROM "case" WHERE scheme IS NOT NULL ORDER BY number DESC LIMIT 1')
    return rows[0][0] if rows else None


def known_of(reading: Reading, sku: str) -> tuple[dict[str, Any], int | None]:
    """Return what a new case of a product can take from the product and from its last case, and the number of that case."""
    rows = reading.rows(_LAST_CASE, sku)
    last: dict[str, Any] = dict(rows[0]) if rows else {}
    number = last.pop("number", None)
    if last.get("price") is not None:
        last["price"] = from_kopecks(last["price"])
    if last.get("technically_complex") is not None:
        last["technically_complex"] = bool(last["technically_complex"])
    product = product_of(reading, sku)
    of_product = {name: value for name, value in (product or {}).items() if name in last or name in _TAKEN}
    told = {**last, **{name: value for name, value in of_product.items() if value is not None}}
    return {name: value for name, value in told.items() if value is not None and name in _TAKEN}, number


def batch_of(reading: Reading, case: Case) -> tuple[list[Case], dict[str, Product], Lot | None]:
    """Return the open cases of a case's batch, itself first, their products by SKU, and the lot the case came with."""
    cases, lot = [case], None
    if case["batch"] and case["supplier"]:
        where = Where(order="number")
        where.both("supplier = ? AND batch = ? AND number <> ?", case["supplier"], case["batch"], case["number"])
        where.both(f"status IN ({', '.join('?' for _each in OPEN)})", *sorted(OPEN))
        others, _count = reading.cases(where, tuple(LISTS))
        received = [each for each in lots(reading) if each["batch"] == case["batch"] and each["supplier"] in (None, case["supplier"])]
        own = [each for each in received if each["sku"] == case["sku"]] or received
        cases, lot = [case, *others], own[-1] if own else None
    return cases, {each["sku"]: each for each in products(reading) if each["sku"] in {one["sku"] for one in cases}}, lot


_TAKEN = frozenset({"product", "article", "supplier", "price", "technically_complex"})
"""The fields of a case that are taken from its product, or from the last case of it."""


def _rows(reading: Reading, table: str, fields: Sequence[Field], order: str) -> list[dict[str, Any]]:
    """Return the rows of a table with their values as the program uses them."""
    names = ", ".join(each.name for each in fields)
    return [
        {field.name: _value(field.kind, value) for field, value in zip(fields, row, strict=True)}
        for row in reading.rows(f"SELECT {names} FROM {table} ORDER BY {order}")
    ]


def _value(kind: Kind, value: Any) -> Any:  # noqa: ANN401  any stored value
    """Convert a stored value."""
    if value is None:
        return None
    if kind is Kind.MONEY:
        return from_kopecks(value)
    if kind is Kind.RATE:
        return value / SHARE
    if kind is Kind.DAY:
        return date.fromisoformat(value)
    return bool(value) if kind is Kind.FLAG else value
