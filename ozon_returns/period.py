"""Dates, times and periods: parsed from user input, split into days and weeks in the seller's time zone."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ozon_returns.errors.usage import MomentError
from ozon_returns.words import format_day

_RELATIVE = re.compile(r"([+-]\d{1,4})([hdwчдн])")
_UNITS = {"h": "hours", "ч": "hours", "d": "days", "д": "days", "w": "weeks", "н": "weeks"}
_DAYS = {"today": 0, "сегодня": 0, "yesterday": -1, "вчера": -1, "позавчера": -2, "tomorrow": 1, "завтра": 1, "послезавтра": 2}
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)(?!\d)(.*)")
_IN_WORDS = re.compile(r"(\d{1,2})\s+([а-я]{3,8})(?:\s+(\d{4}))?(?:\s*г(?:ода|\.)?)?(?=\s|$)(.*)")
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})")
_WITH_TIME = re.compile(r"(\D+|\d{1,2}\.\d{1,2})\s+(\d{1,2}:\d\d)")
_SHORT_HOUR = re.compile(r"(\S+)\s+(\d:\d\d.*)")
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:[ t]\d\d:\d\d.*)?")
_MACHINE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?", re.ASCII)
"""RFC 3339, as programs write it: most moments of a large file, for which no other form has to be tried."""
YEARS = range(2000, 2101)
"""Accepted years; anything outside is treated as a typing error or a wrong clock."""
_LAST = timedelta(seconds=1)
_LONGEST = 64
"""No date is written with more characters; patterns take long for a text of thousands."""


def is_span(word: str) -> bool:
    """Return whether a word is a span of time, such as `2d`."""
    return bool(_RELATIVE.fullmatch(f"+{word}"))


class Period(NamedTuple):
    """A half-open period from `start` to `end`, both aware, in the seller's time zone."""

    start: datetime
    end: datetime
    label: str


def parse_moment(text: str, *, now: datetime, zone: ZoneInfo, ends: bool = False) -> datetime:
    """Parse a date and time: `2026-11-23`, `2026-11-23 14:05`, `23.11.2026`, RFC 3339, `today`, `yesterday 21:00`, `-3d`.

    `26.11` and `26 ноября` are that day of the year in which it is nearest. A date alone means its first second, or its last one
    with `ends`. Without an offset, the time is in `zone`. The result is aware, in `zone`, to the second. Raise `MomentError`.
    """
    if len(text) > _LONGEST:
        raise MomentError(f"{text[:_LONGEST]}…")
    if found := _MACHINE.fullmatch(text):
        with suppress(ValueError):
            return _exact(text, text, zone) if found[1] else _begun(date.fromisoformat(text), text, zone, ends=ends)
    word = _in_digits(text.strip().lower())
    if word in ("now", "сейчас"):
        return now.astimezone(zone).replace(microsecond=0)
    today = now.astimezone(zone).date()
    if (found := _WITH_TIME.fullmatch(word)) and (day := _whole_day(found[1], today)):
        word = f"{day} {found[2]:0>5}"
    if day := _whole_day(word, today):
        return _begun(day, text, zone, ends=ends)
    if found := _RELATIVE.fullmatch(word):
        later = now.astimezone(UTC) + timedelta(**{_UNITS[found[2]]: int(found[1])})
        return later.astimezone(zone).replace(microsecond=0)
    return _exact(iso.upper() if _WRITTEN.fullmatch(iso := _iso(word)) else "", text, zone)


def _begun(day: date, text: str, zone: ZoneInfo, *, ends: bool) -> datetime:
    """Return the first second of a day, or its last one with `ends`. Raise `MomentError` for one in a year that is not accepted."""
    if day.year not in YEARS:
        raise MomentError(text)
    return (local(day + timedelta(days=1), zone) - _LAST) if ends else local(day, zone)


def _whole_day(word: str, today: date) -> date | None:
    """Return the day of a word or of a date without a time, or `None` if it is neither."""
    if word in _DAYS:
        return today + timedelta(days=_DAYS[word])
    if (found := _RELATIVE.fullmatch(word)) and _UNITS[found[2]] != "hours":
        return today + timedelta(**{_UNITS[found[2]]: int(found[1])})
    if found := _WITHOUT_YEAR.fullmatch(word):
        return _nearest(int(found[1]), int(found[2]), today)
    if _WRITTEN.fullmatch(word := _iso(word)):
        with suppress(ValueError):
            return date.fromisoformat(word)
    return None


def _nearest(day: int, month: int, today: date) -> date | None:
    """Return the day of this year, the last or the next one that is nearest; `None` if there is none."""
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        with suppress(ValueError):
            found.append(date(year, month, day))
    return min(found, key=lambda each: abs(each - today), default=None)


