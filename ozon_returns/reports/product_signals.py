"""Weeks in which a product has more defects than its own past and chance explain, among all products that were looked at.

Each of the last weeks is held against the weeks before them, exactly: given the defects of both together, the chance that so many fall
into the one week. Of all that is found among many products, at most one in twenty is chance (Benjamini and Hochberg 1995).
"""

from collections.abc import Sequence
from typing import NamedTuple

from ozon_returns.reports.chart import LEAST_WEEKS, SignalRule
from ozon_returns.reports.cohorts import Cohort, by_week
from ozon_returns.reports.contrast import held_rates
from ozon_returns.reports.history import TOO_YOUNG, History, week_label
from ozon_returns.reports.interval import binomial_at_least
from ozon_returns.reports.report import Column, ColumnKind, RateSignal, Section
from ozon_returns.reports.suspects import FALSE_SHARE
from ozon_returns.reports.trend_sections import signal_words
from ozon_returns.store.groups import Group
from ozon_returns.words import N_

RECENT = 4
"""A signal of so many last weeks needs attention."""

_LEAST = 3
"""Under so many defects a week of a product is no signal."""


class _Week(NamedTuple):
    """A week of a product: its defects, its units as far as claims have come in, the rate of its past, and the chance of so many.

    `with_one_more` is the chance of one defect more.
    """

    sku: str
    place: int
    defects: int
    units: int
    centre: float
    p: float
    with_one_more: float


def product_signals(seen: History) -> tuple[list[RateSignal], Section, int]:
    """Return the signals of products in the last weeks, the surest first, those that are nearly one, and how many weeks were looked at."""
    of: dict[str, list[Group]] = {}
    for each in seen.groups:
        if each.key.sku is not None:
            of.setdefault(each.key.sku, []).append(each)
    tried = [week for sku, groups in sorted(of.items()) for week in _weeks(sku, by_week(groups, seen.shares), seen)]
    held = held_rates([each.p for each in tried])
    found = [each for each, share in zip(tried, held, strict=True) if share <= FALSE_SHARE and each.defects >= _LEAST]
    near = [each for place, each in enumerate(tried) if each not in found and _is_near(place, tried)]
    return [_signal(each, seen) for each in sorted(found, key=_surest)], _near_section(sorted(near, key=_surest), seen), len(tried)


def _surest(of: _Week) -> tuple[float, str]:
    return of.p, of.sku


def _is_near(place: int, tried: Sequence[_Week]) -> bool:
    """Return whether one more defect would make a week of a product a signal among all that were looked at."""
    of = tried[place]
    if of.defects + 1 < _LEAST or of.with_one_more > FALSE_SHARE:
        return False
    return held_rates([of.with_one_more if no == place else each.p for no, each in enumerate(tried)])[place] <= FALSE_SHARE


def _near_section(near: Sequence[_Week], seen: History) -> Section:
    """Return the weeks of products that are nearly a signal."""
    columns = (
        Column("sku", N_("SKU"), ColumnKind.TEXT),
        Column("week", N_("Week"), ColumnKind.TEXT),
        Column("claimed", N_("Defects")),
        Column("units", N_("Units")),
        Column("usual", N_("Usual rate"), ColumnKind.RATE),
    )
    rows = [(each.sku, week_label(seen.weeks[each.place]), each.defects, each.units, round(each.centre, 6)) for each in near]
    return Section("near", N_("One more defect would be a signal"), columns, rows)


def _weeks(sku: str, cohorts: list[Cohort], seen: History) -> list[_Week]:
    """Return the last weeks of a product that can be held against its past; with too short a past, none."""
    exposed = [max(each.counted, each.exposed) if each.units else 0 for each in cohorts]
    first = len(cohorts) - RECENT
    if sum(units > 0 for units in exposed[:first]) < LEAST_WEEKS:
        return []
    defects, units = sum(each.counted for each in cohorts[:first]), sum(exposed[:first])
    found = []
    for place in range(first, len(cohorts)):
        if exposed[place] > 0 and seen.shares[place] >= TOO_YOUNG:
            now = cohorts[place].counted
            part = exposed[place] / (exposed[place] + units)
            p, more = (binomial_at_least(claimed, claimed + defects, part) for claimed in (now, now + 1))
            found.append(_Week(sku, place, now, exposed[place], defects / units, p, more))
    return found


def _signal(of: _Week, seen: History) -> RateSignal:
    """Return a week of a product as a signal."""
    rule = SignalRule.RARE if of.units * of.centre < 1 else SignalRule.BEYOND_LIMIT
    figures = (of.defects, of.units, of.defects / of.units, of.centre, None)
    return RateSignal("sku", of.sku, week_label(seen.weeks[of.place]), *figures, rule, signal_words(of.sku, figures, rule))
