"""A product knows its barcodes."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Upgrade the schema from revision 0009: add the column."""
    op.execute("ALTER TABLE product ADD COLUMN barcodes VARCHAR")
