"""How defects may have come about: what speaks for and against each way, and the datum that would tell most.

What discriminates: one batch, in every warehouse and with a whole box, points to production; a broken box and one carrier, in every batch,
to transport; days in storage and one warehouse to storage; wrong and incomplete items to picking; «not as described», in every batch,
to the listing; an item that was returned before to resale.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ozon_returns.reports.suspects import LEAST_DEFECTS, Suspect
from ozon_returns.store.groups import Group
from ozon_returns.store.traces import Trace
from ozon_returns.vocabulary.case import Defect, Scheme
from ozon_returns.vocabulary.origin import DefectOrigin
from ozon_returns.words import N_

MOST = 3
"""So many leading findings are explained."""

_SURE = 0.05
"""The chance under which a group stands out among its peers here: hypotheses are weighed, not proved."""

_MANY, _FEW = 0.5, 0.2
"""The shares of cases from which on something is a mark of them, and under which it is none; in between it tells nothing."""

_NOT_AS_SHOWN = (
    "описан",
    "не соответств",
    "не как на",
    "фото",
    "размер",
    "цвет",
    "not as described",
    "description",
    "size",
    "colour",
    "color",
)
"""Parts of the words by which buyers say that an item is not what the listing shows."""


class Mark(NamedTuple):
    """Something that speaks for or against a way: what it says if so, what if not, and how it is recorded where nobody knows."""

    name: str
    expected: bool
    when_so: str
    when_not: str
    missing: str


class Hypothesis(NamedTuple):
    """A way in which the defects of a finding may have come about, with what speaks for it and against it, and what would decide.

    `weight`: by how much more speaks for it; what is so counts twice what is only not so.
    """

    of: str
    origin: DefectOrigin
    speaks_for: Sequence[str]
    speaks_against: Sequence[str]
    missing: str | None
    case: int
    weight: int


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


_MARKS: Mapping[DefectOrigin, Sequence[Mark]] = {
    DefectOrigin.PRODUCTION: (
        _mark(_BATCH),
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


def leading(every: Sequence[Suspect]) -> list[Suspect]:
    """Return what is to be explained: the findings, or else what is nearest to one."""
    found = [each for each in every if each.is_culprit]
    near = (each for each in every if each.contrast.ratio > 1 and each.contrast.defects >= LEAST_DEFECTS)
    return found[:MOST] or [each for each in [next(near, None)] if each]


def products_of(suspect: Suspect, groups: Iterable[Group]) -> list[str]:
    """Return the products of a suspect that have defects."""
    if suspect.sku:
        return [suspect.sku]
    return sorted(
        {each.key.sku for each in groups if each.key.sku and each.claimed and getattr(each.key, suspect.dimension) == suspect.value}
    )


def hypotheses(suspect: Suspect, every: Sequence[Suspect], groups: Sequence[Group], cases: Sequence[Trace]) -> list[Hypothesis]:
    """Return the ways in which the defects of a suspect may have come about, the likeliest first; there is at least one case."""
    known = {
        **{name: _stands_out(name, suspect, every, groups) for name in ("batch", "carrier", "warehouse", "storage")},
        "box": _share(cases, lambda each: bool(each.defects & {Defect.PACKAGING, Defect.DENT}), lambda each: bool(each.defects)),
        "picked": _share(cases, lambda each: bool(each.defects & {Defect.WRONG_ITEM, Defect.INCOMPLETE}), lambda each: bool(each.defects)),
        "used": _share(cases, lambda each: Defect.USED in each.defects, lambda each: bool(each.defects)),
        "fbs": _share(cases, lambda each: each.scheme in (Scheme.FBS, Scheme.RFBS), lambda each: each.scheme is not None),
        "shown": _share(cases, lambda each: _is_not_as_shown(each.reason or ""), lambda each: each.reason is not None),
        "back": _share(cases, lambda each: each.came_back, lambda each: each.is_identified),
    }
    found = [_hypothesis(suspect, origin, known, cases[-1].case) for origin in DefectOrigin]
    return sorted((each for each in found if each.speaks_for and each.weight >= 0), key=lambda each: -each.weight)


def _hypothesis(suspect: Suspect, origin: DefectOrigin, known: Mapping[str, bool | None], case: int) -> Hypothesis:
    """Return one way with what speaks for it and against it."""
    marks = _MARKS[origin]
    told = {each.name: each.when_so if known[each.name] else each.when_not for each in marks if known[each.name] is not None}
    agreeing = [told[each.name] for each in marks if known[each.name] is each.expected]
    against = [told[each.name] for each in marks if known[each.name] is (not each.expected)]
    missing = next((each.missing for each in marks if known[each.name] is None), None)
    weight = sum((2 if each.expected else 1) * (1 if known[each.name] is each.expected else -1) for each in marks if each.name in told)
    return Hypothesis(suspect.value, origin, agreeing, against, missing, case, weight)


def _stands_out(dimension: str, suspect: Suspect, every: Sequence[Suspect], groups: Sequence[Group]) -> bool | None:
    """Return whether one value of a dimension has more defects than the others; `None` where there are no two to compare."""
    if suspect.dimension == dimension:
        return True
    same = [each for each in every if each.dimension == dimension and suspect.sku in (None, each.sku, *([] if each.sku else [suspect.sku]))]
    among = {
        getattr(each.key, dimension)
        for each in groups
        if each.units and (suspect.sku in (None, each.key.sku)) and (suspect.sku or getattr(each.key, suspect.dimension) == suspect.value)
    } - {None}
    if len(among) < 2 or not same:  # noqa: PLR2004  there is something to compare with
        return None
    return any(each.value in among and each.contrast.p < _SURE / len(among) and each.contrast.ratio > 1 for each in same)


def _share(cases: Sequence[Trace], so: Callable[[Trace], bool], known: Callable[[Trace], bool]) -> bool | None:
    """Return whether something is so for many cases of those of which it is known, or hardly any; else, or with few known, `None`."""
    told = [so(each) for each in cases if known(each)]
    if len(told) < LEAST_DEFECTS or len(told) < len(cases) * _FEW:
        return None
    share = sum(told) / len(told)
    return True if share >= _MANY else False if share <= _FEW else None


def _is_not_as_shown(reason: str) -> bool:
    """Return whether a buyer says that an item is not what the listing shows."""
    folded = reason.casefold()
    return any(each in folded for each in _NOT_AS_SHOWN)
