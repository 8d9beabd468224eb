"""Which cases were told that a ticket notified their supplier too; a ticket is known by its ID, which no other ever has."""

import sqlite3

_TOLD = """SELECT DISTINCT e."case" FROM event e JOIN "case" c ON c.number = e."case"
 WHERE e.kind = 'case_noted' AND json_extract(e.facts, '$.ticket_id') = ? ORDER BY 1"""
_STANDING = """SELECT 1 FROM ticket t WHERE t.opened_at IS NOT NULL AND t.withdrawn_at IS NULL AND t.addressee = 'supplier' AND t.id <> ?
 AND t.id IN (SELECT json_extract(e.facts, '$.ticket_id') FROM event e WHERE e.kind = 'case_noted' AND e."case" = ?)"""
_TICKETS = """SELECT DISTINCT json_extract(facts, '$.ticket_id') FROM event
 WHERE kind = 'case_noted' AND "case" = ? AND json_extract(facts, '$.ticket_id') IS NOT NULL"""


def notified_with(connection: sqlite3.Connection, ticket: int) -> list[int]:
    """Return the cases that were notified with a ticket."""
    return [row[0] for row in connection.execute(_TOLD, (ticket,))]


def notices_of(connection: sqlite3.Connection, case: int) -> list[int]:
    """Return the tickets with which a case was notified, also those that were withdrawn since."""
    return [row[0] for row in connection.execute(_TICKETS, (case,))]


def is_notified_otherwise(connection: sqlite3.Connection, case: int, ticket: int) -> bool:
    """Return whether another ticket that was not withdrawn notified a case too."""
    return connection.execute(_STANDING, (ticket, case)).fetchone() is not None
