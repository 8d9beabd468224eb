"""What a command gives back: the document for programs, the blocks for people, and the exit code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """Names with what they stand for, one a line."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Rows under headings. `right` names the columns of figures.

    In a pipe a row is a line; only a table with a title, one of several, has its headings there.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""
    right: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Verbatim:
    """A text that is copied to somewhere else, such as a letter: its lines are left as they are."""

    text: str


@dataclass(frozen=True)
class Entry:
    """One thing of a list: its line in a pipe, cell by cell, and its lines for a person."""

    record: Sequence[str]
    lines: Sequence[str]


@dataclass(frozen=True)
class Entries:
    """Things under a heading, several lines each; in a pipe one line each and no heading. `alert`: they want somebody at once."""

    title: str
    entries: Sequence[Entry]
    alert: bool = False


Block = str | Facts | Table | Verbatim | Entries
"""A text of one or more lines, facts, a table, a text to copy, or a list of things."""


@dataclass(frozen=True)
class Answer:
    """What a command says.

    `document` is what `--json` puts out; `blocks` may be made while they are shown; `notes` go to stderr; `raw` is a
    document in a format of its own (YAML, CSV ...) and is put out as it stands, in UTF-8; with `silent` nothing is put
    out at all, not even JSON.
    """

    document: dict[str, object] = field(default_factory=dict)
    blocks: Iterable[Block] = ()
    notes: Sequence[str] = ()
    raw: str | Iterable[str] | None = None
    silent: bool = False
    exit: int = 0
