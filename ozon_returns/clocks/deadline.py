"""Calculation of terms: hours from the moment, days from the next day, months by date; in the seller's time zone.

Articles 190 to 194 of the Civil Code: a term of days begins on the day after the event (191), one of months or years
ends on the same date of its last month, or on that month's last day (192), a last day on a day off moves to the next
working day (193), and an action is in time until midnight of the last day (194).
"""

import calendar as months_of
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)
_MONTHS = 12

Pause = tuple[datetime, datetime | None]
"""The start and the end of a pause; the end is `None` if the pause has not ended."""


class Length(NamedTuple):
    """The length of a term; at most one field is set, none if the term ends on a date of the case. `workdays` are working days."""

    hours: int | None = None
    days: int | None = None
    workdays: int | None = None
    months: int | None = None

    @property
    def known(self) -> bool:
        """Return whether a length is set."""
        return self != Length()


class Counted(NamedTuple):
    """The end of a term, and the start of the current pause, if any."""

    due_at: datetime
    paused_at: datetime | None = None


def count(
    start: datetime, length: Length, *, zone: ZoneInfo, working: Callable[[date], date] | None = None, pauses: Sequence[Pause] = ()
) -> Counted:
    """Return the end of a term that began at `start`; `working` moves a last day on a day off, where the law says so.

    Pauses extend the term: hours by the same duration, days and months by the number of days between the dates on which
    the pause began and ended. A pause that begins after the end of the term has no effect.
    """
    rested = timedelta()
    for since, until in sorted(pauses, key=lambda pause: pause[0]):
        due = _end(start, length, rested, zone, working)
        if since > due or (until is not None and until <= max(since, start)):
            continue
        since = max(since, start)  # noqa: PLW2901  ignore any part before the start
        if until is None:
            return Counted(due, since)
        rested += until - since if length.hours is not None else until.astimezone(zone).date() - since.astimezone(zone).date()
    return Counted(_end(start, length, rested, zone, working))


def _end(start: datetime, length: Length, rested: timedelta, zone: ZoneInfo, working: Callable[[date], date] | None) -> datetime:
    """Return the last moment of a term extended by the duration `rested`."""
    if length.hours is not None:
        return (start.astimezone(UTC) + timedelta(hours=length.hours) + rested).astimezone(zone)
    begun = start.astimezone(zone).date()
    if length.workdays is not None and working is not None:
        last = begun + rested
        for _day in range(length.workdays):
            last = working(last + timedelta(days=1))
        return end_of(last, zone)
    last = _months_later(begun, length.months) if length.months is not None else begun + timedelta(days=length.days or 0)
    last += rested
    return end_of(working(last) if working else last, zone)


@lru_cache(maxsize=4096)
def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of a day."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return (midnight.astimezone(UTC) - _SECOND).astimezone(zone)


def _months_later(day: date, months: int) -> date:
    """Return the same date a number of months later, or the last day of that month."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))
