"""What the summary asks of the store; sums are made by SQL. Periods go from their start up to, but without, their end."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.clocks.duty import Duty
from ozon_returns.money import from_kopecks
from ozon_returns.period import Period, restored, stored
from ozon_returns.store.due import counted, due
from ozon_returns.store.head import Head, head_of
from ozon_returns.store.reading import Reading
from ozon_returns.vocabulary.case import OPEN, Dimension

_OPEN = ", ".join(f"'{each}'" for each in sorted(OPEN))
_SUMS = "ifnull(sum(o.cases), 0), ifnull(sum(o.units), 0), ifnull(sum(o.cost), 0), ifnull(sum(o.recovered), 0)"
_MOMENTS = {"resolved": "resolved_at", "closed": "closed_at"}


EDGES = (3, 8, 15, 31)
"""Exclusive upper bounds, in whole days, of the age groups of open cases."""

MOST_OVERDUE = 100
"""So many overdue duties are listed, the oldest first; all are counted."""

TOO_LONG = timedelta(hours=24)
"""Time within which a buyer is to be answered.

A claim not decided within 24 hours is approved automatically (RIA and Klerk, 16.10.2025).
"""


class Sums(NamedTuple):
    """Totals of a period: cases found and their units, money spent and recovered."""

    cases: int
    units: int
    cost: Decimal
    recovered: Decimal

    @property
    def net(self) -> Decimal:
        """Return the net cost."""
        return self.cost - self.recovered


class Silence(NamedTuple):
    """A case whose buyer has received no message since it was found."""

    case: int
    status: str
    since: datetime


class ReportRequest(NamedTuple):
    """What a report is asked for: the period, the one before it to compare with, as of when, broken down by what, cut into what.

    `subject` is the SKU or the supplier that a report is about; `is_by`: by what it is broken down was asked for.
    """

    period: Period
    previous: Period
    as_of: datetime
    by: Sequence[Dimension]
    parts: Sequence[Period] = ()
    subject: str | None = None
    is_by: bool = False


class SummaryRows(NamedTuple):
    """Data of a summary: totals of a period and the previous one, breakdowns, ages, hours, deadlines."""

    sums: Sums
    previous: Sums
    by: Mapping[Dimension, Sequence[tuple[str | None, Sums]]]
    parts: Sequence[tuple[str, Sums]]
    resolved: int
    closed: int
    previous_resolved: int
    previous_closed: int
    ages: Sequence[int]
    contact: Sequence[float]
    resolution: Sequence[float]
    overdue: Sequence[Duty]
    overdue_count: int
    unanswered: Sequence[Silence]
    head: Head | None


def gather(reading: Reading, asked: ReportRequest) -> SummaryRows:
    """Return all data for a summary."""
    period = asked.period
    return SummaryRows(
        sums=totals(reading, period),
        previous=totals(reading, asked.previous),
        by={each: breakdown(reading, period, each) for each in asked.by},
        parts=[(part.label, totals(reading, part)) for part in asked.parts],
        resolved=ended(reading, period, "resolved"),
        closed=ended(reading, period, "closed"),
        previous_resolved=ended(reading, asked.previous, "resolved"),
        previous_closed=ended(reading, asked.previous, "closed"),
        ages=open_by_age(reading, asked.as_of, EDGES),
        contact=hours_until(reading, period, "contact"),
        resolution=hours_until(reading, period, "resolution"),
        overdue=due(reading, asked.as_of, MOST_OVERDUE),
        overdue_count=counted(reading, asked.as_of),
        unanswered=unanswered(reading, asked.as_of - TOO_LONG),
        head=head_of(reading.connection),
    )


def totals(reading: Reading, period: Period) -> Sums:
    """Return the totals of a period."""
    row = reading.rows(f"SELECT {_SUMS} FROM occurrences o WHERE o.at >= ? AND o.at < ?", *_span(period))[0]
    return _sums(row[0], row[1], row[2], row[3])


def breakdown(
    reading: Reading, period: Period, by: Dimension, only: str = "sku", value: str | None = None
) -> list[tuple[str | None, Sums]]:
    """Return the totals of a period by a field, the most cases first, of the cases whose field `only` has a value if one is given.

    A case with two defects counts for both.
    """
    joined = 'LEFT JOIN defect d ON d."case" = o."case"' if by is Dimension.DEFECT else ""
    field = "d.kind" if by is Dimension.DEFECT else f"c.{by}"
    sql = f"""SELECT {field} AS name, {_SUMS} FROM occurrences o JOIN "case" c ON c.number = o."case" {joined}
              WHERE o.at >= ? AND o.at < ? AND (? IS NULL OR c.{only} = ?)
              GROUP BY name ORDER BY sum(o.cases) DESC, sum(o.cost) - sum(o.recovered) DESC, name"""
    return [(row[0], _sums(*row[1:])) for row in reading.rows(sql, *_span(period), value, value)]


def dearest(reading: Reading, period: Period, most: int) -> list[tuple[int, str | None, Decimal, str]]:
    """Return the cases with photos found in a period that cost most, net: number, product, net cost, and file of a photo.

    The photo is one of the defect if there is one, else the first.
    """
    sql = """SELECT c.number, c.product, sum(o.cost) - sum(o.recovered) AS net,
                    (SELECT p.file FROM photo p WHERE p."case" = c.number ORDER BY p.role IS NOT 'defect', p.id LIMIT 1) AS file
               FROM occurrences o JOIN "case" c ON c.number = o."case" WHERE o.at >= ? AND o.at < ? AND file IS NOT NULL
              GROUP BY c.number HAVING net > 0 ORDER BY net DESC, c.number LIMIT ?"""
    return [(row[0], row[1], from_kopecks(row[2]), row[3]) for row in reading.rows(sql, *_span(period), most)]


def ended(reading: Reading, period: Period, how: str) -> int:
    """Return the number of cases resolved or closed in a period."""
    sql = f'SELECT count(*) FROM "case" WHERE {_MOMENTS[how]} >= ? AND {_MOMENTS[how]} < ? AND dismissed_at IS NULL'
    return int(reading.rows(sql, *_span(period))[0][0])


def first_found(reading: Reading) -> datetime | None:
    """Return when the first case was found; `None` where there is no case."""
    at = reading.rows('SELECT min(found_at) FROM "case"')[0][0]
    return restored(at, reading.zone) if at else None


def open_by_age(reading: Reading, as_of: datetime, edges: tuple[int, ...]) -> list[int]:
    """Return the number of open cases by days since found: up to each edge, and above the last."""
    bounds = [stored(as_of - timedelta(days=edge)) for edge in edges]
    cases = "".join(f" WHEN found_at >= ? THEN {position}" for position in range(len(edges)))
    sql = f"""SELECT CASE{cases} ELSE {len(edges)} END AS age, count(*) FROM "case"
              WHERE status IN ({_OPEN}) GROUP BY age"""
    found = {row[0]: row[1] for row in reading.rows(sql, *bounds)}
    return [found.get(position, 0) for position in range(len(edges) + 1)]


def hours_until(reading: Reading, period: Period, moment: str) -> list[float]:
    """Return the hours from finding to first contact or resolution of each case for which that was in a period."""
    column = {"contact": "contacted_at", "resolution": "resolved_at"}[moment]
    sql = f"""SELECT max(0, (julianday({column}) - julianday(found_at)) * 24) AS hours FROM "case"
              WHERE {column} >= ? AND {column} < ? AND status <> 'dismissed' ORDER BY hours"""
    return [row[0] for row in reading.rows(sql, *_span(period))]


def unanswered(reading: Reading, before: datetime) -> list[Silence]:
    """Return the open cases of items that reached a buyer, found before a moment, without a message to the buyer or money returned.

    Cases that have a deadline of Ozon for deciding the claim are excluded.
    """
    sql = """SELECT number, status, found_at FROM "case" WHERE status IN ('new', 'inspected', 'ticketed') AND contacted_at IS NULL
             AND (stage IN ('buyer', 'return') OR stage IS NULL AND ifnull(posting, return_id) IS NOT NULL) AND found_at < ?
             AND NOT EXISTS (SELECT 1 FROM clock k WHERE k."case" = number AND k.rule LIKE 'ozon_claim_decision%')
             AND NOT EXISTS (SELECT 1 FROM fulfillment d WHERE d."case" = number)
             AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f."case" = number) ORDER BY found_at, number"""
    return [Silence(row[0], row[1], restored(row[2], reading.zone)) for row in reading.rows(sql, stored(before))]


def _span(period: Period) -> tuple[str, str]:
    """Return the start and end of a period in stored form."""
    return stored(period.start), stored(period.end)


def _sums(cases: int, units: int, cost: int, recovered: int) -> Sums:
    """Convert database sums to roubles."""
    return Sums(cases, units, from_kopecks(cost), from_kopecks(recovered))
