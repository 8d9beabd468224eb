"""The weeks that reports look at: their groups of defects and units, and how many of its claims each has seen.

A week that is still young has not seen all its claims: its units are counted as far as claims have usually come in by its age, learned
from the shop's own cases.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from ozon_returns.period import Period
from ozon_returns.store.cohorts import lags
from ozon_returns.store.groups import Group, GroupKey, by_group, later
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import first_found

LEAST_LAGS = 20
"""From so many claims on it is known how fast claims come in."""

TOO_YOUNG = 0.2
"""A week of which fewer claims have come in tells nothing yet."""


class History(NamedTuple):
    """Weeks that follow one another, their groups, the days from delivery to claim, and the share of its claims each week has seen.

    `begun`: when the first case of the shop was found.
    """

    weeks: Sequence[Period]
    groups: Sequence[Group]
    lags: Sequence[float]
    shares: Sequence[float]
    begun: datetime | None = None

    @property
    def whole(self) -> Period:
        """Return the period from the first to the last week."""
        first, last = self.weeks[0], self.weeks[-1]
        return Period(first.start, last.end, f"{week_label(first)} – {week_label(last)}")

    def last(self, count: int) -> Self:
        """Return the last weeks."""
        skipped = len(self.weeks) - count
        return self._replace(weeks=self.weeks[skipped:], groups=later(self.groups, skipped), shares=self.shares[skipped:])

    def only(self, wanted: Callable[[GroupKey], bool]) -> Self:
        """Return the history of some groups."""
        return self._replace(groups=[each for each in self.groups if wanted(each.key)])


def history(reading: Reading, weeks: Sequence[Period], as_of: datetime) -> History:
    """Return the history of some weeks that follow one another; units delivered later than `as_of` do not count."""
    known = lags(reading, as_of)
    groups = by_group(reading, weeks, as_of.astimezone(reading.zone).date())
    return History(weeks, groups, known, [share_in(each, known, as_of) for each in weeks], first_found(reading))


def week_label(week: Period) -> str:
    """Return the name of a week, as in `2026-W47`."""
    return f"{week.start:%G-W%V}"


def share_in(week: Period, known_lags: Sequence[float], as_of: datetime) -> float:
    """Return the share of the claims of a period's deliveries that have come in, on average over its days that have begun."""
    if len(known_lags) < LEAST_LAGS:
        return 1.0
    days = [week.start + timedelta(days=each) for each in range(max(1, (week.end - week.start).days))]
    ages = [(as_of - each).total_seconds() / 86400 for each in days if each <= as_of]
    return sum(bisect_right(known_lags, age) / len(known_lags) for age in ages) / len(ages) if ages else 0.0
