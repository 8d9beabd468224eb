"""Who is to blame for an excess of defects: suppliers, batches and products against their peers, and against their own past.

A supplier is held against the other suppliers of the same products, likewise carriers, warehouses and schemes, a batch against the
other batches of the same product; all but batches and schemes also against themselves in the weeks before. A product is not held
against other products, some of which are frailer by nature. What survives as more than chance among all that was tried is a finding,
the strongest first.
"""

from collections.abc import Sequence
from math import isinf
from typing import NamedTuple

from ozon_returns.reports.comparisons import PAST, PEERS, WITH_PEERS, GroupSums, Which, compared, comparisons, of_products, sums_of
from ozon_returns.reports.contrast import Contrast, Usual, able, contrast, held_rates, units_needed, usual
from ozon_returns.store.groups import Group, GroupKey

FALSE_SHARE = 0.05
"""The share of false findings that is accepted among all findings."""

_STILL = 0.05
"""A group without another one is still worse than chance below this."""

_ORDER = ("batch", *WITH_PEERS, "sku")
"""What is named first where two groups have the same units."""

_PLACES = ("carrier", "warehouse")

_MOST, _TRIED = 12, 16
"""So many culprits are named at most, and so many findings, the surest, are held against one another at a time."""

LEAST_DEFECTS = 4
"""Under so many defects nobody is blamed."""


class Suspect(NamedTuple):
    """A group with its contrast: of what dimension, against its peers or its own past, and the share of false findings up to it.

    `is_culprit`: it is more than chance, and no other finding explains it; `is_assumed`: a batch that was taken from the lots received;
    `is_common`: it is worse than before, but so are the others.
    """

    dimension: str
    value: str
    sku: str | None
    against: str
    contrast: Contrast
    held: float
    is_culprit: bool = False
    is_assumed: bool = False
    is_common: bool = False

    @property
    def is_found(self) -> bool:
        """Return whether it is more than chance, in the bad direction, and by enough defects."""
        return not self.is_common and self.held <= FALSE_SHARE and self.contrast.defects >= LEAST_DEFECTS and self.contrast.ratio > 1

    def has(self, key: GroupKey) -> bool:
        """Return whether units with a key are of the group."""
        return self.value == getattr(key, self.dimension) and self.sku in (None, key.sku)

    @property
    def needed(self) -> int:
        """Return about how many units would settle it."""
        return units_needed(self.contrast.against, self.contrast.ratio) if self.contrast.against else 0


class Judged(NamedTuple):
    """Defects and units of the weeks that are judged and of those before, and what is known beforehand of any product."""

    now: GroupSums
    past: GroupSums
    known: Usual

    def about(self, suspect: Suspect) -> "Judged":
        """Return the sums of the products of a group, which are all that it is compared by."""
        skus = {key.sku for key in self.now if suspect.has(key)}
        return Judged(of_products(self.now, skus), of_products(self.past, skus), self.known)

    def without(self, suspect: Suspect) -> "Judged":
        """Return what is left without the units of a group."""
        now, past = ({key: each for key, each in sums.items() if not suspect.has(key)} for sums in (self.now, self.past))
        return Judged(now, past, self.known)

    def weighted(self, suspect: Suspect, ratio: float) -> "Judged":
        """Return the sums with the units of a group counted as many times as its rate is higher; an infinite one leaves its defects out."""
        if isinf(ratio):
            return Judged({key: each for key, each in self.now.items() if not suspect.has(key)}, self.past, self.known)
        now = {key: (claimed, units * ratio if suspect.has(key) else units) for key, (claimed, units) in self.now.items()}
        return Judged(now, self.past, self.known)


def suspects(groups: Sequence[Group], recent: int, shares: Sequence[float]) -> list[Suspect]:
    """Return all groups that can be compared, the culprits first, of each the surest first.

    After each culprit the rest is judged anew without its units, so that what it brings about blames nobody else. `recent` is the
    first of the weeks that are judged, those before it are the past; `shares` tells how many of its claims each week has seen, by
    which its units count.
    """
    now = sums_of((each for each in groups if each.week >= recent), shares)
    past = sums_of((each for each in groups if each.week < recent), shares)
    sums = Judged(now, past, _known(now, past))
    first = every = _compared(*sums)
    culprits: list[Suspect] = []
    while len(culprits) < _MOST and (culprit := _worst(every, sums)):
        culprits.append(culprit._replace(is_culprit=True))
        sums = sums.without(culprit)
        every = _compared(*sums)
    culprits.sort(key=lambda each: each.contrast.p)
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
    peers = {each[:3]: found for each, found in tried if each.against == PEERS}
    every = []
    for (each, found), is_able in zip(tried, can, strict=True):
        beside = peers.get(each[:3]) if each.against == PAST else None
        is_common = beside is not None and beside.high < found.ratio
        every.append(Suspect(*each[:4], found, next(held) if is_able else 1.0, is_common=is_common))
    return sorted(every, key=lambda each: (each.contrast.p, each.value, each.against))


def _worst(every: Sequence[Suspect], sums: Judged) -> Suspect | None:
    """Return the surest finding that no other one explains; `None` where there is no finding.

    A carrier or warehouse beside its own past comes last: that may be better for whatever else has changed since. Of findings that
    explain one another in a circle the batch is named.
    """
    worst = [each for each in every if each.is_found][:_TRIED]
    sure = FALSE_SHARE / max(1, sum(each.held < 1 for each in every))
    alone = [each for each in worst if not any(_explains(other, each, sums, sure) for other in worst if other is not each)]
    named = alone or [each for each in worst if each.dimension == "batch"]
    return min(named, key=lambda each: (each.against == PAST and each.dimension in _PLACES, each.contrast.p), default=None)


def _explains(one: Suspect, other: Suspect, sums: Judged, sure: float) -> bool:
    """Return whether a finding is nothing more than another one.

    The other one is held against what the first brings about: the units of the first count as many times as it is worse without the
    units of the other, and the other must still be more than chance among all that was tried, below `sure`. Where neither is a
    finding without the other, the batch is named before what it belongs to, the supplier before the carrier, and so on.
    """
    if one[:3] == other[:3]:
        return (one.contrast.p, one.against) < (other.contrast.p, other.against)
    if not any(one.has(key) and other.has(key) for key in sums.now):
        return False
    own, others = sums.about(one), sums.about(other)
    alone = _again(one, own.without(other))
    if alone is None:
        is_first = _ORDER.index(one.dimension) < _ORDER.index(other.dimension)
        return is_first and _again(other, others.without(one), sure) is None and not _explains(other, one, sums, sure)
    return _again(other, others.weighted(one, alone.ratio), sure) is None


def _again(suspect: Suspect, sums: Judged, chance: float = _STILL) -> Contrast | None:
    """Return the contrast of a finding among other sums, if its chance there still is so small."""
    found = contrast(compared(Which(*suspect[:4]), sums.now, sums.past).strata, sums.known)
    return found if found is not None and found.p <= chance and found.ratio > 1 else None
