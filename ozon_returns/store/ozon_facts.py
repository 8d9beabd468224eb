"""What Ozon told of postings and products: what was asked already, and what to ask for."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

Connection = sqlite3.Connection

POSTINGS, PRODUCTS, CHATS, ACCRUALS = "posting", "product", "chat", "accrual"

_WANTED = """SELECT c.posting, max(c.number), max(c.scheme) FROM "case" c LEFT JOIN ozon_fact f ON f.kind = 'posting' AND f.name = c.posting
 WHERE c.posting IS NOT NULL AND c.status NOT IN ('resolved', 'closed', 'dismissed') AND (c.scheme IS NULL OR c.warehouse IS NULL
  OR c.carrier IS NULL OR NOT EXISTS (SELECT 1 FROM milestone m WHERE m."case" = c.number AND m.kind = 'delivered'))
  AND (f.name IS NULL OR (NOT json_extract(f.told, '$.is_final') AND f.told_at < ?)
   OR NOT EXISTS (SELECT 1 FROM json_each(f.told, '$.cases') WHERE value = c.number))
 GROUP BY 1 ORDER BY 2 DESC LIMIT ?"""
_CASES = """SELECT number FROM "case" WHERE posting = ? AND status NOT IN ('resolved', 'closed', 'dismissed') ORDER BY 1"""
_SKUS = 'SELECT sku FROM "case" WHERE sku IS NOT NULL UNION SELECT sku FROM delivery UNION SELECT sku FROM product ORDER BY 1'
_USUAL = 'SELECT scheme FROM "case" WHERE scheme IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1'


_OF_ORDER = """SELECT number, sku FROM "case" WHERE posting >= :order || '-' AND posting < :order || '.'
 AND status NOT IN ('closed', 'dismissed') ORDER BY ifnull(sku, '') = :sku DESC, sku IS NULL DESC, number DESC"""
_CHAT = """SELECT name FROM ozon_fact WHERE kind = 'chat' AND EXISTS (SELECT 1 FROM json_each(told, '$.orders') WHERE value = ?)
 ORDER BY told_at DESC, name LIMIT 1"""


DELIVERED_TOLD, ORDERED_TOLD, ORDERS_TOLD = "Ozon: delivered_units", "Ozon: ordered_units", "Ozon: orders"
TOLD_BY_OZON = frozenset({DELIVERED_TOLD, ORDERED_TOLD, ORDERS_TOLD})
"""What stands in the history in the place of a file where units delivered came from Ozon's API."""

_FROM_OZON = """SELECT CAST(a.value AS INTEGER) FROM event e, json_each(e.rows, '$.delivery.added') a
 WHERE e."case" IS NULL AND e.rows <> '' AND json_extract(e.facts, '$.file') IN (SELECT value FROM json_each(:files))
EXCEPT SELECT CAST(c.key AS INTEGER) FROM event e, json_each(e.rows, '$.delivery.changed') c
 WHERE e."case" IS NULL AND e.rows <> '' AND ifnull(json_extract(e.facts, '$.file'), '') NOT IN (SELECT value FROM json_each(:files))"""
_OWN_WAREHOUSE = """SELECT EXISTS (SELECT 1 FROM "case" WHERE scheme IN ('fbs', 'rfbs'))"""


class AskedPosting(NamedTuple):
    """A posting to ask for, and the scheme it was sold by, if that is known."""

    posting: str
    scheme: str | None


def wanted(connection: sqlite3.Connection, before: str, most: int) -> list[AskedPosting]:
    """Return postings of open cases that were not asked for, or not since `before` and may have changed; the newest cases first."""
    return [AskedPosting(row[0], row[2]) for row in connection.execute(_WANTED, (before, most))]


def cases_of(connection: sqlite3.Connection, posting: str) -> list[int]:
    """Return the open cases of a posting."""
    return [row[0] for row in connection.execute(_CASES, (posting,))]


def skus(connection: sqlite3.Connection) -> list[str]:
    """Return the SKUs of all products that the shop has to do with."""
    return [row[0] for row in connection.execute(_SKUS)]


def most_used_scheme(connection: sqlite3.Connection) -> str | None:
    """Return the scheme that most cases have."""
    row = connection.execute(_USUAL).fetchone()
    return row[0] if row else None


def case_of_order(connection: sqlite3.Connection, order: str, sku: str) -> int | None:
    """Return the open case of an order, that of the product if one is named; of several the newest.

    A product may have several SKUs: the only case of an order is meant by whatever SKU.
    """
    rows = connection.execute(_OF_ORDER, {"order": order, "sku": sku}).fetchall()
    fits = [number for number, own in rows if not sku or own in (None, sku) or len(rows) == 1]
    return fits[0] if fits else None


def chat_of_posting(connection: sqlite3.Connection, posting: str) -> str:
    """Return the chat in which the buyer of a posting wrote of its order; empty if none is known."""
    order = posting.rpartition("-")[0]
    row = connection.execute(_CHAT, (order,)).fetchone() if order else None
    return row[0] if row else ""


class Accrued(NamedTuple):
    """The sum of the accruals of a kind for a case, and when the last of them was made, in stored form."""

    amount: Decimal = Decimal(0)
    last: str = ""


def accrued(connection: sqlite3.Connection, cases: Iterable[int]) -> defaultdict[tuple[int, str], Accrued]:
    """Return the accruals that were imported for some cases, by case and kind; what has none is zero."""
    sql = """SELECT json_extract(told, '$.case') AS number, json_extract(told, '$.kind'), json_extract(told, '$.amount'),
      json_extract(told, '$.at') FROM ozon_fact WHERE kind = 'accrual' AND number IN (SELECT value FROM json_each(?))"""
    found: defaultdict[tuple[int, str], Accrued] = defaultdict(Accrued)
    for number, kind, amount, at in connection.execute(sql, (json.dumps(list(cases)),)):
        before = found[number, kind]
        found[number, kind] = Accrued(before.amount + Decimal(amount), max(before.last, at))
    return found


def facts_told(connection: sqlite3.Connection, kind: str, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what Ozon told of postings or products, by name."""
    sql = "SELECT name, told FROM ozon_fact WHERE kind = ? AND name IN (SELECT value FROM json_each(?))"
    return {row[0]: json.loads(row[1]) for row in connection.execute(sql, (kind, json.dumps(list(names))))}


def keep_facts(connection: sqlite3.Connection, kind: str, found: Mapping[str, Mapping[str, Any]], at: str) -> None:
    """Store what Ozon told of postings or products, by name."""
    rows = [(kind, name, json.dumps(each, ensure_ascii=False, default=str), at) for name, each in found.items()]
    connection.executemany("INSERT OR REPLACE INTO ozon_fact (kind, name, told, told_at) VALUES (?, ?, ?, ?)", rows)


def units_from_ozon(connection: Connection) -> set[int]:
    """Return the IDs of the deliveries that came from Ozon's API and that nothing else has changed since."""
    return {row[0] for row in connection.execute(_FROM_OZON, {"files": json.dumps(sorted(TOLD_BY_OZON))})}


def sells_from_own_warehouse(connection: Connection) -> bool:
    """Return whether any case is of an order that was not sent from Ozon's warehouses: FBS or rFBS."""
    return bool(connection.execute(_OWN_WAREHOUSE).fetchone()[0])
