"""What a ticket is about: which letter tells of it, and what a case suggests."""

from collections.abc import Sequence

from ozon_returns.dealings import Addressee, Situation
from ozon_returns.kinds import Cause, Defect
from ozon_returns.store.tables import Case

_LETTERS = {
    Situation.TRANSPORT: "ozon.damaged_in_logistics",
    Situation.SWAPPED: "ozon.return_swapped",
    Situation.USED_RETURN: "ozon.return_damaged",
    Situation.LOST: "ozon.return_lost",
}
_TO_OTHERS = {Addressee.SUPPLIER: "supplier.notice", Addressee.CARRIER: "carrier.claim"}
_BY_CAUSE = {
    Cause.TRANSPORT: Situation.TRANSPORT,
    Cause.OZON_STORAGE: Situation.TRANSPORT,
    Cause.SWAP: Situation.SWAPPED,
    Cause.WEAR: Situation.USED_RETURN,
}
_BY_DEFECT = {
    Defect.NOT_WORKING: Situation.NOT_WORKING,
    Defect.INCOMPLETE: Situation.INCOMPLETE,
    Defect.WRONG_ITEM: Situation.SWAPPED,
    Defect.USED: Situation.USED_RETURN,
}


def letter_for(to: Addressee, situation: Situation) -> str:
    """Name the letter that tells an addressee of a situation."""
    return _TO_OTHERS.get(to) or _LETTERS.get(situation, "ozon.other")


def guessed(case: Case, defects: Sequence[Defect]) -> Situation | None:
    """Take the situation from the cause that is established or suspected, or from the defects."""
    suspected = case.cause or case.suspected_cause
    if suspected and Cause(suspected) in _BY_CAUSE:
        return _BY_CAUSE[Cause(suspected)]
    return next((_BY_DEFECT[each] for each in defects if each in _BY_DEFECT), None)
