"""What is compared: suppliers and batches with their peers, suppliers and products with their own past, product by product."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ozon_returns.reports.contrast import Stratum
from ozon_returns.store.cohorts import Group

PEERS, PAST = "peers", "past"


GroupKey = tuple[str, str | None, str | None]
GroupSums = Mapping[GroupKey, tuple[int, float]]


class Comparison(NamedTuple):
    """A group to compare: of what dimension, which, of which product, against what, and its strata."""

    dimension: str
    value: str
    sku: str | None
    against: str
    strata: list[Stratum]


def sums_of(groups: Iterable[Group], shares: Sequence[float]) -> GroupSums:
    """Return claimed defects and units by SKU, supplier and batch; the units of young weeks count as far as claims have come in."""
    found: dict[GroupKey, tuple[int, float]] = {}
    for each in groups:
        claimed, units = found.get((each.sku, each.supplier, each.batch), (0, 0.0))
        found[each.sku, each.supplier, each.batch] = (claimed + each.claimed, units + each.units * shares[each.week])
    return found


def _stratum(ours: Iterable[tuple[int, float]], others: Iterable[tuple[int, float]]) -> Stratum:
    """Return the stratum of two sides; there are at least as many units as defects."""
    sides = [(sum(each[0] for each in side), round(sum(each[1] for each in side))) for side in (list(ours), list(others))]
    (defects, units), (other_defects, other_units) = sides
    return Stratum(defects, max(units, defects) if units else 0, other_defects, max(other_units, other_defects) if other_units else 0)


def comparisons(now: GroupSums, past: GroupSums) -> Iterator[Comparison]:
    """Yield all groups with what they are compared to."""
    yield from _by_supplier(now)
    yield from _by_batch(now, past)
    yield from _against_past(now, past)


def _by_supplier(now: GroupSums) -> Iterator[Comparison]:
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
        yield Comparison("supplier", supplier, None, PEERS, strata)


def _by_batch(now: GroupSums, past: GroupSums) -> Iterator[Comparison]:
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
        yield Comparison("batch", batch or "", sku, PEERS, strata)


def _against_past(now: GroupSums, past: GroupSums) -> Iterator[Comparison]:
    """Yield suppliers and products against themselves in the weeks before; of a supplier, product by product."""
    for supplier in sorted({key[1] for key in now if key[1]}):
        products = sorted({key[0] for key in now if key[1] == supplier})
        sides = [
            _stratum(*([sums for key, sums in when.items() if key[0] == sku and key[1] == supplier] for when in (now, past)))
            for sku in products
        ]
        yield Comparison("supplier", supplier, None, PAST, sides)
    for sku in sorted({key[0] for key in now}):
        yield Comparison(
            "sku", sku, sku, PAST, [_stratum(*([sums for key, sums in when.items() if key[0] == sku] for when in (now, past)))]
        )
