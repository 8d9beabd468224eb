"""What a claim about a case is about, and which letter to Ozon, a supplier or a carrier tells it; for buyers see `buyer.message`."""

from collections.abc import Iterable

from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import Addressee, Situation
from ozon_returns.vocabulary.case import Cause, Defect, Stage

SUPPLIER = "supplier"
"""The situation of every ticket to a supplier: a defect from the supplier."""

COUNTERFEIT = "counterfeit"
"""What a claim of a counterfeit is about: the papers are gathered, and nothing that is written may admit it."""

_BY_CAUSE = {
    Cause.TRANSPORT: Situation.TRANSPORT,
    Cause.OZON_STORAGE: Situation.TRANSPORT,
    Cause.SWAP: Situation.SWAPPED,
    Cause.WEAR: Situation.USED_RETURN,
    Cause.PRODUCTION: SUPPLIER,
    Cause.SUPPLIER_PACKAGING: SUPPLIER,
}
_BY_DEFECT = {
    Defect.NOT_WORKING: Situation.NOT_WORKING,
    Defect.INCOMPLETE: Situation.INCOMPLETE,
    Defect.WRONG_ITEM: Situation.SWAPPED,
    Defect.USED: Situation.USED_RETURN,
}
_LETTERS = {
    Situation.TRANSPORT: "ozon.damaged_in_logistics",
    Situation.SWAPPED: "ozon.return_swapped",
    Situation.USED_RETURN: "ozon.return_damaged",
    Situation.LOST: "ozon.return_lost",
}
_TO_OTHERS = {Addressee.SUPPLIER: "supplier.notice", Addressee.CARRIER: "carrier.claim"}


def situation_of(case: Case) -> str | None:
    """Return what a claim about a case is, or would be, about: its last ticket tells it, else cause and defects suggest it."""
    if Defect.COUNTERFEIT in case["defects"]:
        return COUNTERFEIT
    if case["tickets"]:
        last = case["tickets"][-1]
        return SUPPLIER if last["to"] == Addressee.SUPPLIER else last["situation"]
    return suggested(case["cause"] or case["suspected_cause"], case["defects"])


def suggested(cause: str | None, defects: Iterable[str]) -> str | None:
    """Return the situation that an established or suspected cause, or else the defects, suggest."""
    if cause and Cause(cause) in _BY_CAUSE:
        return _BY_CAUSE[Cause(cause)]
    return next((_BY_DEFECT[Defect(each)] for each in defects if Defect(each) in _BY_DEFECT), None)


def ticket_situation(case: Case, to: Addressee) -> Situation | None:
    """Return what a new ticket is about where that is not said: cause and defects suggest it; to a supplier it is always the defect."""
    if to is Addressee.SUPPLIER:
        return Situation.OTHER
    found = (suggested(cause, case["defects"]) for cause in (case["cause"] or case["suspected_cause"], None))
    return next((Situation(each) for each in found if each in set(Situation)), None)


def letter_for(to: Addressee, situation: Situation, stage: str | None = None) -> str:
    """Return the name of the letter that tells an addressee of a situation; what is lost before a return was on its way to the buyer."""
    if to is Addressee.OZON and situation is Situation.LOST and stage in (Stage.SHIPPING, Stage.BUYER):
        return "ozon.delivery_lost"
    return _TO_OTHERS.get(to) or _LETTERS.get(situation, "ozon.other")
