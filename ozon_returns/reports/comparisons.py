"""What is compared: groups with their peers, suppliers, places and products with their own past, product by product."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ozon_returns.reports.contrast import Stratum
from ozon_returns.store.groups import Group, GroupKey
from ozon_returns.store.lots import SHORT_STORED

PEERS, PAST = "peers", "past"

WITH_PEERS = ("supplier", "carrier", "warehouse", "storage", "scheme")
"""What is held against the others of its kind that had the same products."""

_WITH_PAST = WITH_PEERS[:3]
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
    for dimension in WITH_PEERS:
        yield from _with_peers(now, dimension)
    yield from _by_batch(now, past)
    for dimension in _WITH_PAST:
        yield from _against_past(now, past, dimension)
    for sku in sorted({key.sku or "" for key in now}):
        sides = ([sums for key, sums in when.items() if key.sku == sku] for when in (now, past))
        yield Comparison("sku", sku, sku, PAST, [_stratum(*sides)])


def _of(sums: GroupSums, dimension: str) -> dict[str, dict[str, list[tuple[int, float]]]]:
    """Return the sums by product and value of a dimension, where that is known."""
    found: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for key, each in sums.items():
        value = getattr(key, dimension)
        if value is not None:
            found.setdefault(key.sku or "", {}).setdefault(value, []).append(each)
    return found


def _with_peers(now: GroupSums, dimension: str) -> Iterator[Comparison]:
    """Yield each value of a dimension against the others of the same products; what was hardly stored is blamed for nothing."""
    of = _of(now, dimension)
    for value in sorted({each for by_value in of.values() for each in by_value} - {SHORT_STORED}):
        strata = [
            _stratum(by_value[value], (each for other, every in by_value.items() if other != value for each in every))
            for _sku, by_value in sorted(of.items())
            if value in by_value
        ]
        yield Comparison(dimension, value, None, PEERS, strata)


def _by_batch(now: GroupSums, past: GroupSums) -> Iterator[Comparison]:
    """Yield each batch of these weeks against the other batches of the same product, from the same supplier where there are some.

    Batches do not change with time, so all that is known of them counts.
    """
    every: dict[tuple[str, str | None, str | None], tuple[int, float]] = {}
    for key, (claimed, units) in [*past.items(), *now.items()]:
        of = key.sku or "", key.supplier, key.batch
        known = every.get(of, (0, 0.0))
        every[of] = (known[0] + claimed, known[1] + units)
    for sku, supplier, batch in sorted({(key.sku or "", key.supplier, key.batch) for key in now if key.batch}, key=str):
        others = [key for key in every if key[0] == sku and key[2] not in (batch, None)]
        own = [key for key in others if key[1] == supplier]
        strata = [_stratum([every[sku, supplier, batch]], [every[key] for key in own or others])]
        yield Comparison("batch", batch or "", sku, PEERS, strata)


def _against_past(now: GroupSums, past: GroupSums, dimension: str) -> Iterator[Comparison]:
    """Yield each value of a dimension against itself in the weeks before, product by product."""
    here, before = _of(now, dimension), _of(past, dimension)
    for value in sorted({each for by_value in here.values() for each in by_value}):
        products = sorted(sku for sku, by_value in here.items() if value in by_value)
        strata = [_stratum(here[sku][value], before.get(sku, {}).get(value, [])) for sku in products]
        yield Comparison(dimension, value, None, PAST, strata)
