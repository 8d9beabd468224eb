"""Returns and claims that Ozon tells of are kept as it told them, and how far its lists have been read."""

from alembic import op

from ozon_returns.store.migrations.rebuilding import rebuild

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Upgrade the schema from revision 0011: two tables more, and a date more that a case can have; IDs go on where they were."""
    rebuild(op.get_bind(), "milestone", lambda made: made.replace("'picked_up', ", "'picked_up', 'ended_at_ozon', ", 1))
    op.execute("""CREATE TABLE ozon (
        kind VARCHAR NOT NULL, number INTEGER NOT NULL, status VARCHAR NOT NULL, status_at VARCHAR, reason VARCHAR NOT NULL,
        "case" INTEGER, told VARCHAR NOT NULL, told_at VARCHAR NOT NULL, PRIMARY KEY (kind, number)
    )""")
    op.execute("CREATE INDEX ix_ozon_status ON ozon (status)")
    op.execute("CREATE INDEX ix_ozon_reason ON ozon (reason)")
    op.execute('CREATE INDEX ix_ozon_case ON ozon ("case")')
    op.execute("""CREATE TABLE ozon_progress (
        name VARCHAR NOT NULL, since VARCHAR, until VARCHAR, last INTEGER NOT NULL, PRIMARY KEY (name)
    )""")
