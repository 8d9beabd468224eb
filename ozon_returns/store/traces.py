"""What the cases of defects tell of how they came about: the box, the words of the buyer, and whether the item was returned before."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from ozon_returns.period import Period, stored
from ozon_returns.store.cohorts import DELIVERED_OR_FOUND, REACHED
from ozon_returns.store.reading import Reading
from ozon_returns.vocabulary.case import Defect

_SQL = f"""SELECT c.number, c.sku, c.supplier, c.batch, c.scheme, c.warehouse, c.carrier, c.claimed_reason,
       (SELECT group_concat(d.kind) FROM defect d WHERE d."case" = c.number),
       (c.serial IS NOT NULL OR c.marking IS NOT NULL) AND EXISTS (
            SELECT 1 FROM "case" e WHERE e.sku = c.sku AND e.number < c.number AND (e.serial = c.serial OR e.marking = c.marking)),
       c.serial IS NOT NULL OR c.marking IS NOT NULL
  FROM "case" c LEFT JOIN milestone m ON m."case" = c.number AND m.kind = 'delivered'
 WHERE c.sku IN (SELECT value FROM json_each(?)) AND {REACHED} AND {DELIVERED_OR_FOUND} >= ? AND {DELIVERED_OR_FOUND} < ?
 ORDER BY c.number"""


class Trace(NamedTuple):
    """A case of a defect that reached a buyer.

    `defects` is empty where nobody has inspected it; `came_back` tells whether an earlier case is about the same serial number or
    marking, `is_identified` whether it has one.
    """

    case: int
    sku: str
    supplier: str | None
    batch: str | None
    scheme: str | None
    warehouse: str | None
    carrier: str | None
    reason: str | None
    defects: frozenset[Defect]
    came_back: bool
    is_identified: bool


def traces(reading: Reading, skus: Sequence[str], period: Period) -> list[Trace]:
    """Return the traces of some products' defects that belong to a period, by case."""
    rows = reading.rows(_SQL, json.dumps(list(skus)), stored(period.start), stored(period.end))
    return [Trace._make([*row[:8], _kinds(row[8]), *map(bool, row[9:])]) for row in rows]


def _kinds(joined: str | None) -> frozenset[Defect]:
    """Return the kinds of defect of a case."""
    return frozenset(map(Defect, joined.split(","))) if joined else frozenset()
