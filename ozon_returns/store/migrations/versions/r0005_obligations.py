"""Demands, decisions and fulfillments as rows of their own; tickets that can be withdrawn; what is at stake in a deadline."""

from pathlib import Path

from alembic import op

from ozon_returns.store.connection import statements

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Upgrade the schema from revision 0004; the deadlines are derived anew when the store is next used."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
