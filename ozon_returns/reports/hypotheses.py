"""How defects may have come about: what speaks for and against each way, and the datum that would tell most."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ozon_returns.reports.comparisons import GroupSums, comparisons
from ozon_returns.reports.contrast import Contrast, contrast
from ozon_returns.reports.origin_marks import MARKS
from ozon_returns.reports.suspects import LEAST_DEFECTS, Suspect
from ozon_returns.store.groups import Group
from ozon_returns.store.traces import Trace
from ozon_returns.vocabulary.case import Defect, Scheme
from ozon_returns.vocabulary.origin import DefectOrigin

MOST = 3
"""So many leading findings are explained."""

_SURE = 0.05
"""The chance under which a group stands out among its peers here: hypotheses are weighed, not proved."""

_MANY, _FEW = 0.5, 0.2
"""The shares of cases from which on something is a mark of them, and under which it is none; in between it tells nothing."""

_NOT_AS_SHOWN = ("описан", "не соответств", "не как на", "not as described", "not as shown")
"""Parts of the words by which buyers say that an item is not what the listing shows."""


class Hypothesis(NamedTuple):
    """A way in which the defects of a finding may have come about, with what speaks for it and against it, and what would decide.

    `weight`: by how much more speaks for it; what is so counts twice what is only not so, and without anything that is so it is zero.
    """

    of: str
    origin: DefectOrigin
    speaks_for: Sequence[str]
    speaks_against: Sequence[str]
    missing: str | None
    case: int
    weight: int


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


def hypotheses(suspect: Suspect, own: GroupSums, cases: Sequence[Trace]) -> list[Hypothesis]:
    """Return the ways in which the defects of a suspect may have come about, the likeliest first; there is at least one case.

    `own` are the defects and units of the suspect.
    """
    compared = [(each.dimension, each.value, contrast(each.strata)) for each in comparisons(own, {})]
    known = {
        **{name: _stands_out(name, suspect, compared) for name in ("supplier", "batch", "carrier", "warehouse", "storage")},
        "box": _share(cases, lambda each: Defect.PACKAGING in each.defects, lambda each: bool(each.defects)),
        "picked": _share(cases, lambda each: bool(each.defects & {Defect.WRONG_ITEM, Defect.INCOMPLETE}), lambda each: bool(each.defects)),
        "used": _share(cases, lambda each: Defect.USED in each.defects, lambda each: bool(each.defects)),
        "fbs": _share(cases, lambda each: each.scheme in (Scheme.FBS, Scheme.RFBS), lambda each: each.scheme is not None),
        "shown": _share(cases, lambda each: _is_not_as_shown(each.reason or ""), lambda each: each.reason is not None),
        "back": _share(cases, lambda each: each.came_back, lambda each: each.is_identified),
    }
    made = [each for each in (known["supplier"], known["batch"]) if each is not None]
    known["made"] = any(made) if made else None
    found = [_hypothesis(suspect, origin, known, cases[-1].case) for origin in DefectOrigin]
    return sorted((each for each in found if each.weight > 0), key=lambda each: -each.weight)


def _hypothesis(suspect: Suspect, origin: DefectOrigin, known: Mapping[str, bool | None], case: int) -> Hypothesis:
    """Return one way with what speaks for it and against it."""
    marks = MARKS[origin]
    told = {each.name: each.when_so if known[each.name] else each.when_not for each in marks if known[each.name] is not None}
    agreeing = [told[each.name] for each in marks if known[each.name] is each.expected]
    against = [told[each.name] for each in marks if known[each.name] is (not each.expected)]
    missing = next((each.missing for each in marks if known[each.name] is None), None)
    agrees = any(known[each.name] for each in marks if each.expected)
    signed = ((2 if each.expected else 1) * (1 if known[each.name] is each.expected else -1) for each in marks if each.name in told)
    weight = sum(signed) if agrees else 0
    return Hypothesis(suspect.value, origin, agreeing, against, missing, case, weight)


def _stands_out(dimension: str, suspect: Suspect, compared: Sequence[tuple[str, str, Contrast | None]]) -> bool | None:
    """Return whether one value of a dimension has more of a suspect's defects than the others; `None` where there are no two."""
    if suspect.dimension == dimension:
        return True
    found = [each for of, _value, each in compared if of == dimension and each]
    if not found:
        return None
    return any(each.p < _SURE / len(found) and each.ratio > 1 for each in found)


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
