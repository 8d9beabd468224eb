"""What is probably a slip in what was done for the buyer: money that is less than what is owed."""

from decimal import Decimal

from ozon_returns.buyer.claim import MONEY, Act
from ozon_returns.cases.outcome import agreed_amount
from ozon_returns.money import format_money
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import FulfillmentKind
from ozon_returns.words import _


def slips(case: Case, act: Act) -> list[str]:
    """Return what is probably a slip, or not what the buyer wants; to be confirmed before it is saved."""
    if act.done not in MONEY or act.amount is None:
        return []
    told = []
    agreed = agreed_amount(case) if act.done is FulfillmentKind.BONUS else None
    if act.done is FulfillmentKind.REFUND and case["price"] is not None:
        returned = sum((each["amount"] or Decimal(0) for each in case["fulfillments"] if each["kind"] in MONEY), Decimal(0))
        agreed = case["price"] * case["quantity"] - returned
    if agreed is not None and 0 < act.amount < agreed:
        words = _("{amount} is less than what the buyer is owed, {owed}; with it nothing more would be due.")
        told.append(words.format(amount=format_money(act.amount), owed=format_money(agreed)))
    return told
