"""The initial schema."""

from pathlib import Path

from alembic import op

from ozon_returns.store.connection import statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create all tables."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
