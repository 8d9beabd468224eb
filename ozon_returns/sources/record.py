"""What every source yields: a case or a delivery, read and judged, not yet kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ozon_returns.evidence.intake import JudgedPhoto

Line = Mapping[str, Any]
"""One line of a list of a case: a letter, a cost ..., by the names of the columns that keep it."""


WORKED_OUT = "worked out"
"""Under this name a line tells which of its columns the source does not say itself."""


@dataclass(frozen=True)
class Shown:
    """A photo of a record: judged, with what the source tells of it."""

    photo: JudgedPhoto
    facts: Line


@dataclass(frozen=True)
class Record:
    """A case as a source tells it.

    `key` is the source's own name for it; `facts` are the columns of the case that the source speaks of; `lines` its
    lists by their names; `line` is where it stands in the file. `told` names what the source itself says; the
    rest of `facts` was worked out from that, which is good enough for a new case and no reason to change a known one.
    """

    line: int
    key: str
    facts: Line
    told: frozenset[str] = frozenset()
    number: int | None = None
    defects: Sequence[str] | None = None
    photos: Sequence[Shown] = ()
    lines: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    history: Sequence[Line] = ()


@dataclass(frozen=True)
class Delivered:
    """Units delivered to buyers, by the names of the columns that keep them."""

    line: int
    facts: Line


@dataclass(frozen=True)
class Contents:
    """All that a file tells."""

    records: Sequence[Record]
    deliveries: Sequence[Delivered]
