"""Intervals of shares, and exact tails: what few defects among many units allow to say."""

from collections.abc import Callable
from math import exp, lgamma, log, log1p, sqrt

Z = 1.959963984540054
"""The quantile of the normal distribution for a two-sided 95 % interval."""


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
