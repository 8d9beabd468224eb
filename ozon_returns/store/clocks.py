"""Keeps the clocks of cases: derived from their rows with every change, and all anew when a rule has changed."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ozon_returns.clocks.happening import Rows
from ozon_returns.clocks.rules import Rulebook
from ozon_returns.clocks.running import Clock, clocks_of
from ozon_returns.failures import HomeError
from ozon_returns.store.engine import alone, open_for_reading, refusing
from ozon_returns.store.journal import rows_of

_COLUMNS = ", ".join(Clock._fields)
_HELD = f'SELECT "case", {_COLUMNS} FROM clock WHERE "case" IN (SELECT value FROM json_each(?)) ORDER BY id'
_RUNNING = (
    "SELECT DISTINCT \"case\" FROM clock WHERE met_at IS NULL UNION SELECT number FROM \"case\" WHERE status NOT IN ('closed', 'dismissed')"
)
_AT_ONCE = 500


class Moved(NamedTuple):
    """A clock that is due at another moment than before; `None`: it did not run, or does no longer."""

    case: int
    rule: str
    was: str | None
    due_at: str | None


def keep(connection: sqlite3.Connection, cases: Mapping[int, Rows], book: Rulebook, schema: str = "main") -> list[Moved]:
    """Bring the clocks of cases into accord with their rows; a case without rows has none. Tells which running ones moved."""
    held: dict[int, list[Clock]] = {number: [] for number in cases}
    for number, *clock in connection.execute(_HELD, (json.dumps(list(cases)),)):
        held[number].append(Clock(*clock))
    moved: list[Moved] = []
    new: list[tuple[object, ...]] = []
    for number, rows in cases.items():
        wanted = clocks_of(rows, book) if rows.get("case") else []
        if wanted == held[number]:
            continue
        if held[number]:
            connection.execute(f'DELETE FROM {schema}.clock WHERE "case" = ?', (number,))
        new += [(number, *clock) for clock in wanted]
        moved += _moved(number, held[number], wanted)
    marks = ", ".join("?" * (len(Clock._fields) + 1))
    connection.executemany(f'INSERT INTO {schema}.clock ("case", {_COLUMNS}) VALUES ({marks})', new)
    return moved


def rederive(connection: sqlite3.Connection, book: Rulebook) -> list[Moved]:
    """Make the running clocks anew by rules that have changed, all clocks where there were none; tells which moved."""
    first = connection.execute("PRAGMA user_version").fetchone()[0] == 0
    numbers = [row[0] for row in connection.execute('SELECT number FROM "case"' if first else _RUNNING)]
    moved: list[Moved] = []
    for part in (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)):
        moved += keep(connection, rows_of(connection, part), book)
    connection.execute(f"PRAGMA user_version = {book.fingerprint}")
    return [] if first else moved


def set_by(path: Path, book: Rulebook) -> list[Moved]:
    """Have all clocks of a store go by these rules, if they do not; tells which moved. One that can only be read stays as it is."""
    with refusing(path), closing(open_for_reading(path)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] == book.fingerprint:
            return []
    try:
        with alone(path) as connection:
            return rederive(connection, book)
    except HomeError:
        return []


def wrong(connection: sqlite3.Connection, numbers: Iterable[int], book: Rulebook) -> list[int]:
    """Give the cases whose clocks are not what their rows say."""
    asked = list(numbers)
    found: list[int] = []
    for part in (asked[at : at + _AT_ONCE] for at in range(0, len(asked), _AT_ONCE)):
        held: dict[int, list[Clock]] = {}
        for number, *clock in connection.execute(_HELD, (json.dumps(part),)):
            held.setdefault(number, []).append(Clock(*clock))
        found += [number for number, rows in rows_of(connection, part).items() if clocks_of(rows, book) != held.get(number, [])]
    return found


def _moved(number: int, was: Iterable[Clock], now: Iterable[Clock]) -> list[Moved]:
    """Tell which running clocks of a case are due at another moment."""
    before, after = ({(each.rule, each.about): each.due_at for each in clocks if each.duty and not each.met_at} for clocks in (was, now))
    names = dict.fromkeys([*before, *after])
    return [Moved(number, name[0], before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]
