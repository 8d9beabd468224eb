"""Rebuild of a store that came from outside, such as one in a backup.

Whoever made it may have put triggers, views, generated columns or indexes into it that alter what is read and written. So only
its rows are taken over: into tables, views and triggers that this program has created.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from ozon_returns.errors.home import StoreDamagedError
from ozon_returns.files import private
from ozon_returns.store.connection import refusing
from ozon_returns.store.migration import migrate
from ozon_returns.store.revision import is_newest
from ozon_returns.words import _

_OBJECTS = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"
_TABLES = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT IN ('alembic_version', 'sqlite_sequence')"
_SEQUENCE = """INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM old.sqlite_sequence
    WHERE typeof(seq) = 'integer' AND seq BETWEEN 1 AND 999999999 AND name IN (SELECT name FROM main.sqlite_master)"""
_COLUMNS = "SELECT name FROM pragma_table_xinfo(?, ?) WHERE hidden = 0 ORDER BY cid"


def rebuild(path: Path, now: datetime) -> None:
    """Replace a store that came from outside with one of the newest revision that holds its rows.

    Raise `StoreNewerError` if a newer program wrote it, `StoreDamagedError` if its tables are not those of this program.
    """
    _strip(path)
    if not is_newest(path):
        migrate(path, backups=path.parent / "backups", now=now)
    fresh = private(path.parent / ".rebuilt") / path.name
    migrate(fresh, backups=fresh.parent, now=now)
    _copy_rows(path, fresh)
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    fresh.replace(path)
    shutil.rmtree(fresh.parent)


def _strip(path: Path) -> None:
    """Drop all triggers and views of a store, so that a migration runs none of them."""
    with refusing(path), closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        for kind, name in connection.execute(_OBJECTS).fetchall():
            connection.execute(f"""DROP {kind} "{name.replace('"', '""')}" """)


def _copy_rows(path: Path, fresh: Path) -> None:
    """Copy all rows, with the highest case number ever assigned; the deadlines are derived anew on first use."""
    with refusing(path), closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("ATTACH ? AS old", (str(path),))
        connection.execute("BEGIN IMMEDIATE")
        try:
            for (table,) in connection.execute(_TABLES).fetchall():
                _copy_table(connection, table, path)
            connection.execute("DELETE FROM main.sqlite_sequence")
            connection.execute(_SEQUENCE)
        except sqlite3.Error as error:
            if error.sqlite_errorname != "SQLITE_ERROR" and not isinstance(error, sqlite3.IntegrityError):
                raise
            raise StoreDamagedError(str(path), str(error)) from error
        connection.execute("COMMIT")
        connection.execute("DETACH old")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy_table(connection: sqlite3.Connection, table: str, path: Path) -> None:
    """Copy the rows of a table. Raise `StoreDamagedError` where it has other columns than it should."""
    ours, theirs = ([row[0] for row in connection.execute(_COLUMNS, (table, schema))] for schema in ("main", "old"))
    is_table = connection.execute("SELECT 1 FROM old.sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    if not is_table or set(ours) - set(theirs):
        raise StoreDamagedError(str(path), _("table “{table}” is not that of this program").format(table=table))
    names = ", ".join(f'"{name}"' for name in ours)
    connection.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM old."{table}" ORDER BY rowid')
