"""What the store tells of causes: established or only suspected, against what buyers claimed, and the answers to the whys."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.money import from_kopecks
from ozon_returns.period import Period, stored
from ozon_returns.store.reading import Reading
from ozon_returns.vocabulary.nearest import folded

_ESTABLISHED = "c.cause IS NOT NULL AND c.cause <> 'unknown'"
_CAUSES = f"""SELECT iif({_ESTABLISHED}, c.cause, c.suspected_cause) AS name, {_ESTABLISHED} AS established,
       sum(o.cases), sum(o.units), sum(o.cost) - sum(o.recovered)
  FROM occurrences o JOIN "case" c ON c.number = o."case" WHERE o.at >= ? AND o.at < ? GROUP BY 1, 2"""
_CLAIMED = f"""SELECT c.claimed_reason, c.cause, count(*) FROM "case" c
 WHERE c.found_at >= ? AND c.found_at < ? AND c.status <> 'dismissed' AND c.claimed_reason IS NOT NULL AND {_ESTABLISHED} GROUP BY 1, 2"""
_WHYS = f"""SELECT c.number, c.cause, c.why FROM "case" c
 WHERE c.found_at >= ? AND c.found_at < ? AND c.status <> 'dismissed' AND c.why <> '[]' AND {_ESTABLISHED} ORDER BY c.number"""


class CauseSums(NamedTuple):
    """Cases and units of a cause and their net cost; `is_established`, or only suspected. Without a cause, nothing is even suspected."""

    cause: str | None
    is_established: bool
    cases: int
    units: int
    net: Decimal


class Whys(NamedTuple):
    """The answers of a case to why its defect came about, one after another."""

    case: int
    cause: str
    answers: Sequence[str]


def causes(reading: Reading, period: Period) -> list[CauseSums]:
    """Return the causes of the cases and costs of a period."""
    rows = reading.rows(_CAUSES, stored(period.start), stored(period.end))
    return [CauseSums(row[0], bool(row[1]), row[2], row[3], from_kopecks(row[4])) for row in rows]


def claimed_and_established(reading: Reading, period: Period) -> dict[tuple[str, str], int]:
    """Return how many cases found in a period have a claimed reason and an established cause; reasons written alike are one."""
    spelled: dict[str, str] = {}
    found: dict[tuple[str, str], int] = {}
    for reason, cause, cases in reading.rows(_CLAIMED, stored(period.start), stored(period.end)):
        key = spelled.setdefault(" ".join(folded(reason).split()), reason), cause
        found[key] = found.get(key, 0) + cases
    return found


def whys(reading: Reading, period: Period) -> list[Whys]:
    """Return the answers to the whys of the cases found in a period."""
    return [Whys(row[0], row[1], json.loads(row[2])) for row in reading.rows(_WHYS, stored(period.start), stored(period.end))]
