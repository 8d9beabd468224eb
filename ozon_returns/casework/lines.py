"""The lists of a case as rows of the store."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import SQLModel

from ozon_returns.kinds import CURRENCY
from ozon_returns.sources.record import Line, Record
from ozon_returns.store import dealing_tables, tables
from ozon_returns.store.writing import fact

LISTS: dict[str, type[SQLModel]] = {
    "letters": dealing_tables.Letter,
    "offers": dealing_tables.OfferMade,
    "tickets": dealing_tables.Ticket,
    "costs": dealing_tables.Cost,
    "recovered": dealing_tables.Recovery,
    "actions": dealing_tables.Action,
    "feedback": dealing_tables.Feedback,
}
"""The table of each list of a case."""

_RENAMED = {"to": "addressee", "from": "payer"}
"""Names of the contract that are words of Python or SQL, and the columns that bear them."""


def columns(table: type[SQLModel]) -> list[str]:
    """Name the columns of a table that are filled, all but the one it numbers its rows with."""
    return [each for each in table.model_fields if each != "id"]


def case_rows(number: int, record: Record) -> dict[str, Any]:
    """Give the row of a new case."""
    usual: dict[str, Any] = {"quantity": 1, "currency": CURRENCY, "why": []}
    told = {**usual, **record.facts, "number": number, "key": record.key}
    return {name: told.get(name) for name in ("number", *columns(tables.Case))}


def line_rows(name: str, number: int, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Give the rows of a list of a case."""
    wanted = columns(LISTS[name])
    return [{column: row.get(column) for column in wanted} for line in lines for row in ({**_renamed(line), "case": number},)]


def event_row(number: int, **line: Any) -> dict[str, Any]:  # noqa: ANN401  the columns of an event
    """Give the row of an event."""
    return {"case": number, **line, "facts": fact(line.get("facts") or {})}


def added_lines(name: str, held: Sequence[SQLModel], lines: Sequence[Line]) -> list[Line]:
    """Give the lines that are not among the rows held; a row stands for one line only."""
    left = list(held)
    new = []
    for line in lines:
        told = {column: value for column, value in _renamed(line).items() if column in columns(LISTS[name]) and value is not None}
        same = next((row for row in left if _tells(row, told)), None)
        if same is None:
            new.append(line)
        else:
            left.remove(same)
    return new


def _renamed(line: Line) -> Mapping[str, Any]:
    """Name what a line tells by its columns."""
    return {_RENAMED.get(name, name): value for name, value in line.items()}


def _tells(row: SQLModel, told: Mapping[str, Any]) -> bool:
    """Tell whether a row says all that a line says."""
    return all(getattr(row, column) == value for column, value in told.items())
