"""Moments and spans of time."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_returns import period
from ozon_returns.errors.usage import MomentError
from tests.conftest import MOSCOW, NOW

moments = st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001  hypothesis sets the zone
    lambda when: when.replace(microsecond=0).astimezone(MOSCOW)
)


def read(text: str, *, ends: bool = False) -> datetime:
    """Read a moment as it is typed at noon on Monday, 23.11.2026, in Moscow."""
    return period.parse_moment(text, now=NOW, zone=MOSCOW, ends=ends)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-23", "2026-11-23T00:00:00+03:00"),
        ("2026-11-23 14:05", "2026-11-23T14:05:00+03:00"),
        ("23.11.2026", "2026-11-23T00:00:00+03:00"),
        ("1.9.2026 8:05", "2026-09-01T08:05:00+03:00"),
        ("10.11.26", "2026-11-10T00:00:00+03:00"),
        ("10.11.26 21:00", "2026-11-10T21:00:00+03:00"),
        ("3 марта 2025", "2025-03-03T00:00:00+03:00"),
        ("3 марта 2025 г.", "2025-03-03T00:00:00+03:00"),
        ("3 марта 2025 года 9:05", "2025-03-03T09:05:00+03:00"),
        ("10 Ноября", "2026-11-10T00:00:00+03:00"),
        ("10 нояб 21:00", "2026-11-10T21:00:00+03:00"),
        ("1 мая 2026", "2026-05-01T00:00:00+03:00"),
        ("2026-11-23T14:05:00Z", "2026-11-23T17:05:00+03:00"),
        ("2026-11-23T14:05:00.123+05:00", "2026-11-23T12:05:00+03:00"),
        ("today", "2026-11-23T00:00:00+03:00"),
        ("yesterday", "2026-11-22T00:00:00+03:00"),
        ("вчера", "2026-11-22T00:00:00+03:00"),
        ("позавчера", "2026-11-21T00:00:00+03:00"),
        ("послезавтра", "2026-11-25T00:00:00+03:00"),
        ("-3д", "2026-11-20T00:00:00+03:00"),
        ("+1н", "2026-11-30T00:00:00+03:00"),
        ("-3d", "2026-11-20T00:00:00+03:00"),
        ("-2w", "2026-11-09T00:00:00+03:00"),
        ("-5h", "2026-11-23T07:00:00+03:00"),
        ("+10d", "2026-12-03T00:00:00+03:00"),
        ("2024-02-29", "2024-02-29T00:00:00+03:00"),
    ],
)
def test_a_moment_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert read(typed).isoformat() == meant


def test_until_a_day_means_until_its_end() -> None:
    assert read("2026-11-30", ends=True).isoformat() == "2026-11-30T23:59:59+03:00"
    assert read("2026-11-30 10:00", ends=True).isoformat() == "2026-11-30T10:00:00+03:00"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-02-30",
        "10.11.202",
        "10.11.20266",
        "30 февраля 2026",
        "3 мартобря 2025",
        "3 марта 25",
        "марта 2025",
        "31.04.2026",
        "1999-01-01",
        "2026",
        "20261123",
        "tomorow",
        "-3x",
        "25:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(MomentError):
        read(typed)


@given(moments)
def test_a_moment_of_the_store_comes_back(when: datetime) -> None:
    assert period.restored(period.stored(when), MOSCOW) == when
    assert read(when.isoformat()) == when


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        assert read(text).tzinfo is not None
    except MomentError as error:
        assert text in error.message()


@given(moments)
def test_a_week_holds_its_moment_and_begins_on_monday(when: datetime) -> None:
    week = period.weeks(when, MOSCOW)
    assert week.start <= when < week.end
    assert week.start.isoweekday() == 1
    assert week.end.date() - week.start.date() == timedelta(days=7)


def test_weeks_are_cut_in_the_zone_of_the_seller() -> None:
    late_on_sunday = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    assert period.weeks(late_on_sunday, MOSCOW).label.startswith("2026-W48")
    assert period.weeks(late_on_sunday, ZoneInfo("Europe/London")).label.startswith("2026-W47")


def test_the_week_at_the_turn_of_a_year_bears_the_iso_number() -> None:
    assert period.weeks(datetime(2027, 1, 2, tzinfo=MOSCOW), MOSCOW).label == "2026-W53 (2026-12-28 – 2027-01-03)"


def test_before_a_month_comes_the_month_before() -> None:
    march = period.month(datetime(2026, 3, 15, tzinfo=MOSCOW), MOSCOW)
    assert period.before(march, MOSCOW).label.startswith("2026-02")
    week = period.weeks(NOW, MOSCOW)
    assert period.before(week, MOSCOW).end == week.start


def test_several_weeks_are_cut_into_each() -> None:
    four = period.weeks(NOW, MOSCOW, 4)
    parts = period.each_week(four, MOSCOW)
    assert len(parts) == 4
    assert parts[0].start == four.start
    assert parts[-1].end == four.end


@pytest.mark.parametrize(
    "text", ["1" * 50_000, "2026-11-" * 6000, "2026-11-01T10:00" + "+" * 50_000, "a" * 50_000, "+" + "9" * 50_000 + "d"]
)
def test_a_text_of_any_length_is_no_date_at_once(text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(MomentError) as refused:
        period.parse_moment(text, now=NOW, zone=MOSCOW)
    assert time.monotonic() - begun < 1
    assert len(refused.value.message()) < 200


def test_the_weeks_that_a_period_asks_for() -> None:
    """A week asks for the usual number up to it, a longer period for its own, but for weeks to come and more than ten years."""
    week = period.weeks(datetime(2026, 11, 23, 12, tzinfo=MOSCOW), MOSCOW)
    now = datetime(2026, 11, 23, 12, tzinfo=MOSCOW)
    usual = period.weeks_of(week, now, 8, MOSCOW)
    assert (len(usual), usual[0].start.date(), usual[-1].label[:8]) == (8, date(2026, 10, 5), "2026-W48")
    own = period.weeks_of(period.month(now, MOSCOW), now, 8, MOSCOW)
    assert [each.label[:8] for each in own] == ["2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48"]
    past = period.weeks_of(period.span(date(2026, 3, 2), date(2026, 3, 23), MOSCOW), now, 8, MOSCOW)
    assert [each.start.date() for each in past] == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    assert len(period.weeks_of(period.span(date(2000, 1, 1), date(2026, 11, 24), MOSCOW), now, 8, MOSCOW)) == 520


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("вчера 21:00", "2026-11-22 21:00"),
        ("yesterday 9:05", "2026-11-22 09:05"),
        ("26.11", "2026-11-26 00:00"),
        ("26.11 21:00", "2026-11-26 21:00"),
        ("03.01", "2027-01-03 00:00"),
        ("31.12", "2026-12-31 00:00"),
        ("29.02", None),
        ("31.06", None),
        ("вчера 25:00", None),
    ],
)
def test_a_day_may_have_no_year_and_a_word_a_time(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(MomentError):
            read(typed)
    else:
        assert f"{read(typed):%Y-%m-%d %H:%M}" == meant
