"""The last change: found, and the rows of its cases put back to what they were before it, a few cases at a time."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ozon_returns.store import journal
from ozon_returns.store.connection import open_for_reading, refusing
from ozon_returns.store.journal import Journal, Rows
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.event import EventKind

_LAST = """SELECT id, "case", kind, at, "rows" <> '' FROM event WHERE change = (
    SELECT change FROM event WHERE kind <> 'case_migrated' AND (? IS NULL OR "case" = ?) ORDER BY id DESC LIMIT 1)
    AND (? IS NULL OR "case" = ?) ORDER BY id DESC"""
_EVENTS = 'SELECT id, "case", kind, "rows" FROM event WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC'
_MIGRATED = """SELECT 1 FROM event m WHERE m.kind = 'case_migrated' AND m.id > ?
    AND m."case" IN (SELECT "case" FROM event WHERE change = (SELECT change FROM event WHERE id = ?)) LIMIT 1"""
_BY_UNDO = 'SELECT "rows" FROM event WHERE kind = ? AND "rows" <> \'\''
_AT_ONCE = 500


class Undoable(NamedTuple):
    """An event of a change that may be undone; `rows` is `None` where there is no journal, or it no longer applies."""

    id: int
    case: int | None
    kind: str
    rows: Journal | None


class LastChange(NamedTuple):
    """The last change.

    `ids` are its events, the newest first, for each case only the last, which covers the earlier ones; `shown` the first few in
    the order in which they happened, with the `rows` of their cases as they are now; `photos` the files it would put back.
    """

    at: str
    kind: str
    ids: tuple[int, ...]
    cases: tuple[int, ...]
    shown: tuple[Undoable, ...]
    rows: dict[int | None, Rows]
    photos: tuple[str, ...]
    is_journaled: bool


class ConflictError(Exception):
    """Rows that have changed since stand in the way of an undo."""


def last_change(path: Path, number: int | None, shown: int) -> LastChange | None:
    """Read the last change of everything, or of one case; `None` where nothing ever happened."""
    with refusing(path), closing(open_for_reading(path)) as connection:
        connection.execute("BEGIN")
        return _last(connection, number, shown)


def _last(connection: sqlite3.Connection, number: int | None, shown: int) -> LastChange | None:
    """Return the last change."""
    found = connection.execute(_LAST, (number,) * 4).fetchall()
    if not found:
        return None
    newest: dict[int | None, int] = {}
    for row in found:
        newest.setdefault(row[1], row[0])
    ids = tuple(row[0] for row in found if row[4] or newest[row[1]] == row[0])
    photos: list[str] = []
    journaled = connection.execute(_MIGRATED, (found[0][0], found[0][0])).fetchone() is None
    for told in _events(connection, ids):
        journaled = journaled and told.rows is not None
        photos += [str(row["file"]) for row in (told.rows or {}).get("photo", {}).get("taken", ())]
    first = tuple(reversed(list(_events(connection, ids[-shown:]))))
    numbers = [told.case for told in first if told.case is not None]
    held = journal.rows_of(connection, numbers)
    rows: dict[int | None, Rows] = {None: journal.deliveries(connection)} | {each: held.get(each, {}) for each in numbers}
    cases = tuple(sorted({each for each in newest if each is not None}))
    kind = next((row[2] for row in found if row[1] is not None), found[0][2])
    return LastChange(found[0][3], kind, ids, cases, first, rows, tuple(photos), journaled)


def _events(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Undoable]:
    """Yield events by their ids, the newest first."""
    for part in _parts(ids):
        for number, case, kind, rows in connection.execute(_EVENTS, (json.dumps(part),)).fetchall():
            yield Undoable(number, case, kind, dict(json.loads(rows)) if rows else None)


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """Cut ids into parts."""
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))


def undo_change(writing: Writing, change: LastChange, number: int | None) -> None:
    """Put the rows of all cases of a change back, and record it. Raise `ConflictError` where something stands in the way."""
    connection = writing.connection
    last = _last(connection, number, 1)
    if last is None or last.ids != change.ids:
        raise ConflictError
    try:
        for part in _parts(change.ids):
            _undo(writing, list(_events(connection, part)))
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise ConflictError
    except sqlite3.IntegrityError as error:
        raise ConflictError from error


def _undo(writing: Writing, events: Sequence[Undoable]) -> None:
    """Put the rows of some cases back, and record it."""
    connection = writing.connection
    writing.prove_all([told.case for told in events])
    opened = [told for told in events if told.case is not None and (told.rows or {}).get("case", {}).get("added")]
    journal.delete_cases(connection, [told.case for told in opened if told.case is not None])
    for told in events:
        if told not in opened and told.rows is not None:
            journal.revert(connection, told.case, told.rows)
    numbers = json.dumps([told.case for told in events if told.case is not None])
    status = dict(connection.execute('SELECT number, status FROM "case" WHERE number IN (SELECT value FROM json_each(?))', (numbers,)))
    for told in reversed(events):
        writing.record_event(told.case, EventKind.UNDONE, status.get(told.case), {"undid": told.kind, "event": told.id})
    writing.seal()


def taken_out(connection: sqlite3.Connection) -> set[str]:
    """Return the files that an undo has taken out of their cases: photos, and attachments of tickets, also of changed ones."""
    found: set[str] = set()
    for (rows,) in connection.execute(_BY_UNDO, (EventKind.UNDONE.value,)):
        told: Journal = json.loads(rows)
        found |= {str(row["file"]) for row in told.get("photo", {}).get("taken", ())}
        tickets = [*told.get("ticket", {}).get("taken", ()), *told.get("ticket", {}).get("changed", {}).values()]
        found |= {str(piece["file"]) for row in tickets if row.get("files") for piece in json.loads(row["files"])}
    return found
