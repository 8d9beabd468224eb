"""Which change is undone or redone next: found in the history, where every undo and redo names the event it put back.

An undo is itself an event, which names the event that it undid; a redo names the undo. So an event counts unless a later undo
names it, and an undo counts unless a later redo names it: going back goes one change further each time, and a redo puts back
what was undone last.
"""

import sqlite3
from typing import NamedTuple

from ozon_returns.store.journal import ConflictError
from ozon_returns.vocabulary.event import EventKind

_IMPORTS = (EventKind.IMPORTED, EventKind.UPDATED)
_BACK = (EventKind.UNDONE, EventKind.REDONE)
_CANCELLING = """SELECT id, json_extract(facts, '$.event') FROM event
 WHERE kind IN ('change_undone', 'change_redone') AND "rows" <> '' ORDER BY id DESC"""
_NEWEST_FIRST = """SELECT id, "case", kind, at, "rows" <> '', change, json_extract(facts, '$.event') FROM event
 WHERE kind <> 'case_migrated' AND (:case IS NULL OR "case" = :case) ORDER BY id DESC"""
_BESIDE = 'SELECT DISTINCT "case" FROM event WHERE change = ? AND "case" <> ? ORDER BY 1'
_SORT = "SELECT ifnull(json_extract(facts, '$.undid'), kind) FROM event WHERE id = ?"


class Past(NamedTuple):
    """An event without its rows; `target` is the event that it undid or redid."""

    id: int
    case: int | None
    kind: str
    at: str
    has_rows: bool
    change: int
    target: int | None


class BlockedError(ConflictError):
    """A change of several cases of which another one, `case`, was changed since."""

    def __init__(self, case: int) -> None:
        """Keep the case."""
        super().__init__(case)
        self.case = case


def next_events(connection: sqlite3.Connection, number: int | None, *, redo: bool) -> list[Past]:
    """Return the last event of each case in the change of everything, or of one case, that is undone (or redone) next, the newest first.

    Raise `BlockedError` where the change of a case is not the next of all its cases.
    """
    found = _meant(connection, number, redo=redo)
    return _whole(connection, found[0], redo=redo) if number is not None and found else found


def _whole(connection: sqlite3.Connection, meant: Past, *, redo: bool) -> list[Past]:
    """Return the events of all cases of a change, the newest first: rows may have moved between them. An import is undone case by case."""
    if connection.execute(_SORT, (meant.id,)).fetchone()[0] in _IMPORTS:
        return [meant]
    found = [meant]
    for (case,) in connection.execute(_BESIDE, (meant.change, meant.case)).fetchall():
        beside = _meant(connection, case, redo=redo)
        if not beside or beside[0].change != meant.change:
            raise BlockedError(case)
        found += beside
    return sorted(found, reverse=True)


def _meant(connection: sqlite3.Connection, number: int | None, *, redo: bool) -> list[Past]:
    """Return the last event of each case in the change that is undone or redone next, the newest first."""
    cancelled = _cancelled(connection)
    closed: set[tuple[int, int | None]] = set()
    changed_since: set[int | None] = set()
    found: list[Past] = []
    for row in connection.execute(_NEWEST_FIRST, {"case": number}):
        each = Past(*row)
        if found and each.change != found[0].change:
            break
        if (each.change, each.case) in closed:
            continue
        closed.add((each.change, each.case))
        if each.id in cancelled or not (_is_undo(connection, each) if redo else each.kind not in _BACK):
            if redo and each.id not in cancelled and each.kind not in _BACK:
                changed_since.add(each.case)
            continue
        if not redo or each.case not in changed_since:
            found.append(each)
    return found


def _is_undo(connection: sqlite3.Connection, each: Past) -> bool:
    """Return whether an event is an undo that can be redone: not the undo of an undo, by which earlier versions redid."""
    if each.kind != EventKind.UNDONE or not each.has_rows:
        return False
    target = connection.execute("SELECT kind FROM event WHERE id = ?", (each.target,)).fetchone()
    return target is not None and target[0] not in _BACK


def _cancelled(connection: sqlite3.Connection) -> set[int]:
    """Return the events that a later undo or redo cancels; one that is itself cancelled cancels nothing."""
    cancelled: set[int] = set()
    for number, target in connection.execute(_CANCELLING):
        if number not in cancelled and isinstance(target, int):
            cancelled.add(target)
    return cancelled
