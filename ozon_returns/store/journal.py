"""The rows of a case, and how a change altered them: what history is verified, undone and seen as of a moment by.

A journal is JSON: for each table the keys of the rows that were `added`, the old values of those that were `changed`, and the
whole of those that were `taken` out. Of a case that is new it says only that: all its rows came with it.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

PlainRow = dict[str, Any]
"""A row as stored: times as text, money as kopecks."""

Rows = dict[str, dict[str, PlainRow]]
"""The rows of a case, by table and by key."""

Journal = dict[str, dict[str, Any]]

_BY_CASE = 'SELECT "case" AS "of", * FROM {table} WHERE "case" IN ({{numbers}}) ORDER BY "case", id'
_BY_TICKET = 'SELECT t."case" AS "of", a.* FROM {table} a JOIN ticket t ON t.id = a.ticket WHERE t."case" IN ({{numbers}}) ORDER BY 1, a.id'
OF_TICKETS = ("answer", "payment")
"""Tables whose rows belong to a ticket."""

OWNED = {
    "case": 'SELECT number AS "of", * FROM "case" WHERE number IN ({numbers}) ORDER BY number',
    "defect": 'SELECT "case" AS "of", * FROM defect WHERE "case" IN ({numbers}) ORDER BY "case", position',
    **{table: _BY_TICKET.format(table=table) for table in OF_TICKETS},
    **{
        table: _BY_CASE.format(table=table)
        for table in (
            *("photo", "letter", "demand", "decision", "offer", "fulfillment", "ticket", "cost", "recovery", "action", "feedback"),
            "milestone",
        )
    },
}
"""The query for the rows of each table that belong to cases."""

SHOP = ("delivery", "product", "lot")
"""Tables whose rows belong to no case."""

_KEYS = {"case": "number", "defect": "kind"}
_COUNT = "events"

_PARENTS = ("case", "ticket")
"""Tables that others refer to: restored before them, deleted after them."""

_DROPPED = {
    "ticket": frozenset({"paid", "paid_at", "taken_back", "taken_back_at"}),
    "photo": frozenset({"look", "look_fine"}),
}
"""Columns in older journals: revision 0004 moved payments into rows of their own, revision 0011 how photos look."""

MAIN = "main."


class ConflictError(Exception):
    """Rows that have changed since stand in the way of an undo."""


def rows_of(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Rows]:
    """Return the rows of cases; a case without rows is not included."""
    found: dict[int, Rows] = {}
    asked = json.dumps(list(numbers))
    for table, sql in OWNED.items():
        for owner, key, row in _keyed(table, connection.execute(sql.format(numbers="SELECT value FROM json_each(?)"), (asked,))):
            found.setdefault(owner, {}).setdefault(table, {})[key] = row
    return found


def shop_rows(connection: sqlite3.Connection) -> Rows:
    """Return the rows that belong to no case: deliveries, products, lots."""
    found: Rows = {}
    for table in SHOP:
        rows = {key: row for _owner, key, row in _keyed(table, connection.execute(f'SELECT 0 AS "of", * FROM {table} ORDER BY id'))}
        found |= {table: rows} if rows else {}
    return found


def _keyed(table: str, rows: sqlite3.Cursor) -> Iterator[tuple[int, str, PlainRow]]:
    """Yield each row with its owner and its key."""
    names = [column[0] for column in rows.description][1:]
    key = names.index(_KEYS.get(table, "id"))
    for owner, *values in rows:
        yield owner, str(values[key]), dict(zip(names, values, strict=True))


def journal(before: Rows | None, after: Rows) -> Journal:
    """Return the differences between the old and the new rows; `None` as old rows: the case is new."""
    if before is None:
        return {"case": {"added": list(after.get("case", {}))}}
    found: Journal = {}
    for table in {*before, *after}:
        then, now = before.get(table, {}), after.get(table, {})
        told = {
            "added": [key for key in now if key not in then],
            "changed": {key: old for key in now if key in then and (old := _old(then[key], now[key]))},
            "taken": [row for key, row in then.items() if key not in now],
        }
        if said := {what: rows for what, rows in told.items() if rows}:
            found[table] = said
    return found


def _old(then: PlainRow, now: PlainRow) -> PlainRow:
    """Return the old values of the changed columns of a row; the event count is excluded, as the history maintains it."""
    return {name: value for name, value in then.items() if now.get(name) != value and name != _COUNT}


def revert(connection: sqlite3.Connection, number: int | None, told: Mapping[str, Mapping[str, Any]], schema: str = MAIN) -> None:
    """Restore the rows of a case to their state before a change."""
    if number is not None and told.get("case", {}).get("added"):
        delete_cases(connection, [number], schema)
        return
    take_out(connection, number, told, schema)
    put_back(connection, number, told, schema)


def take_out(connection: sqlite3.Connection, number: int | None, told: Mapping[str, Mapping[str, Any]], schema: str = MAIN) -> None:
    """Delete the rows that a change added, those of tickets before the tickets. Raise `ConflictError` if one is not there."""
    for table in sorted(told, key=lambda table: table in _PARENTS):
        for key in told[table].get("added", ()):
            _at(connection, "DELETE FROM {table}", _Place(table, key, number, schema))


def put_back(connection: sqlite3.Connection, number: int | None, told: Mapping[str, Mapping[str, Any]], schema: str = MAIN) -> None:
    """Restore the values that a change altered and the rows that it took out, in the order of their foreign keys."""
    for table in sorted(told, key=lambda table: (table not in _PARENTS, table != "case")):
        dropped = _DROPPED.get(table, frozenset())
        for key, old in told[table].get("changed", {}).items():
            values = {name: value for name, value in old.items() if name not in dropped}
            if values:
                names = ", ".join(f'"{name}" = ?' for name in values)
                _at(connection, f"UPDATE {{table}} SET {names}", _Place(table, key, number, schema), *values.values())
        for row in told[table].get("taken", ()):
            _put_in(connection, table, {name: value for name, value in row.items() if name not in dropped}, schema)


class _Place(NamedTuple):
    """A row of a case, by its key."""

    table: str
    key: str
    case: int | None
    schema: str


def _at(connection: sqlite3.Connection, sql: str, place: _Place, *values: object) -> None:
    """Execute a statement on one row of a case, and on no row of another; in the store itself it must be there."""
    table = _named(place.table, place.schema)
    key = _KEYS.get(place.table, "id")
    owned, owner = "", [] if place.case is None else [place.case]
    if place.table in OF_TICKETS:
        owned = f' AND ticket IN (SELECT id FROM {_named("ticket", place.schema)} WHERE "case" = ?)'
    elif place.case is not None:
        owned = f' AND "{"number" if place.table == "case" else "case"}" = ?'
    touched = connection.execute(f'{sql.format(table=table)} WHERE "{key}" = ?{owned}', (*values, place.key, *owner)).rowcount
    if touched == 0 and place.schema == MAIN:
        raise ConflictError


def _put_in(connection: sqlite3.Connection, table: str, row: PlainRow, schema: str) -> None:
    """Insert a row again, with the ID that it had."""
    if table == "case":
        row[_COUNT] = connection.execute('SELECT count(*) FROM event WHERE "case" = ?', (row["number"],)).fetchone()[0]
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {_named(table, schema)} ({names}) VALUES ({marks})", tuple(row.values()))


def delete_cases(connection: sqlite3.Connection, numbers: Sequence[int], schema: str = MAIN) -> None:
    """Delete cases with all their rows; their history remains."""
    asked, among = json.dumps(list(numbers)), "IN (SELECT value FROM json_each(?))"
    ticket = _named("ticket", schema)
    for table in OF_TICKETS:
        sql = f'DELETE FROM {_named(table, schema)} WHERE ticket IN (SELECT id FROM {ticket} WHERE "case" {among})'
        connection.execute(sql, (asked,))
    for table in (*(table for table in OWNED if table not in ("case", *OF_TICKETS)), *(["clock"] if schema == MAIN else [])):
        connection.execute(f'DELETE FROM {_named(table, schema)} WHERE "case" {among}', (asked,))
    connection.execute(f"DELETE FROM {_named('case', schema)} WHERE number {among}", (asked,))


def _named(table: str, schema: str) -> str:
    """Return the qualified name of a table."""
    return f"{schema}{table}" if schema.endswith("_") else f'{schema}"{table}"'
