"""The marks by which ways in which defects come about are told apart.

What discriminates: one batch, in every warehouse and with a whole box, points to production; a broken box and one carrier, in every batch,
to transport; days in storage and one warehouse to storage; wrong and incomplete items to picking; «not as described», in every batch,
to the listing; an item that was returned before to resale.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ozon_returns.vocabulary.origin import DefectOrigin
from ozon_returns.words import N_


class Mark(NamedTuple):
    """Something that speaks for or against a way: what it says if so, what if not, and how it is recorded where nobody knows."""

    name: str
    expected: bool
    when_so: str
    when_not: str
    missing: str


_MADE = (
    "made",
    N_("one supplier or batch stands out"),
    N_("every supplier and batch is alike"),
    N_("the batch: ozon-returns fix {case} batch=..."),
)
_BATCH = ("batch", N_("one batch stands out"), N_("every batch is alike"), N_("the batch: ozon-returns fix {case} batch=..."))
_CARRIER = ("carrier", N_("one carrier stands out"), N_("every carrier is alike"), N_("the carrier: ozon-returns fix {case} carrier=..."))
_WAREHOUSE = (
    "warehouse",
    N_("one warehouse stands out"),
    N_("every warehouse is alike"),
    N_("the warehouse: ozon-returns fix {case} warehouse=..."),
)
_STORAGE = (
    "storage",
    N_("more after long storage"),
    N_("the same however long stored"),
    N_("when the lots came: ozon-returns products FILE, with lots"),
)
_BOX = (
    "box",
    N_("the box is damaged"),
    N_("the box is whole"),
    N_("the state of the box: ozon-returns inspect packaging=PHOTO --case {case}, with --defect packaging if it is damaged"),
)
_PICKED = (
    "picked",
    N_("wrong or incomplete items"),
    N_("the right items, complete"),
    N_("what is wrong with the item: ozon-returns inspect --case {case} --defect ..."),
)
_FBS = ("fbs", N_("packed by the seller"), N_("packed by Ozon"), N_("the scheme: ozon-returns fix {case} scheme=fbs"))
_SHOWN = (
    "shown",
    N_("“not as described”"),
    N_("buyers do not say “not as described”"),
    N_("what the buyer claims: ozon-returns fix {case} claimed_reason=..."),
)
_BACK = (
    "back",
    N_("the items were returned before"),
    N_("not returned before"),
    N_("the serial number or marking: ozon-returns fix {case} serial=..."),
)
_USED = ("used", N_("signs of use"), N_("no signs of use"), _PICKED[3])


def _mark(of: tuple[str, str, str, str], *, expected: bool = True) -> Mark:
    """Return a mark that is expected to be so, or not."""
    return Mark(of[0], expected, *of[1:])


MARKS: Mapping[DefectOrigin, Sequence[Mark]] = {
    DefectOrigin.PRODUCTION: (
        _mark(_MADE),
        _mark(_BOX, expected=False),
        _mark(_WAREHOUSE, expected=False),
        _mark(_CARRIER, expected=False),
    ),
    DefectOrigin.TRANSPORT: (_mark(_BOX), _mark(_CARRIER), _mark(_BATCH, expected=False)),
    DefectOrigin.STORAGE: (_mark(_STORAGE), _mark(_WAREHOUSE), _mark(_BATCH, expected=False)),
    DefectOrigin.PICKING: (_mark(_PICKED), _mark(_FBS)),
    DefectOrigin.LISTING: (_mark(_SHOWN), _mark(_BATCH, expected=False)),
    DefectOrigin.RESALE: (_mark(_BACK), _mark(_USED)),
}
