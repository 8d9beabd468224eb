"""What migrations that build a table anew need: its definition with its indexes, and statements executed as they stand."""

from typing import Any

from sqlalchemy import text

_DEFINITIONS = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"


def definitions(connection: Any, table: str) -> list[str]:  # noqa: ANN401  what Alembic gives
    """Return the statement that made a table, followed by those of its indexes."""
    return [row[0] for row in connection.execute(text(_DEFINITIONS), {"table": table})]


def run(connection: Any, *statements: str) -> None:  # noqa: ANN401
    """Execute statements as they stand: an index may contain a colon."""
    for statement in statements:
        connection.exec_driver_sql(statement)


def go_on_after(connection: Any, table: str, last: int) -> None:  # noqa: ANN401
    """Let the IDs of a table go on after the last one that was ever used."""
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
    connection.execute(text("INSERT INTO sqlite_sequence VALUES (:table, :seq)"), {"table": table, "seq": last})
