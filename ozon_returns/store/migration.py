"""Creation of the store on first use, and migration of an older one to the newest revision after a backup copy."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

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
            _upgrade(connection, now)
    except CommandError as error:
        raise StoreDamagedError(str(path), str(error)) from error
    except DBAPIError as error:
        told = refusal(error.orig or error, path)
        if told is None:
            raise
        raise told from error
    finally:
        made.dispose()


def _upgrade(connection: Connection, now: datetime) -> None:
    """Run the outstanding migrations, and create the views of the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(shipped_file("store/migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, NEWEST)
    plain = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    seal_old(plain)
    create_views(plain)
    seal_migrated(plain, stored(now))
