"""What letters to a supplier may name of the batch: all open cases of it, the lot it came with, the calculation."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ozon_returns.letters.catalogue import usual
from ozon_returns.store.read_models import Case
from ozon_returns.store.shop import Lot, Product
from ozon_returns.vocabulary.activity import NOTICE, Addressee
from ozon_returns.vocabulary.case import Defect, Milestone, Stage
from ozon_returns.words import _, decimal, name, speaking

_AT_RECEIPT = timedelta(days=30)
"""A defect found in the warehouse longer than this after the delivery was not found at receipt."""


def batch_facts(cases: Sequence[Case], products: Mapping[str, Product], lot: Lot | None, *, now: datetime, language: str) -> dict[str, Any]:
    """Return what is known of the open cases of a batch, the first of which the letter is about.

    The calculation has a line for each case, at the unit cost of its own product in the lot, else of the product; it is left out
    where one of them is unknown.
    """
    told: dict[str, Any] = {}
    product = products.get(cases[0]["sku"] or "")
    costs = [_unit_cost(each, products, lot) for each in cases]
    cost = costs[0]
    if product and product["cost"] is not None:
        told["cost"] = product["cost"]
    if cost is not None:
        told["unit_cost"] = cost
    if lot:
        midnight = datetime.combine(lot["received"], time(), tzinfo=now.tzinfo)
        told |= {"qty_received": lot["quantity"], "delivery_date": midnight, "qty_checked": lot["inspected"]}
    told["how_found"] = usual("usual", language, how_found(cases[0], told["delivery_date"])) if "delivery_date" in told else None
    with speaking(language):
        told |= {"items": [item_of(each, told.get("delivery_date"), language) for each in cases]}
        calc = [{"name": _line(each, of), "sum": of * each["quantity"]} for each, of in zip(cases, costs, strict=True) if of is not None]
        told |= {"calc": calc} if len(calc) == len(cases) else {}
    told["qty_defective"] = sum(each["quantity"] for each in cases)
    told["consumer_returns"] = sum(each["quantity"] for each in cases if came_back(each)) or None
    notices = [
        each
        for case in cases
        for each in case["tickets"]
        if each["to"] == Addressee.SUPPLIER and each["letter"] == NOTICE and each["opened_at"]
    ]
    if notices:
        told |= {"notice_date": notices[0]["opened_at"], "notice_number": notices[0]["number"]}
    return {name: value for name, value in told.items() if value is not None}


def _unit_cost(case: Case, products: Mapping[str, Product], lot: Lot | None) -> Decimal | None:
    """Return the purchase cost of an item of a case: by the lot if that is of its product, else by the product itself."""
    of_lot = lot["unit_cost"] if lot and lot["sku"] == case["sku"] else None
    product = products.get(case["sku"] or "")
    return of_lot or (product["cost"] if product else None)


def came_back(case: Case) -> bool:
    """Return whether it is recorded that a consumer has returned the items of a case, as a letter must not say what is not so."""
    return case["stage"] == Stage.RETURN or any(each["kind"] in (Milestone.RETURN_RECEIVED, Milestone.PICKED_UP) for each in case["dates"])


def item_of(case: Case, delivered: datetime | None, language: str) -> Mapping[str, Any]:
    """Return the item of a case as a letter to a supplier lists it."""
    return {
        "article": case["article"] or case["sku"] or case["product"] or "",
        "batch": case["batch"],
        "quantity": case["quantity"],
        "defects": defect_names(case),
        "found_at": case["found_at"],
        "proof": usual("usual", language, how_found(case, delivered)),
    }


def defect_names(case: Case) -> str:
    """Return the defects of a case as letters name them; none may admit that an item is counterfeit."""
    return ", ".join(name(Defect(each)) for each in case["defects"] if each != Defect.COUNTERFEIT)


def how_found(case: Case, delivered: datetime | None) -> str:
    """Return the key of the wording for how a defect was found."""
    if case["stage"] != Stage.WAREHOUSE:
        return "how_found"
    soon = delivered is not None and case["found_at"] - delivered <= _AT_RECEIPT
    return "how_found_warehouse" if soon else "how_found_later"


def calculation(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the calculation of a claim for the items of one case, where it is known what one was bought for."""
    cost, quantity = known.get("unit_cost"), known.get("qty_defective")
    if not isinstance(cost, Decimal) or not isinstance(quantity, int):
        return {}
    item = known.get("article") or known.get("sku") or known.get("product") or ""
    return {"calc": [{"name": _times(item, quantity, cost), "sum": cost * quantity}]}


def _line(case: Case, cost: Decimal) -> str:
    """Return the line of the calculation for a case."""
    item = case["article"] or case["sku"] or case["product"] or _("Case {number}").format(number=case["number"])
    return _times(item, case["quantity"], cost)


def _times(item: str, quantity: int, cost: Decimal) -> str:
    """Return how many of an item there are at what cost."""
    return f"{item}, {quantity} × {decimal(float(cost), 2)}"
