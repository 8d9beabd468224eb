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

_HELD = """SELECT number, status, status_at, reason, "case", told FROM ozon
 WHERE kind = ? AND number IN (SELECT value FROM json_each(?))"""
_KEEP = """INSERT INTO ozon (kind, number, status, status_at, reason, "case", told) VALUES (?, ?, ?, ?, ?, ?, ?)
 ON CONFLICT (kind, number) DO UPDATE SET status = excluded.status, status_at = excluded.status_at, reason = excluded.reason,
 "case" = excluded."case", told = excluded.told"""
_OF_NO_CASE = """SELECT reason, count(*) FROM ozon WHERE kind = ? AND "case" IS NULL GROUP BY 1 ORDER BY 2 DESC, 1"""
_WITH_REASONS = """SELECT told FROM ozon WHERE kind = ? AND "case" IS NULL AND reason IN (SELECT value FROM json_each(?)) AND number > ?
 ORDER BY number LIMIT ?"""
_ALIKE = """SELECT number, return_id, posting, sku FROM "case" c WHERE return_id IN (SELECT value FROM json_each(:ids))
 AND NOT EXISTS (SELECT 1 FROM ozon WHERE "case" = c.number AND kind = :kind)
UNION SELECT number, return_id, posting, sku FROM "case" c WHERE posting IN (SELECT value FROM json_each(:postings))
 AND NOT EXISTS (SELECT 1 FROM ozon WHERE "case" = c.number AND kind = :kind) ORDER BY 1"""
_CASES = 'SELECT number FROM "case" WHERE number IN (SELECT value FROM json_each(?))'
_WAITING = """SELECT "case", json_extract(told, '$.place.name'), json_extract(told, '$.storage.tariffication_first_date'),
 json_extract(told, '$.storage.utilization_forecast_date') FROM ozon WHERE lower(status) IN (SELECT value FROM json_each(?)) ORDER BY 1"""
_OF_CASE = 'SELECT number, status, status_at, reason, "case", told FROM ozon WHERE "case" = ? ORDER BY kind, number'


UNITS = "units"
"""The name of the progress of units sold; its `last` is 1 if they are those ordered."""


class OzonHeld(NamedTuple):
    """What is kept of a return or a claim; `told` is JSON, moments are in stored form."""

    number: int
    status: str
    status_at: str | None
    reason: str
    case: int | None
    told: str


class Progress(NamedTuple):
    """How far a list has been read: all before `since`; of what changed before `until`, up to the number `last`. In stored form."""

    since: str | None = None
    until: str | None = None
    last: int = 0


class Waiting(NamedTuple):
    """A return that waits to be picked up: its case, if any, where, from when that costs money, when it is disposed of, as Ozon says it."""

    case: int | None
    place: str | None
    paid_from: str | None
    disposal: str | None


class Alike(NamedTuple):
    """A case to which no return or claim belongs yet."""

    number: int
    return_id: str | None
    posting: str | None
    sku: str | None


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


def keep(connection: sqlite3.Connection, kind: str, rows: Sequence[OzonHeld]) -> None:
    """Store what was told of returns or claims in place of what is kept of them."""
    connection.executemany(_KEEP, [(kind, *row) for row in rows])


def set_cases(connection: sqlite3.Connection, kind: str, cases: Mapping[int, int]) -> None:
    """Store which cases returns or claims belong to, by their numbers."""
    connection.executemany('UPDATE ozon SET "case" = ? WHERE kind = ? AND number = ?', [(case, kind, each) for each, case in cases.items()])


def reasons_without_case(connection: sqlite3.Connection, kind: str) -> list[tuple[str, int]]:
    """Return the reasons of what has no case, and how often each is, the most frequent first."""
    return [(row[0], row[1]) for row in connection.execute(_OF_NO_CASE, (kind,))]


def told_for(connection: sqlite3.Connection, kind: str, reasons: Iterable[str], after: int, most: int) -> list[str]:
    """Return what was told, as JSON, of those of some reasons that have no case, in the order of their numbers."""
    return [row[0] for row in connection.execute(_WITH_REASONS, (kind, json.dumps(list(reasons)), after, most))]


def alike(connection: sqlite3.Connection, kind: str, ids: Iterable[str], postings: Iterable[str]) -> list[Alike]:
    """Return the cases with one of these numbers of returns or postings to which nothing of a kind belongs yet."""
    return [
        Alike(*row)
        for row in connection.execute(_ALIKE, {"kind": kind, "ids": json.dumps(list(ids)), "postings": json.dumps(list(postings))})
    ]


def existing(connection: sqlite3.Connection, numbers: Iterable[int]) -> set[int]:
    """Return those of some cases that are there."""
    return {row[0] for row in connection.execute(_CASES, (json.dumps(list(numbers)),))}


def of_case(connection: sqlite3.Connection, number: int) -> list[OzonHeld]:
    """Return what Ozon tells of a case."""
    return [OzonHeld(*row) for row in connection.execute(_OF_CASE, (number,))]


def waiting(connection: sqlite3.Connection, statuses: Iterable[str]) -> list[Waiting]:
    """Return the returns that have one of some statuses, in lower case."""
    return [Waiting(*row) for row in connection.execute(_WAITING, (json.dumps(list(statuses)),))]


def number_of(connection: sqlite3.Connection, kind: str, case: int) -> int | None:
    """Return the number of the last return or claim of a case, if it has one."""
    row = connection.execute('SELECT max(number) FROM ozon WHERE kind = ? AND "case" = ?', (kind, case)).fetchone()
    return row[0] if row else None


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
