"""What is compared: groups with their peers, suppliers, places and products with their own past, product by product."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ozon_returns.reports.contrast import Stratum
from ozon_returns.store.groups import Group, GroupKey
from ozon_returns.store.lots import SHORT_STORED

PEERS, PAST = "peers", "past"

WITH_PEERS = ("supplier", "carrier", "warehouse", "storage", "scheme")
"""What is held against the others of its kind that had the same products."""

WITH_PAST = WITH_PEERS[:3]
"""What is held against its own past too."""

GroupSums = Mapping[GroupKey, tuple[int, float]]


class Comparison(NamedTuple):
    """A group to compare: of what dimension, which, of which product, against what, and its strata."""

    dimension: str
    value: str
    sku: str | None
    against: str
    strata: list[Stratum]


def sums_of(groups: Iterable[Group], shares: Sequence[float]) -> GroupSums:
    """Return claimed defects and units by key; the units of young weeks count as far as claims have come in.

    A week in which no unit of a product is known to have been delivered is left out, with its defects.
    """
    every = [each for each in groups if each.key.sku is not None]
    delivered = {(each.key.sku, each.week) for each in every if each.units}
    found: dict[GroupKey, tuple[int, float]] = {}
    for each in every:
        if (each.key.sku, each.week) not in delivered:
            continue
        claimed, units = found.get(each.key, (0, 0.0))
        found[each.key] = (claimed + each.claimed, units + each.units * shares[each.week])
    return found


def _stratum(ours: Iterable[tuple[int, float]], others: Iterable[tuple[int, float]]) -> Stratum:
    """Return the stratum of two sides; there are at least as many units as defects."""
    sides = [(sum(each[0] for each in side), round(sum(each[1] for each in side))) for side in (list(ours), list(others))]
    (defects, units), (other_defects, other_units) = sides
    return Stratum(defects, max(units, defects) if units else 0, other_defects, max(other_units, other_defects) if other_units else 0)


def comparisons(now: GroupSums, past: GroupSums) -> Iterator[Comparison]:
    """Yield all groups with what they are compared to."""
    products = _by_product(now, past)
    of: dict[tuple[str, str], dict[str, None]] = {}
    for key in now:
        for dimension in (*WITH_PEERS, "sku"):
            of.setdefault((dimension, getattr(key, dimension)), {})[key.sku or ""] = None
    for which in _every(now):
        skus = [which.sku] if which.sku else list(of[which.dimension, which.value])
        sides = [products[sku] for sku in skus]
        yield compared(which, *(_joined(side) for side in zip(*sides, strict=True)))


class Which(NamedTuple):
    """Which comparison: the fields of `Comparison` without its strata."""

    dimension: str
    value: str
    sku: str | None
    against: str


def _every(now: GroupSums) -> Iterator[Which]:
    """Yield which comparisons can be made of units delivered now."""
    for dimension in WITH_PEERS:
        for value in _values(now, dimension):
            if value != SHORT_STORED:
                yield Which(dimension, value, None, PEERS)
    for sku, batch in sorted({(key.sku or "", key.batch) for key in now if key.batch}):
        yield Which("batch", batch, sku, PEERS)
    for dimension in WITH_PAST:
        for value in _values(now, dimension):
            yield Which(dimension, value, None, PAST)
    for sku in _values(now, "sku"):
        yield Which("sku", sku, sku, PAST)


def _by_product(now: GroupSums, past: GroupSums) -> dict[str, tuple[GroupSums, GroupSums]]:
    """Return the sums of each product."""
    found: dict[str, tuple[dict[GroupKey, tuple[int, float]], dict[GroupKey, tuple[int, float]]]] = {}
    for place, sums in enumerate((now, past)):
        for key, each in sums.items():
            found.setdefault(key.sku or "", ({}, {}))[place][key] = each
    return {sku: (of_now, of_past) for sku, (of_now, of_past) in found.items()}


def _joined(every: Sequence[GroupSums]) -> GroupSums:
    """Return sums of several products together."""
    return every[0] if len(every) == 1 else {key: each for sums in every for key, each in sums.items()}


def of_products(sums: GroupSums, skus: Collection[str | None]) -> GroupSums:
    """Return the sums of some products."""
    return {key: each for key, each in sums.items() if key.sku in skus}


def _values(sums: GroupSums, dimension: str) -> list[str]:
    """Return the known values of a dimension."""
    return sorted({value for key in sums if (value := getattr(key, dimension)) is not None})


def compared(which: Which, now: GroupSums, past: GroupSums) -> Comparison:
    """Return a comparison: with the peers of the same products or, of a batch, of the same product; or with its own past.

    What was hardly stored is blamed for nothing. Batches do not change with time, so all that is known of them counts.
    """
    sides = _batches(which, now, past) if which.dimension == "batch" else _sides(which, now, past)
    return Comparison(*which, [_stratum(ours, others) for _sku, (ours, others) in sorted(sides.items()) if ours])


_Sides = dict[str, tuple[list[tuple[int, float]], list[tuple[int, float]]]]
"""By product: the defects and units of the group, and of the others."""


def _sides(which: Which, now: GroupSums, past: GroupSums) -> _Sides:
    """Return the two sides of a group and its peers, or its past."""
    found: _Sides = {}
    for key, sums in now.items():
        value = getattr(key, which.dimension)
        if value == which.value:
            found.setdefault(key.sku or "", ([], []))[0].append(sums)
        elif which.against == PEERS and value is not None:
            found.setdefault(key.sku or "", ([], []))[1].append(sums)
    for key, sums in past.items() if which.against == PAST else ():
        if getattr(key, which.dimension) == which.value:
            found.setdefault(key.sku or "", ([], []))[1].append(sums)
    return found


def _batches(which: Which, now: GroupSums, past: GroupSums) -> _Sides:
    """Return the two sides of a batch and the other batches of its product, those of the same supplier where there are some."""
    every = [(key, sums) for when in (past, now) for key, sums in when.items() if key.sku == which.sku and key.batch]
    ours = [(key, sums) for key, sums in every if key.batch == which.value]
    suppliers = {key.supplier for key, _sums in ours}
    others = [(key, sums) for key, sums in every if key.batch != which.value]
    own = [sums for key, sums in others if key.supplier in suppliers]
    return {which.sku or "": ([sums for _key, sums in ours], own or [sums for _key, sums in others])}
