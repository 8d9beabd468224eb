"""What migrations that build a table anew need: its definition with its indexes, and statements executed as they stand."""

from collections.abc import Callable
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


def rebuild(connection: Any, table: str, changed: Callable[[str], str]) -> None:  # noqa: ANN401
    """Build a table anew by its changed statement; its rows, its indexes and the last ID that was ever used stay."""
    made, *indexes = definitions(connection, table)
    held = ", ".join(f'"{row[1]}"' for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
    last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}).scalar()
    run(connection, f"CREATE TABLE {table}_old AS SELECT * FROM {table}", f"DROP TABLE {table}", changed(made))
    run(connection, f"INSERT INTO {table} ({held}) SELECT {held} FROM {table}_old ORDER BY id", f"DROP TABLE {table}_old", *indexes)
    if last is not None:
        go_on_after(connection, table, last)
