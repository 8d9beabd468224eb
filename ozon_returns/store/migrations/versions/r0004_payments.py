"""Payments of tickets become rows of their own; a case knows its carrier and its FBO supply."""

import sqlite3
from pathlib import Path
from typing import cast

from alembic import op

from ozon_returns.store.connection import statements
from ozon_returns.store.migrations.sums import digest_differs, note_migrated, payments_of

revision = "0004"
down_revision = "0003"

_SUMS = ("paid_at", "paid", "taken_back", "taken_back_at")


def upgrade() -> None:
    """Turn the sums of every ticket into payments, and drop the columns that held them.

    The cases whose rows are altered by it are noted in a temporary table; `store.migration` seals them with an event each.
    """
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
    connection = cast("sqlite3.Connection", op.get_bind().connection.dbapi_connection)
    held = " OR ".join(f"{each} IS NOT NULL" for each in _SUMS)
    cases = [row[0] for row in connection.execute(f'SELECT DISTINCT "case" FROM ticket WHERE {held} ORDER BY 1')]
    tampered = {case for case in cases if digest_differs(connection, case)}
    for case in cases:
        for ticket, kind, amount, at in payments_of(connection, case):
            connection.execute("INSERT INTO payment (ticket, kind, amount, at) VALUES (?, ?, ?, ?)", (ticket, kind, amount, at))
    note_migrated(connection, cases, tampered)
    for column in _SUMS:
        op.execute(f"ALTER TABLE ticket DROP COLUMN {column}")
