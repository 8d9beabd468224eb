"""The ticket that a case without one calls for: to Ozon, the carrier or the supplier; or the evidence that it lacks first."""

from ozon_returns.cases.checklist import lacking
from ozon_returns.cases.status import is_unfounded, is_unresolved
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.letters.situations import suggested
from ozon_returns.money import plain_amount
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import Addressee, Situation
from ozon_returns.vocabulary.case import Cause, Scheme, Stage

_NOT_THE_SELLER = frozenset({Cause.TRANSPORT, Cause.OZON_STORAGE, Cause.SWAP})
"""Causes outside the seller's control, to be claimed from Ozon's support, or from the seller's own carrier."""

_SUPPLIERS = frozenset({Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING})


def contest_return(case: Case) -> str:
    """Return the ticket for a return that was swapped or used, or the evidence that it lacks."""
    situation = suggested(case["cause"] or case["suspected_cause"], case["defects"])
    came_back = is_unfounded(case) or case["stage"] == Stage.RETURN
    if situation not in (Situation.SWAPPED, Situation.USED_RETURN) or not came_back or case["tickets"] or not is_unresolved(case):
        return ""
    needed = [item.say for item in lacking(case) if item.must]
    if needed:
        return f"{PROGRAM} inspect --case {case['number']} {' '.join(needed)}"
    return f"{PROGRAM} ticket {case['number']} --to ozon --situation {situation}{_asking(case)}"


def claim_from_others(case: Case) -> str:
    """Return the ticket to the party probably liable, or the evidence that it lacks, if the case has no tickets yet."""
    number, cause = case["number"], case["cause"] or case["suspected_cause"]
    if case["tickets"] or not is_unresolved(case):
        return ""
    to = {True: Addressee.CARRIER, False: Addressee.OZON}[case["scheme"] == Scheme.RFBS and cause == Cause.TRANSPORT]
    if cause in _NOT_THE_SELLER:
        needed = [item.say for item in lacking(case) if item.must]
        needed += [] if case["posting"] or case["return_id"] else ["--posting NO"]
        needed += [] if case["price"] is not None else ["--price AMOUNT"]
        lead = f"{PROGRAM} inspect --case {number} {' '.join(needed)}"
        return lead if needed else f"{PROGRAM} ticket {number} --to {to}{_asking(case)}"
    if cause in _SUPPLIERS and case["supplier"]:
        needed = [item.say for item in lacking(case) if item.must]
        return f"{PROGRAM} inspect --case {number} {' '.join(needed)}" if needed else f"{PROGRAM} ticket {number} --to supplier"
    return ""


def _asking(case: Case) -> str:
    """Return the option that claims the price, if the price is known."""
    return f" --ask {plain_amount(case['price']).removesuffix('.00')}" if case["price"] is not None else ""
