"""Statistics of plain numbers."""

from collections.abc import Sequence
from math import ceil


def within(numbers: Sequence[float], share: float) -> float | None:
    """Return the least of the numbers up to which at least a share (0 to 1) of them lie, or `None` if there are none."""
    return sorted(numbers)[max(0, ceil(len(numbers) * share) - 1)] if numbers else None


def quantile(numbers: Sequence[float], share: float) -> float | None:
    """Return the `share` quantile (0 to 1) of the numbers, linearly interpolated, or `None` if there are none.

    The definition is number 7 of Hyndman and Fan (1996), as used in spreadsheets: the median of an even count is the mean
    of the two middle values.
    """
    if not numbers:
        return None
    ordered = sorted(numbers)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
