"""The money that a deadline puts at risk: the price, an agreed compensation, what a ticket may bring, what goods were bought for."""

from collections.abc import Callable
from typing import Any

from ozon_returns.clocks.ticket_triggers import outstanding, received
from ozon_returns.clocks.trigger import Happening, Rows, case_of
from ozon_returns.vocabulary.activity import Addressee, CostKind

BOUGHT = "bought"
"""The name among the rows of a case of the one that tells its purchase cost: `unit_cost`, in kopecks per item."""

_UNKNOWN = 1
"""The stake where a sum is at risk that is not known."""


def stake_of(kind: str, start: Happening, rows: Rows) -> int:
    """Return the money at risk in kopecks; an unknown sum counts as the smallest, where nothing is at risk it is 0."""
    return (_SUMS[kind](start.row, rows) or _UNKNOWN) if kind else 0


def _price(_row: Any, rows: Rows) -> int | None:  # noqa: ANN401  a row, as below
    """Return the price of all items of the case."""
    case = case_of(rows)
    return None if case["price"] is None else int(case["price"] * case["quantity"])


def _purchase(_row: Any, rows: Rows) -> int | None:  # noqa: ANN401
    """Return what the items of the case were bought for: by its recorded costs, else by its lot or product."""
    recorded = sum(each["amount"] for each in rows.get("cost", {}).values() if each["kind"] == CostKind.GOODS)
    if recorded:
        return int(recorded)
    return next((each["unit_cost"] * case_of(rows)["quantity"] for each in rows.get(BOUGHT, {}).values()), None)


def _bonus(promise: Any, _rows: Rows) -> int | None:  # noqa: ANN401
    """Return the agreed compensation."""
    return promise.get("amount")  # type: ignore[no-any-return]


def _ticket(ticket: Any, rows: Rows) -> int | None:  # noqa: ANN401
    """Return what is still to come from a ticket, else what it asks for and has not brought.

    One that asks for nothing stands for the goods: at a supplier for their purchase cost, less what other tickets there ask for or
    were granted, at others for the price.
    """
    number = ticket.get("id", 0)
    told = next((each for each in (outstanding(rows).get(number), _still_asked(ticket, received(number, rows))) if each), None)
    if told or ticket.get("addressee") != Addressee.SUPPLIER:
        return told or _price(ticket, rows)
    others = (
        each
        for each in rows["ticket"].values()
        if each["addressee"] == Addressee.SUPPLIER and each["id"] != ticket["id"] and each["opened_at"] and not each["withdrawn_at"]
    )
    cost = _purchase(ticket, rows)
    return cost and max(0, cost - sum(each["asked"] or 0 if each["amount"] is None else each["amount"] for each in others))


def _still_asked(ticket: Any, has: int) -> int | None:  # noqa: ANN401
    """Return what a ticket asks for, less the money that has come of it and was not taken back."""
    asked = ticket.get("asked")
    return int(asked - has) if asked and 0 < has < asked else asked


_SUMS: dict[str, Callable[[Any, Rows], int | None]] = {"price": _price, "bonus": _bonus, "ticket": _ticket, "purchase": _purchase}
STAKES = ("", *_SUMS)
"""What may be at risk: nothing, the price of the items, the agreed compensation, the money of a ticket, the purchase cost."""
