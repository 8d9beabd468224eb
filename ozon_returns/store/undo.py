"""Undo and redo: the rows of the cases of a change put back to what they were before it."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ozon_returns.batches import batches
from ozon_returns.store import journal
from ozon_returns.store.connection import open_for_reading, refusing
from ozon_returns.store.journal import ConflictError, Journal, Rows
from ozon_returns.store.undoable import next_events
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.event import EventKind

_EVENTS = 'SELECT id, "case", kind, "rows" FROM event WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC'
_MIGRATED = """SELECT 1 FROM event m WHERE m.kind = 'case_migrated' AND m.id > ?
    AND m."case" IN (SELECT "case" FROM event WHERE change = (SELECT change FROM event WHERE id = ?)) LIMIT 1"""
_TAKING = """SELECT "rows" FROM event
 WHERE kind IN ('change_undone', 'change_redone', 'case_fixed', 'case_deleted', 'case_merged', 'case_split') AND "rows" <> ''"""
_AT_ONCE = 500


class Undoable(NamedTuple):
    """An event of a change that may be undone; `rows` is `None` where there is no journal, or it no longer applies."""

    id: int
    case: int | None
    kind: str
    rows: Journal | None


class LastChange(NamedTuple):
    """The change that is undone or redone next.

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


def next_change(path: Path, number: int | None, shown: int, *, redo: bool = False) -> LastChange | None:
    """Read the change of everything, or of one case, that is undone (or redone) next; `None` where there is none."""
    with refusing(path), closing(open_for_reading(path)) as connection:
        connection.execute("BEGIN")
        return _next(connection, number, shown, redo=redo)


def _next(connection: sqlite3.Connection, number: int | None, shown: int, *, redo: bool) -> LastChange | None:
    """Return the change that is undone or redone next."""
    found = next_events(connection, number, redo=redo)
    if not found:
        return None
    ids = tuple(each.id for each in found)
    photos: list[str] = []
    journaled = connection.execute(_MIGRATED, (found[0].id, found[0].id)).fetchone() is None
    for told in _events(connection, ids):
        journaled = journaled and told.rows is not None
        photos += [str(row["file"]) for row in (told.rows or {}).get("photo", {}).get("taken", ())]
    first = tuple(reversed(list(_events(connection, ids[-shown:]))))
    numbers = [told.case for told in first if told.case is not None]
    held = journal.rows_of(connection, numbers)
    rows: dict[int | None, Rows] = {None: journal.shop_rows(connection)} | {each: held.get(each, {}) for each in numbers}
    cases = tuple(sorted({each.case for each in found if each.case is not None}))
    kind = next((each.kind for each in found if each.case is not None), found[0].kind)
    return LastChange(found[0].at, kind, ids, cases, first, rows, tuple(photos), journaled)


def _events(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Undoable]:
    """Yield events by their ids, the newest first."""
    for part in batches(ids, _AT_ONCE):
        for number, case, kind, rows in connection.execute(_EVENTS, (json.dumps(part),)).fetchall():
            yield Undoable(number, case, kind, dict(json.loads(rows)) if rows else None)


def undo_change(writing: Writing, change: LastChange, number: int | None, *, redo: bool = False) -> None:
    """Put the rows of all cases of a change back, and record it. Raise `ConflictError` where something stands in the way."""
    connection = writing.connection
    following = _next(connection, number, 1, redo=redo)
    if following is None or following.ids != change.ids:
        raise ConflictError
    try:
        for part in batches(change.ids, _AT_ONCE):
            _undo(writing, list(_events(connection, part)), redo=redo)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise ConflictError
    except sqlite3.IntegrityError as error:
        raise ConflictError from error


def _undo(writing: Writing, events: Sequence[Undoable], *, redo: bool) -> None:
    """Put the rows of some cases back, and record it: first everything that was added is taken out, so that rows can move between cases."""
    connection = writing.connection
    writing.prove_all([told.case for told in events])
    opened = [told for told in events if told.case is not None and (told.rows or {}).get("case", {}).get("added")]
    journal.delete_cases(connection, [told.case for told in opened if told.case is not None])
    rest = [told for told in events if told not in opened and told.rows is not None]
    for told in rest:
        journal.take_out(connection, told.case, told.rows or {})
    for told in rest:
        journal.put_back(connection, told.case, told.rows or {})
    numbers = json.dumps([told.case for told in events if told.case is not None])
    status = dict(connection.execute('SELECT number, status FROM "case" WHERE number IN (SELECT value FROM json_each(?))', (numbers,)))
    kind, word = (EventKind.REDONE, "redid") if redo else (EventKind.UNDONE, "undid")
    for told in reversed(events):
        writing.record_event(told.case, kind, status.get(told.case), {word: told.kind, "event": told.id})
    writing.seal()


def taken_out(connection: sqlite3.Connection) -> set[str]:
    """Return the files taken out of their cases by an undo or a correction: photos, and attachments of tickets, also of changed ones."""
    found: set[str] = set()
    for (rows,) in connection.execute(_TAKING):
        told: Journal = json.loads(rows)
        found |= {str(row["file"]) for row in told.get("photo", {}).get("taken", ())}
        tickets = [*told.get("ticket", {}).get("taken", ()), *told.get("ticket", {}).get("changed", {}).values()]
        found |= {str(piece["file"]) for row in tickets if row.get("files") for piece in json.loads(row["files"])}
    return found
