"""Queries for what is due, answered from the index of the deadlines."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple, TypedDict

from ozon_returns.clocks.duty import Duty, Running, duty, said
from ozon_returns.clocks.rules import Rule
from ozon_returns.money import from_kopecks
from ozon_returns.period import restored, stored
from ozon_returns.store.reading import Reading

_RUNNING = "k.duty = 1 AND k.met_at IS NULL AND k.paused_at IS NULL"
_DUE = f"""SELECT k."case", k.rule, k.about, k.started_at, k.due_at, k.stake, k.assumed, c.price, c.quantity,
       coalesce(c.cause, c.suspected_cause) AS cause,
       coalesce(c.product, c.article, c.sku, c.posting, c.return_id, '') AS item
  FROM (SELECT * FROM clock k WHERE {_RUNNING} AND k.due_at <= :until
         ORDER BY k.due_at > :soon, k.stake DESC, instr(:safety, k.rule) = 0, k.due_at, k."case", k.id LIMIT :limit) k
  JOIN "case" c ON c.number = k."case"
 ORDER BY k.due_at > :soon, k.stake DESC, instr(:safety, k.rule) = 0, k.due_at, k."case", k.id"""
_OWED = 'SELECT * FROM owed WHERE "case" IN (SELECT value FROM json_each(?)) ORDER BY since, "case", no'
_UNSET = "SELECT rule, count(*) FROM clock WHERE due_at IS NULL AND met_at IS NULL GROUP BY rule ORDER BY rule"


SOON = timedelta(days=1)
"""What is due within this time is as urgent as what is overdue."""

Owed = TypedDict(
    "Owed",
    {
        "case": int,
        "from": str,
        "number": str | None,
        "since": datetime | None,
        "promised": Decimal,
        "arrived": Decimal,
        "amount": Decimal,
        "next_check": datetime | None,
    },
)
"""Money still to come from a ticket: `amount`, of what was `promised` and has `arrived`."""


class Later(NamedTuple):
    """The number of tasks due after a given moment, with the first and the last deadline."""

    number: int
    first: datetime | None
    last: datetime | None


def due(reading: Reading, until: datetime | None = None, limit: int = -1) -> list[Duty]:
    """Return the tasks due up to a moment, at most `limit`.

    What is overdue or due within `SOON` comes first; of that, and of the rest, the task with the most money at risk, then one that
    concerns safety, then the one that is due first.
    """
    zone, now = reading.zone, reading.now
    rules = {name: said(rule, now) for name, rule in reading.book.rules.items()}
    values = {
        "until": stored(until) if until else "9999",
        "soon": stored(now + SOON),
        "limit": limit,
        "safety": " ".join(name for name, told in rules.items() if told.rule.safety),
    }
    return [
        duty(
            rules[row["rule"]],
            Running(
                row["case"],
                row["item"],
                row["about"],
                restored(row["started_at"], zone),
                restored(row["due_at"], zone),
                from_kopecks(row["stake"]),
                bool(row["assumed"]),
                _price(row["price"], row["quantity"]),
                row["cause"],
            ),
            now,
        )
        for row in reading.rows(_DUE, values)
        if row["rule"] in rules
    ]


def _price(kopecks: int | None, quantity: int) -> Decimal | None:
    """Return the total price of all items, if known."""
    return None if kopecks is None else from_kopecks(kopecks * quantity)


def counted(reading: Reading, until: datetime | None) -> int:
    """Return the number of tasks due up to a moment."""
    sql = f"SELECT count(*) FROM clock k WHERE {_RUNNING} AND k.due_at <= ?"
    return int(reading.rows(sql, stored(until) if until else "9999")[0][0])


def later(reading: Reading, after: datetime) -> Later:
    """Return the number of tasks due after a moment, with the first and the last deadline."""
    row = reading.rows(f"SELECT count(*), min(k.due_at), max(k.due_at) FROM clock k WHERE {_RUNNING} AND k.due_at > ?", stored(after))[0]
    return Later(row[0], *(restored(each, reading.zone) if each else None for each in row[1:]))


def owed(reading: Reading, numbers: Iterable[int]) -> list[Owed]:
    """Return the outstanding payments of cases, the oldest first."""
    rows = reading.rows(_OWED, json.dumps(list(numbers)))
    return [
        {
            "case": row["case"],
            "from": row["addressee"],
            "number": row["number"],
            "since": _moment(row["since"], reading),
            "promised": from_kopecks(row["promised"]),
            "arrived": from_kopecks(row["arrived"]),
            "amount": from_kopecks(row["amount"]),
            "next_check": _moment(row["next_check"], reading),
        }
        for row in rows
    ]


def _moment(text: str | None, reading: Reading) -> datetime | None:
    """Parse a moment, if there is one."""
    return restored(text, reading.zone) if text else None


def unset(reading: Reading) -> list[tuple[Rule, int]]:
    """Return the rules whose length the seller has yet to set, each with the number of deadlines that depend on it."""
    rules = reading.book.rules
    return [(rules[row[0]], row[1]) for row in reading.rows(_UNSET) if row[0] in rules]


def store_name(reading: Reading) -> str:
    """Return a unique name for a store, taken from its first event; empty if there is none."""
    rows = reading.rows("SELECT hash FROM event ORDER BY id LIMIT 1")
    return str(rows[0][0])[:16] if rows else ""
