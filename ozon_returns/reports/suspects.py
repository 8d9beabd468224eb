"""Who is to blame for an excess of defects: suppliers, batches and products against their peers, and against their own past.

A supplier is held against the other suppliers of the same products, a batch against the other batches of the same product; suppliers
and products also against themselves in the weeks before. A product is not held against other products, some of which are frailer by
nature. What survives as more than chance among all that was tried is a finding, the strongest first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ozon_returns.reports.contrast import Contrast, Stratum, contrast, held_rates, units_needed
from ozon_returns.store.cohorts import Group

FALSE_SHARE = 0.05
"""The share of false findings that is accepted among all findings."""

_STILL = 0.01
"""A group without another one is still worse than chance below this."""

_MOST = 20
"""So many culprits are named at most."""

LEAST_DEFECTS = 4
"""Under so many defects nobody is blamed."""

PEERS, PAST = "peers", "past"


_Key = tuple[str, str | None, str | None]
_Sums = Mapping[_Key, tuple[int, float]]


class _Tried(NamedTuple):
    """A group to compare: of what dimension, which, of which product, against what, and its strata."""

    dimension: str
    value: str
    sku: str | None
    against: str
    strata: list[Stratum]


class Suspect(NamedTuple):
    """A group with its contrast: of what dimension, against its peers or its own past, and the share of false findings up to it.

    `is_culprit`: it is more than chance, and no other finding explains it.
    """

    dimension: str
    value: str
    sku: str | None
    against: str
    contrast: Contrast
    held: float
    is_culprit: bool = False

    @property
    def is_found(self) -> bool:
        """Return whether it is more than chance, in the bad direction, and by enough defects."""
        return self.held <= FALSE_SHARE and self.contrast.defects >= LEAST_DEFECTS and self.contrast.ratio > 1

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
    now = _sums((each for each in groups if each.week >= recent), shares)
    past = _sums((each for each in groups if each.week < recent), shares)
    first = every = _compared(now, past)
    culprits: list[Suspect] = []
    while len(culprits) < _MOST and (culprit := _worst(every, now, past)):
        culprits.append(culprit._replace(is_culprit=True))
        now, past = _without(culprit, now), _without(culprit, past)
        every = _compared(now, past)
    named = {each[:4] for each in culprits}
    return [*culprits, *(each for each in first if each[:4] not in named)]


def _compared(now: _Sums, past: _Sums) -> list[Suspect]:
    """Return all groups that can be compared, the surest first."""
    known = [(each, found) for each in _tried(now, past) if (found := contrast(each.strata)) is not None]
    held = held_rates([found.p for _each, found in known])
    every = [Suspect(*each[:4], found, share) for (each, found), share in zip(known, held, strict=True)]
    return sorted(every, key=lambda each: (each.contrast.p, each.value, each.against))


def _worst(every: Sequence[Suspect], now: _Sums, past: _Sums) -> Suspect | None:
    """Return the surest finding that no other one explains; `None` where there is no finding."""
    worst = [each for each in every if each.is_found]
    alone = (each for each in worst if not any(_explains(other, each, now, past) for other in worst if other is not each))
    return next(alone, None)


def _without(suspect: Suspect, sums: _Sums) -> _Sums:
    """Return what is left without the units of a group."""
    return {key: each for key, each in sums.items() if not _is_of(suspect, key)}


def _explains(one: Suspect, other: Suspect, now: _Sums, past: _Sums) -> bool:
    """Return whether a finding is nothing more than another one: without the units of that, it is no longer worse than chance.

    A batch is explained by a finding that is still one without it: then it is not the batch that is bad.
    """
    if (one.dimension, one.value, one.sku) == (other.dimension, other.value, other.sku):
        return (one.contrast.p, one.against) < (other.contrast.p, other.against)
    if not _overlap(one, other, now):
        return False
    if other.dimension == "batch":
        return one.dimension != "batch" and not _is_without(one, other, now, past)
    if not _is_without(other, one, now, past):
        return False
    return one.dimension == "batch" or not _is_without(one, other, now, past) or one.dimension == "supplier"


def _is_without(suspect: Suspect, left_out: Suspect, now: _Sums, past: _Sums) -> bool:
    """Return whether a group is no longer worse than chance when another one is left out of both sides."""
    same = (each for each in _tried(_without(left_out, now), _without(left_out, past)) if each[:4] == suspect[:4])
    found = next((contrast(each.strata) for each in same), None)
    return found is None or found.p > _STILL or found.ratio <= 1


def _is_of(suspect: Suspect, key: _Key) -> bool:
    """Return whether units are of a group."""
    sku, supplier, batch = key
    if suspect.dimension == "batch":
        return (suspect.sku, suspect.value) == (sku, batch)
    return suspect.value == (sku if suspect.dimension == "sku" else supplier)


def _overlap(one: Suspect, other: Suspect, now: _Sums) -> bool:
    """Return whether two groups have units in common."""
    return any(_is_of(one, key) and _is_of(other, key) for key in now)


def _sums(groups: Iterable[Group], shares: Sequence[float]) -> _Sums:
    """Return claimed defects and units by SKU, supplier and batch; the units of young weeks count as far as claims have come in."""
    found: dict[_Key, tuple[int, float]] = {}
    for each in groups:
        claimed, units = found.get((each.sku, each.supplier, each.batch), (0, 0.0))
        found[each.sku, each.supplier, each.batch] = (claimed + each.claimed, units + each.units * shares[each.week])
    return found


def _stratum(ours: Iterable[tuple[int, float]], others: Iterable[tuple[int, float]]) -> Stratum:
    """Return the stratum of two sides; there are at least as many units as defects."""
    sides = [(sum(each[0] for each in side), round(sum(each[1] for each in side))) for side in (list(ours), list(others))]
    (defects, units), (other_defects, other_units) = sides
    return Stratum(defects, max(units, defects) if units else 0, other_defects, max(other_units, other_defects) if other_units else 0)


def _tried(now: _Sums, past: _Sums) -> Iterator[_Tried]:
    """Yield all groups with what they are compared to."""
    yield from _by_supplier(now)
    yield from _by_batch(now, past)
    yield from _against_past(now, past)


def _by_supplier(now: _Sums) -> Iterator[_Tried]:
    """Yield each supplier against the others of the same products."""
    for supplier in sorted({key[1] for key in now if key[1]}):
        products = {key[0] for key in now if key[1] == supplier}
        strata = [
            _stratum(
                (sums for key, sums in now.items() if key[0] == sku and key[1] == supplier),
                (sums for key, sums in now.items() if key[0] == sku and key[1] not in (supplier, None)),
            )
            for sku in sorted(products)
        ]
        yield _Tried("supplier", supplier, None, PEERS, strata)


def _by_batch(now: _Sums, past: _Sums) -> Iterator[_Tried]:
    """Yield each batch of these weeks against the other batches of the same product, from the same supplier where there are some.

    Batches do not change with time, so all that is known of them counts.
    """
    every = dict(past)
    for key, (claimed, units) in now.items():
        before = past.get(key, (0, 0.0))
        every[key] = (before[0] + claimed, before[1] + units)
    for sku, supplier, batch in sorted((key for key in now if key[2]), key=str):
        others = [key for key in every if key[0] == sku and key[2] not in (batch, None)]
        own = [key for key in others if key[1] == supplier]
        strata = [_stratum([every[sku, supplier, batch]], [every[key] for key in own or others])]
        yield _Tried("batch", batch or "", sku, PEERS, strata)


def _against_past(now: _Sums, past: _Sums) -> Iterator[_Tried]:
    """Yield suppliers and products against themselves in the weeks before; of a supplier, product by product."""
    for supplier in sorted({key[1] for key in now if key[1]}):
        products = sorted({key[0] for key in now if key[1] == supplier})
        sides = [
            _stratum(*([sums for key, sums in when.items() if key[0] == sku and key[1] == supplier] for when in (now, past)))
            for sku in products
        ]
        yield _Tried("supplier", supplier, None, PAST, sides)
    for sku in sorted({key[0] for key in now}):
        yield _Tried("sku", sku, sku, PAST, [_stratum(*([sums for key, sums in when.items() if key[0] == sku] for when in (now, past)))])
