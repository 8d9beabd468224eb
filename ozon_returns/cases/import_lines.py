"""The lists of a case as rows of the store."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ozon_returns.period import stored
from ozon_returns.sources.record import WORKED_OUT, Line, Record
from ozon_returns.store import line_tables, tables
from ozon_returns.store.chain import EventFacts, fact
from ozon_returns.store.columns import Row
from ozon_returns.vocabulary.case import CURRENCY

LISTS: dict[str, type[Row]] = {
    "letters": line_tables.LetterRow,
    "offers": line_tables.OfferRow,
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

_RENAMED = {"to": "addressee", "from": "payer"}
"""Names of the contract that are words of Python or SQL, and the columns that bear them."""


def columns(table: type[Row]) -> list[str]:
    """Name the columns of a table that are filled, all but the one it numbers its rows with."""
    return [each for each in table.model_fields if each != "id"]


def case_rows(number: int, record: Record) -> dict[str, Any]:
    """Give the row of a new case."""
    usual: dict[str, Any] = {"quantity": 1, "currency": CURRENCY, "why": [], "events": 0}
    told = {**usual, **record.facts, "number": number, "key": record.key}
    return {name: told.get(name) for name in ("number", *columns(tables.CaseRow))}


def line_rows(name: str, number: int, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Give the rows of a list of a case."""
    wanted = columns(LISTS[name])
    return [{column: row.get(column) for column in wanted} for line in lines for row in ({**_renamed(line), "case": number},)]


def event_row(number: int, *, at: datetime, kind: str, status: str, facts: Mapping[str, Any] | None = None) -> EventFacts:
    """Give an event as `chain` keeps it."""
    return {"case": number, "at": stored(at), "kind": str(kind), "status": str(status), "facts": fact(dict(facts or {}))}


_KNOWN_BY = {
    "letters": ("direction", "text", "written_at"),
    "offers": ("kind", "at"),
    "tickets": ("addressee", "situation", "written_at"),
    "actions": ("kind", "text", "at"),
    "dates": ("kind",),
}
"""What a line is known by, where it may learn more later; any other is known by all it says."""


def matched(name: str, held: Sequence[Row], lines: Sequence[Line]) -> list[tuple[Any, Line]]:
    """Give the lines that are among the rows held, each with its row; a row stands for one line only."""
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
    """Give the lines that are not among the rows held, and how many of those held have learnt more from theirs.

    A row learns only what it does not know: nothing of it is written over.
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
    """Give what a line says, by the columns of its table."""
    filled = columns(LISTS[name])
    unsaid = {"no", *line.get(WORKED_OUT, ())}
    return {column: value for column, value in _renamed(line).items() if column in filled and column not in unsaid and value is not None}


def _renamed(line: Line) -> Mapping[str, Any]:
    """Name what a line tells by its columns."""
    return {_RENAMED.get(name, name): value for name, value in line.items()}
