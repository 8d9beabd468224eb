"""Deadlines as a calendar that a phone can subscribe to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from ozon_returns.clocks.duty import Duty
from ozon_returns.views.safe_text import clean
from ozon_returns.views.spoken import spoken
from ozon_returns.words import _, language

_SHORT = timedelta(days=2)
_BEFORE = {True: timedelta(hours=3), False: timedelta(days=1)}
"""How long before a deadline the phone reminds, keyed by whether its period is under two days."""

_LASTS = timedelta(minutes=30)
_REFRESH = timedelta(hours=1)


def calendar_text(duties: Iterable[Duty], *, now: datetime, store: str) -> str:
    """Return a calendar of everything that is due (RFC 5545); `store` keeps its UIDs distinct from those of other homes."""
    calendar = Calendar()
    calendar.add("prodid", f"-//ozon-returns//due//{language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Returns on Ozon"))
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for each in duties:
        calendar.add_component(_event(each, now, store))
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _event(each: Duty, now: datetime, store: str) -> Event:
    """Return the event of a duty: it ends at the deadline, and its UID stays the same while the clock runs."""
    event = Event()
    named = "-".join(part for part in (str(each.case), each.rule, each.about, store) if part)
    event.add("uid", f"{named}@ozon-returns")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", (each.due_at - _LASTS).astimezone(UTC))
    event.add("dtend", each.due_at.astimezone(UTC))
    summary = clean(_("Case {number}: {title}").format(number=each.case, title=each.title), lines=False)
    event.add("summary", summary)
    event.add("description", "\n".join(clean(part, lines=False) for part in (each.item, each.what_happens, spoken(each.command)) if part))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -_BEFORE[each.due_at - each.started_at < _SHORT])
    event.add_component(alarm)
    return event
