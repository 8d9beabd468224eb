"""How a case ended, what was agreed, and what its end still lacks."""

from decimal import Decimal

from ozon_returns.cases.verdict import is_rejected, is_unfounded
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.activity import FOLLOW_UP, CostKind, DecisionKind, Direction, FulfillmentKind, OfferKind, Situation, Verdict
from ozon_returns.vocabulary.case import Cause, Outcome, Severity, reached_buyer

_DONE = {
    FulfillmentKind.REFUND: Outcome.REFUND,
    FulfillmentKind.REPLACEMENT: Outcome.REPLACEMENT,
    FulfillmentKind.PARTS: Outcome.REPLACEMENT,
    FulfillmentKind.BONUS: Outcome.BONUS,
    FulfillmentKind.REPAIR: Outcome.REPAIR,
}
_PAID = {CostKind.REFUND: Outcome.REFUND, CostKind.BONUS: Outcome.BONUS, CostKind.REPAIR: Outcome.REPAIR}
_PREVENTS = {
    Cause.PRODUCTION: ActionKind.CHANGE_SUPPLIER,
    Cause.SUPPLIER_PACKAGING: ActionKind.CHANGE_SUPPLIER,
    Cause.OWN_STORAGE: ActionKind.IMPROVE_STORAGE,
    Cause.OZON_STORAGE: ActionKind.IMPROVE_PACKAGING,
    Cause.TRANSPORT: ActionKind.IMPROVE_PACKAGING,
    Cause.OWN_PACKAGING: ActionKind.IMPROVE_PACKAGING,
    Cause.PICKING: ActionKind.TRAINING,
    Cause.LISTING: ActionKind.FIX_LISTING,
}
"""The action that most often keeps a cause from coming back."""

_BAD_SCORE = 3
"""A score up to this is negative for Ozon (docs.ozon.ru/global/en/launch/quality-assurance/csat-blocking)."""


def what_happened(case: Case) -> Outcome:
    """Return how a case ended, as far as its decisions, fulfillments and tickets show it."""
    if case["fulfillments"]:
        return _DONE[FulfillmentKind(case["fulfillments"][-1]["kind"])]
    paid = next((_PAID[CostKind(each["kind"])] for each in reversed(case["costs"]) if each["kind"] in _PAID), None)
    if paid:
        return paid
    if any(each["situation"] == Situation.LOST for each in case["tickets"]):
        return Outcome.LOST
    granted = any(each["outcome"] in (Verdict.APPROVED, Verdict.PARTLY) for each in case["tickets"])
    if is_rejected(case) or (is_unfounded(case) and reached_buyer(case) and not granted):
        return Outcome.REJECTED
    return Outcome.REFUND if reached_buyer(case) else Outcome.WRITTEN_OFF


def agreed_amount(case: Case) -> Decimal | None:
    """Return the partial compensation agreed or decided last; `None` if there is none, or its amount is unknown."""
    agreed = [(each["chosen_at"], each["amount"]) for each in case["offers"] if each["kind"] == OfferKind.BONUS and each["chosen_at"]]
    agreed += [(each["at"], each["amount"]) for each in case["decisions"] if each["kind"] == DecisionKind.PARTIAL]
    return max(agreed, key=lambda each: each[0])[1] if agreed else None


def preventive_kind(cause: str | None) -> ActionKind:
    """Return the kind of the action that most often keeps a cause from coming back."""
    return _PREVENTS.get(Cause(cause), ActionKind.OTHER) if cause else ActionKind.OTHER


def preventive(cause: str | None) -> str:
    """Return the option for the action that most often keeps a cause from coming back."""
    return f'--action "{preventive_kind(cause)}: ..."'


def is_discontent(case: Case) -> bool:
    """Return whether the buyer's last word is that they are not satisfied."""
    words = [each for each in case["feedback"] if each["satisfied"] is not None or each["score"]]
    return bool(words) and (words[-1]["satisfied"] is False or (words[-1]["score"] or 5) <= _BAD_SCORE)


def win_back(case: Case) -> str:
    """Return what to do about a buyer who is not content: answer, ask again, and record what they say then."""
    since = case["feedback"][-1]["at"]
    sent = [each["name"] for each in case["letters"] if each["direction"] == Direction.OUT and (each["sent_at"] or since) > since]
    if not sent:
        return f'{PROGRAM} contact {case["number"]} --text "..."'
    if FOLLOW_UP not in sent:
        return f"{PROGRAM} contact {case['number']} --follow-up"
    return f"{PROGRAM} contact {case['number']} --satisfied ..."


def lacks_safety_action(case: Case, kind: ActionKind) -> bool:
    """Return whether an action that a dangerous item requires has not been done."""
    dangerous = case["severity"] == Severity.DANGEROUS
    return dangerous and not any(each["kind"] == kind and each["done_at"] for each in case["actions"])
