"""The records that every source yields: cases, deliveries, products and lots, parsed and validated but not yet stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ozon_returns.evidence.intake import JudgedPhoto

Line = Mapping[str, Any]
"""An entry of a list of a case (a letter, a cost, ...), by the names of the columns that store it."""


WORKED_OUT = "worked out"
"""Key under which an entry lists its columns that were derived, not given by the source."""


@dataclass(frozen=True)
class Shown:
    """A photo of a record, validated, with the facts given by the source."""

    photo: JudgedPhoto
    facts: Line


@dataclass(frozen=True)
class Record:
    """A case as given by a source.

    `key` is the source's own identifier; `facts` are the columns of the case that the source covers; `lines` its lists by
    name; `line` is its line in the file. `told` names the columns given explicitly; the rest of `facts` was derived from
    those, which is sufficient for a new case but does not change an existing one.
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
class ShopLine:
    """A line of what belongs to no case (deliveries, a product, a lot), by the names of the columns that store it."""

    line: int
    facts: Line


@dataclass(frozen=True)
class Contents:
    """The contents of a file; `records` are read as they are asked for, and the other lists are whole once these are exhausted."""

    records: Iterable[Record] = ()
    deliveries: Sequence[ShopLine] = ()
    products: Sequence[ShopLine] = ()
    lots: Sequence[ShopLine] = ()
