"""What is open at Ozon though it looks settled here: claims that were decided here only, and returns whose cases were undone."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

_UNDECIDED = """SELECT DISTINCT o."case", o.kind = 'claim' FROM ozon o JOIN "case" c ON c.number = o."case"
 WHERE o.kind IN ('return', 'claim') AND o.status IN (SELECT value FROM json_each(?)) AND c.status <> 'dismissed'
  AND EXISTS (SELECT 1 FROM decision d WHERE d."case" = c.number AND d.decider = 'seller' AND ifnull(d.at >= o.status_at, 1))
 ORDER BY 1"""
_OPEN = """SELECT DISTINCT o."case" FROM ozon o JOIN "case" c ON c.number = o."case"
 WHERE o.kind = 'claim' AND o.status IN (SELECT value FROM json_each(?)) AND c.status NOT IN ('closed', 'dismissed')
  AND NOT EXISTS (SELECT 1 FROM decision d WHERE d."case" = c.number) ORDER BY 1"""
_UNDONE = """SELECT count(*), total(status IN (SELECT value FROM json_each(?))) FROM ozon o
 WHERE kind IN ('return', 'claim') AND "case" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "case" c WHERE c.number = o."case")
  AND NOT EXISTS (SELECT 1 FROM event e WHERE e."case" = o."case" AND e.kind IN ('case_deleted', 'case_merged'))"""


_TAKEN = """SELECT "case" FROM milestone WHERE kind IN ('picked_up', 'return_received', 'ended_at_ozon')
 AND "case" IN (SELECT value FROM json_each(?))"""


class Undecided(NamedTuple):
    """A case whose claim was decided here and waits at Ozon; `is_claim`: it is one of rFBS, which can be decided from here."""

    case: int
    is_claim: bool


class Undone(NamedTuple):
    """How many returns have a case that was undone, and how many of these wait for the seller."""

    returns: int
    waiting: int


def undecided(connection: sqlite3.Connection, waiting: Iterable[str]) -> list[Undecided]:
    """Return the cases that were decided here while Ozon, as it was last told, still has one of the `waiting` statuses."""
    return [Undecided(row[0], bool(row[1])) for row in connection.execute(_UNDECIDED, (json.dumps(list(waiting)),))]


def open_claims(connection: sqlite3.Connection, waiting: Iterable[str]) -> list[int]:
    """Return the cases whose claim of rFBS is decided neither here nor at Ozon: as last told, it has one of the `waiting` statuses."""
    return [row[0] for row in connection.execute(_OPEN, (json.dumps(list(waiting)),))]


def undone_returns(connection: sqlite3.Connection, waiting: Iterable[str]) -> Undone:
    """Return how many returns are kept whose cases were undone: they are not opened again."""
    count, wait = connection.execute(_UNDONE, (json.dumps(list(waiting)),)).fetchone()
    return Undone(count, int(wait))


def taken_from_ozon(connection: sqlite3.Connection, cases: Iterable[int]) -> set[int]:
    """Return those of some cases whose item is recorded as picked up, or as staying at Ozon."""
    return {row[0] for row in connection.execute(_TAKEN, (json.dumps(list(cases)),))}
