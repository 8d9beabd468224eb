"""Print an answer: boxes and colors on a terminal, plain tab-separated lines elsewhere, JSON on request.

Text from buyers and files is shown literally: control characters, escape sequences and bidirectional overrides are
printed as visible escapes, so that they cannot control a terminal.
"""

import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.file import reason
from ozon_returns.views.answer import Answer, Block, Entries, Facts, Picture, Table, Verbatim
from ozon_returns.views.json import document_text, error_text
from ozon_returns.views.safe_text import clean
from ozon_returns.views.streams import mute
from ozon_returns.words import _, language


class Screen(NamedTuple):
    """The output of this run; `draw` draws a table, a list or a picture for a terminal of a given width."""

    draw: Callable[[Table | Entries | Picture, int], str]
    as_json: bool = False

    def show(self, answer: Answer, told: Sequence[str] = ()) -> None:
        """Print an answer after what the run has to say besides; what was saved and cannot be shown is no failure."""
        for note in () if answer.silent else told:
            self.note(note)
        try:
            self._print(answer)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as failed:
            if not answer.saved:
                raise
            self.note(_("It was saved, but the result cannot be shown: {why}").format(why=reason(failed) + "."))
            mute()

    def _print(self, answer: Answer) -> None:
        """Print an answer: its result on stdout, its notes on stderr."""
        for note in answer.notes:
            self.note(note)
        if answer.silent:
            return
        if self.as_json or answer.raw is not None:
            raw = document_text(answer.document, readable=sys.stdout.isatty()) if answer.raw is None else answer.raw
            for part in [raw] if isinstance(raw, str) else raw:
                self._utf8(clean(part) if sys.stdout.isatty() else part)
            return
        for block in answer.blocks:
            sys.stdout.write(self._text(block))
            sys.stdout.flush()

    def note(self, text: str, *, wraps: bool = True) -> None:
        """Print a note on stderr, a command without line breaks to be copied; where nothing can be printed there, nobody is told."""
        with suppress(OSError):
            text = _in_words_of_run(text)
            sys.stderr.write((wrapped(text) if wraps and sys.stderr.isatty() else clean(text)) + "\n")
            sys.stderr.flush()

    def refuse(self, error: ReturnsError) -> None:
        """Print an error: with `--json` as one object, else as a sentence and a hint."""
        message, hint = error.message(), error.hint()
        if self.as_json:
            with suppress(OSError):
                sys.stderr.buffer.write(error_text(error.code, error.exit, message, hint).encode("utf-8", "replace"))
                sys.stderr.buffer.flush()
            return
        self.note(_("Error: {message}").format(message=message))
        if hint:
            self.note(f"  {hint}")

    def _utf8(self, text: str) -> None:
        """Write a document, always in UTF-8 regardless of the terminal's encoding."""
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()

    def _text(self, block: Block) -> str:
        """Format a block for stdout, which is a terminal or a pipe."""
        if isinstance(block, Verbatim):
            return clean(block.text) + "\n"
        if isinstance(block, Picture):
            return self.draw(block, _width()) if sys.stdout.isatty() else ""
        return self._for_person(_spoken(block)) if sys.stdout.isatty() else _for_program(_spoken(block))

    def _for_person(self, block: str | Facts | Table | Entries) -> str:
        """Format a block for a terminal."""
        if isinstance(block, str):
            return wrapped(block) + "\n"
        if isinstance(block, Facts):
            return _aligned(block)
        if isinstance(block, Table):
            return self.draw(block, _width())
        entries = [each._replace(lines=_fitted(_indented(each.lines))) for each in block.entries]
        return self.draw(block._replace(entries=entries), _width()) + "\n"


def _in_words_of_run(text: str) -> str:
    """Return a text with its commands in the language of the run."""
    return str(_spoken(text))


def _spoken(block: str | Facts | Table | Entries) -> str | Facts | Table | Entries:
    """Return a block with its commands in the language of the run."""
    if language() == "en":
        return block
    from ozon_returns.views.spoken import spoken  # noqa: PLC0415  not for English

    if isinstance(block, str):
        return spoken(block)
    if isinstance(block, Facts):
        return Facts([(name, spoken(value)) for name, value in block.pairs])
    if isinstance(block, Entries):
        entries = [each._replace(record=[*map(spoken, each.record)], lines=[*map(spoken, each.lines)]) for each in block.entries]
        return block._replace(entries=entries)
    return block._replace(rows=[[*map(spoken, row)] for row in block.rows])


def _for_program(block: str | Facts | Table | Entries) -> str:
    """Format a block for a pipe, one record per line."""
    if isinstance(block, str):
        return clean(block) + "\n"
    if isinstance(block, Facts):
        return _tabbed(block.pairs)
    if isinstance(block, Entries):
        return _tabbed([each.record for each in block.entries])
    return f"\n{block.title}\n" + _tabbed([block.columns, *block.rows]) if block.title else _tabbed(block.rows)


def _indented(lines: Sequence[str]) -> list[str]:
    """Indent the lines of an entry: the first by two spaces, the others by four."""
    return [f"{'    ' if position else '  '}{line}" for position, line in enumerate(lines)]


def _fitted(lines: Sequence[str]) -> list[str]:
    """Wrap the lines of an entry to the terminal: one of all but the last one, a command, may take two lines, the others are cut."""
    told: list[str] = []
    for line in lines[:-1]:
        is_spent = any("\n" in each for each in told)
        told.append(wrapped(clean(line, lines=False), 1 if is_spent else 2))
    return [*told, *(wrapped(line) for line in lines[-1:])]


def _width() -> int:
    """Return the width of the terminal in columns."""
    return max(40, shutil.get_terminal_size().columns)


def wrapped(text: str, most: int | None = None) -> str:
    """Wrap the lines of a text between words, with continuation lines indented further; `most` limits the lines that each takes."""
    lines = []
    for line in clean(text).split("\n"):
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        paper = textwrap.TextWrapper(_width() - 1, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
        paper.max_lines, paper.placeholder = most, " …"
        lines += paper.wrap(line) or [""]
    return "\n".join(lines)


def _tabbed(rows: Sequence[Sequence[str]]) -> str:
    """Format rows one per line, tab-separated."""
    return "".join("\t".join(clean(cell, lines=False) for cell in row) + "\n" for row in rows)


def _aligned(facts: Facts) -> str:
    """Format facts in aligned columns, with long values wrapped."""
    names = max((len(each) for each, _value in facts.pairs), default=0)
    lines = []
    for name, value in facts.pairs:
        room = max(20, _width() - names - 4)
        wrapped = [part for line in clean(value).split("\n") for part in (textwrap.wrap(line, room) or [""])]
        lines += [f"  {name if not position else '':<{names}}  {part}".rstrip() for position, part in enumerate(wrapped or [""])]
    return "\n".join(lines) + "\n"
