"""What defects cost by kind and liable party, and what became of the money asked of others."""

from decimal import Decimal
from typing import NamedTuple

from ozon_returns.money import from_kopecks
from ozon_returns.period import Period, stored
from ozon_returns.store.reading import Reading

_COSTS = """SELECT k.kind, c.liable, count(DISTINCT c.number), sum(k.amount) FROM cost k JOIN "case" c ON c.number = k."case"
 WHERE k.at >= ? AND k.at < ? GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2"""
_RECOVERED = 'SELECT payer, count(DISTINCT "case"), sum(amount) FROM recovery WHERE at >= ? AND at < ? GROUP BY 1 ORDER BY 3 DESC, 1'
_ASKED = """SELECT addressee, situation, count(*), ifnull(sum(asked), 0), sum(outcome IN ('approved', 'partly')), ifnull(sum(amount), 0),
       ifnull(sum(paid), 0), ifnull(sum(taken_back), 0), ifnull(sum(outcome = 'refused'), 0), ifnull(sum(outcome IS NULL), 0)
  FROM tickets WHERE opened_at >= ? AND opened_at < ? AND (withdrawn_at IS NULL OR outcome IS NOT NULL)
 GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2"""
_REFUSALS = """SELECT t."case", t.no,
       (SELECT m.text FROM answer m WHERE m.ticket = t.id AND m.kind = 'answer' ORDER BY m.at DESC, m.id DESC)
  FROM ticket t WHERE t.opened_at >= ? AND t.opened_at < ? AND t.outcome = 'refused'
 ORDER BY t.decided_at DESC, t."case" LIMIT ?"""


class Spent(NamedTuple):
    """Money spent: the kind of cost, the liable party, in how many cases, how much."""

    kind: str
    liable: str | None
    cases: int
    amount: Decimal


class Funnel(NamedTuple):
    """Tickets to an addressee about a situation: how many, and the sums asked, granted, paid and taken back."""

    addressee: str
    situation: str | None
    tickets: int
    asked: Decimal
    won: int
    granted: Decimal
    paid: Decimal
    taken_back: Decimal
    refused: int
    undecided: int


def spent(reading: Reading, period: Period) -> list[Spent]:
    """Return the costs of a period by kind and liable party, the largest first."""
    return [Spent(row[0], row[1], row[2], from_kopecks(row[3])) for row in reading.rows(_COSTS, stored(period.start), stored(period.end))]


def recovered(reading: Reading, period: Period) -> list[tuple[str, int, Decimal]]:
    """Return what came back in a period: from whom, in how many cases, how much."""
    return [(row[0], row[1], from_kopecks(row[2])) for row in reading.rows(_RECOVERED, stored(period.start), stored(period.end))]


def funnels(reading: Reading, period: Period) -> list[Funnel]:
    """Return what became of the tickets handed in during a period, by addressee and situation; of those withdrawn, the decided ones."""
    found = []
    for row in reading.rows(_ASKED, stored(period.start), stored(period.end)):
        asked, granted, paid, taken = (from_kopecks(row[place]) for place in (3, 5, 6, 7))
        found.append(Funnel(row[0], row[1], row[2], asked, row[4] or 0, granted, paid, taken, row[8], row[9]))
    return found


def refusals(reading: Reading, period: Period, most: int) -> list[tuple[int, int, str]]:
    """Return the last refused tickets of a period with the words of the refusal: case, number, words."""
    rows = reading.rows(_REFUSALS, stored(period.start), stored(period.end), most)
    return [(row[0], row[1], row[2] or "") for row in rows]
