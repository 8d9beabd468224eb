"""What Ozon tells of postings and products is kept, and a product has its price."""

from alembic import op

from ozon_returns.store.migrations.rebuilding import rebuild

revision = "0013"
down_revision = "0012"

_STOCK = "CONSTRAINT stock_is_not_negative CHECK (stock >= 0)"


def upgrade() -> None:
    """Upgrade the schema from revision 0012: a table more, and a column more of products with its constraint; IDs go on."""
    rebuild(op.get_bind(), "product", _with_price)
    op.execute("""CREATE TABLE ozon_fact (
        kind VARCHAR NOT NULL, name VARCHAR NOT NULL, told VARCHAR NOT NULL, told_at VARCHAR NOT NULL, PRIMARY KEY (kind, name)
    )""")


def _with_price(made: str) -> str:
    """Return the statement that makes the table with the price after the barcodes, and its constraint after that of the stock."""
    made = made.replace("barcodes VARCHAR", "barcodes VARCHAR, price INTEGER", 1)
    return made.replace(_STOCK, f"{_STOCK}, CONSTRAINT price_is_not_negative CHECK (price >= 0)", 1)
