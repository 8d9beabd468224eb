"""The ticket that a case without one calls for: to Ozon, the carrier or the supplier; or the evidence that it lacks first."""

from decimal import Decimal

from ozon_returns.cases.checklist import lacking
from ozon_returns.cases.outcome import agreed_amount
from ozon_returns.cases.status import is_unresolved
from ozon_returns.cases.verdict import is_unfounded
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.letters.catalogue import letters
from ozon_returns.letters.situations import letter_for, suggested, ticket_situation
from ozon_returns.money import plain_amount
from ozon_returns.store.read_models import Case
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.vocabulary.activity import NOTICE, SUPPLIER_CLAIM, Addressee, FulfillmentKind, MessageKind, Situation
from ozon_returns.vocabulary.case import Cause, Defect, Milestone, Outcome, Scheme, Stage, Status
from ozon_returns.words import _

_NOT_THE_SELLER = frozenset({Cause.TRANSPORT, Cause.OZON_STORAGE, Cause.SWAP})
"""Causes outside the seller's control, to be claimed from Ozon's support, or from the seller's own carrier."""

_SUPPLIERS = frozenset({Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING})


def is_of_supplier(case: Case) -> bool:
    """Return whether the supplier is probably liable."""
    return (case["cause"] or case["suspected_cause"]) in _SUPPLIERS


def contest_return(case: Case) -> str:
    """Return the ticket for a return that was swapped or used, or the evidence that it lacks."""
    situation = suggested(case["cause"] or case["suspected_cause"], case["defects"])
    came_back = is_unfounded(case) or case["stage"] == Stage.RETURN
    if situation not in (Situation.SWAPPED, Situation.USED_RETURN) or not came_back or case["tickets"] or not is_unresolved(case):
        return ""
    needed = _needed(case)
    if needed:
        return f"{PROGRAM} inspect --case {case['number']} {' '.join(needed)}"
    about = Situation(situation)
    return f"{PROGRAM} ticket {case['number']} --to ozon --situation {about}{_asking(case)}{_words(case, about)}"


def claim_from_others(case: Case) -> str:
    """Return the ticket to the party probably liable, or the evidence that it lacks, if the case has no tickets yet."""
    return _claim(case) if is_unresolved(case) else ""


def claim_after_all(case: Case) -> str:
    """Return the ticket that a resolved case never had, although the loss was that of Ozon, the carrier or the supplier."""
    cause = case["cause"] or case["suspected_cause"]
    lost = case["costs"] and case["outcome"] != Outcome.REJECTED and cause in _NOT_THE_SELLER | _SUPPLIERS
    return _claim(case) if case["status"] == Status.RESOLVED and lost else ""


def claim_after_notice(case: Case) -> str:
    """Return the claim to a supplier who has answered the notice, which demanded nothing yet."""
    to_supplier = [each for each in case["tickets"] if each["to"] == Addressee.SUPPLIER and not each["withdrawn_at"]]
    claimed = any(each["letter"] != NOTICE for each in to_supplier) or any(each["paid"] or each["amount"] for each in to_supplier)
    heard = [each for each in to_supplier if each["outcome"] or any(said["kind"] == MessageKind.ANSWER for said in each["answers"])]
    if claimed or not heard or case["status"] == Status.CLOSED or (case["cause"] or case["suspected_cause"]) not in _SUPPLIERS:
        return ""
    return f"{PROGRAM} ticket {case['number']} --to supplier --letter {SUPPLIER_CLAIM}"


def _claim(case: Case) -> str:
    """Return the ticket to the party probably liable, or the evidence that it lacks, if the case has no tickets yet."""
    number, cause = case["number"], case["cause"] or case["suspected_cause"]
    if case["tickets"]:
        return ""
    to = {True: Addressee.CARRIER, False: Addressee.OZON}[case["scheme"] == Scheme.RFBS and cause == Cause.TRANSPORT]
    if cause in _NOT_THE_SELLER:
        needed = _needed(case)
        if needed:
            return f"{PROGRAM} inspect --case {number} {' '.join(needed)}"
        words = _words(case, ticket_situation(case, to)) if to is Addressee.OZON else ""
        return f"{PROGRAM} ticket {number} --to {to}{_asking(case)}{words}"
    notified = any(each["kind"] == Milestone.SUPPLIER_NOTIFIED for each in case["dates"])
    if cause in _SUPPLIERS and case["supplier"] and not notified:
        needed = [item.say for item in lacking(case) if item.must]
        return f"{PROGRAM} inspect --case {number} {' '.join(needed)}" if needed else f"{PROGRAM} ticket {number} --to supplier"
    return ""


def _needed(case: Case) -> list[str]:
    """Return the options for what a claim on Ozon or a carrier lacks: evidence, the posting, the price."""
    needed = [item.say for item in lacking(case) if item.must]
    needed += [] if case["posting"] or case["return_id"] else [f"--posting {_('NO')}"]
    return needed + ([] if case["price"] is not None else [f"--price {_('AMOUNT')}"])


def _words(case: Case, situation: Situation | None) -> str:
    """Return the options for what the letter to Ozon must name of the item and the case does not tell."""
    known = {"damage_signs": case["note"] or Defect.PACKAGING in case["defects"], "sent_item": case["product"]}
    asked = (*known, "got_item", "state_before", "shipped_at", "last_status")
    needs = letters()[letter_for(Addressee.OZON, situation, case["stage"])].needs if situation else ()
    return "".join(f' --set {name}="..."' for name in needs if name in asked and not known.get(name))


def _asking(case: Case) -> str:
    """Return the option that claims what was lost, if that is known."""
    lost = loss(case)
    return f" --ask {plain_amount(lost).removesuffix('.00')}" if lost is not None else ""


def loss(case: Case) -> Decimal | None:
    """Return what is lost of the price of the items: all of it, or the compensation agreed for an item that the buyer keeps."""
    kept = agreed_amount(case)
    refunded = any(each["kind"] == FulfillmentKind.REFUND for each in case["fulfillments"])
    if kept is not None and not refunded:
        return max(kept, sum((each["amount"] or Decimal(0) for each in case["fulfillments"]), Decimal(0)))
    return None if case["price"] is None else case["price"] * case["quantity"]


def undecided(case: Case) -> list[Ticket]:
    """Return the tickets that are to be decided: a notice demands nothing, so an answer or the claim after it settles it."""
    claims = [each["no"] for each in case["tickets"] if each["letter"] == SUPPLIER_CLAIM]
    settled = [
        each["no"] for each in case["tickets"] if each["letter"] == NOTICE and (each["answers"] or max(claims, default=0) > each["no"])
    ]
    return [each for each in case["tickets"] if each["no"] not in settled]
