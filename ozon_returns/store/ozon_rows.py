"""What is kept of Ozon's returns and claims, and which cases they belong to."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ozon_returns.period import stored
from ozon_returns.store.connection import open_for_reading, refusing

_ROW = 'number, status, status_at, reason, "case", told, told_at'
_HELD = f"""SELECT {_ROW} FROM ozon
 WHERE kind = ? AND number IN (SELECT value FROM json_each(?))"""
_KEEP = f"INSERT OR REPLACE INTO ozon (kind, {_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_OF_NO_CASE = """SELECT reason, count(*) FROM ozon WHERE kind = ? AND "case" IS NULL GROUP BY 1 ORDER BY 2 DESC, 1"""
_WITH_REASONS = f"""SELECT {_ROW} FROM ozon WHERE kind = ? AND "case" IS NULL AND reason IN (SELECT value FROM json_each(?)) AND number > ?
 ORDER BY number LIMIT ?"""
_KNOWN = 'SELECT number, "key", return_id, posting, sku, article, scheme FROM "case"'
_ALIKE = f"""{_KNOWN} WHERE return_id IN (SELECT value FROM json_each(:ids))
UNION {_KNOWN} WHERE posting IN (SELECT value FROM json_each(:postings))
UNION {_KNOWN} WHERE "key" IN (SELECT value FROM json_each(:keys)) ORDER BY 1"""
_OF_CASES = f'SELECT kind, {_ROW} FROM ozon WHERE "case" IN (SELECT value FROM json_each(?)) ORDER BY "case", kind, number'
_GONE = """SELECT "case", kind = 'case_merged', json_extract(facts, '$.into') FROM event e WHERE kind IN ('case_deleted', 'case_merged')
 AND "case" IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM "case" c WHERE c.number = e."case") ORDER BY id"""
_TOUCHED = """SELECT 1 FROM event WHERE "case" = ? AND kind NOT IN ('case_imported', 'case_updated') LIMIT 1"""
_CASES = 'SELECT number FROM "case" WHERE number IN (SELECT value FROM json_each(?))'
_WAITING = f"""SELECT kind, {_ROW} FROM ozon o WHERE status IN (SELECT value FROM json_each(?)) AND ("case" IS NULL
 OR EXISTS (SELECT 1 FROM "case" WHERE number = o."case") AND (kind = 'return' OR NOT EXISTS (
 SELECT 1 FROM ozon other WHERE other."case" = o."case" AND other.kind = 'return'))) ORDER BY "case", number"""
_MERGED = (
    """("case" = :case OR "case" IN (SELECT "case" FROM event WHERE kind = 'case_merged' AND json_extract(facts, '$.into') = :case))"""
)
_OF_CASE = f"SELECT {_ROW} FROM ozon WHERE {_MERGED} ORDER BY kind, number"


_CHATS = """SELECT l."case", l.outside_id, min(l.sent_at) FROM letter l JOIN "case" c ON c.number = l."case"
 WHERE l.direction = 'out' AND l.how = 'ozon' AND l.outside_id IS NOT NULL AND c.status NOT IN ('closed', 'dismissed')
 GROUP BY 1, 2 ORDER BY 1, 2"""
UNITS, ORDERS = "units", "orders"
"""Names of progress: of units sold, whose `last` is 1 if they are those ordered; and of orders."""


class OzonHeld(NamedTuple):
    """What is kept of a return or a claim; `told` is JSON, moments are in stored form."""

    number: int
    status: str
    status_at: str | None
    reason: str
    case: int | None
    told: str
    told_at: str


class Progress(NamedTuple):
    """How far a list has been read: all before `since`; of what changed before `until`, up to the number `last`. In stored form."""

    since: str | None = None
    until: str | None = None
    last: int = 0


class Alike(NamedTuple):
    """What a case is known by."""

    number: int
    key: str
    return_id: str | None
    posting: str | None
    sku: str | None
    article: str | None
    scheme: str | None


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a store for reading."""
    with refusing(path), closing(open_for_reading(path)) as connection:
        yield connection


def held(connection: sqlite3.Connection, kind: str, numbers: Iterable[int]) -> dict[int, OzonHeld]:
    """Return what is kept of some returns or claims, by number."""
    return {row[0]: OzonHeld(*row) for row in connection.execute(_HELD, (kind, json.dumps(list(numbers))))}


def statuses(connection: sqlite3.Connection, kind: str) -> dict[int, str]:
    """Return the status of everything that is kept of a kind, by number."""
    return dict(connection.execute("SELECT number, status FROM ozon WHERE kind = ?", (kind,)).fetchall())


def set_status(connection: sqlite3.Connection, kind: str, number: int, status: str) -> None:
    """Set a status; what has an empty one is read again the next time, as if it had changed."""
    connection.execute("UPDATE ozon SET status = ? WHERE kind = ? AND number = ?", (status, kind, number))


def keep(connection: sqlite3.Connection, kind: str, rows: Sequence[OzonHeld]) -> None:
    """Store what was told of returns or claims in place of what is kept of them."""
    connection.executemany(_KEEP, [(kind, *row) for row in rows])


