"""IDs of rows that are never used again, so that the journal of a row that is gone never names another case's."""

import re

from alembic import op
from sqlalchemy import text

from ozon_returns.store.migrations.rebuilding import definitions, go_on_after, run

revision = "0007"
down_revision = "0006"

_TABLES = (
    *("answer", "payment", "ticket", "photo", "letter", "demand", "decision", "offer", "fulfillment", "cost", "recovery", "action"),
    *("feedback", "milestone", "delivery", "product", "lot"),
)
"""Those whose rows a journal may name, the ones that refer to others first."""

_GONE = """SELECT t.key, max(json_extract(r.value, '$.id')) FROM event e, json_each(e."rows") t, json_each(t.value, '$.taken') r
 WHERE e."rows" LIKE '%"taken":%' GROUP BY 1"""


def upgrade() -> None:
    """Upgrade the schema from revision 0006; rows keep their IDs, and new ones come after all that were ever used."""
    connection = op.get_bind()
    defined: dict[str, list[str]] = {}
    for table in _TABLES:
        defined[table] = definitions(connection, table)
        run(connection, f"CREATE TABLE {table}_old AS SELECT * FROM {table}", f"DROP TABLE {table}")
    for table in reversed(_TABLES):
        made, *indexes = defined[table]
        made = re.sub(
            r",\s*PRIMARY KEY \(id\)", "", made.replace("id INTEGER NOT NULL", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", 1)
        )
        run(connection, made, f"INSERT INTO {table} SELECT * FROM {table}_old ORDER BY id", f"DROP TABLE {table}_old", *indexes)
    for table, highest in connection.execute(text(_GONE)).fetchall():
        if table in _TABLES and isinstance(highest, int):
            held = connection.execute(text(f"SELECT ifnull(max(id), 0) FROM {table}")).scalar_one()
            go_on_after(connection, table, max(held, highest))
