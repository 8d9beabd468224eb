"""History that proves itself, photos known by how they look, what was laid out for tickets."""

from pathlib import Path

from alembic import op

from ozon_returns.store.connection import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what the first store lacks; `chain.seal_old` seals what it holds."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
