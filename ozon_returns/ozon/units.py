"""Units sold by product and day, from Ozon's analytics; it answers about once in 90 seconds."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import UNITS
from ozon_returns.ozon.lenient import amount, fields, items, text

PAGE = 1000
"""The most rows of a page."""

DELIVERED, ORDERED = "delivered_units", "ordered_units"
"""What units are counted: delivered ones with Premium Plus, else those ordered, cancelled ones included."""


class SoldUnits(NamedTuple):
    """Units of a product on a day."""

    sku: str
    day: date
    units: int


def sold_units(client: Client, first: date, last: date, metric: str) -> Iterator[SoldUnits]:
    """Yield the units of each product on each day of a period, both its ends included; rows that make no sense are left out."""
    offset = 0
    while True:
        body = {
            "date_from": first.isoformat(),
            "date_to": last.isoformat(),
            "dimension": ["sku", "day"],
            "metrics": [metric],
            "limit": PAGE,
            "offset": offset,
        }
        rows = items(fields(client.call(UNITS, body).get("result")).get("data"))
        for row in rows:
            found = _sold(row.get("dimensions"), row.get("metrics"))
            if found is not None and first <= found.day <= last:
                yield found
        if len(rows) < PAGE:
            return
        offset += PAGE


def _sold(dimensions: object, metrics: object) -> SoldUnits | None:
    """Return a row; `None` if it tells no product, day or number."""
    known = items(dimensions)
    values = metrics if isinstance(metrics, list) else [metrics]
    count = amount(values[0]) if values else None
    if len(known) < 2 or count is None or count <= 0:  # noqa: PLR2004  product and day
        return None
    try:
        day = date.fromisoformat((text(known[1].get("id")) or text(known[1].get("name")))[:10])
    except ValueError:
        return None
    sku = text(known[0].get("id"))
    return SoldUnits(sku, day, int(count)) if sku else None
