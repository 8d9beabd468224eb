"""Terms are counted as the Civil Code counts them, on a calendar, in a zone; rules are data that the seller may change."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from ozon_returns.clocks.calendar import Calendar, shipped
from ozon_returns.clocks.deadline import Length, Pause, count
from ozon_returns.clocks.duty import Subject, command_of, penalty
from ozon_returns.clocks.rules import Rulebook
from ozon_returns.settings import Settings
from tests.conftest import BOOK, MOSCOW

CALENDAR = Calendar(shipped())
VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")
KALININGRAD = ZoneInfo("Europe/Kaliningrad")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    """Read a moment: `2026-11-23 12:00`, in a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def ends(day: str, zone: ZoneInfo = MOSCOW) -> datetime:
    """Return the last second of a day."""
    return at(f"{day} 23:59:59", zone)


# Counted by hand, on a paper calendar. `moves` is art. 193: a last day on a day off goes to the next working day.
COUNTED = [
    # hours: from the moment, whatever the day
    ("2026-11-23 12:00", Length(hours=24), False, at("2026-11-24 12:00")),
    ("2026-11-20 18:45", Length(hours=24), False, at("2026-11-21 18:45")),
    ("2026-12-31 23:30", Length(hours=24), False, at("2027-01-01 23:30")),
    ("2028-02-28 10:00", Length(hours=24), False, at("2028-02-29 10:00")),
    ("2027-02-28 10:00", Length(hours=24), False, at("2027-03-01 10:00")),
    ("2026-11-23 00:00", Length(hours=72), False, at("2026-11-26 00:00")),
    ("2026-06-30 23:59", Length(hours=1), False, at("2026-07-01 00:59")),
    # days: from the day after, to the last second of the last day; Ozon's do not move
    ("2026-11-23 12:00", Length(days=3), False, ends("2026-11-26")),
    ("2026-11-23 00:00", Length(days=3), False, ends("2026-11-26")),
    ("2026-11-23 23:59", Length(days=3), False, ends("2026-11-26")),
    ("2026-11-27 09:00", Length(days=1), False, ends("2026-11-28")),
    ("2026-12-30 12:00", Length(days=5), False, ends("2027-01-04")),
    ("2026-11-23 12:00", Length(days=14), False, ends("2026-12-07")),
    ("2026-11-23 12:00", Length(days=31), False, ends("2026-12-24")),
    ("2026-11-23 12:00", Length(days=60), False, ends("2027-01-22")),
    ("2028-02-27 12:00", Length(days=3), False, ends("2028-03-01")),
    ("2027-02-27 12:00", Length(days=3), False, ends("2027-03-02")),
    ("2026-11-23 12:00", Length(days=0), False, ends("2026-11-23")),
    # days of law: the last day moves off Saturdays, Sundays, holidays
    ("2026-11-23 12:00", Length(days=10), True, ends("2026-12-03")),  # a Thursday
    ("2026-11-25 12:00", Length(days=10), True, ends("2026-12-07")),  # Saturday the 5th
    ("2026-11-26 12:00", Length(days=10), True, ends("2026-12-07")),  # Sunday the 6th
    ("2026-11-27 12:00", Length(days=10), True, ends("2026-12-07")),  # Monday itself
    ("2026-10-25 12:00", Length(days=10), True, ends("2026-11-05")),  # Wednesday the 4th, Unity Day
    ("2026-12-21 12:00", Length(days=10), True, ends("2027-01-11")),  # the 31st is off by decree, then the New Year holidays and a weekend
    ("2026-12-20 12:00", Length(days=10), True, ends("2026-12-30")),  # the last working day of the year
    ("2026-12-22 12:00", Length(days=10), True, ends("2027-01-11")),  # 1 January, a Friday
    ("2026-12-29 12:00", Length(days=10), True, ends("2027-01-11")),  # 8 January
    ("2027-01-01 12:00", Length(days=10), True, ends("2027-01-11")),
    ("2025-12-21 12:00", Length(days=10), True, ends("2026-01-12")),  # 31.12.2025 is off, 9.1.2026 too, then a weekend
    ("2025-12-30 12:00", Length(days=10), True, ends("2026-01-12")),  # 9 January 2026, off by decree
    ("2024-12-20 12:00", Length(days=10), True, ends("2025-01-09")),  # 30.12.2024 is off by decree
    ("2024-12-18 12:00", Length(days=10), True, ends("2024-12-28")),  # a Saturday that was worked
    ("2025-10-22 12:00", Length(days=10), True, ends("2025-11-01")),  # a Saturday that was worked
    ("2025-10-23 12:00", Length(days=10), True, ends("2025-11-05")),  # Sunday the 2nd, then off on the 3rd and 4th
    ("2026-02-13 12:00", Length(days=10), True, ends("2026-02-24")),  # 23 February
    ("2026-02-26 12:00", Length(days=10), True, ends("2026-03-10")),  # 8 March is a Sunday, so the 9th is off
    ("2026-04-21 12:00", Length(days=10), True, ends("2026-05-04")),  # 1 May is a Friday
    ("2026-04-29 12:00", Length(days=10), True, ends("2026-05-12")),  # 9 May is a Saturday, so Monday the 11th is off
    ("2026-06-02 12:00", Length(days=10), True, ends("2026-06-15")),  # 12 June is a Friday
    ("2027-02-12 12:00", Length(days=10), True, ends("2027-02-24")),  # 22.02.2027 is off, the 23rd a holiday
    ("2027-02-10 12:00", Length(days=10), True, ends("2027-02-20")),  # the Saturday that is worked for it
    ("2025-04-22 12:00", Length(days=10), True, ends("2025-05-05")),  # 2 May 2025 is off by decree
    ("2025-04-28 12:00", Length(days=10), True, ends("2025-05-12")),  # 8 May 2025 is off by decree
    ("2025-06-03 12:00", Length(days=10), True, ends("2025-06-16")),  # 13 June 2025 is off by decree
    ("2025-02-13 12:00", Length(days=11), True, ends("2025-02-24")),  # 23 February 2025 was moved to 8 May: Monday is worked
    ("2026-11-23 12:00", Length(days=7), True, ends("2026-11-30")),
    ("2026-11-23 12:00", Length(days=20), True, ends("2026-12-14")),  # Sunday the 13th
    ("2026-11-23 12:00", Length(days=45), True, ends("2027-01-11")),  # 7 January
    # months and years: the same date, or the last day of a month that is shorter
    ("2026-11-23 12:00", Length(months=1), True, ends("2026-12-23")),
    ("2026-01-31 12:00", Length(months=1), False, ends("2026-02-28")),
    ("2028-01-31 12:00", Length(months=1), False, ends("2028-02-29")),
    ("2026-01-31 12:00", Length(months=1), True, ends("2026-03-02")),  # 28 February is a Saturday
    ("2026-05-31 12:00", Length(months=1), True, ends("2026-06-30")),
    ("2026-08-31 12:00", Length(months=3), False, ends("2026-11-30")),
    ("2026-11-30 12:00", Length(months=3), False, ends("2027-02-28")),
    ("2026-12-15 12:00", Length(months=1), True, ends("2027-01-15")),
    ("2026-12-05 12:00", Length(months=1), True, ends("2027-01-11")),  # 5 January
    ("2024-02-29 12:00", Length(months=24), False, ends("2026-02-28")),
    ("2026-02-28 12:00", Length(months=24), False, ends("2028-02-28")),
    ("2026-11-23 12:00", Length(months=24), False, ends("2028-11-23")),
    ("2024-11-30 12:00", Length(months=24), True, ends("2026-11-30")),
]


