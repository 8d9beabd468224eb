"""Makes text legible wherever it goes: nothing in it can act on a terminal, and no encoding makes it fail."""

import codecs
import re
import unicodedata
from functools import partial
from io import TextIOWrapper
from typing import TextIO

_NEAREST = {"₽": "р.", "«": '"', "»": '"', "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "→": "->", "·": "-", "\xa0": " "}
"""What stands in for a character that the encoding of the output lacks."""

_DANGEROUS = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode categories that have no shape of their own."""


def _nearest(encoding: str, error: UnicodeError) -> tuple[str, int]:
    """Replace what an encoding lacks by the nearest that it has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_fitting(_NEAREST.get(each, "?"), encoding) for each in lacking), error.end


def _fitting(text: str, encoding: str) -> str:
    """Give a replacement if the encoding has it."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "?"
    return text


def replace_unencodable(stream: TextIO) -> None:
    """Have a stream replace what its encoding lacks, rather than fail half-way."""
    if isinstance(stream, TextIOWrapper):
        handler = f"nearest in {stream.encoding}"
        codecs.register_error(handler, partial(_nearest, stream.encoding))
        stream.reconfigure(errors=handler)


def clean(text: str, *, lines: bool = True) -> str:
    """Show a text as what it is; with `lines` false, on one line."""
    if not lines:
        text = " / ".join(part for part in text.replace("\t", " ").splitlines() if part) if text else text
    if text.isprintable():
        return text
    return "".join(each if each == "\n" and lines else _visible(each) for each in text)


def for_spreadsheet(text: str) -> str:
    """Write a text for a spreadsheet, which must not take it for a formula."""
    shown = clean(text)
    return f"'{shown}" if shown.lstrip().startswith(("=", "+", "-", "@")) else shown


_MARKS = re.compile(r"([\\`*_\[\]|#~!])")


def for_markdown(text: str) -> str:
    """Write a text for a cell of a Markdown table, in which it must be nothing but text: no HTML, link, picture or rule."""
    shown = _MARKS.sub(r"\\\1", clean(text, lines=False))
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _visible(character: str) -> str:
    """Give a character, or its escape where it has no shape."""
    if unicodedata.category(character) not in _DANGEROUS:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
