"""Statistics of plain numbers."""

from collections.abc import Sequence


def quantile(numbers: Sequence[float], share: float) -> float | None:
    """Give the value below which `share` (0 to 1) of the numbers lie, straight lines between them; none of none.

    The definition is number 7 of Hyndman and Fan (1996), the one of spreadsheets: the median of an even count is the
    middle of the two in the middle.
    """
    if not numbers:
        return None
    ordered = sorted(numbers)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
