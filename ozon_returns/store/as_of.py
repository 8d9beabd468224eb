"""The store as of a moment.

For one connection, temporary views show most cases as they are, and *affected* cases from copies in which later changes are
reverted: those of the program by the journal of each event, imported ones by their own dates.
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from operator import index
from typing import Any

from ozon_returns.batches import batches
from ozon_returns.clocks.rules import Rulebook
from ozon_returns.files import shipped_file
from ozon_returns.period import stored
from ozon_returns.store import clocks, journal
from ozon_returns.store.connection import statements
from ozon_returns.store.old_facts import revert_facts
from ozon_returns.vocabulary.event import EventKind

_KNOWN_SINCE = {
    "case": "opened_at",
    "photo": "added_at",
    "letter": "written_at",
    "demand": "at",
    "decision": "at",
    "offer": "at",
    "fulfillment": "at",
    "ticket": "written_at",
    "cost": "at",
    "recovery": "at",
    "action": "at",
    "feedback": "at",
    "answer": "at",
    "payment": "at",
}
"""The moment since which a row of an import is known."""

_UNDATED = ("defect", "milestone", "clock")  # tables whose rows have no such moment

_LATER: dict[str, dict[str, tuple[str, ...]]] = {
    "offer": {"chosen_at": (), "refused_at": ()},
    "ticket": {"opened_at": (), "decided_at": ("outcome", "amount"), "withdrawn_at": ("withdrawn",)},
    "action": {"done_at": ()},
    "case": {"contacted_at": (), "ticketed_at": (), "resolved_at": ("outcome",), "closed_at": (), "dismissed_at": ()},
}
"""Moments that came later in the life of a row of an import, each with the columns it brought."""

_STATUS = """
UPDATE temp."then_case" SET status = CASE
    WHEN dismissed_at IS NOT NULL THEN 'dismissed'
    WHEN closed_at IS NOT NULL THEN 'closed'
    WHEN resolved_at IS NOT NULL THEN 'resolved'
    WHEN ticketed_at IS NOT NULL AND ticketed_at >= ifnull(contacted_at, '') THEN 'ticketed'
    WHEN contacted_at IS NOT NULL THEN 'contacted'
    ELSE CASE status WHEN 'new' THEN 'new' ELSE 'inspected' END END
WHERE number IN (SELECT value FROM json_each(?))
"""
_ENDED_LATER = """
SELECT number FROM temp."then_case" WHERE max(
    ifnull(contacted_at, ''), ifnull(ticketed_at, ''), ifnull(resolved_at, ''), ifnull(closed_at, ''), ifnull(dismissed_at, '')) > ?
"""
"""The cases that, all journals reverted, still have a later moment: it was imported, and no journal tells their status before it."""

_LATER_EVENTS = """
SELECT id, "case", kind, facts, "rows", NOT EXISTS (SELECT 1 FROM main.event e WHERE e."case" = l."case" AND e.change < l.change)
FROM main.event l WHERE at > ? AND "case" IN affected ORDER BY id DESC
"""
"""The last column tells of the change that opened a case, or imported it with its history: the date of opening tells since when it is."""

_IMPORTS, _BACK = (EventKind.IMPORTED, EventKind.UPDATED), (EventKind.UNDONE, EventKind.REDONE)
COPIES = "then_"
"""What the names of the copies of affected cases and their rows begin with."""

_AT_ONCE = 500


def go_back(connection: sqlite3.Connection, when: datetime, book: Rulebook | None, only: int | None = None) -> None:
    """Make a connection see the store as of `when`; with `only`, it sees nothing but that case. Without rules, clocks are left alone."""
    then = stored(when)
    connection.execute('CREATE TEMP TABLE affected ("case" INTEGER PRIMARY KEY)')
    affected = [only] if only is not None else (index(case) for (case,) in _affected(connection, then))
    connection.executemany("INSERT OR IGNORE INTO affected VALUES (?)", ((case,) for case in affected))
    later = connection.execute("SELECT 1 FROM main.event WHERE at > ? LIMIT 1", (then,)).fetchone()
    if not later and connection.execute("SELECT 1 FROM affected LIMIT 1").fetchone() is None:
        return
    for table in (*_KNOWN_SINCE, *_UNDATED):
        connection.execute(f'CREATE TEMP TABLE "then_{table}" AS SELECT * FROM main."{table}" WHERE {_owned(table)} IN affected')
    for table, column in _indexed(connection):
        connection.execute(f'CREATE INDEX temp."{table}_by_{column}" ON "{table}" ("{column}")')
    _revert(connection, then)
    _cut_off(connection, then)
    _overlay(connection, then, "FALSE" if only else "TRUE")
    if book is not None:
        _set_clocks(connection, book)


def _owned(table: str) -> str:
    """Return the SQL expression for the case that a row of a table belongs to."""
    owner = '(SELECT t."case" FROM main.ticket t WHERE t.id = ticket)'
    return owner if table in journal.OF_TICKETS else "number" if table == "case" else '"case"'


def _affected(connection: sqlite3.Connection, then: str) -> Iterator[tuple[int]]:
    """Yield the cases that were changed by the program after a moment, or have a date after it."""
    changed = """SELECT DISTINCT "case" FROM main.event WHERE at > ? AND "case" IS NOT NULL AND (("rows" <> ''
        AND ("rows" NOT LIKE '{"case":{"added"%' OR kind IN (?, ?))) OR ("rows" = '' AND facts LIKE '%"changes"%'))"""
    yield from connection.execute(changed, (then, *_BACK)).fetchall()
    for table, known in _KNOWN_SINCE.items():
        newer = " OR ".join(f"{column} > :then" for column in sorted({known, *_LATER.get(table, ())}))
        yield from connection.execute(f'SELECT {_owned(table)} FROM main."{table}" WHERE {newer}', {"then": then}).fetchall()


def _indexed(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the columns of the copies by which rows are looked up."""
    sql = "SELECT name FROM pragma_table_info(?, 'temp') WHERE name IN ('case', 'ticket', 'id', 'number')"
    return [(f"then_{each}", row[0]) for each in (*_KNOWN_SINCE, *_UNDATED) for row in connection.execute(sql, (f"then_{each}",))]


