"""Intervals of shares, and exact tails: what few defects among many units allow to say."""

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p, sqrt
from typing import NamedTuple

Z = 1.959963984540054
"""The quantile of the normal distribution for a two-sided 95 % interval."""

_TAIL = 0.025
_STEPS = 60


def wilson(defects: float, units: float, z: float = Z) -> tuple[float, float]:
    """Return the score interval of a share, from 0 to 1 (Wilson 1927); of no units nothing is known."""
    if units <= 0:
        return 0.0, 1.0
    share, weight = min(1.0, defects / units), z * z / units
    centre = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / units + weight / (4 * units))
    return (0.0 if defects <= 0 else max(0.0, centre - half)), (1.0 if defects >= units else min(1.0, centre + half))


def binomial_at_least(defects: int, units: int, share: float) -> float:
    """Return the chance of so many defects or more among `units`, each of which is defective with the chance `share`."""
    if defects <= 0:
        return 1.0
    if share <= 0 or defects > units:
        return 0.0
    if share >= 1:
        return 1.0
    first = lgamma(units + 1) - lgamma(defects + 1) - lgamma(units - defects + 1) + defects * log(share) + (units - defects) * log1p(-share)
    odds = share / (1 - share)
    return _tail(first, lambda k: (units - k) / (k + 1) * odds, defects, units)


def poisson_at_least(count: int, expected: float) -> float:
    """Return the chance of so many events or more where `expected` come on average."""
    if count <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    first = count * log(expected) - expected - lgamma(count + 1)
    return _tail(first, lambda k: expected / (k + 1), count, count + 10_000)


def _tail(log_first: float, ratio: Callable[[int], float], start: int, end: int) -> float:
    """Return the sum of probabilities from that at `start`, given as a logarithm, each following from the one before."""
    term = total = 1.0
    for k in range(start, end):
        term *= ratio(k)
        total += term
        if term < total * 1e-16:
            break
    return min(1.0, exp(log_first + log(total)))


class RateRatio(NamedTuple):
    """How many times as high one rate is as another, with its 95 % interval; infinite where the other one has no defects."""

    ratio: float
    low: float
    high: float


def rate_ratio(defects: int, units: float, other_defects: int, other_units: float) -> RateRatio:
    """Return the ratio of two rates with its exact interval, that of Clopper and Pearson for the share of the defects (Przyborowski 1940).

    `units` may be any measure of exposure. Raise `ValueError` where one of them is not positive.
    """
    if units <= 0 or other_units <= 0:
        raise ValueError(units, other_units)
    every = defects + other_defects
    scale = other_units / units
    low = _share_at(lambda share: binomial_at_least(defects, every, share), _TAIL) if defects else 0.0
    high = _share_at(lambda share: binomial_at_least(defects + 1, every, share), 1 - _TAIL) if other_defects else 1.0
    ratio = defects / other_defects * scale if other_defects else inf
    return RateRatio(ratio, _odds(low) * scale, _odds(high) * scale)


def _share_at(chance: Callable[[float], float], wanted: float) -> float:
    """Return the share at which a chance that grows with it has a value, by bisection."""
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if chance(middle) < wanted else (low, middle)
    return (low + high) / 2


def _odds(share: float) -> float:
    """Return the odds of a share; infinite for certainty."""
    return share / (1 - share) if share < 1 else inf
