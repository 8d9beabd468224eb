"""What a shell suggests while a command is typed: cases, products and suppliers, read as quickly as possible."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ozon_returns.store.connection import open_read_only

_MOST = 50
_QUERIES = {
    "case": """SELECT number, coalesce(product, article, sku, posting, '') || ' · ' || status FROM "case"
        WHERE number LIKE :start || '%' ORDER BY status IN ('closed', 'dismissed'), number DESC""",
    "sku": """SELECT sku, max(name)
        FROM (SELECT sku, product AS name FROM product UNION ALL SELECT sku, product FROM "case" WHERE sku IS NOT NULL)
        WHERE sku LIKE :start || '%' GROUP BY sku ORDER BY sku""",
    "supplier": """SELECT supplier, '' FROM (SELECT supplier FROM product UNION SELECT supplier FROM "case")
        WHERE supplier LIKE :start || '%' ORDER BY supplier""",
}
"""By what is completed: values that begin with what was typed, each with what explains it."""


def suggestions(path: Path, kind: str, start: str) -> list[tuple[str, str]]:
    """Return the values of a kind that begin with some letters, each with what explains it; none where there is no readable store."""
    if not path.exists():
        return []
    try:
        with closing(open_read_only(path)) as connection:
            rows = connection.execute(f"{_QUERIES[kind]} LIMIT {_MOST}", {"start": start}).fetchall()
    except sqlite3.Error:
        return []
    return [(str(value), about or "") for value, about in rows]
