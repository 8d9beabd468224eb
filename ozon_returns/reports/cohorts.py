"""Cohorts: the defects among the units delivered in a week, or of one supplier, batch and so on, and the rates made of them.

A defect counts for a rate only where deliveries of its product in that week are known. Weeks that are still young have not seen all
their claims: their units count as far as claims usually have come in by that age.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ozon_returns.reports.interval import wilson
from ozon_returns.store.groups import Finding, Group


class Cohort(NamedTuple):
    """Defects and units that belong together.

    `claimed` and `confirmed` are all defects, `dated` the claimed ones of known day of delivery; `units` were delivered, `None` if no
    delivery is known. A rate is made of `counted` claimed defects among the `exposed` units, those that count.
    """

    claimed: int
    confirmed: int
    dated: int
    units: int | None
    counted: int
    exposed: int

    @property
    def rate(self) -> float | None:
        """Return the rate of claimed defects; `None` where no units are known."""
        return round(self.counted / self._units, 6) if self._units else None

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """Return Wilson's interval of the rate; `None` where no units are known."""
        if not self._units:
            return None, None
        low, high = wilson(self.counted, self._units)
        return round(low, 6), round(high, 6)

    @property
    def _units(self) -> int:
        """Return the units among which defects count: at least as many as these, if there are any."""
        return max(self.exposed, self.counted) if self.units and self.exposed else 0


def whole(groups: Sequence[Group], shares: Sequence[float]) -> Cohort:
    """Return all groups as one cohort; `shares` tells how many of its claims each week has seen."""
    return _cohort(groups, shares, _delivered(groups))


def by_week(groups: Sequence[Group], shares: Sequence[float]) -> list[Cohort]:
    """Return the cohort of each week; where deliveries of any week are known, those of a week without are none, not unknown."""
    delivered = _delivered(groups)
    weeks: list[list[Group]] = [[] for _week in shares]
    for each in groups:
        weeks[each.week].append(each)
    every = [_cohort(each, shares, delivered) for each in weeks]
    known = any(each.units is not None for each in every)
    return [each._replace(units=each.units or 0) for each in every] if known else every


def by_name(groups: Sequence[Group], shares: Sequence[float], name: str) -> dict[str | None, Cohort]:
    """Return the cohorts by a field of the groups' keys; of what has no name, no units are known."""
    of: dict[str | None, list[Group]] = {}
    for each in groups:
        of.setdefault(getattr(each.key, name), []).append(each)
    found = {value: _cohort(every, shares, _delivered(every)) for value, every in of.items()}
    return {value: each if value is not None else each._replace(units=None) for value, each in found.items()}


def by_batch(groups: Sequence[Group], shares: Sequence[float]) -> dict[tuple[str, str], Cohort]:
    """Return the cohorts by batch and product: two products may have batches of the same number."""
    of: dict[tuple[str, str], list[Group]] = {}
    for each in groups:
        if each.key.batch is not None:
            of.setdefault((each.key.batch, each.key.sku or ""), []).append(each)
    return {key: _cohort(every, shares, _delivered(every)) for key, every in of.items()}


def by_finding(groups: Sequence[Group], shares: Sequence[float], found: Sequence[Finding]) -> dict[str | None, Cohort]:
    """Return the defects by cause, kind or stage, each among all units that were delivered."""
    delivered, every = _delivered(groups), whole(groups, shares)
    sums: dict[str | None, list[int]] = {}
    for each in found:
        into = sums.setdefault(each.value, [0, 0, 0])
        into[0] += each.claimed
        into[1] += each.confirmed
        into[2] += each.claimed if (each.week, each.sku) in delivered else 0
    return {
        value: Cohort(claimed, confirmed, 0, every.units, counted, every.exposed) for value, (claimed, confirmed, counted) in sums.items()
    }


def _delivered(groups: Iterable[Group]) -> set[tuple[int, str | None]]:
    """Return the weeks and products of which deliveries are known; a defect without a SKU is none of theirs."""
    return {(each.week, each.key.sku) for each in groups if each.units}


def _cohort(groups: Iterable[Group], shares: Sequence[float], delivered: set[tuple[int, str | None]]) -> Cohort:
    """Return groups as one cohort, given of which weeks and products deliveries are known."""
    claimed = confirmed = dated = counted = 0
    units = exposed = 0.0
    for each in groups:
        claimed, confirmed, dated = claimed + each.claimed, confirmed + each.confirmed, dated + each.dated
        counted += each.claimed if (each.week, each.key.sku) in delivered else 0
        units += each.units
        exposed += each.units * shares[each.week]
    return Cohort(claimed, confirmed, dated, round(units) if units else None, counted, round(exposed))
