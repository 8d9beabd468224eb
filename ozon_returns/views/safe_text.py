"""Make text safe to print: it cannot control a terminal, and no encoding makes it fail."""

import codecs
import re
import unicodedata
from functools import partial
from io import TextIOWrapper
from typing import TextIO

_NEAREST = {"₽": "р.", "«": '"', "»": '"', "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "→": "->", "·": "-", "\xa0": " ", "█": "#"}
"""Replacements for characters missing from the output encoding."""

_DANGEROUS = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode categories without a visible shape."""


def _nearest(encoding: str, error: UnicodeError) -> tuple[str, int]:
    """Replace characters missing from an encoding with the nearest it has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_fitting(_NEAREST.get(each, "?"), encoding) for each in lacking), error.end


def _fitting(text: str, encoding: str) -> str:
    """Return a replacement if the encoding supports it, else `?`."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "?"
    return text


def replace_unencodable(stream: TextIO) -> None:
    """Make a stream replace unsupported characters instead of failing midway."""
    if isinstance(stream, TextIOWrapper):
        handler = f"nearest in {stream.encoding}"
        codecs.register_error(handler, partial(_nearest, stream.encoding))
        stream.reconfigure(errors=handler)


def clean(text: str, *, lines: bool = True) -> str:
    """Return a text with invisible characters escaped; with `lines` false, on one line."""
    if not lines:
        text = " / ".join(part for part in text.replace("\t", " ").splitlines() if part) if text else text
    if text.isprintable():
        return text
    return "".join(each if each == "\n" and lines else _visible(each) for each in text)


BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""The first character of a CSV file, by which a spreadsheet recognizes UTF-8."""


_FORMULA = re.compile(r"""((?:^|[;\n])[\s"]*)(?=[=+@-])""")


def for_spreadsheet(text: str) -> str:
    """Return a text for a spreadsheet, so that no part of it is parsed as a formula, even where semicolons separate cells."""
    return _FORMULA.sub(r"\1'", clean(text))


_MARKS = re.compile(r"([\\`*_\[\]|#~!])")


def for_markdown(text: str) -> str:
    """Escape a text for a cell of a Markdown table, so that it is only text: no HTML, link, picture or rule."""
    shown = _MARKS.sub(r"\\\1", clean(text, lines=False))
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code_in_markdown(text: str) -> str:
    """Return a text as code in Markdown, fenced by more backticks than it has in a row."""
    shown = clean(text, lines=False)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if len(fence) > 1 else f"`{shown}`"


def _visible(character: str) -> str:
    """Return a character, or its escape if it has no visible shape."""
    if unicodedata.category(character) not in _DANGEROUS:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
