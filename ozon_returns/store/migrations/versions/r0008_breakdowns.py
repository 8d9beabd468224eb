"""Deliveries by scheme, warehouse and carrier; the scope and the owner of a preventive action."""

import re

from alembic import op
from sqlalchemy import text

from ozon_returns.store.migrations.rebuilding import definitions, go_on_after, run

revision = "0008"
down_revision = "0007"

_ADDED = {
    "delivery": (
        "scheme VARCHAR, warehouse VARCHAR, carrier VARCHAR",
        "CONSTRAINT scheme_is_known CHECK (scheme IN ('fbo', 'fbs', 'rfbs'))",
    ),
    "action": (
        "scope VARCHAR, owner VARCHAR",
        "CONSTRAINT scope_is_known CHECK (scope IN ('product', 'supplier', 'batch', 'shop'))",
    ),
}
"""By table the new columns, which come after the others, and their constraint, which comes after the others."""


def upgrade() -> None:
    """Upgrade the schema from revision 0007; the new columns are empty, so that no hash changes, and IDs go on where they were."""
    connection = op.get_bind()
    for table, (columns, constraint) in _ADDED.items():
        made, *indexes = definitions(connection, table)
        held = ", ".join(f'"{row[1]}"' for row in connection.exec_driver_sql(f"PRAGMA table_info({table})"))
        last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}).scalar()
        run(connection, f"CREATE TABLE {table}_old AS SELECT * FROM {table}", f"DROP TABLE {table}", _with(made, columns, constraint))
        run(connection, f"INSERT INTO {table} ({held}) SELECT {held} FROM {table}_old ORDER BY id", f"DROP TABLE {table}_old", *indexes)
        if last is not None:
            go_on_after(connection, table, last)


def _with(made: str, columns: str, constraint: str) -> str:
    """Return the statement that makes a table with more columns and one more constraint; foreign keys come last."""
    made = re.sub(r",\s*CONSTRAINT", f", {columns}, CONSTRAINT", made, count=1)
    head, keys, foreign = made.rstrip().removesuffix(")").partition("FOREIGN KEY")
    return f"{head.rstrip().removesuffix(',')}, {constraint}{', ' if keys else ''}{keys}{foreign}\n)"