def _exact(word: str, text: str, zone: ZoneInfo) -> datetime:
    """Parse a date with a time in ISO form, with or without an offset."""
    try:
        found = datetime.fromisoformat(word)
        found = found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
    except (ValueError, OverflowError):
        raise MomentError(text) from None
    if found.year not in YEARS:
        raise MomentError(text)
    return found.replace(microsecond=0)


def _in_digits(word: str) -> str:
    """Convert `3 марта 2026 9:05` to `3.3.2026 9:05`, and `3 марта` to `3.3`; return anything else as it is."""
    found = _IN_WORDS.fullmatch(word)
    month = next((no for no, each in enumerate(_MONTHS, 1) if each.startswith(found[2])), None) if found else None
    if found is None or month is None:
        return word
    return ".".join(filter(None, (found[1], str(month), found[3]))) + found[4]


def _iso(word: str) -> str:
    """Convert `3.11.2026 9:05` to `2026-11-03 09:05`."""
    if found := _DOTTED.fullmatch(word):
        year = found[3] if len(found[3]) > 2 else f"20{found[3]}"  # noqa: PLR2004  without the century
        word = f"{year}-{found[2]:0>2}-{found[1]:0>2}{found[4]}"
    return _SHORT_HOUR.sub(r"\1 0\2", word)


def ahead(text: str, *, now: datetime, zone: ZoneInfo, ends: bool = False) -> datetime:
    """Parse a moment to come: a date, or a span such as `2d` from now."""
    return parse_moment(f"+{text}" if is_span(text) else text, now=now, zone=zone, ends=ends)


MOST_WEEKS = 520
"""So many weeks are looked at one by one at most."""
_WEEK = 7


def local(when: date, zone: ZoneInfo) -> datetime:
    """Return the start of a day in a time zone."""
    return datetime.combine(when, time(), tzinfo=zone)


def stored(when: datetime) -> str:
    """Format a datetime as in the store: UTC, to the second, sortable as text."""
    return f"{when.astimezone(UTC).isoformat(timespec='seconds')[:-6]}Z"


def restored(text: str, zone: ZoneInfo) -> datetime:
    """Parse a datetime from the store into the seller's time zone."""
    return datetime.fromisoformat(text).astimezone(zone)


def span(start: date, end: date, zone: ZoneInfo, label: str = "") -> Period:
    """Return the period from `start` up to and excluding `end`, labeled with its first and last day."""
    days = f"{format_day(start)} – {format_day(end - timedelta(days=1))}"
    return Period(local(start, zone), local(end, zone), f"{label} ({days})" if label else days)


def weeks(when: datetime, zone: ZoneInfo, count: int = 1) -> Period:
    """Return the ISO week (Monday to Sunday) of a datetime, or the last `count` weeks including it."""
    today = when.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=count - 1)
    names = [f"{each:%G-W%V}" for each in ([monday] if count == 1 else [first, monday])]
    return span(first, monday + timedelta(weeks=1), zone, "–".join(names))


def month(when: datetime, zone: ZoneInfo) -> Period:
    """Return the calendar month of a datetime."""
    first = when.astimezone(zone).date().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return span(first, following, zone, f"{first:%Y-%m}")


def before(period: Period, zone: ZoneInfo) -> Period:
    """Return the preceding period of the same number of days for comparison; for a calendar month, the previous month."""
    start, end = period.start.date(), period.end.date()
    if start.day == 1 and end.day == 1 and (end - start).days in range(28, 32):
        return month(period.start - timedelta(days=1), zone)
    return span(start - (end - start), start, zone)


def weeks_of(period: Period, as_of: datetime, usual: int, zone: ZoneInfo) -> list[Period]:
    """Return the weeks that a period asks for: `usual` ones up to it if it is a week itself, else its own, without those to come.

    Of a very long period, these are the last `MOST_WEEKS`.
    """
    if (period.end - period.start).days <= _WEEK:
        return each_week(weeks(period.end - timedelta(seconds=1), zone, usual), zone)
    last = weeks(min(period.end - timedelta(seconds=1), max(period.start, as_of)), zone)
    first = max(period.start, last.start - timedelta(weeks=MOST_WEEKS - 1))
    return each_week(Period(first, last.end, ""), zone)


def each_week(period: Period, zone: ZoneInfo) -> list[Period]:
    """Split a period into ISO weeks; the first and last are full weeks."""
    found = [weeks(period.start, zone)]
    while found[-1].end < period.end:
        found.append(weeks(found[-1].end, zone))
    return found