@pytest.mark.parametrize(("start", "length", "moves", "due"), COUNTED, ids=str)
def test_a_term_ends_when_a_hand_says(start: str, length: Length, moves: bool, due: datetime) -> None:
    counted = count(at(start), length, zone=MOSCOW, working=CALENDAR.working if moves else None)
    assert counted.due_at == due
    assert counted.paused_at is None


def test_there_are_sixty_and_more_of_them() -> None:
    assert len(COUNTED) + len(ZONED) + len(PAUSED) >= 60


# The same moment is another day elsewhere: 22:00 UTC of the 22nd is the 23rd in Moscow, and 08:00 of the 23rd in Vladivostok.
ZONED = [
    (datetime(2026, 11, 22, 20, 30, tzinfo=UTC), MOSCOW, Length(days=3), ends("2026-11-25")),
    (datetime(2026, 11, 22, 21, 30, tzinfo=UTC), MOSCOW, Length(days=3), ends("2026-11-26")),
    (datetime(2026, 11, 22, 21, 30, tzinfo=UTC), KALININGRAD, Length(days=3), ends("2026-11-25", KALININGRAD)),
    (datetime(2026, 11, 22, 14, 30, tzinfo=UTC), VLADIVOSTOK, Length(days=3), ends("2026-11-26", VLADIVOSTOK)),
    (datetime(2026, 12, 31, 13, 59, tzinfo=UTC), VLADIVOSTOK, Length(days=1), ends("2027-01-01", VLADIVOSTOK)),
    (datetime(2026, 12, 31, 14, 0, tzinfo=UTC), VLADIVOSTOK, Length(days=1), ends("2027-01-02", VLADIVOSTOK)),
    # where clocks are put forward or back, hours stay hours and days stay days
    (datetime(2026, 3, 28, 11, 0, tzinfo=UTC), BERLIN, Length(hours=24), datetime(2026, 3, 29, 13, 0, tzinfo=BERLIN)),
    (datetime(2026, 10, 24, 10, 0, tzinfo=UTC), BERLIN, Length(hours=24), datetime(2026, 10, 25, 11, 0, tzinfo=BERLIN)),
    (datetime(2026, 3, 28, 11, 0, tzinfo=UTC), BERLIN, Length(days=1), ends("2026-03-29", BERLIN)),
]


