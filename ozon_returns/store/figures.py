"""Statistics: what is worked out from numbers and from nothing else, and the rows it is worked out from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.clocks.duty import Duty
from ozon_returns.period import Period
from ozon_returns.vocabulary.case import Dimension

EDGES = (3, 8, 15, 31)
"""Ages of open cases are counted in spans of whole days, each up to but without these."""


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


class Sums(NamedTuple):
    """Cases found in a period with their units, and the money that went and came back in it."""

    cases: int
    units: int
    cost: Decimal
    recovered: Decimal

    @property
    def net(self) -> Decimal:
        """Give what the money comes to."""
        return self.cost - self.recovered


class Silence(NamedTuple):
    """A case in which the buyer has heard nothing since it was found."""

    case: int
    status: str
    since: datetime


@dataclass(frozen=True)
class Asked:
    """What a summary is to tell: of which period, beside which one before, as of when, broken down by what, cut into what."""

    period: Period
    previous: Period
    as_of: datetime
    by: Sequence[Dimension]
    parts: Sequence[Period] = ()


@dataclass(frozen=True)
class Rows:
    """What a summary is made of: sums of a period and of the one before, breakdowns, ages, hours, duties."""

    sums: Sums
    previous: Sums
    by: Mapping[Dimension, Sequence[tuple[str | None, Sums]]]
    parts: Sequence[tuple[str, Sums]]
    resolved: int
    closed: int
    ages: Sequence[int]
    contact: Sequence[float]
    resolution: Sequence[float]
    overdue: Sequence[Duty]
    unanswered: Sequence[Silence]
