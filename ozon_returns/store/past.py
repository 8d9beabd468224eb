"""The store as it was at a moment.

Tables of the same names are laid over the real ones, for one connection only, holding what was known then; the views
are made anew on top of them, so every question is asked as ever. What was changed since is turned back with the old
values that the events keep; what was imported with dates of its own is cut off by those dates.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import resources
from typing import Any

from ozon_returns.clocks.rules import Rulebook
from ozon_returns.dealings import EventKind
from ozon_returns.period import stored
from ozon_returns.store import clocks, journal
from ozon_returns.store.engine import statements

_ROWS = {
    "case": "opened_at",
    "event": "at",
    "photo": "added_at",
    "letter": "written_at",
    "offer": "at",
    "ticket": "written_at",
    "cost": "at",
    "recovery": "at",
    "action": "at",
    "feedback": "at",
    "answer": "at",
}
"""By which of its moments a row came to be known."""

_UNDATED = ("defect", "milestone", "clock")
"""Tables whose rows do not tell when they came to be known."""

_AT_ONCE = 500

_LATER: dict[str, dict[str, tuple[str, ...]]] = {
    "offer": {"chosen_at": (), "refused_at": ()},
    "ticket": {"opened_at": (), "decided_at": ("outcome", "amount"), "paid_at": ("paid",), "taken_back_at": ("taken_back",)},
    "action": {"done_at": ()},
    "case": {
        "contacted_at": (),
        "ticketed_at": (),
        "resolved_at": ("outcome",),
        "closed_at": (),
        "dismissed_at": (),
    },
}
"""Moments that came later in the life of a row, each with what it brought."""

_STATUS = """
UPDATE temp."case" SET status = CASE
    WHEN dismissed_at IS NOT NULL THEN 'dismissed'
    WHEN closed_at IS NOT NULL THEN 'closed'
    WHEN resolved_at IS NOT NULL THEN 'resolved'
    WHEN ticketed_at IS NOT NULL AND ticketed_at >= ifnull(contacted_at, '') THEN 'ticketed'
    WHEN contacted_at IS NOT NULL THEN 'contacted'
    ELSE CASE status WHEN 'new' THEN 'new' ELSE 'inspected' END END
WHERE number NOT IN (SELECT value FROM json_each(?)) AND number IN (SELECT number FROM main."case" WHERE max(
    ifnull(contacted_at, ''), ifnull(ticketed_at, ''), ifnull(resolved_at, ''), ifnull(closed_at, ''), ifnull(dismissed_at, '')) > ?)
"""


def go_back(connection: sqlite3.Connection, when: datetime, book: Rulebook) -> None:
    """Have a connection see the store as it was at `when`; nothing is done where nothing has happened since."""
    then = stored(when)
    if not any(_has_later(connection, table, column, then) for table, column in _moments()):
        return
    for table, column in _ROWS.items():
        known = f'CREATE TEMP TABLE "{table}" AS SELECT * FROM main."{table}" WHERE {column} <= ?'
        whole = "" if table in ("case", "answer", "event") else ' AND "case" IN (SELECT number FROM temp."case")'
        connection.execute(known + whole, (then,))
    for table in _UNDATED:
        connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table}")
    for column in ("case", "ticket", "id"):
        for table in (*_ROWS, *_UNDATED):
            if column in _columns(connection, table):
                connection.execute(f'CREATE INDEX temp."{table}_by_{column}" ON "{table}" ("{column}")')
    connection.execute('CREATE UNIQUE INDEX temp.case_by_number ON "case" (number)')
    _cut_off(connection, then, _turn_back(connection, then))
    _set_clocks(connection, then, book)
    _lay_views(connection)


def _moments() -> list[tuple[str, str]]:
    """Give every table with each of its moments."""
    return [*_ROWS.items(), *((table, column) for table, columns in _LATER.items() for column in columns)]


def _has_later(connection: sqlite3.Connection, table: str, column: str, then: str) -> bool:
    """Tell whether a table knows of something after that moment."""
    sql = f'SELECT EXISTS (SELECT 1 FROM main."{table}" WHERE {column} > ?)'
    return bool(connection.execute(sql, (then,)).fetchone()[0])


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Give the names of a table's columns."""
    return [row[1] for row in connection.execute(f'PRAGMA temp.table_info("{table}")')]


def _turn_back(connection: sqlite3.Connection, then: str) -> list[int]:
    """Put back what events since then have changed, the newest first; gives whose status that was.

    What rows were added is told by their dates, so that of an import of old cases the past is seen too; but what an
    undo put in again was not there before, and milestones and defects have no such dates.
    """
    known: list[int] = []
    later = connection.execute('SELECT "case", kind, facts, "rows" FROM main.event WHERE at > ? ORDER BY id DESC', (then,)).fetchall()
    for number, kind, facts, rows in later:
        if not rows:
            known += _turn_facts_back(connection, number, json.loads(facts).get("changes", {}))
            continue
        told: journal.Journal = json.loads(rows)
        if kind != EventKind.UNDONE:
            if told.get("case", {}).get("added"):
                continue
            for table, parts in told.items():
                if table not in _UNDATED:
                    parts.pop("added", None)
        journal.turn_back(connection, number, told, "temp")
        known += [number] if any("status" in old for old in told.get("case", {}).get("changed", {}).values()) else []
    return known


def _turn_facts_back(connection: sqlite3.Connection, number: int, changes: Mapping[str, Sequence[Any]]) -> list[int]:
    """Put back the old values that an event of a time without journals tells; gives the case if its status was among them."""
    fields = set(_columns(connection, "case"))
    for field, (old, _new) in changes.items():
        if field == "defects":
            connection.execute('DELETE FROM temp.defect WHERE "case" = ?', (number,))
            rows = [(number, kind, position) for position, kind in enumerate(old, 1)]
            connection.executemany('INSERT INTO temp.defect ("case", kind, position) VALUES (?, ?, ?)', rows)
        elif field in fields:
            connection.execute(f'UPDATE temp."case" SET "{field}" = ? WHERE number = ?', (_kept(field, old), number))
    return [number] if "status" in changes else []


def _kept(field: str, value: object) -> object:
    """Give a value of an event as the store keeps it."""
    if field == "price" and isinstance(value, str):
        return round(float(value) * 100)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _cut_off(connection: sqlite3.Connection, then: str, known: list[int]) -> None:
    """Forget what rows learnt later, by their own dates; work out the status where it is not known from events."""
    for table, columns in _LATER.items():
        for column, brought in columns.items():
            emptied = ", ".join(f"{each} = NULL" for each in (column, *brought))
            connection.execute(f'UPDATE temp."{table}" SET {emptied} WHERE {column} > ?', (then,))
    connection.execute(_STATUS, (json.dumps(known), then))


def _set_clocks(connection: sqlite3.Connection, then: str, book: Rulebook) -> None:
    """Have the clocks of all cases that have changed since be those of then."""
    asked = 'SELECT DISTINCT "case" FROM main.event WHERE at > ? AND "case" IS NOT NULL'
    numbers = [row[0] for row in connection.execute(asked, (then,))]
    for part in (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)):
        rows = journal.rows_of(connection, part)
        clocks.keep(connection, {number: rows.get(number, {}) for number in part}, book, "temp")


def _lay_views(connection: sqlite3.Connection) -> None:
    """Make the views over the tables of then."""
    script = (resources.files("ozon_returns.store") / "views.sql").read_text(encoding="utf-8")
    for statement in statements(script):
        if "CREATE VIEW" in statement:
            connection.execute(statement.replace("CREATE VIEW", "CREATE TEMP VIEW"))
