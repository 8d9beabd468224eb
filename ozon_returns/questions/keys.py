"""Questions that are answered with one key."""

import os
import sys
from collections.abc import Sequence

import typer

from ozon_returns.errors.usage import UsageError
from ozon_returns.views.safe_text import clean
from ozon_returns.words import _

ESCAPE = "\x1b"


def key(question: str, keys: Sequence[str]) -> str:
    """Print a question and return the first of some keys that is pressed, a line's first letter where there are only lines; Enter is empty.

    Raise `UsageError` at end of input.
    """
    sys.stderr.write(f"{clean(question)} ")
    sys.stderr.flush()
    while True:
        pressed = _pressed()
        if pressed in keys:
            sys.stderr.write("\n" if pressed == ESCAPE else f"{pressed}\n")
            return pressed


def _pressed() -> str:
    """Wait for a key; where stdin has no descriptor of a terminal, for a line."""
    try:
        is_terminal = os.isatty(sys.stdin.fileno())
    except OSError:
        is_terminal = False
    if not is_terminal:
        line = sys.stdin.readline()
        if not line:
            raise UsageError(_("The input ended."), "")
        return line.strip()[:1].casefold()
    try:
        pressed = typer.getchar()
    except EOFError:
        return ESCAPE
    return "" if pressed in ("\r", "\n") else pressed.casefold()
