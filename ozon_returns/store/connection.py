"""Opening of the database: for writing through SQLAlchemy, for reading through sqlite3; and translation of SQLite errors."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.file import reason
from ozon_returns.errors.home import HomeError, StoreBusyError, StoreDamagedError, StoreSchemaError
from ozon_returns.files import create, private

WAIT_SECONDS = 15
"""Time in seconds that a command waits for another one to finish writing."""

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SYSTEM = {"SQLITE_FULL": errno.ENOSPC, "SQLITE_IOERR": errno.EIO, "SQLITE_READONLY": errno.EROFS, "SQLITE_CANTOPEN": errno.EACCES}
"""The system error behind an SQLite error."""

_UNRECOVERED = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR_SHM", "SQLITE_IOERR_WRITE")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_SCHEMA", "SQLITE_TOOBIG")


def refusal(error: BaseException, path: Path) -> ReturnsError | None:
    """Return the error to report to the user for an SQLite error; `None` if it indicates a bug."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(_BUSY):
        return StoreBusyError(str(path), WAIT_SECONDS)
    if name.startswith(_DAMAGED):
        return StoreDamagedError(str(path), str(error))
    if name.startswith("SQLITE_ERROR") and str(error).startswith("no such"):
        return StoreSchemaError(str(path), str(error))
    if str(error) == "integer overflow":
        return StoreDamagedError(str(path), str(error))
    if isinstance(error, sqlite3.OperationalError):
        known = next((number for begins, number in _SYSTEM.items() if name.startswith(begins)), 0)
        return HomeError(str(path.parent), reason(_unwritable(path.parent) or OSError(known, str(error))))
    return None


def _unwritable(folder: Path) -> OSError | None:
    """Return why nothing can be written in a folder; `None` where it can. SQLite does not tell a full disk from a forbidden one."""
    probe = folder / f".{uuid4().hex}.probe"
    try:
        with probe.open("xb") as file:
            file.write(bytes(4096))
        probe.unlink()
    except OSError as error:
        with suppress(OSError):
            probe.unlink()
        return error
    return None


def file_at(path: Path) -> tuple[int, int] | None:
    """Return the identity of the file currently at a path; `None` if there is none."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_dev, about.st_ino


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Translate SQLite errors that a user can fix into errors of this program."""
    try:
        yield
    except sqlite3.Error as error:
        told = refusal(error, path)
        if told is None:
            raise
        raise told from error


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open the store so that nothing can be written to it.

    A command that was killed may have left a journal that has to be rolled back first, which a reader may not do; then the
    store is opened for writing once. On a disk on which nothing can be written, the store is read without locks.
    """
    try:
        return open_read_only(path)
    except sqlite3.OperationalError as error:
        if not _is_unrecovered(error):
            raise
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return open_read_only(path)
    except sqlite3.OperationalError as error:
        if not (_is_unrecovered(error) and path.is_file() and os.access(path, os.R_OK)):
            raise
    from ozon_returns.store.unwritable import open_unwritable  # noqa: PLC0415  rare, and imports 2 ms of modules

    return open_unwritable(path)


def _is_unrecovered(error: sqlite3.Error) -> bool:
    """Return whether SQLite could not open the store for want of files beside it."""
    return getattr(error, "sqlite_errorname", "").startswith(_UNRECOVERED)


def open_read_only(path: Path, mode: str = "mode=ro") -> sqlite3.Connection:
    """Open the store read-only, and read from it once; `mode` is a URI parameter of SQLite."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=WAIT_SECONDS)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a transaction for derived data, without an event; it blocks other writers."""
    with refusing(path), closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


def checkpoint(path: Path) -> None:
    """Move everything from the write-ahead log into the store, as far as no other command is using it."""
    with refusing(path), closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def copy_store(path: Path, copy: Path) -> Path:
    """Copy a store while other commands may be using it; return the path of the copy. Where that fails, nothing is left."""
    private(copy.parent)
    create(copy).close()
    try:
        with refusing(path), closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def statements(script: str) -> Iterator[str]:
    """Split a script into its statements, keeping triggers whole."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
