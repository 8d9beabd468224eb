"""Finds values in the store that this program never writes, such as a BLOB in the place of a text.

Asked only when a command has failed in a way that nothing else explains, so that damage done by another program is named
with its case and column, and is not taken for a bug.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, Integer, Table
from sqlmodel import SQLModel

from ozon_returns.errors.home import StoreDamagedError
from ozon_returns.store import buyer_tables, line_tables, ozon_tables, picture_tables, shop_tables, tables
from ozon_returns.store.columns import Kopecks, Moment, Share
from ozon_returns.store.connection import open_for_reading
from ozon_returns.words import _

DESCRIBED = (
    tables.CaseRow,
    line_tables.TicketRow,
    buyer_tables.OfferRow,
    shop_tables.ProductRow,
    picture_tables.KeypointRow,
    ozon_tables.OzonRow,
)
"""Tables of the modules that have to be loaded for the description of all tables to be whole."""

_MOMENT = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z"
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_BIGGEST = 10**15
"""No number in the store is as large; kopecks of the largest amount are a thousandth of it."""


def find_damage(path: Path) -> StoreDamagedError | None:
    """Return the first value that this program never writes, as an error; `None` where there is none, or the store cannot be read."""
    try:
        with closing(open_for_reading(path)) as connection:
            connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
            found = next(_faults(connection), None)
    except sqlite3.Error:
        return None
    if found is None:
        return None
    table, column, case = found
    told = _("case {number}: “{table}.{column}” holds what this program never writes")
    return StoreDamagedError(str(path), told.format(number=case or "–", table=table, column=column))


def _faults(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int | None]]:
    """Yield table, column and case of each wrong value."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            for row in connection.execute(f'SELECT rowid FROM "{table.name}" WHERE NOT ({_is_right(column)}) LIMIT 1'):
                yield table.name, column.name, _case_of(connection, table, row[0])
            if isinstance(column.type, JSON) or (table.name, column.name) == ("event", "rows"):
                yield from _bad_json(connection, table, column.name)
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                for row in connection.execute(f'SELECT rowid FROM "{table.name}" WHERE NOT ({constraint.sqltext}) LIMIT 1'):
                    column_name = str(constraint.name).partition("_is_")[0]
                    yield table.name, column_name, _case_of(connection, table, row[0])


def _is_right(column: Column[object]) -> str:
    """Return the SQL condition that a value of a column is of the kind this program writes."""
    name = f'"{column.name}"'
    if isinstance(column.type, Moment):
        right = f"typeof({name}) = 'text' AND {name} GLOB '{_MOMENT}' AND julianday({name}) IS NOT NULL"
    elif isinstance(column.type, Date):
        right = f"typeof({name}) = 'text' AND {name} GLOB '{_DAY}' AND julianday({name}) IS NOT NULL"
    elif isinstance(column.type, Integer | Boolean | Kopecks | Share):
        right = f"typeof({name}) = 'integer' AND {name} BETWEEN -{_BIGGEST} AND {_BIGGEST}"
    else:
        right = f"typeof({name}) = 'text' AND instr({name}, char(0)) = 0"
    return f"{name} IS NULL OR ({right})" if column.nullable else f"ifnull({right}, 0)"


def _bad_json(connection: sqlite3.Connection, table: Table, column: str) -> Iterator[tuple[str, str, int | None]]:
    """Yield the rows whose JSON cannot be parsed, or is not what the column holds."""
    for rowid, text in connection.execute(f'SELECT rowid, "{column}" FROM "{table.name}"'):
        try:
            sound = (text == "" and column == "rows") or _is_held(column, json.loads(text))
        except (ValueError, TypeError, RecursionError):
            sound = False
        if not sound:
            yield table.name, column, _case_of(connection, table, rowid)


def _is_held(column: str, value: object) -> bool:
    """Return whether a column holds such a value: a list of texts or of objects, or an object."""
    kinds = {"why": str, "files": dict}
    if column in kinds:
        return isinstance(value, list) and all(isinstance(each, kinds[column]) for each in value)
    return isinstance(value, dict)


def _case_of(connection: sqlite3.Connection, table: Table, rowid: int) -> int | None:
    """Return the case that a row belongs to."""
    if "case" in table.columns:
        sql = f'SELECT "case" FROM "{table.name}" WHERE rowid = ?'
    elif "ticket" in table.columns:
        sql = f'SELECT t."case" FROM "{table.name}" r JOIN ticket t ON t.id = r.ticket WHERE r.rowid = ?'
    else:
        sql = f'SELECT {"number" if table.name == "case" else "NULL"} FROM "{table.name}" WHERE rowid = ?'
    found = connection.execute(sql, (rowid,)).fetchone()
    return found[0] if found and isinstance(found[0], int) else None
