"""Many new rows of a table at once, of values in stored form."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain

from ozon_returns.batches import batches

_AT_ONCE = 20
_VALUES = 900
"""So many values are in a statement at most: every SQLite takes 999."""


def insert_values(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows into a table, given as it stands in SQL; each has a value for each of the columns.

    A statement takes many of them: SQLite prepares the lists of words that a table allows for each statement anew, which takes
    longer than the insertion of a row.
    """
    if not columns:
        return
    names = ", ".join(f'"{each}"' for each in columns)
    marks = f"({', '.join('?' * len(columns))})"
    for part in batches(rows, max(1, min(_AT_ONCE, _VALUES // len(columns)))):
        connection.execute(f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(part))}", tuple(chain.from_iterable(part)))