@pytest.mark.parametrize(("start", "zone", "length", "due"), ZONED, ids=str)
def test_days_are_those_of_the_sellers_zone(start: datetime, zone: ZoneInfo, length: Length, due: datetime) -> None:
    assert count(start, length, zone=zone).due_at == due


PAUSED: list[tuple[Length, bool, list[Pause], datetime, datetime | None]] = [
    # hours rest by as much time
    (Length(hours=24), False, [(at("2026-11-23 18:00"), at("2026-11-24 00:00"))], at("2026-11-24 18:00"), None),
    (Length(hours=24), False, [(at("2026-11-23 18:00"), at("2026-11-23 20:00")), (at("2026-11-24 10:00"), at("2026-11-24 11:00"))], at("2026-11-24 15:00"), None),
    # one that still rests says since when; it is due when it would be if it went on at once
    (Length(hours=24), False, [(at("2026-11-23 18:00"), None)], at("2026-11-24 12:00"), at("2026-11-23 18:00")),
    # a rest that begins when all is over changes nothing
    (Length(hours=24), False, [(at("2026-11-24 13:00"), at("2026-11-25 13:00"))], at("2026-11-24 12:00"), None),
    (Length(hours=24), False, [(at("2026-11-24 13:00"), None)], at("2026-11-24 12:00"), None),
    # what lies before the term is none of it
    (Length(hours=24), False, [(at("2026-11-22 12:00"), at("2026-11-23 14:00"))], at("2026-11-24 14:00"), None),
    (Length(hours=24), False, [(at("2026-11-21 12:00"), at("2026-11-22 14:00"))], at("2026-11-24 12:00"), None),
    # days rest by dates, and the end moves to a working day afterwards
    (Length(days=10), False, [(at("2026-11-25 10:00"), at("2026-11-28 09:00"))], ends("2026-12-06"), None),
    (Length(days=10), True, [(at("2026-11-25 10:00"), at("2026-11-28 09:00"))], ends("2026-12-07"), None),
    (Length(days=10), True, [(at("2026-11-25 10:00"), at("2026-11-25 23:00"))], ends("2026-12-03"), None),
    (Length(days=4), False, [(at("2026-11-24 10:00"), None)], ends("2026-11-27"), at("2026-11-24 10:00")),
    (Length(months=1), False, [(at("2026-12-01 10:00"), at("2026-12-09 10:00"))], ends("2026-12-31"), None),
    (Length(months=1), True, [(at("2026-12-01 10:00"), at("2026-12-09 10:00"))], ends("2027-01-11"), None),
]  # fmt: skip


