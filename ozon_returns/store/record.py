"""The shop's own record of how things went: tickets won, offers chosen, items sold again, rejections that stood."""

from decimal import Decimal
from typing import NamedTuple

from ozon_returns.money import from_kopecks
from ozon_returns.store.reading import Reading

_TICKETS = """SELECT count(*), ifnull(sum(outcome IN ('approved', 'partly')), 0) FROM ticket
 WHERE outcome IS NOT NULL AND addressee = ? AND (? IS NULL OR situation = ?)"""
_GRANTED = """SELECT avg(min(1.0, amount * 1.0 / asked)) FROM ticket
 WHERE outcome IN ('approved', 'partly') AND amount IS NOT NULL AND asked > 0 AND addressee = ? AND (? IS NULL OR situation = ?)"""
_OFFERS = """SELECT count(*), ifnull(sum(chosen_at IS NOT NULL), 0) FROM offer
 WHERE kind = ? AND (chosen_at IS NOT NULL OR refused_at IS NOT NULL OR EXISTS (
     SELECT 1 FROM offer o WHERE o."case" = offer."case" AND o.chosen_at IS NOT NULL))"""
_RESOLD = """SELECT count(*), ifnull(sum(disposition IN ('restock', 'markdown')), 0) FROM "case"
 WHERE disposition IN ('restock', 'markdown', 'dispose', 'lost') AND status <> 'dismissed' AND (? IS NULL OR sku = ?)"""
_RESALE = """SELECT avg(share) FROM (SELECT min(1.0, sum(r.amount) * 1.0 / (c.price * c.quantity)) AS share
  FROM recovery r JOIN "case" c ON c.number = r."case" WHERE r.payer = 'resale' AND c.price > 0 GROUP BY c.number)"""
_REJECTED = """SELECT count(*), ifnull(sum(NOT EXISTS (
     SELECT 1 FROM decision l WHERE l."case" = d."case" AND l.id > d.id AND l.kind <> 'reject')), 0)
 FROM decision d JOIN "case" c ON c.number = d."case" WHERE d.kind = 'reject' AND c.status IN ('resolved', 'closed')"""
_COSTS = "SELECT avg(amount) FROM cost WHERE kind = ?"


class Tally(NamedTuple):
    """How often something was tried, and how often it went well."""

    tried: int
    won: int


def tickets_won(reading: Reading, to: str, situation: str | None) -> Tally:
    """Return how many tickets to an addressee were decided, and approved at least in part; in a situation if one is given."""
    return Tally(*reading.rows(_TICKETS, to, situation, situation)[0])


def share_granted(reading: Reading, to: str, situation: str | None) -> Decimal:
    """Return the mean share of what was asked that approved tickets to an addressee were granted, from 0 to 1; 1 if there are none."""
    share = _share(reading.rows(_GRANTED, to, situation, situation)[0][0])
    return Decimal(1) if share is None else share


def offers_chosen(reading: Reading, kind: str) -> Tally:
    """Return how many offers of a kind were answered, and chosen."""
    return Tally(*reading.rows(_OFFERS, kind)[0])


def items_resold(reading: Reading, sku: str | None) -> Tally:
    """Return of how many returned items it is known what became of them, and how many were sold again."""
    return Tally(*reading.rows(_RESOLD, sku, sku)[0])


def rejections_upheld(reading: Reading) -> Tally:
    """Return how many claims were rejected in cases that are resolved, and how many rejections stood."""
    return Tally(*reading.rows(_REJECTED)[0])


def resale_share(reading: Reading) -> Decimal | None:
    """Return the mean share of the price for which items were sold again, from 0 to 1, if known."""
    return _share(reading.rows(_RESALE)[0][0])


def _share(mean: float | None) -> Decimal | None:
    """Return a mean share with four places, if there is one."""
    return None if mean is None else Decimal(str(round(mean, 4)))


def usual_cost(reading: Reading, kind: str) -> Decimal | None:
    """Return the mean of the costs of a kind, if there are any."""
    mean = reading.rows(_COSTS, kind)[0][0]
    return None if mean is None else from_kopecks(round(mean))