def set_cases(connection: sqlite3.Connection, kind: str, cases: Mapping[int, int]) -> None:
    """Store which cases returns or claims belong to, by their numbers."""
    connection.executemany('UPDATE ozon SET "case" = ? WHERE kind = ? AND number = ?', [(case, kind, each) for each, case in cases.items()])


def reasons_without_case(connection: sqlite3.Connection, kind: str) -> list[tuple[str, int]]:
    """Return the reasons of what has no case, and how often each is, the most frequent first."""
    return [(row[0], row[1]) for row in connection.execute(_OF_NO_CASE, (kind,))]


def told_for(connection: sqlite3.Connection, kind: str, reasons: Iterable[str], after: int, most: int) -> list[OzonHeld]:
    """Return those of some reasons that have no case, in the order of their numbers."""
    return [OzonHeld(*row) for row in connection.execute(_WITH_REASONS, (kind, json.dumps(list(reasons)), after, most))]


def alike(connection: sqlite3.Connection, ids: Iterable[str], postings: Iterable[str], keys: Iterable[str]) -> list[Alike]:
    """Return the cases with one of these numbers of returns, postings or keys."""
    asked = {name: json.dumps(list(values)) for name, values in (("ids", ids), ("postings", postings), ("keys", keys))}
    return [Alike(*row) for row in connection.execute(_ALIKE, asked)]


def of_cases(connection: sqlite3.Connection, cases: Iterable[int]) -> list[tuple[str, OzonHeld]]:
    """Return what is kept of some cases, each with its kind."""
    return [(row[0], OzonHeld(*row[1:])) for row in connection.execute(_OF_CASES, (json.dumps(list(cases)),))]


def gone(connection: sqlite3.Connection, cases: Iterable[int]) -> dict[int, int | None]:
    """Return those of some cases that were deleted, with `None`, or merged, with the case they were merged into.

    A case that is not there and not among them was undone.
    """
    found = connection.execute(_GONE, (json.dumps(list(cases)),)).fetchall()
    return {number: into if merged else None for number, merged, into in found}


def known_postings(connection: sqlite3.Connection, postings: Iterable[str]) -> set[str]:
    """Return those of some postings of which the API has told a return."""
    sql = """SELECT DISTINCT json_extract(told, '$.posting_number') AS posting FROM ozon
     WHERE kind = 'return' AND posting IN (SELECT value FROM json_each(?))"""
    return {row[0] for row in connection.execute(sql, (json.dumps(list(postings)),))}


def is_touched(connection: sqlite3.Connection, case: int) -> bool:
    """Return whether anything has happened to a case but imports."""
    return connection.execute(_TOUCHED, (case,)).fetchone() is not None


def existing(connection: sqlite3.Connection, numbers: Iterable[int]) -> set[int]:
    """Return those of some cases that are there."""
    return {row[0] for row in connection.execute(_CASES, (json.dumps(list(numbers)),))}


def of_case(connection: sqlite3.Connection, number: int) -> list[OzonHeld]:
    """Return what Ozon tells of a case."""
    return [OzonHeld(*row) for row in connection.execute(_OF_CASE, {"case": number})]


def waiting(connection: sqlite3.Connection, statuses: Iterable[str]) -> list[tuple[str, OzonHeld]]:
    """Return what has one of some statuses, each with its kind; of a case that is there once, as the API tells it if it does."""
    return [(row[0], OzonHeld(*row[1:])) for row in connection.execute(_WAITING, (json.dumps(list(statuses)),))]


def number_of(connection: sqlite3.Connection, kind: str, case: int) -> int | None:
    """Return the number of the last return or claim of a case, if it has one."""
    row = connection.execute(f"SELECT max(number) FROM ozon WHERE kind = :kind AND {_MERGED}", {"kind": kind, "case": case}).fetchone()
    return row[0] if row else None


def chats(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return the open cases to whose buyers was written through Ozon's chat, each with the chat, and since when, in stored form."""
    return [(row[0], row[1], row[2]) for row in connection.execute(_CHATS)]


def progress(connection: sqlite3.Connection, name: str) -> Progress:
    """Return how far a list has been read."""
    row = connection.execute("SELECT since, until, last FROM ozon_progress WHERE name = ?", (name,)).fetchone()
    return Progress(*row) if row else Progress()


def are_ordered_units(connection: sqlite3.Connection) -> bool:
    """Return whether units come from Ozon as ordered, cancelled ones included."""
    return bool(progress(connection, UNITS).last)


def set_progress(connection: sqlite3.Connection, name: str, now: Progress) -> None:
    """Store how far a list has been read."""
    connection.execute("INSERT OR REPLACE INTO ozon_progress (name, since, until, last) VALUES (?, ?, ?, ?)", (name, *now))


def moment_stored(at: datetime | None) -> str | None:
    """Return a moment in stored form, if there is one."""
    return stored(at) if at else None
