"""The one place where a transaction opens: changes to the store, each with its event."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import URL, Engine, create_engine, event, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from ozon_returns.dealings import EventKind
from ozon_returns.errors import CaseNotFoundError
from ozon_returns.failures import StoreBusyError
from ozon_returns.kinds import Status
from ozon_returns.period import stored
from ozon_returns.store import chain, likeness
from ozon_returns.store.chain import EventRow, fact
from ozon_returns.store.engine import WAIT_SECONDS, file_at, open_for_reading, refusal, refusing
from ozon_returns.store.tables import Case, Photo

_BY_KEY = 'SELECT "key", number FROM "case" WHERE "key" IN (SELECT value FROM json_each(:keys))'

Row = TypeVar("Row", bound=SQLModel)


def engine(path: Path) -> Engine:
    """Open the store for writing: one writer at a time, every commit on the disk before it counts."""
    made = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(made, "connect")
    def settle(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401  SQLAlchemy's signature
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


@contextmanager
def transaction(path: Path) -> Iterator[Session]:
    """Change the store, all or nothing. Raises the refusals of `engine.refusal`."""
    made, opened = engine(path), file_at(path)
    try:
        with Session(made, autoflush=False, expire_on_commit=False) as session, session.begin():
            session.connection()
            if file_at(path) != opened:  # while this waited, a restore has put another home in its place
                raise StoreBusyError(str(path), WAIT_SECONDS)
            yield session
    except (DBAPIError, sqlite3.Error) as error:
        told = refusal(getattr(error, "orig", None) or error, path)
        if told is None:
            raise
        raise told from error
    finally:
        made.dispose()


class Writing:
    """One transaction: cases to change, rows to add, and the event that tells of it."""

    def __init__(self, session: Session, now: datetime, force: str | None) -> None:
        """Work in an open transaction; `force` is why a refusal is gone past, if it is."""
        self.session, self.now, self.force = session, now, force
        self._told: list[EventRow] = []
        self._found_changed: dict[int | None, list[str]] = {}

    def case(self, number: int) -> Case:
        """Give a case to change; `CaseNotFoundError` where there is none."""
        found = self.session.get(Case, number)
        if found is None:
            raise CaseNotFoundError(str(number))
        self.prove(number)
        return found

    def prove(self, number: int | None) -> None:
        """Note which tables of a case (`None`: the deliveries) another hand has changed, before this change covers it."""
        if changed := chain.changed_since(self._connection, number):
            self._found_changed[number] = changed

    def rows(self, table: type[Row], **where: object) -> list[Row]:
        """Give the rows of a table with these values, in the order they were added."""
        return list(self.session.scalars(select(table).filter_by(**where).order_by(*table.__table__.primary_key)))  # type: ignore[attr-defined]

    def add(self, *rows: SQLModel) -> None:
        """Keep new rows."""
        self.session.add_all(rows)
        self.session.flush()

    def alike(self, photo: Photo) -> list[tuple[int, str]]:
        """Give the case and the file of photos of other cases that look like this one."""
        if photo.look is None or photo.look_fine is None:
            return []
        return likeness.alike(self._connection, photo.look, photo.look_fine, photo.case)

    def insert(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        """Keep many new rows at once, each with all its columns."""
        if rows:
            self.session.execute(insert(table), rows)

    def numbers(self, keys: Sequence[str]) -> dict[str, int]:
        """Give the numbers of the cases with these keys, by key."""
        found = self.session.execute(text(_BY_KEY), {"keys": json.dumps(list(keys))})
        return {row[0]: row[1] for row in found}

    def last_number(self) -> int:
        """Give the highest number that a case ever had; the next one is higher."""
        return int(self.session.execute(text("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'case'")).scalar_one())

    def forget(self) -> None:
        """Take back all that was done in this transaction."""
        self._told = []
        self.session.rollback()

    def change(self, case: Case, **fields: object) -> dict[str, list[Any]]:
        """Set fields of a case and tell which changed: `{field: [old, new]}`, as an event keeps it."""
        changed = {}
        for field, new in fields.items():
            old = getattr(case, field)
            if old != new:
                setattr(case, field, new)
                changed[field] = [fact(old), fact(new)]
        return changed

    def record(self, case: Case, kind: EventKind, facts: dict[str, Any]) -> None:
        """Tell of this change in the history; the event stands in the same transaction."""
        told = {name: fact(value) for name, value in {**facts, "forced": self.force}.items() if value not in (None, [], {})}
        about = {"case": numbered(case), "at": stored(self.now), "kind": kind.value, "status": Status(case.status).value}
        self.tell([{**about, "facts": told}])

    def tell(self, events: Iterable[EventRow]) -> None:
        """Take events for the history as `chain` keeps them: case, at, kind, status, facts."""
        self._told.extend(events)

    def seal(self) -> None:
        """Write the events told so far, each bound to the one before it and to its case as it is now."""
        if not self._told:
            return
        self.session.flush()
        for told in self._told:
            if told["case"] in self._found_changed:
                told["facts"][chain.FOUND_CHANGED] = self._found_changed.pop(told["case"])
        chain.add_events(self._connection, self._told)
        self._told = []

    @property
    def _connection(self) -> sqlite3.Connection:
        """Give the connection of this transaction without SQLAlchemy around it."""
        return cast("sqlite3.Connection", self.session.connection().connection.dbapi_connection)


class Store:
    """The store for writing."""

    def __init__(self, path: Path) -> None:
        """Stand for the store in a file that is of the newest revision."""
        self.path = path

    @contextmanager
    def writing(self, now: datetime, force: str | None = None) -> Iterator[Writing]:
        """Open a transaction at a moment; it is on the disk when the block ends, or gone when it raises."""
        with transaction(self.path) as session:
            writing = Writing(session, now, force)
            yield writing
            writing.seal()

    def known(self, keys: Sequence[str]) -> dict[str, frozenset[str]]:
        """Give for each of these keys that a case bears the SHA-256 of its photos."""
        sql = f"""SELECT k."key", p.sha256 FROM ({_BY_KEY.replace(":keys", "?")}) k LEFT JOIN photo p ON p."case" = k.number"""
        found: dict[str, set[str]] = {}
        with refusing(self.path), closing(open_for_reading(self.path)) as connection:
            for key, sha256 in connection.execute(sql, (json.dumps(list(keys)),)):
                found.setdefault(key, set()).update([sha256] if sha256 else [])
        return {key: frozenset(hashes) for key, hashes in found.items()}


def numbered(case: Case) -> int:
    """Give the number of a case that has been kept."""
    if case.number is None:
        raise ValueError(case)
    return case.number
