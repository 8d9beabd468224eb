"""Draw a table on a terminal with Rich's cells, boxes and styles.

Rich's own table takes a millisecond per row, mostly to measure every word of every cell; a list of a thousand cases
must appear in a fraction of that. So the widths are computed here, and Rich breaks only cells that do not fit.
"""

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.style import Style

from ozon_returns.views.answer import Entries, Table, Tone
from ozon_returns.views.safe_text import clean

_BETWEEN = 2
_BAR, _SHORTEST_BAR, _LONGEST_BAR = "█", 5, 20
"""What bars are made of, and how long the longest of them may be, in columns."""

STYLES = {Tone.LATE: Style(color="red"), Tone.SOON: Style(color="yellow"), Tone.OWED: Style(color="cyan")}
"""The colours of what is late, due within a day, or owed by others."""

_ENOUGH = 24
"""Width of a column whose cells may be cut up to which it is not cut for the sake of other columns."""

_TONED = 2
"""Number of the columns that begin a row in its colour."""

_LONGEST_WORD = 26
"""Length in columns above which words are broken to save space."""

_NARROWEST = 6
"""Minimum width in columns to which a text column is reduced to fit a terminal."""


def drawn(table: Table, *, colour: bool, width: int) -> str:
    """Return a table as text for a terminal `width` columns wide; cells are never parsed as markup."""
    table = _narrowed(table, width)
    rows = [[clean(cell, lines=False) for cell in row] for row in table.rows]
    widths = _widths([list(table.columns), *rows], table.right, width)
    rows = [[_cut(cell, widths[at]) if at in table.cut else cell for at, cell in enumerate(row)] for row in rows]
    head = [_strong(line, colour=colour) for line in _lines(table.columns, widths, table.right)]
    title = ["", _strong(table.title, colour=colour)] if table.title else []
    taken = sum(widths) + _BETWEEN * (len(widths) - 1) + 1
    rule = " " + "─" * (taken - 1)
    body = []
    for place, row in enumerate(rows):
        first, *others = _lines(row, widths, table.right)
        if colour and table.tones and (tone := table.tones[place]):
            toned = sum(widths[:_TONED]) + _BETWEEN * (_TONED - 1) + 1
            first = STYLES[tone].render(first[:toned]) + first[toned:]
        body += [_barred(first, table.bars[place], taken, width) if table.bars else first, *others]
    return "\n".join([*title, *head, rule, *body]) + "\n"


def _narrowed(table: Table, width: int) -> Table:
    """Return a table without those of the columns that can be spared that have no room."""
    for position in table.spare:
        columns = zip(table.columns, *table.rows, strict=True)
        widths = [max(map(cell_len, column)) for column in columns]
        needed = sum(min(each, _ENOUGH) if at in table.cut else each for at, each in enumerate(widths))
        if needed + _BETWEEN * (len(widths) - 1) + 1 <= width:
            break
        kept = [each for each in range(len(table.columns)) if each != position]
        moved = {each: place for place, each in enumerate(kept)}
        table = table._replace(
            columns=[table.columns[each] for each in kept],
            rows=[[row[each] for each in kept] for row in table.rows],
            right=frozenset(moved[each] for each in table.right if each in moved),
            cut=frozenset(moved[each] for each in table.cut if each in moved),
        )
    return table


def _cut(cell: str, width: int) -> str:
    """Cut a cell to a width."""
    return cell if cell_len(cell) <= width else set_cell_size(cell, width - 1).rstrip() + "…"


def _barred(line: str, share: float, taken: int, width: int) -> str:
    """Return a line of a table with its bar beside it, where there is room for one."""
    room = min(_LONGEST_BAR, width - taken - _BETWEEN - 1)
    length = round(max(0.0, min(1.0, share)) * room)
    return line if room < _SHORTEST_BAR or length <= 0 else f"{set_cell_size(line, taken + _BETWEEN)}{_BAR * length}"


def listed(entries: Entries, *, colour: bool) -> str:
    """Return a list whose lines fit: the heading bold, and red for an alert, the first line of each entry in its colour."""
    title = clean(entries.title)
    lines = [Style(bold=True, color="red" if entries.alert else None).render(title) if colour else title]
    for each in entries.entries:
        first, *others = each.lines
        lines += [STYLES[each.tone].render(first) if colour and each.tone else first, *others]
    return "\n".join(lines) + "\n"


def _strong(text: str, *, colour: bool) -> str:
    """Make a text bold if the terminal allows it."""
    return Style(bold=True).render(text) if colour else text


def _widths(rows: Sequence[Sequence[str]], right: frozenset[int], width: int) -> list[int]:
    """Return the width of every column; text columns are reduced if the table is too wide.

    They are reduced down to their longest words first, and only then are words broken.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    texts = [position for position in range(len(widths)) if position not in right]
    words = {position: min(_LONGEST_WORD, max(_longest_word(cell) for cell in columns[position])) for position in texts}
    for least in (words, dict.fromkeys(texts, _NARROWEST)):
        while sum(widths) + _BETWEEN * (len(widths) - 1) + 1 > width:
            giving = [position for position in texts if widths[position] > least[position]]
            if not giving:
                break
            widths[max(giving, key=lambda position: widths[position])] -= 1
    return widths


def _longest_word(cell: str) -> int:
    """Return the width of the longest word of a cell."""
    return max(map(cell_len, cell.split()), default=0)


def _lines(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> list[str]:
    """Return the lines of a row."""
    if all(cell_len(cell) <= width for cell, width in zip(row, widths, strict=True)):
        return [_line(row, widths, right)]
    broken = [_broken(cell, width) for cell, width in zip(row, widths, strict=True)]
    return [_line(line, widths, right) for line in zip_longest(*broken, fillvalue="")]


def _line(cells: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    """Join cells that fit into one line."""
    set_out = [
        " " * (width - cell_len(cell)) + cell if position in right else set_cell_size(cell, width)
        for position, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return (" " + (" " * _BETWEEN).join(set_out)).rstrip()


def _broken(cell: str, width: int) -> list[str]:
    """Break a cell into lines, between words if possible."""
    words = textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False) or [""]
    return [part for line in words for part in (chop_cells(line, width) if cell_len(line) > width else [line])]
