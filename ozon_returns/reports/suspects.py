"""Who is to blame for an excess of defects: suppliers, batches and products against their peers, and against their own past.

A supplier is held against the other suppliers of the same products, likewise carriers, warehouses and schemes, a batch against the
other batches of the same product; all but batches and schemes also against themselves in the weeks before. A product is not held
against other products, some of which are frailer by nature. What survives as more than chance among all that was tried is a finding,
the strongest first.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ozon_returns.reports.comparisons import WITH_PEERS, GroupSums, comparisons, sums_of
from ozon_returns.reports.contrast import Contrast, Usual, able, contrast, held_rates, units_needed, usual
from ozon_returns.store.groups import Group, GroupKey

FALSE_SHARE = 0.05
"""The share of false findings that is accepted among all findings."""

_STILL = 0.01
"""A group without another one is still worse than chance below this."""

_MOST = 20
"""So many culprits are named at most."""

LEAST_DEFECTS = 4
"""Under so many defects nobody is blamed."""


class Suspect(NamedTuple):
    """A group with its contrast: of what dimension, against its peers or its own past, and the share of false findings up to it.

    `is_culprit`: it is more than chance, and no other finding explains it; `is_assumed`: a batch that was taken from the lots received.
    """

    dimension: str
    value: str
    sku: str | None
    against: str
    contrast: Contrast
    held: float
    is_culprit: bool = False
    is_assumed: bool = False

    @property
    def is_found(self) -> bool:
        """Return whether it is more than chance, in the bad direction, and by enough defects."""
        return self.held <= FALSE_SHARE and self.contrast.defects >= LEAST_DEFECTS and self.contrast.ratio > 1

    def has(self, key: GroupKey) -> bool:
        """Return whether units with a key are of the group."""
        return self.value == getattr(key, self.dimension) and self.sku in (None, key.sku)

    @property
    def needed(self) -> int:
        """Return about how many units would settle it."""
        return units_needed(self.contrast.against, self.contrast.ratio) if self.contrast.against else 0


def suspects(groups: Sequence[Group], recent: int, shares: Sequence[float]) -> list[Suspect]:
    """Return all groups that can be compared, the culprits first, of each the surest first.

    After each culprit the rest is judged anew without its units, so that what it brings about blames nobody else. `recent` is the
    first of the weeks that are judged, those before it are the past; `shares` tells how many of its claims each week has seen, by
    which its units count.
    """
    now = sums_of((each for each in groups if each.week >= recent), shares)
    past = sums_of((each for each in groups if each.week < recent), shares)
    known = _known(now, past)
    first = every = _compared(now, past, known)
    culprits: list[Suspect] = []
    while len(culprits) < _MOST and (culprit := _worst(every, now, past, known)):
        culprits.append(culprit._replace(is_culprit=True))
        now, past = _without(culprit, now), _without(culprit, past)
        every = _compared(now, past, known)
    named = {each[:4] for each in culprits}
    guessed = {(each.key.sku, each.key.batch) for each in groups if each.key.is_assumed}
    every = [*culprits, *(each for each in first if each[:4] not in named)]
    return [each._replace(is_assumed=each.dimension == "batch" and (each.sku, each.value) in guessed) for each in every]


def _known(now: GroupSums, past: GroupSums) -> Usual:
    """Return what is known beforehand of the rate of any product."""
    of: dict[str | None, tuple[int, float]] = {}
    for key, (claimed, units) in [*past.items(), *now.items()]:
        defects, among = of.get(key.sku, (0, 0.0))
        of[key.sku] = (defects + claimed, among + units)
    return usual(list(of.values()))


def _compared(now: GroupSums, past: GroupSums, known: Usual) -> list[Suspect]:
    """Return all groups that can be compared, the surest first."""
    tried = [(each, found) for each in comparisons(now, past) if (found := contrast(each.strata, known)) is not None]
    can = able([found.least_p for _each, found in tried], FALSE_SHARE)
    held = iter(held_rates([found.p for (_each, found), is_able in zip(tried, can, strict=True) if is_able]))
    every = [Suspect(*each[:4], found, next(held) if is_able else 1.0) for (each, found), is_able in zip(tried, can, strict=True)]
    return sorted(every, key=lambda each: (each.contrast.p, each.value, each.against))


def _worst(every: Sequence[Suspect], now: GroupSums, past: GroupSums, known: Usual) -> Suspect | None:
    """Return the surest finding that no other one explains; `None` where there is no finding."""
    worst = [each for each in every if each.is_found]
    alone = (each for each in worst if not any(_explains(other, each, now, past, known) for other in worst if other is not each))
    return next(alone, None)


def _without(suspect: Suspect, sums: GroupSums) -> GroupSums:
    """Return what is left without the units of a group."""
    return {key: each for key, each in sums.items() if not suspect.has(key)}


def _explains(one: Suspect, other: Suspect, now: GroupSums, past: GroupSums, known: Usual) -> bool:
    """Return whether a finding is nothing more than another one: without the units of that, it is no longer worse than chance.

    A batch is explained by a finding that is still one without it: then it is not the batch that is bad.
    """
    if (one.dimension, one.value, one.sku) == (other.dimension, other.value, other.sku):
        return (one.contrast.p, one.against) < (other.contrast.p, other.against)
    if not _overlap(one, other, now):
        return False
    if other.dimension == "batch":
        return one.dimension != "batch" and not _is_without(one, other, now, past, known)
    if not _is_without(other, one, now, past, known):
        return False
    if one.dimension == "batch" or not _is_without(one, other, now, past, known):
        return True
    order = (*WITH_PEERS, "sku")
    return order.index(one.dimension) < order.index(other.dimension)


def _is_without(suspect: Suspect, left_out: Suspect, now: GroupSums, past: GroupSums, known: Usual) -> bool:
    """Return whether a group is no longer worse than chance when another one is left out of both sides."""
    same = (each for each in comparisons(_without(left_out, now), _without(left_out, past)) if each[:4] == suspect[:4])
    found = next((contrast(each.strata, known) for each in same), None)
    return found is None or found.p > _STILL or found.ratio <= 1


def _overlap(one: Suspect, other: Suspect, now: GroupSums) -> bool:
    """Return whether two groups have units in common."""
    return any(one.has(key) and other.has(key) for key in now)
