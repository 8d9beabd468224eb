"""Clocks and what they count from, changes that can be undone, tickets with a life."""

from pathlib import Path

from alembic import op

from ozon_returns.store.connection import statements

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what the second store lacks; the clocks themselves are derived when the store is first used."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
