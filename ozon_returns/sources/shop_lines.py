"""Checks of what belongs to no case: units delivered, products and lots."""

from typing import Any

from ozon_returns.product_fields import REQUIRED
from ozon_returns.sources import case_fields
from ozon_returns.sources.case_reading import CaseFile
from ozon_returns.sources.record import ShopLine
from ozon_returns.words import _


def shop_line(reading: CaseFile, name: str, line: int, found: dict[str, Any]) -> ShopLine:
    """Return a product or a lot that was read; note what it lacks, or what contradicts itself."""
    for each in (each for each in REQUIRED[name] if found.get(each) is None):
        reading.fault(line, name, missing(each))
    looked, bad = found.get("inspected", found.get("quantity")), found.get("defective")
    if name == "lots" and (found.get("inspected") or 0) > found.get("quantity", 0):
        reading.fault(line, name, _("more were inspected than received"))
    if bad is not None and looked is not None and bad > looked:
        reading.fault(line, name, _("more are defective than were inspected"))
    return ShopLine(line, found)


def delivery_line(reading: CaseFile, line: int, found: dict[str, Any]) -> ShopLine:
    """Return delivered units that were read; note what they lack, or what contradicts itself or another line."""
    lacking = [each for each in REQUIRED["deliveries"] if found.get(each) is None]
    for each in lacking:
        reading.fault(line, "deliveries", missing(each))
    if not lacking and found["from"] > found["to"]:
        reading.fault(line, "deliveries", _("“from” is after “to”"))
    span = tuple(found.get(each) for each in case_fields.DELIVERY if each != "units")
    if not lacking and span in reading.spans:
        told = _(
            "the same product, days, supplier, batch, scheme, warehouse and carrier are on line {line} too; add the units up on one line"
        )
        reading.fault(line, "deliveries", told.format(line=reading.spans[span]))
    reading.spans[span] = line
    return ShopLine(line, found)


def missing(field: str) -> str:
    """Return the message for a missing field."""
    return _("“{field}” is missing").format(field=field)