@pytest.mark.parametrize(("length", "moves", "pauses", "due", "paused"), PAUSED, ids=str)
def test_a_term_that_rested_ends_later(length: Length, moves: bool, pauses: list[Pause], due: datetime, paused: datetime | None) -> None:
    counted = count(at("2026-11-23 12:00"), length, zone=MOSCOW, working=CALENDAR.working if moves else None, pauses=pauses)
    assert (counted.due_at, counted.paused_at) == (due, paused)


@pytest.mark.parametrize(("year", "working"), [(2024, 248), (2025, 247), (2026, 247)])
def test_a_year_has_as_many_working_days_as_is_published(year: int, working: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=each) for each in range(366)]
    assert sum(not CALENDAR.is_off(day) for day in days if day.year == year) == working


def test_the_seller_adds_days_of_his_own() -> None:
    book = Rulebook(Settings(calendar={"off": [date(2026, 12, 3)], "work": [date(2026, 12, 5)]}), MOSCOW)
    assert book.calendar.working(date(2026, 12, 3)) == date(2026, 12, 4)
    assert book.calendar.working(date(2026, 12, 5)) == date(2026, 12, 5)


def test_every_rule_says_all_that_is_shown_in_both_languages() -> None:
    for rule in BOOK.rules.values():
        assert rule.said
        for language in ("ru", "en"):
            assert rule.said[language]["title"], rule.id
            assert rule.said[language]["missed"], rule.id
            assert not rule.unset or rule.said[language]["ask"], rule.id
        assert rule.source
        assert rule.checked
        assert rule.confidence in ("high", "medium", "low", "unknown")
        command = command_of(rule, Subject(1, "ozon-1", Decimal(1990), None), late=False).removeprefix("ozon-returns ")
        assert rule.window or command.startswith(("contact 1", "ticket 1", "resolve 1", "inspect --case 1"))


def test_a_rule_nobody_has_checked_for_half_a_year_is_marked() -> None:
    rule = BOOK.rules["zzpp_refund"]
    assert rule.title(at("2027-05-22 12:00")) == "refund the buyer"
    assert rule.title(at("2027-05-23 12:00")) == "refund the buyer (rule not checked since 2026-11-23)"


def test_a_penalty_begins_on_the_day_after_the_last_one_in_the_sellers_zone() -> None:
    price, due = Decimal(1990), ends("2026-12-03")
    for now, owed in (
        ("2026-11-30 12:00", "0.00"),
        ("2026-12-03 23:59", "0.00"),
        ("2026-12-04 00:00", "19.90"),
        ("2027-03-12 12:00", "1970.10"),
        ("2027-03-13 12:00", "1990.00"),
        ("2028-01-01 12:00", "1990.00"),
    ):
        assert penalty(price, due, at(now)) == Decimal(owed), now
    assert penalty(price, due, datetime(2026, 12, 3, 21, 0, tzinfo=UTC)) == Decimal("19.90")
    assert penalty(Decimal("99.99"), due, at("2026-12-04 12:00")) == Decimal("1.00")
