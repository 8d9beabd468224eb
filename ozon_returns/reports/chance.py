"""Chances from few observations: the posterior of a share under a uniform prior, which is a Beta distribution."""

from math import comb
from typing import NamedTuple

LITTLE = 5
"""Under so many observations little is known."""

_STEPS = 60
_TAIL = 0.05
"""The range leaves out 5 % on each side."""


class Chance(NamedTuple):
    """A chance from 0 to 1: its mean, the range that holds it with 90 %, and the number of observations."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def little_known(self) -> bool:
        """Return whether there are too few observations to rely on it."""
        return self.n < LITTLE


def chance(tried: int, won: int) -> Chance:
    """Return the chance that something goes well which went well `won` of `tried` times."""
    a, b = won + 1, tried - won + 1
    return Chance(a / (a + b), quantile(_TAIL, a, b), quantile(1 - _TAIL, a, b), tried)


def quantile(share: float, a: int, b: int) -> float:
    """Return the quantile of a Beta distribution with whole parameters, by bisection."""
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, a, b) < share else (low, middle)
    return (low + high) / 2


def _below(x: float, a: int, b: int) -> float:
    """Return the distribution function of Beta(a, b): the chance of at least `a` successes in `a + b - 1` trials."""
    n = a + b - 1
    return sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
