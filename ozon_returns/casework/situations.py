"""Which letter tells an addressee of a situation."""

from ozon_returns.dealings import Addressee, Situation

_LETTERS = {
    Situation.TRANSPORT: "ozon.damaged_in_logistics",
    Situation.SWAPPED: "ozon.return_swapped",
    Situation.USED_RETURN: "ozon.return_damaged",
    Situation.LOST: "ozon.return_lost",
}
_TO_OTHERS = {Addressee.SUPPLIER: "supplier.notice", Addressee.CARRIER: "carrier.claim"}


def letter_for(to: Addressee, situation: Situation) -> str:
    """Name the letter that tells an addressee of a situation."""
    return _TO_OTHERS.get(to) or _LETTERS.get(situation, "ozon.other")
