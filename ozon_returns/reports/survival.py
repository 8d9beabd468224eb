"""Waiting times where some still wait: the estimate of Kaplan and Meier (1958)."""

from collections.abc import Sequence
from itertools import groupby

from ozon_returns.store.week import Wait

_EQUAL = 1e-12
"""The estimate is a product of fractions: it is compared up to their rounding."""


def waiting_quantile(waits: Sequence[Wait], share: float) -> float | None:
    """Return the hours by which a share (0 to 1) is done, those that still wait counted as such; `None` if that is not reached yet.

    It is the first time at which the estimated share of those still waiting is at most `1 - share`.
    """
    still, at_risk = 1.0, len(waits)
    for hours, group in groupby(sorted(waits), key=lambda wait: wait.hours):
        same = [each.is_over for each in group]
        still *= 1 - sum(same) / at_risk
        if still <= 1 - share + _EQUAL:
            return float(hours)
        at_risk -= len(same)
    return None
