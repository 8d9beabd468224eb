"""The shape that all reports share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ozon_returns.period import Period

Cell = object
"""What stands in a report: a number, `Decimal` roubles, a text, a member's value, or nothing where it is unknown."""


class Kind(StrEnum):
    """What a column holds, which says how it is shown."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    HOURS = "hours"


@dataclass(frozen=True)
class Column:
    """A column: its name for programs, its heading for people (a sentence of the catalogue), what it holds."""

    name: str
    heading: str
    kind: Kind = Kind.COUNT
    vocabulary: type[StrEnum] | None = None


@dataclass(frozen=True)
class Section:
    """A table of a report."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Signal:
    """Something that needs a person: its kind, the case, a sentence, the moment it is about, the command to type."""

    kind: str
    case: int
    what: str
    at: datetime
    command: str


@dataclass(frozen=True)
class Report:
    """An answer to a question about the cases. Money is `Decimal` roubles, spans of time are hours."""

    name: str
    title: str
    period: Period
    as_of: datetime
    figures: Mapping[str, object]
    sections: Sequence[Section]
    signals: Sequence[Signal] = ()
    advice: Sequence[str] = field(default=())
