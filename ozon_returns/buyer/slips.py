"""What is probably a slip in what was offered to the buyer or done: less money than is owed, or something that nobody asked for."""

from decimal import Decimal

from ozon_returns.buyer.claim import MONEY, Act
from ozon_returns.buyer.exchange import Exchange
from ozon_returns.buyer.offer import FULL
from ozon_returns.cases.outcome import agreed_amount
from ozon_returns.cases.verdict import last_decision
from ozon_returns.money import format_money
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import DecisionKind, DemandKind, FulfillmentKind, OfferKind
from ozon_returns.words import _, format_moment, name

_IN_KIND = (DemandKind.REPLACEMENT, DemandKind.REPAIR)
"""Demands that money fulfills only if the buyer agrees to it (art. 18 p. 1 of the consumer law: the choice is the buyer's)."""


def slips(case: Case, said: Exchange) -> list[str]:
    """Return what is probably a slip, or not what the buyer wants; to be confirmed before it is saved."""
    return [*_bargained(case, said), *_instead(case, said), *_too_little(case, said.act)]


def _bargained(case: Case, said: Exchange) -> list[str]:
    """Return a doubt of an offer of less than an approved claim gives the buyer already."""
    last = last_decision(case)
    if OfferKind.BONUS not in said.offers.kinds or last is None or last["kind"] not in (DecisionKind.APPROVE, DecisionKind.KEEP):
        return []
    told = _("The claim was approved on {when}, so the buyer gets the whole price; an offer of a part of it contradicts that.")
    return [told.format(when=format_moment(last["at"]))]


def _instead(case: Case, said: Exchange) -> list[str]:
    """Return a doubt of money for a buyer who demanded something else last, and did not choose the money since."""
    demanded = max(case["demands"], key=lambda each: each["at"], default=None)
    agreed = said.choice in FULL or said.act.demand
    if demanded is None or demanded["kind"] not in _IN_KIND or said.act.done is not FulfillmentKind.REFUND or agreed:
        return []
    taken = any(each["chosen_at"] and each["chosen_at"] >= demanded["at"] for each in case["offers"] if each["kind"] in FULL)
    done = any(each["at"] >= demanded["at"] for each in case["fulfillments"])
    told = _("The buyer demanded “{demand}” on {when}; money ends that only if the buyer agrees to it: record that with --choice refund.")
    return [] if taken or done else [told.format(demand=name(DemandKind(demanded["kind"])), when=format_moment(demanded["at"]))]


def _too_little(case: Case, act: Act) -> list[str]:
    """Return a doubt of money that is less than what the buyer is owed, or more than what was agreed."""
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
    elif agreed is not None and act.done is FulfillmentKind.BONUS and act.amount > agreed:
        words = _("{amount} is more than the {owed} that were agreed.")
        told.append(words.format(amount=format_money(act.amount), owed=format_money(agreed)))
    return told
