"""Weeks in which a product has more defects than its own past and chance explain, among all products that were looked at.

Each of the last weeks is held against the weeks before them, exactly: given the defects of both together, the chance that so many fall
into the one week. Of all that is found among many products, at most one in twenty is chance (Benjamini and Hochberg 1995).
"""

from typing import NamedTuple

from ozon_returns.reports.chart import LEAST_WEEKS, SignalRule
from ozon_returns.reports.cohorts import Cohort, by_week
from ozon_returns.reports.contrast import held_rates
from ozon_returns.reports.history import TOO_YOUNG, History, week_label
from ozon_returns.reports.interval import binomial_at_least
from ozon_returns.reports.report import RateSignal
from ozon_returns.reports.suspects import FALSE_SHARE
from ozon_returns.reports.trend_sections import signal_words
from ozon_returns.store.groups import Group

RECENT = 4
"""A signal of so many last weeks needs attention."""

_LEAST = 3
"""Under so many defects a week of a product is no signal."""


class _Week(NamedTuple):
    """A week of a product: its defects, its units as far as claims have come in, the rate of its past, and the chance of so many."""

    sku: str
    place: int
    defects: int
    units: int
    centre: float
    p: float


def product_signals(seen: History) -> tuple[list[RateSignal], int]:
    """Return the signals of products in the last weeks, the surest first, and how many weeks of products were looked at."""
    of: dict[str, list[Group]] = {}
    for each in seen.groups:
        if each.key.sku is not None:
            of.setdefault(each.key.sku, []).append(each)
    tried = [week for sku, groups in sorted(of.items()) for week in _weeks(sku, by_week(groups, seen.shares), seen)]
    held = held_rates([each.p for each in tried])
    found = [each for each, share in zip(tried, held, strict=True) if share <= FALSE_SHARE and each.defects >= _LEAST]
    return [_signal(each, seen) for each in sorted(found, key=lambda each: (each.p, each.sku))], len(tried)


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
            p = binomial_at_least(now, now + defects, exposed[place] / (exposed[place] + units))
            found.append(_Week(sku, place, now, exposed[place], defects / units, p))
    return found


def _signal(of: _Week, seen: History) -> RateSignal:
    """Return a week of a product as a signal."""
    rule = SignalRule.RARE if of.units * of.centre < 1 else SignalRule.BEYOND_LIMIT
    figures = (of.defects, of.units, of.defects / of.units, of.centre, None)
    return RateSignal("sku", of.sku, week_label(seen.weeks[of.place]), *figures, rule, signal_words(of.sku, figures, rule))
