"""What Ozon tells of postings and products is kept, and a product has its price."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Upgrade the schema from revision 0012: a table more, and a column more of products."""
    op.execute("ALTER TABLE product ADD COLUMN price INTEGER CONSTRAINT price_is_not_negative CHECK (price >= 0)")
    op.execute("""CREATE TABLE ozon_fact (
        kind VARCHAR NOT NULL, name VARCHAR NOT NULL, told VARCHAR NOT NULL, told_at VARCHAR NOT NULL, PRIMARY KEY (kind, name)
    )""")
