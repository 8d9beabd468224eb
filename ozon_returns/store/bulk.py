"""Many new rows of a table at once, by its description, without an object for each."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects.sqlite import dialect
from sqlmodel import SQLModel

from ozon_returns.store.insertion import insert_values

Conversion = Callable[[Any], Any] | None


def insert_rows(connection: sqlite3.Connection, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that are given by the names of the fields; an automatic ID is assigned.

    A field that one row does not have is NULL; what no row has takes the default of its column.
    """
    name, columns = _described(table, frozenset().union(*rows))
    values = (
        [value if (value := row.get(field)) is None or convert is None else convert(value) for field, _column, convert in columns]
        for row in rows
    )
    insert_values(connection, name, [column for _field, column, _convert in columns], values)


@cache
def _described(table: type[SQLModel], told: frozenset[str]) -> tuple[str, list[tuple[str, str, Conversion]]]:
    """Return a table as it stands in SQL; and of some fields the name, the column, and the conversion of values to stored form."""
    described = {each.key: each.columns[0] for each in inspect(table).column_attrs if each.key != "id" and each.key in told}
    sqlite = dialect()
    columns = [(name, column.name, column.type.dialect_impl(sqlite).bind_processor(sqlite)) for name, column in described.items()]
    return f'"{inspect(table).local_table.name}"', columns
