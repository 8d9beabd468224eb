"""Conversion of the lists of a case to rows of the store."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from ozon_returns.period import stored
from ozon_returns.sources.record import WORKED_OUT, Line, Record
from ozon_returns.store import buyer_tables, line_tables, tables
from ozon_returns.store.chain import EventFacts, fact
from ozon_returns.store.columns import Row
from ozon_returns.vocabulary.case import CURRENCY

LISTS: dict[str, type[Row]] = {
    "letters": line_tables.LetterRow,
    "demands": buyer_tables.DemandRow,
    "decisions": buyer_tables.DecisionRow,
    "offers": buyer_tables.OfferRow,
    "fulfillments": buyer_tables.FulfillmentRow,
    "tickets": line_tables.TicketRow,
    "costs": line_tables.CostRow,
    "recovered": line_tables.RecoveryRow,
    "actions": line_tables.ActionRow,
    "dates": tables.MilestoneRow,
    "feedback": line_tables.FeedbackRow,
}
"""The table of each list of a case."""

INSIDE_TICKETS: dict[str, tuple[type[Row], tuple[str, ...]]] = {
    "answers": (line_tables.MessageRow, ("kind", "text")),
    "payments": (line_tables.PaymentRow, ("kind", "amount", "at")),
}
"""The table of each list of a ticket, and what a line is known by."""

_RENAMED = {"to": "addressee", "from": "payer", "by": "decider"}
"""Field names of the file format that are reserved words in Python or SQL, with their column names."""


@cache
def columns(table: type[Row]) -> frozenset[str]:
    """Return the columns of a table without its automatic ID."""
    return frozenset(table.model_fields) - {"id"}


def case_rows(number: int, record: Record) -> dict[str, Any]:
    """Return the row of a new case, without the columns of which it says nothing."""
    usual: dict[str, Any] = {"quantity": 1, "currency": CURRENCY, "why": [], "events": 0}
    told = {**usual, **record.facts, "number": number, "key": record.key}
    wanted = columns(tables.CaseRow)
    return {name: value for name, value in told.items() if name in wanted}


def line_rows(name: str, number: int, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the rows for the entries of a list of a case, without the columns of which they say nothing."""
    wanted = columns(LISTS[name])
    return [{"case": number, **{column: value for column, value in _renamed(line).items() if column in wanted}} for line in lines]


def event_row(number: int, *, at: datetime, kind: str, status: str | None = None, facts: Mapping[str, Any] | None = None) -> EventFacts:
    """Return an event in the form that `chain` stores; one that removed its case has no status."""
    return {"case": number, "at": stored(at), "kind": str(kind), "status": status and str(status), "facts": fact(dict(facts or {}))}


_KNOWN_BY = {
    "letters": ("direction", "text", "written_at"),
    "demands": ("kind", "at"),
    "decisions": ("kind", "at"),
    "offers": ("kind", "at"),
    "tickets": ("addressee", "situation", "written_at"),
    "actions": ("kind", "text", "at"),
    "dates": ("kind",),
}
"""The columns that identify an entry whose other columns may be completed later; other entries are compared in full."""


def matched(name: str, held: Sequence[Row], lines: Sequence[Line]) -> list[tuple[Any, Line]]:
    """Return the entries that match existing rows, each with its row; a row matches at most one entry."""
    left = list(held)
    found = []
    for line in lines:
        told = _told(name, line)
        wanted = {column: told[column] for column in _KNOWN_BY.get(name, tuple(told)) if column in told}
        same = next((row for row in left if all(getattr(row, column) == value for column, value in wanted.items())), None)
        if same is not None:
            left.remove(same)
            found.append((same, line))
    return found


def added_lines(name: str, held: Sequence[Row], lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Return the entries without a matching row, and the number of existing rows completed from theirs.

    Only empty columns of a row are filled; existing values are never overwritten.
    """
    pairs = matched(name, held, lines)
    completed = 0
    for row, line in pairs:
        news = {column: value for column, value in _told(name, line).items() if getattr(row, column) is None}
        if "outcome" in news:
            news["decided_at"] = line["decided_at"]
        for column, value in news.items():
            setattr(row, column, value)
        completed += bool(news)
    known = [id(line) for _row, line in pairs]
    return [line for line in lines if id(line) not in known], completed


def _told(name: str, line: Line) -> dict[str, Any]:
    """Return the values of an entry by column, without empty and derived ones."""
    filled = columns(LISTS[name])
    unsaid = {"no", *line.get(WORKED_OUT, ())}
    return {column: value for column, value in _renamed(line).items() if column in filled and column not in unsaid and value is not None}


def _renamed(line: Line) -> Mapping[str, Any]:
    """Return an entry with its fields renamed to columns."""
    return {_RENAMED.get(name, name): value for name, value in line.items()}
