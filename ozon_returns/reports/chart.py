"""Control charts: whether a week is beyond what chance alone does, with limits for each week's own number of units.

A p chart of defects among units delivered, a u chart of counts where no deliveries are known. Where the weeks scatter more than
chance allows, the limits are widened by as much (Laney 2002: p′ and u′). Where less than one defect a week is expected, limits mean
nothing, and the exact chance of so many defects decides instead.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from ozon_returns.reports.interval import binomial_at_least, poisson_at_least

LEAST_WEEKS = 8
"""Under so many weeks there are no limits: they would rest on too little."""

RUN = 8
"""So many weeks in a row on one side of the mean are a signal."""

_SIGMAS = 3
_D2 = 1.128
"""The mean range of two normal values, in standard deviations."""

_RARE = 0.00135
"""The chance beyond three sigmas on one side, to which the exact tail is held."""


class SignalRule(StrEnum):
    """Why a week is a signal."""

    BEYOND_LIMIT = "beyond_limit"
    RUN_OF_8 = "run_of_8"
    RARE = "rare"


class ChartKind(StrEnum):
    """How the limits of a chart were set; `SHORT` has none."""

    P = "p"
    LANEY_P = "laney_p"
    U = "u"
    LANEY_U = "laney_u"
    EXACT = "exact"
    SHORT = "short"


class Point(NamedTuple):
    """A week: defects and units (1 where only counts are known), its rate, the limits for it, and why it is a signal, if it is."""

    defects: int
    units: int
    rate: float
    lower: float | None
    upper: float | None
    rule: SignalRule | None


class Chart(NamedTuple):
    """The chart of some weeks: its kind, the mean rate, how much more than chance the weeks scatter, and each week."""

    kind: ChartKind
    centre: float
    sigma_z: float | None
    points: Sequence[Point]


def p_chart(weeks: Sequence[tuple[int, int]]) -> Chart:
    """Return the chart of weeks as (defects, units delivered); weeks without units have no place in it."""
    return _chart(weeks, counted=False)


def u_chart(counts: Sequence[int]) -> Chart:
    """Return the chart of weeks of which only the number of defects is known."""
    return _chart([(each, 1) for each in counts], counted=True)


def _chart(weeks: Sequence[tuple[int, int]], *, counted: bool) -> Chart:
    """Return the chart of weeks; `counted`: the units are not known."""
    known = [(defects, units) for defects, units in weeks if units > 0]
    total, among = sum(defects for defects, _units in known), sum(units for _defects, units in known)
    centre = total / among if among else 0.0
    if len(known) < LEAST_WEEKS:
        return Chart(ChartKind.SHORT, centre, None, [Point(d, n, d / n, None, None, None) for d, n in known])
    if total < len(known):
        return Chart(ChartKind.EXACT, centre, None, [_exact(d, n, centre, counted=counted) for d, n in known])
    sigmas = [sqrt(centre * (1 if counted else max(0.0, 1 - centre)) / units) for _defects, units in known]
    scores = [(d / n - centre) / sigma if sigma else 0.0 for (d, n), sigma in zip(known, sigmas, strict=True)]
    sigma_z = sum(abs(after - before) for before, after in pairwise(scores)) / (len(scores) - 1) / _D2
    wider = max(1.0, sigma_z)
    kinds = (ChartKind.LANEY_U, ChartKind.U) if counted else (ChartKind.LANEY_P, ChartKind.P)
    points = []
    for (defects, units), sigma in zip(known, sigmas, strict=True):
        lower, upper = max(0.0, centre - _SIGMAS * sigma * wider), centre + _SIGMAS * sigma * wider
        rate = defects / units
        beyond = rate > upper or rate < lower
        points.append(
            Point(defects, units, rate, lower, upper if counted else min(1.0, upper), SignalRule.BEYOND_LIMIT if beyond else None)
        )
    return Chart(kinds[0] if sigma_z > 1 else kinds[1], centre, sigma_z, _ruled(points, centre))


def _exact(defects: int, units: int, centre: float, *, counted: bool) -> Point:
    """Return a week judged by the exact chance of so many defects."""
    chance = poisson_at_least(defects, centre) if counted else binomial_at_least(defects, units, centre)
    return Point(defects, units, defects / units, None, None, SignalRule.RARE if defects and chance < _RARE else None)


def _ruled(points: Sequence[Point], centre: float) -> list[Point]:
    """Return the weeks, with those marked that complete a run on one side of the mean."""
    found: list[Point] = []
    side, length = 0, 0
    for each in points:
        now = (each.rate > centre) - (each.rate < centre)
        length = length + 1 if now == side and now else int(bool(now))
        side = now
        rule = each.rule or (SignalRule.RUN_OF_8 if length >= RUN else None)
        found.append(Point(each.defects, each.units, each.rate, each.lower, each.upper, rule))
    return found
