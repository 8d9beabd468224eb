"""Counts terms: hours from the moment, days from the day after, months by their date; in the seller's zone.

Articles 190 to 194 of the Civil Code: a term of days begins on the day after the event (191), one of months or years
ends on the same date of its last month, or on that month's last day (192), a last day on a day off moves to the next
working day (193), and what is to be done may be done until midnight of the last day (194).
"""

import calendar as months_of
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)
_MONTHS = 12

Pause = tuple[datetime, datetime | None]
"""From when to when a term rests; `None`: it still does."""


@dataclass(frozen=True)
class Length:
    """How long a term is; one of the three is said, or none where it ends on a date of the case."""

    hours: int | None = None
    days: int | None = None
    months: int | None = None

    @property
    def known(self) -> bool:
        """Tell whether there is a length."""
        return self != Length()


@dataclass(frozen=True)
class Counted:
    """When a term ends, and since when it rests, if it does."""

    due_at: datetime
    paused_at: datetime | None = None


def count(
    start: datetime, length: Length, *, zone: ZoneInfo, working: Callable[[date], date] | None = None, pauses: Sequence[Pause] = ()
) -> Counted:
    """Give the end of a term that began at `start`; `working` moves a last day on a day off, where the law says so.

    A term rests in its pauses: hours by as much time, days and months by as many days as lie between the dates on
    which it began and ceased to rest. A pause that begins when the term is over changes nothing.
    """
    rested = timedelta()
    for since, until in sorted(pauses, key=lambda pause: pause[0]):
        due = _end(start, length, rested, zone, working)
        if since > due or (until is not None and until <= max(since, start)):
            continue
        since = max(since, start)  # noqa: PLW2901  what lies before the term is none of it
        if until is None:
            return Counted(due, since)
        rested += until - since if length.hours is not None else until.astimezone(zone).date() - since.astimezone(zone).date()
    return Counted(_end(start, length, rested, zone, working))


def _end(start: datetime, length: Length, rested: timedelta, zone: ZoneInfo, working: Callable[[date], date] | None) -> datetime:
    """Give the last moment of a term that has rested for so long."""
    if length.hours is not None:
        return (start.astimezone(UTC) + timedelta(hours=length.hours) + rested).astimezone(zone)
    begun = start.astimezone(zone).date()
    last = _months_later(begun, length.months) if length.months is not None else begun + timedelta(days=length.days or 0)
    last += rested
    return end_of(working(last) if working else last, zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the last second of a day."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return (midnight.astimezone(UTC) - _SECOND).astimezone(zone)


def _months_later(day: date, months: int) -> date:
    """Give the same date some months later, or the last day of that month."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))