def _revert(connection: sqlite3.Connection, then: str) -> None:
    """Revert all later events of the affected cases, the newest first."""
    for number, kind, facts, rows in _later_events(connection, then):
        if not rows:
            revert_facts(connection, number, facts.get("changes", {}))
            continue
        told: journal.Journal = json.loads(rows)
        if kind in (*_IMPORTS, EventKind.MIGRATED):
            for table, parts in told.items():
                if table not in _UNDATED:
                    parts.pop("added", None)
        journal.revert(connection, number, told, f"temp.{COPIES}")


def _later_events(connection: sqlite3.Connection, then: str) -> Iterator[tuple[int, str, dict[str, Any], str]]:
    """Yield the case, kind, facts and journal of later events, the newest first, without those that an undo since cancels."""
    cancelled: set[int] = set()
    first = connection.execute("SELECT ifnull(min(id), 0) FROM main.event WHERE at > ?", (then,)).fetchone()[0]
    for number, case, kind, told, rows, opens in connection.execute(_LATER_EVENTS, (then,)).fetchall():
        if number in cancelled or (opens and rows):
            continue
        facts = json.loads(told)
        undone = facts.get("event") if kind in _BACK and rows else None  # without a journal: of another store
        if isinstance(undone, int) and undone >= first:
            cancelled.add(undone)
            continue
        yield case, kind, facts, rows


def _cut_off(connection: sqlite3.Connection, then: str) -> None:
    """Remove rows and values of the copies by their own later dates; derive the status where no event tells it."""
    for table, column in _KNOWN_SINCE.items():
        connection.execute(f'DELETE FROM temp."then_{table}" WHERE {column} > ?', (then,))
    for table in {*_KNOWN_SINCE, *_UNDATED} - {"case", *journal.OF_TICKETS}:
        connection.execute(f'DELETE FROM temp."then_{table}" WHERE "case" NOT IN (SELECT number FROM temp.then_case)')
    for table in journal.OF_TICKETS:
        connection.execute(f'DELETE FROM temp."then_{table}" WHERE ticket NOT IN (SELECT id FROM temp.then_ticket)')
    derived = [row[0] for row in connection.execute(_ENDED_LATER, (then,))]
    for table, columns in _LATER.items():
        for column, brought in columns.items():
            emptied = ", ".join(f"{each} = NULL" for each in (column, *brought))
            connection.execute(f'UPDATE temp."then_{table}" SET {emptied} WHERE {column} > ?', (then,))
    connection.execute(_STATUS, (json.dumps(derived),))


def _overlay(connection: sqlite3.Connection, then: str, others: str) -> None:
    """Lay views of the names of the tables over them, with the `others` that are not affected, and the documented views on top."""
    for table in (*_KNOWN_SINCE, *_UNDATED):
        rest = f'SELECT * FROM main."{table}" WHERE {_owned(table)} NOT IN affected AND {others}'
        connection.execute(f'CREATE TEMP VIEW "{table}" AS {rest} UNION ALL SELECT * FROM temp."then_{table}"')
    connection.execute(f"CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE at <= '{then}'")
    script = shipped_file("store/views.sql").read_text(encoding="utf-8")
    for statement in statements(script):
        if "CREATE VIEW" in statement:
            connection.execute(statement.replace("CREATE VIEW", "CREATE TEMP VIEW"))


def _set_clocks(connection: sqlite3.Connection, book: Rulebook) -> None:
    """Derive the clocks of the affected cases from their rows of then."""
    numbers = [row[0] for row in connection.execute("SELECT number FROM temp.then_case")]
    connection.execute("DELETE FROM temp.then_clock")
    for part in batches(numbers, _AT_ONCE):
        clocks.keep(connection, journal.rows_of(connection, part), book, f"temp.{COPIES}")
