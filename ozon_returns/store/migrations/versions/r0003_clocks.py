"""Deadlines and the dates they depend on, undo of changes, the life cycle of tickets."""

from pathlib import Path

from alembic import op

from ozon_returns.store.connection import statements

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Upgrade the schema from revision 0002; the deadlines are derived when the store is first used."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
