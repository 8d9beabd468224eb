"""Changes to the store, each recorded as an event."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import select, text
from sqlmodel import Session, SQLModel

from ozon_returns.clocks.rules import Rulebook
from ozon_returns.errors.case import CaseChangedError, CaseNotFoundError
from ozon_returns.line_fields import FOUND_CHANGED
from ozon_returns.period import stored
from ozon_returns.store import chain, clocks, journal
from ozon_returns.store.bulk import insert_rows
from ozon_returns.store.chain import EventFacts, fact
from ozon_returns.store.connection import open_for_reading, refusing
from ozon_returns.store.head import Head, head_of
from ozon_returns.store.journal import Rows
from ozon_returns.store.tables import CaseRow
from ozon_returns.store.transaction import transaction
from ozon_returns.vocabulary.case import Status
from ozon_returns.vocabulary.event import EventKind

_REMOVED = """SELECT json_extract(facts, '$.key') AS gone, "case", json_extract(facts, '$.into') FROM event e
 WHERE kind IN ('case_deleted', 'case_merged') AND gone IN (SELECT value FROM json_each(?))
   AND NOT EXISTS (SELECT 1 FROM "case" c WHERE c.number = e."case") ORDER BY id"""
_BY_KEY = 'SELECT "key", number FROM "case" WHERE "key" IN (SELECT value FROM json_each(:keys))'

Row = TypeVar("Row", bound=SQLModel)


class Writing:
    """A transaction: cases to change, rows to add, and the events that record it."""

    def __init__(self, session: Session, path: Path, now: datetime, force: str | None, book: Rulebook) -> None:
        """Wrap an open transaction; `force` is the reason for an override, if any; deadlines follow the rules of `book`."""
        self.session, self.path, self.now, self.force, self.book = session, path, now, force, book
        self._told: list[EventFacts] = []
        self._before: dict[int | None, Rows | None] = {}
        self._change: int | None = None
        self._found_changed: dict[int | None, list[str]] = {}

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the sqlite3 connection of this transaction."""
        return cast("sqlite3.Connection", self.session.connection().connection.dbapi_connection)

    def case(self, number: int, revision: int | None = None) -> CaseRow:
        """Return a case to change.

        Raise `CaseNotFoundError` where there is none, `CaseChangedError` where it is no longer of the `revision` that was read.
        """
        found = self.session.get(CaseRow, number)
        if found is None:
            raise CaseNotFoundError(str(number))
        if revision is not None and found.events != revision:
            raise CaseChangedError(number)
        self.prove(number)
        return found

    def prove(self, number: int | None) -> None:
        """Note the rows of a case (`None`: the shop) before this change, and which tables were modified outside the program."""
        self.prove_all([number])

    def prove_all(self, numbers: Iterable[int | None]) -> None:
        """Note the rows of some cases before this change, as `prove` does."""
        asked = [each for each in numbers if each not in self._before]
        held = journal.rows_of(self.connection, [each for each in asked if each is not None])
        for number in asked:
            rows = journal.shop_rows(self.connection) if number is None else held.get(number, {})
            changed = chain.changed_since(self.connection, number, chain.state_of(rows))
            if changed is None:
                continue
            self._before[number] = rows
            if changed:
                self._found_changed[number] = changed

    def rows(self, table: type[Row], **where: object) -> list[Row]:
        """Return the rows of a table with these values, in the order they were added."""
        return list(self.session.scalars(select(table).filter_by(**where).order_by(*table.__table__.primary_key)))  # type: ignore[attr-defined]

    def add(self, *rows: SQLModel) -> None:
        """Insert new rows."""
        self.session.add_all(rows)
        self.session.flush()

    def insert(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        """Insert many new rows at once; a column that one does not have is NULL."""
        if rows:
            insert_rows(self.connection, table, rows)

    def numbers(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the numbers of the cases with these keys, by key."""
        found = self.session.execute(text(_BY_KEY), {"keys": json.dumps(list(keys))})
        return {row[0]: row[1] for row in found}

    def status(self, number: int) -> str | None:
        """Return the status of a case; `None` if there is none."""
        row = self.connection.execute('SELECT status FROM "case" WHERE number = ?', (number,)).fetchone()
        return row[0] if row else None

    def last_number(self) -> int:
        """Return the highest case number ever assigned; the next one is higher."""
        return int(self.session.execute(text("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'case'")).scalar_one())

    def forget(self) -> None:
        """Roll back all changes of this transaction."""
        self._told, self._before, self._change = [], {}, None
        self.session.rollback()

    def change(self, case: CaseRow, **fields: object) -> dict[str, list[Any]]:
        """Set fields of a case and return the changes as `{field: [old, new]}`, in the form stored in an event."""
        changed = {}
        for field, new in fields.items():
            old = getattr(case, field)
            if old != new:
                setattr(case, field, new)
                changed[field] = [fact(old), fact(new)]
        return changed

    def record(self, case: CaseRow, kind: EventKind, facts: dict[str, Any]) -> None:
        """Record this change as an event in the same transaction."""
        self.record_event(numbered(case), kind, case.status, {**facts, "forced": self.force})

    def record_event(self, number: int | None, kind: EventKind, status: str | None, facts: dict[str, Any]) -> None:
        """Record an event of a case, or of the shop, at the current moment; empty facts are omitted."""
        told = {name: fact(value) for name, value in facts.items() if value not in (None, [], {})}
        known = Status(status).value if status else None
        self.tell([{"case": number, "at": stored(self.now), "kind": kind.value, "status": known, "facts": told}])

    def tell(self, events: Iterable[EventFacts]) -> None:
        """Queue events for the history in the form used by `chain`: case, at, kind, status, facts."""
        self._told.extend(events)

    def seal(self) -> None:
        """Write the queued events to the hash chain with the current state of their cases, and update the deadlines."""
        if not self._told:
            return
        self.session.flush()
        for told in self._told:
            if told["case"] in self._found_changed:
                told["facts"][FOUND_CHANGED] = self._found_changed.pop(told["case"])
        now = chain.add_events(self.connection, self._told, self._before, self._change)
        self._change = self._change or self._told[0]["change"]
        clocks.keep(self.connection, {number: rows for number, rows in now.items() if number is not None}, self.book)
        if None in now:
            clocks.follow_costs(self.connection, self._before.get(None) or {}, now[None], self.book)
        self._told, self._before = [], {}


class Store:
    """The store for writing."""

    def __init__(self, path: Path, book: Rulebook, now: datetime) -> None:
        """Refer to a store file, which must be of the newest revision."""
        self.path, self.book, self.now = path, book, now

    @contextmanager
    def writing(self, force: str | None = None) -> Iterator[Writing]:
        """Open a transaction; it is on the disk when the block ends, or gone when it raises."""
        with transaction(self.path) as session:
            writing = Writing(session, self.path, self.now, force, self.book)
            yield writing
            writing.seal()

    def head(self) -> Head | None:
        """Return the end of the history; `None` where nothing has happened yet."""
        with refusing(self.path), closing(open_for_reading(self.path)) as connection:
            return head_of(connection)

    def known(self, keys: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return the SHA-256 of the photos of each existing case with one of these keys, by key."""
        sql = f"""SELECT k."key", p.sha256 FROM ({_BY_KEY.replace(":keys", "?")}) k LEFT JOIN photo p ON p."case" = k.number"""
        found: dict[str, set[str]] = {}
        with refusing(self.path), closing(open_for_reading(self.path)) as connection:
            for key, sha256 in connection.execute(sql, (json.dumps(list(keys)),)):
                found.setdefault(key, set()).update([sha256] if sha256 else [])
        return {key: frozenset(hashes) for key, hashes in found.items()}

    def removed(self, keys: Sequence[str]) -> dict[str, tuple[int, int | None]]:
        """Return the cases with one of these keys that were removed or merged into another one: their number, and into which, by key."""
        with refusing(self.path), closing(open_for_reading(self.path)) as connection:
            return {key: (number, into) for key, number, into in connection.execute(_REMOVED, (json.dumps(list(keys)),))}


def numbered(case: CaseRow) -> int:
    """Return the number of a case that has been stored."""
    if case.number is None:
        raise ValueError(case)
    return case.number
