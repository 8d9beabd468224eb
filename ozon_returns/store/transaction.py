"""Write transactions: one writer at a time, all or nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from ozon_returns.errors.home import StoreBusyError
from ozon_returns.store.connection import WAIT_SECONDS, file_at, refusal


def engine(path: Path) -> Engine:
    """Return an engine for writing: one writer at a time, every commit synced to disk."""
    made = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(made, "connect")
    def settle(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32768"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401  SQLAlchemy's signature
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


@contextmanager
def transaction(path: Path) -> Iterator[Session]:
    """Open a transaction on the store, all or nothing. Raise the errors of `connection.refusal`."""
    made, opened = engine(path), file_at(path)
    try:
        with Session(made, autoflush=False, expire_on_commit=False) as session, session.begin():
            session.connection()
            if file_at(path) != opened:  # a restore has replaced the home during the wait
                raise StoreBusyError(str(path), WAIT_SECONDS)
            yield session
    except (DBAPIError, sqlite3.Error) as error:
        from ozon_returns.store.column_types import find_damage  # noqa: PLC0415  needed only where a row cannot be written

        told = refusal(getattr(error, "orig", None) or error, path) or find_damage(path)
        if told is None:
            raise
        raise told from error
    finally:
        made.dispose()
