"""The next step for a case, as a command to run."""

from ozon_returns.cases.checklist import lacking
from ozon_returns.money import plain_amount
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import FOLLOW_UP
from ozon_returns.vocabulary.case import Cause, Status, reached_buyer

_NOT_THE_SELLER = frozenset({Cause.TRANSPORT, Cause.OZON_STORAGE, Cause.SWAP})
"""Causes outside the seller's control, to be claimed from Ozon support."""


def next_step(case: Case) -> str:
    """Return the next command to run for a case; empty if nothing is left to do."""
    number, status = case["number"], Status(case["status"])
    with_buyer = reached_buyer(case)
    if status is Status.NEW:
        return f"ozon-returns inspect --case {number}"
    if status is Status.INSPECTED and with_buyer:
        return f"ozon-returns contact {number} --offer refund"
    if status in (Status.INSPECTED, Status.CONTACTED, Status.TICKETED):
        return _claiming(case) or _resolving(case)
    if status is Status.RESOLVED:
        return _closing(case, needs_word=with_buyer)
    return ""


def _claiming(case: Case) -> str:
    """Return the command that claims from the party probably liable, if the case has no tickets yet."""
    if case["tickets"]:
        return ""
    needed = [item.say for item in lacking(case) if item.must]
    if needed and (case["suspected_cause"] in _NOT_THE_SELLER or case["supplier"]):
        return f"ozon-returns inspect --case {case['number']} {' '.join(needed)}"
    if case["suspected_cause"] in _NOT_THE_SELLER:
        return f"ozon-returns ticket {case['number']} --to ozon{_asking(case)}"
    if case["suspected_cause"] in (Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING) and case["supplier"]:
        return f"ozon-returns ticket {case['number']} --to supplier"
    return ""


def _asking(case: Case) -> str:
    """Return the option that claims the price, if the price is known."""
    return f" --ask {plain_amount(case['price']).removesuffix('.00')}" if case["price"] is not None else ""


def _resolving(case: Case) -> str:
    """Return the command that resolves a case, or that records the answer to a pending ticket."""
    waiting = [each for each in case["tickets"] if each["outcome"] is None]
    if waiting and case["status"] == Status.TICKETED and not waiting[-1]["answers"]:
        which = f" --ticket {waiting[-1]['no']}" if len(case["tickets"]) > 1 else ""
        return f'ozon-returns ticket {case["number"]}{which} --answer "..."'
    outcome = "refund" if case["status"] != Status.INSPECTED else "written_off"
    cause = next((each for each in (case["cause"], case["suspected_cause"]) if each not in (None, Cause.UNKNOWN)), None)
    return f"ozon-returns resolve {case['number']}" + (f" --outcome {outcome} --cause {cause}" if cause else f" --outcome {outcome}")


def _closing(case: Case, *, needs_word: bool) -> str:
    """Return the command for the first requirement missing for closing, else the command that closes the case."""
    number = case["number"]
    if case["cause"] in (None, Cause.UNKNOWN):
        return f"ozon-returns resolve {number} --cause {_suspected(case)}"
    if not case["actions"] and not case["no_action"]:
        return f'ozon-returns resolve {number} --action "improve_packaging: ..."'
    if needs_word and not case["feedback"]:
        asked = any(each["name"] == FOLLOW_UP for each in case["letters"])
        return f"ozon-returns contact {number} " + ("--satisfied yes --score 5" if asked else "--follow-up")
    return f"ozon-returns resolve {number} --close"


def _suspected(case: Case) -> str:
    """Return the suspected cause as an option value, or the placeholder `CAUSE` if it is unknown."""
    return "CAUSE" if case["suspected_cause"] in (None, Cause.UNKNOWN) else str(case["suspected_cause"])
