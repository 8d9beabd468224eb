"""The answer of a command: a document for programs, blocks for people, and the exit code."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """What a colour means."""

    LATE = "late"
    SOON = "soon"
    OWED = "owed"


class Facts(NamedTuple):
    """Names and values, one pair per line."""

    pairs: Sequence[tuple[str, str]]


class Table(NamedTuple):
    """Rows under headings; `right` contains the positions of numeric columns.

    `bars` are shares of 0 to 1, one for each row, that a terminal draws beside it where there is room. A terminal that is too
    narrow leaves out the columns `spare`, the first of them first, and cuts the cells of the columns `cut`. `tones` say of each row
    what its colour means; it begins the row.

    In a pipe each row is a line, and headings are printed only for a table with a title, one of several.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""
    right: frozenset[int] = frozenset()
    bars: Sequence[float] = ()
    spare: Sequence[int] = ()
    cut: frozenset[int] = frozenset()
    tones: Sequence["Tone | None"] = ()


class Verbatim(NamedTuple):
    """A text to be copied elsewhere, such as a letter; its lines are not wrapped."""

    text: str


class Picture(NamedTuple):
    """A picture for terminals that show any; `make` returns it as PNG and is called only there."""

    make: Callable[[], bytes]


class Entry(NamedTuple):
    """A list entry: its cells for a pipe, and its lines for a person; `tone` is what the colour of the first one means."""

    record: Sequence[str]
    lines: Sequence[str]
    tone: Tone | None = None


class Entries(NamedTuple):
    """Entries under a heading, several lines each; in a pipe one line each and no heading.

    `alert` marks entries that need attention at once.
    """

    title: str
    entries: Sequence[Entry]
    alert: bool = False


Block = str | Facts | Table | Verbatim | Entries | Picture
"""A text of one or more lines, facts, a table, a text to copy, a list of entries, or a picture."""


@dataclass(frozen=True)
class Answer:
    """The answer of a command.

    `document` is the output of `--json`; `blocks` may be generated while they are printed; `notes` go to stderr; `raw` is
    a document in its own format (YAML, CSV ...) and is written unchanged, in UTF-8; with `silent` nothing is written, not
    even JSON. `saved`: what the command was for is on the disk, so that an answer that cannot be shown is no failure.
    `commands` are those to carry out in place of this one, each asked for when the one before it is done; with `goes_on` also
    when it was refused.
    """

    document: dict[str, object] = field(default_factory=dict)
    blocks: Iterable[Block] = ()
    notes: Sequence[str] = ()
    raw: str | Iterable[str] | None = None
    silent: bool = False
    saved: bool = False
    exit: int = 0
    commands: Iterable[Sequence[str]] = ()
    goes_on: bool = False
