"""What the summary asks of the store beyond sums: waiting times with the cases still open, buyers' words, and what is not known."""

from datetime import datetime
from typing import NamedTuple

from ozon_returns.period import Period, stored
from ozon_returns.store.reading import Reading
from ozon_returns.vocabulary.event import EventKind

_MOMENTS = {"contact": "contacted_at", "resolution": "resolved_at"}
_REACHED = "(stage IN ('buyer', 'return') OR stage IS NULL AND ifnull(posting, return_id) IS NOT NULL)"


class Wait(NamedTuple):
    """How long a case has waited for something, in hours, and whether that has come or the case is still open without it."""

    hours: float
    is_over: bool


class Words(NamedTuple):
    """What buyers said: how many answered, were satisfied and not, would buy again and not, and the mean score."""

    answered: int
    satisfied: int
    discontent: int
    again: int
    not_again: int
    score: float | None


def waits(reading: Reading, period: Period, moment: str, as_of: datetime) -> list[Wait]:
    """Return the waits of the cases found in a period for first contact or resolution.

    A closed case without it is left out; for first contact, so is a case that never reached a buyer.
    """
    column = _MOMENTS[moment]
    reached = f"AND {_REACHED}" if moment == "contact" else ""
    sql = f"""SELECT max(0, (julianday(ifnull({column}, ?)) - julianday(found_at)) * 24), {column} IS NOT NULL FROM "case"
              WHERE found_at >= ? AND found_at < ? AND status <> 'dismissed' AND ({column} IS NOT NULL OR closed_at IS NULL) {reached}
              ORDER BY 1, 2 DESC"""
    return [Wait(row[0], bool(row[1])) for row in reading.rows(sql, stored(as_of), stored(period.start), stored(period.end))]


def words(reading: Reading, period: Period) -> Words:
    """Return what buyers said in a period; of a buyer who was asked twice, the last answer counts."""
    sql = """SELECT count(*), ifnull(sum(satisfied = 1), 0), ifnull(sum(satisfied = 0), 0), ifnull(sum(again = 1), 0),
                    ifnull(sum(again = 0), 0), avg(score)
               FROM feedback f WHERE at >= ? AND at < ? AND unreachable IS NULL
                AND NOT EXISTS (SELECT 1 FROM feedback n WHERE n."case" = f."case" AND n.unreachable IS NULL AND n.at < ?
                                AND (n.at, n.id) > (f.at, f.id))"""
    end = stored(period.end)
    return Words(*reading.rows(sql, stored(period.start), end, end)[0])


def known(reading: Reading, period: Period) -> tuple[int, dict[str, int]]:
    """Return how many cases were found in a period, and of how many of them each of what the figures rest on is known."""
    sql = """SELECT count(*), count(sku), count(supplier), count(batch), count(iif(cause = 'unknown', NULL, cause)), count(price),
                    ifnull(sum(EXISTS (SELECT 1 FROM milestone m WHERE m."case" = number AND m.kind = 'delivered')), 0),
                    ifnull(sum(EXISTS (SELECT 1 FROM cost k WHERE k."case" = number)), 0)
               FROM "case" WHERE found_at >= ? AND found_at < ? AND status <> 'dismissed'"""
    every, *counts = reading.rows(sql, stored(period.start), stored(period.end))[0]
    return every, dict(zip(("sku", "supplier", "batch", "cause", "price", "delivered", "cost"), counts, strict=True))


def has_cases(reading: Reading) -> bool:
    """Return whether there is any case."""
    return bool(reading.rows('SELECT EXISTS (SELECT 1 FROM "case")')[0][0])


def imported_since(reading: Reading, when: datetime) -> tuple[list[int], bool]:
    """Return the cases that were imported since a moment, and whether anything had been recorded before it."""
    rows = reading.rows('SELECT DISTINCT "case" FROM event WHERE at >= ? AND kind = ?', stored(when), EventKind.IMPORTED)
    return [row[0] for row in rows], bool(reading.rows("SELECT EXISTS (SELECT 1 FROM event WHERE at < ?)", stored(when))[0][0])


def changed_since(reading: Reading) -> list[int]:
    """Return the cases that have changed since the moment as of which the store is read."""
    return [row[0] for row in reading.rows('SELECT "case" FROM affected ORDER BY 1')]
