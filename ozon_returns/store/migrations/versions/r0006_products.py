"""Products, and lots received from suppliers; the notice to a supplier that speaks of other cases of the batch too."""

from pathlib import Path

from alembic import op

from ozon_returns.store.connection import statements

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Upgrade the schema from revision 0005."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
