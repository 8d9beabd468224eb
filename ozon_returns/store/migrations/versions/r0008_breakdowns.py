"""Deliveries by scheme, warehouse and carrier; the scope and the owner of a preventive action."""

import re
from functools import partial

from alembic import op

from ozon_returns.store.migrations.rebuilding import rebuild

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
        rebuild(connection, table, partial(_with, columns=columns, constraint=constraint))


def _with(made: str, columns: str, constraint: str) -> str:
    """Return the statement that makes a table with more columns and one more constraint; foreign keys come last."""
    made = re.sub(r",\s*CONSTRAINT", f", {columns}, CONSTRAINT", made, count=1)
    head, keys, foreign = made.rstrip().removesuffix(")").partition("FOREIGN KEY")
    return f"{head.rstrip().removesuffix(',')}, {constraint}{', ' if keys else ''}{keys}{foreign}\n)"
