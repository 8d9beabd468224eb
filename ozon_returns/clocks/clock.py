"""Derivation of a case's deadlines from its rows by the rules; deterministic, so they can be recomputed at any time."""

from collections.abc import Mapping
from datetime import datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ozon_returns.clocks.conditions import CONDITIONS
from ozon_returns.clocks.deadline import Counted, Pause, count, end_of
from ozon_returns.clocks.rules import Rule, Rulebook
from ozon_returns.clocks.stake import stake_of
from ozon_returns.clocks.trigger import Found, Happening, NotedRows, Rows, case_of
from ozon_returns.clocks.triggers import HAPPENINGS, impossible
from ozon_returns.period import stored
from ozon_returns.vocabulary.case import Status


class Clock(NamedTuple):
    """A deadline in stored form: moments are UTC text, `duty` and `assumed` are 1 or 0, `stake` is in kopecks."""

    rule: str
    about: str
    started_at: str
    due_at: str | None
    paused_at: str | None
    met_at: str | None
    duty: int
    assumed: int
    stake: int


def clocks_of(told: Rows, book: Rulebook) -> list[Clock]:
    """Return the deadlines of a case from its rows; a dismissed case has none."""
    rows = NotedRows(told)
    case = case_of(rows)
    if case["status"] == Status.DISMISSED:
        return []
    never = impossible(rows)
    seen: dict[str, Found] = {}

    def find(name: str) -> Found:
        if name not in seen:
            seen[name] = [] if name in never else HAPPENINGS[name](rows)
        return seen[name]

    clocks = []
    for rule in _possible(book, case["scheme"] or "unknown", never):
        starts = find(rule.starts)
        if starts and (not rule.only or CONDITIONS[rule.only](rows)):
            clocks += [clock for start in starts if (clock := _clock(rule, start, find, book, rows))]
    return clocks


@lru_cache(maxsize=256)
def _possible(book: Rulebook, scheme: str, never: frozenset[str]) -> list[Rule]:
    """Return the rules for a scheme that start with something that a case can have."""
    return [rule for rule in book.rules.values() if rule.starts not in never and scheme in rule.schemes]


def _clock(rule: Rule, start: Happening, find: Any, book: Rulebook, rows: Rows) -> Clock | None:  # noqa: ANN401  function that finds happenings
    """Return the deadline for a start, with its pause or fulfillment; `None` if it has no date to end on."""
    counted = _counted(rule, start, find, book)
    if counted is None and not (rule.unset and not rule.length.known):
        return None
    meeting = (each for name in rule.meets for each in find(name) if not start.about or each.about in ("", start.about))
    met = [max(each.at, start.at) for each in meeting if each.at >= start.at or _same_day(each, start.at, book)]
    due = stored(counted.due_at) if counted else None
    paused = stored(counted.paused_at) if counted and counted.paused_at else None
    met_at = min(met, default=None)
    assumed = int(bool(start.row.get("assumed")) or (rule.length.hours is not None and _is_day(start, book)))
    return Clock(
        rule.id,
        start.about,
        start.at,
        due,
        None if met_at else paused,
        met_at,
        int(not rule.window),
        assumed,
        stake_of(rule.stake, start, rows),
    )


def _is_day(start: Happening, book: Rulebook) -> bool:
    """Return whether a moment is known by its day alone, and so is stored as midnight: of a term in hours it is the earliest start."""
    return not start.row.get("exact") and datetime.fromisoformat(start.at).astimezone(book.zone).time() == time()


def _same_day(meeting: Happening, start: str, book: Rulebook) -> bool:
    """Return whether a moment known only by date, stored as midnight, is on the day a deadline started."""
    if meeting.row.get("exact"):
        return False
    day, begun = (datetime.fromisoformat(each).astimezone(book.zone) for each in (meeting.at, start))
    return day.time() == time() and day.date() == begun.date()


def _counted(rule: Rule, start: Happening, find: Any, book: Rulebook) -> Counted | None:  # noqa: ANN401
    """Return when a deadline ends; `None` if neither date nor length is known."""
    if rule.date:
        dated: str | None = start.row[rule.date] if rule.date in start.row else next((each.at for each in _dates(rule, find)), None)
        if dated:
            return Counted(_end_of_day(datetime.fromisoformat(dated).astimezone(book.zone)))
    if not rule.length.known:
        return None
    working = book.calendar.working if rule.moves else None
    begun = datetime.fromisoformat(start.at)
    return count(begun, rule.length, zone=book.zone, working=working, pauses=_pauses(rule, find))


def _end_of_day(when: datetime) -> datetime:
    """Return the last second of the day of a moment that is known by its day alone, and so is stored as midnight; else the moment."""
    return end_of(when.date(), when.tzinfo) if when.time() == time() and isinstance(when.tzinfo, ZoneInfo) else when


def _dates(rule: Rule, find: Any) -> Found:  # noqa: ANN401
    """Find the dates of the case on which a rule ends."""
    return list(find(rule.date)) if rule.date in HAPPENINGS else []


def _pauses(rule: Rule, find: Any) -> list[Pause]:  # noqa: ANN401
    """Return the pauses of a deadline, each from the occurrence that begins it to the one that ends it."""
    if not rule.pauses:
        return []
    begins, ends = (sorted(each.at for each in find(name)) for name in rule.pauses)
    found: list[Pause] = []
    for begun in begins:
        last = found[-1][1] if found else None
        if found and (last is None or datetime.fromisoformat(begun) < last):
            continue
        ended = next((each for each in ends if each >= begun), None)
        found.append((datetime.fromisoformat(begun), datetime.fromisoformat(ended) if ended else None))
    return found


def clock_state(clock: Mapping[str, Any], now: datetime) -> str:
    """Return the state of a deadline at a moment: met, paused, missed or running; its moments must be aware."""
    if clock["met_at"]:
        return "met"
    if clock["paused_at"]:
        return "paused"
    return "missed" if clock["due_at"] and clock["due_at"] <= now else "running"
