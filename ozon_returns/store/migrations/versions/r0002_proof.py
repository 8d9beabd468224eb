"""Hash chain of the history, perceptual hashes of photos, ticket attachments."""

from pathlib import Path

from alembic import op

from ozon_returns.store.connection import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Upgrade the schema from revision 0001; `sealing.seal_old` hashes the existing events."""
    for statement in statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
        op.execute(statement)
