"""Many new rows of a table at once, by its description, without an object for each."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects.sqlite import dialect
from sqlmodel import SQLModel

Conversion = Callable[[Any], Any] | None


def insert_rows(connection: sqlite3.Connection, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that are given by the names of the fields; a field that one does not have is NULL, an automatic ID is assigned."""
    sql, columns = _statement(table)
    values = (
        [value if (value := row.get(name)) is None or convert is None else convert(value) for name, convert in columns] for row in rows
    )
    connection.executemany(sql, values)


@cache
def _statement(table: type[SQLModel]) -> tuple[str, list[tuple[str, Conversion]]]:
    """Return the SQL that inserts a row, and the name of each of its fields with the conversion of its values to stored form."""
    described = {each.key: each.columns[0] for each in inspect(table).column_attrs if each.key != "id"}
    sqlite = dialect()
    names = ", ".join(f'"{column.name}"' for column in described.values())
    marks = ", ".join("?" * len(described))
    converted = [(name, column.type.dialect_impl(sqlite).bind_processor(sqlite)) for name, column in described.items()]
    return f'INSERT INTO "{inspect(table).local_table.name}" ({names}) VALUES ({marks})', converted
