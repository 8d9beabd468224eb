"""Takes a change back: finds the last one, and puts the rows of its cases back to what they were before it."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ozon_returns.dealings import EventKind
from ozon_returns.store import journal
from ozon_returns.store.journal import Journal
from ozon_returns.store.writing import Writing

_LAST = (
    'SELECT id, "case", at, kind, status, facts, "rows" FROM event WHERE change = (SELECT change FROM event {of} ORDER BY id DESC LIMIT 1)'
)
_BY_UNDO = 'SELECT "rows" FROM event WHERE kind = ? AND "rows" <> \'\''


class Told(NamedTuple):
    """An event of a change that may be taken back; `rows` is `None` where it was not kept what was before it."""

    id: int
    case: int | None
    at: str
    kind: str
    status: str | None
    facts: dict[str, Any]
    rows: Journal | None


def last_change(connection: sqlite3.Connection, number: int | None) -> list[Told]:
    """Give the events of the last change, of everything or of one case, the newest first; none where nothing ever happened."""
    if number is None:
        found = connection.execute(f"{_LAST.format(of='')} ORDER BY id DESC").fetchall()
    else:
        of = _LAST.format(of='WHERE "case" = ?')
        found = connection.execute(f'{of} AND "case" = ? ORDER BY id DESC', (number, number)).fetchall()
    newest = {row[1]: row[0] for row in reversed(found)}
    return [
        Told(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]), json.loads(row[6]) if row[6] else None)
        for row in found
        if row[6] or newest[row[1]] == row[0]  # earlier events of the same change and case are told by its last
    ]


def take_back(writing: Writing, events: Sequence[Told]) -> None:
    """Put the rows of all cases of a change back, and tell of it. Raises `sqlite3.IntegrityError` where something stands in the way."""
    for told in events:
        if told.rows is not None:
            writing.prove(told.case)
            journal.turn_back(writing.connection, told.case, told.rows)
    for told in reversed(events):
        status = writing.connection.execute('SELECT status FROM "case" WHERE number = ?', (told.case,)).fetchone()
        facts = {"undid": told.kind, "event": told.id}
        writing.tell_of(told.case, EventKind.UNDONE, status[0] if status else None, facts)


def put_back(events: Iterable[Told]) -> list[str]:
    """Name the photos that taking a change back would put into their cases again."""
    return [row["file"] for told in events for row in (told.rows or {}).get("photo", {}).get("taken", ())]


def taken_out(connection: sqlite3.Connection) -> set[str]:
    """Name the files that an undo has taken out of their cases: photos, and what was laid out for tickets."""
    found: set[str] = set()
    for (rows,) in connection.execute(_BY_UNDO, (EventKind.UNDONE.value,)):
        told: Journal = json.loads(rows)
        found |= {row["file"] for row in told.get("photo", {}).get("taken", ())}
        found |= {piece["file"] for row in told.get("ticket", {}).get("taken", ()) for piece in json.loads(row["files"])}
    return found
