"""Which cases were told that a ticket of another case notified their supplier too."""

import sqlite3

_TOLD = """SELECT DISTINCT e."case" FROM event e JOIN "case" c ON c.number = e."case" WHERE e.kind = 'case_noted'
 AND json_extract(e.facts, '$.notified_with.case') = ? AND json_extract(e.facts, '$.notified_with.ticket') = ?"""


def notified_with(connection: sqlite3.Connection, case: int, ticket: int) -> list[int]:
    """Return the cases that were notified with a ticket of a case."""
    return [row[0] for row in connection.execute(_TOLD, (case, ticket))]
