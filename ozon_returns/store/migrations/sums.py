"""What the migration of revision 0004 needs: the payments behind the sums of a ticket, and whether its rows were altered before."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from ozon_returns.store.chain import state_of
from ozon_returns.store.former_sums import FormerSums, payments_behind

Payment = tuple[int, str, int, str]
"""Ticket, kind, kopecks, moment."""


def payments_of(connection: sqlite3.Connection, case: int) -> Iterator[Payment]:
    """Yield the payments of the tickets of a case.

    Parts and days are taken from the money recovered from the addressee, where it has one ticket.
    """
    tickets = [dict(row) for row in _rows(connection, 'SELECT * FROM ticket WHERE "case" = ? ORDER BY id', case)]
    for ticket in tickets:
        alone = sum(each["addressee"] == ticket["addressee"] for each in tickets) == 1
        paid = ticket["paid"]
        if paid is None and ticket["paid_at"]:
            paid = ticket["amount"] if ticket["amount"] is not None else ticket["asked"]
        sql = 'SELECT amount, at FROM recovery WHERE "case" = ? AND payer = ? ORDER BY at, id'
        recovered = [(row["amount"], row["at"]) for row in _rows(connection, sql, case, ticket["addressee"])] if alone else []
        sums = FormerSums(
            paid, ticket["paid_at"], ticket["taken_back"], ticket["taken_back_at"], ticket["decided_at"] or ticket["written_at"]
        )
        yield from ((ticket["id"], kind, amount, when) for kind, amount, when in payments_behind(sums, recovered))


def digest_differs(connection: sqlite3.Connection, case: int) -> bool:
    """Return whether the tickets of a case are no longer what its last sealed event says."""
    found = connection.execute("SELECT state FROM event WHERE \"case\" = ? AND state <> '{}' ORDER BY id DESC LIMIT 1", (case,)).fetchone()
    if found is None:
        return False
    now = state_of(
        {"ticket": {str(row["id"]): dict(row) for row in _rows(connection, 'SELECT * FROM ticket WHERE "case" = ? ORDER BY id', case)}}
    )
    try:
        return bool(json.loads(found[0]).get("ticket", "") != now.get("ticket", ""))
    except (ValueError, AttributeError):
        return True


def note_migrated(connection: sqlite3.Connection, cases: Iterable[int], tampered: set[int]) -> None:
    """Note the cases whose rows the migration has altered, and which of them had been altered before."""
    connection.execute('CREATE TEMP TABLE IF NOT EXISTS migrated ("case" INTEGER PRIMARY KEY, tampered INTEGER)')
    connection.executemany("INSERT OR REPLACE INTO temp.migrated VALUES (?, ?)", [(case, case in tampered) for case in cases])


def _rows(connection: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:  # noqa: ANN401  what SQLite takes
    """Return rows by the names of their columns."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
