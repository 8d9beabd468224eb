"""Creation of the store on first use, and migration of an older one to the newest revision after a backup copy."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from ozon_returns.errors.file import reason
from ozon_returns.errors.home import HomeError, StoreDamagedError
from ozon_returns.files import private, shipped_file
from ozon_returns.period import stored
from ozon_returns.store.connection import copy_store, refusal
from ozon_returns.store.revision import NEWEST, revision_of
from ozon_returns.store.sealing import seal_migrated, seal_old
from ozon_returns.store.transaction import engine
from ozon_returns.store.verification import create_views
from ozon_returns.words import _


def migrate(path: Path, *, backups: Path, now: datetime) -> None:
    """Migrate the store at `path` to the newest revision, creating it if it does not exist.

    Two commands may do this concurrently; the second finds nothing left to do.
    """
    try:
        if not revision_of(path) and any(path.parent.glob("cases/[0-9]*/*")):
            raise StoreDamagedError(str(path), _("case folders exist, but the database is empty or missing"))
        private(path.parent)
        path.touch(mode=0o600)
        if revision_of(path):
            copy = backups / f"cases-{revision_of(path)}-{now:%Y%m%d-%H%M%S}.db"
            copy_store(path, copy.with_name(f".{os.getpid()}-{uuid4().hex}-{copy.name}.part")).replace(copy)
    except OSError as error:
        raise HomeError(str(path.parent), reason(error)) from error
    made = engine(path)
    try:
        with made.begin() as connection:
            _upgrade(connection, path, now)
    except DBAPIError as error:
        told = refusal(error.orig or error, path)
        if told is None:
            raise
        raise told from error
    finally:
        made.dispose()


_VERSION = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
_ANY_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' LIMIT 1"


def _upgrade(connection: Connection, path: Path, now: datetime) -> None:
    """Create the tables, or run the outstanding migrations; then create the views of the newest revision."""
    plain = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    if plain.execute(_ANY_TABLE).fetchone() is None:
        _create(connection)
        create_views(plain)
        return
    _run_migrations(connection, path)
    seal_old(plain)
    create_views(plain)
    seal_migrated(plain, stored(now))


def _create(connection: Connection) -> None:
    """Create the tables of the newest revision in an empty database, which is what all migrations lead to."""
    from ozon_returns.store import buyer_tables, line_tables, ozon_tables, picture_tables, shop_tables, tables  # noqa: F401, PLC0415  they describe the tables

    SQLModel.metadata.create_all(connection)
    connection.exec_driver_sql(_VERSION)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (NEWEST,))


def _run_migrations(connection: Connection, path: Path) -> None:
    """Run the outstanding migrations. Raise `StoreDamagedError` where there is no way from its revision."""
    from alembic import command  # noqa: PLC0415  loaded only when there is something to bring (100 ms)
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(shipped_file("store/migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, NEWEST)
    except CommandError as error:
        raise StoreDamagedError(str(path), str(error)) from error
