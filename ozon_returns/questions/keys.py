"""Questions that are answered with one key."""

import os
import sys
from collections.abc import Sequence

import typer

from ozon_returns.errors.usage import UsageError
from ozon_returns.views.safe_text import clean
from ozon_returns.words import _

ESCAPE = "\x1b"

_RUSSIAN, _LATIN = "йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_SAME_KEY = dict(zip(_RUSSIAN + _LATIN, _LATIN + _RUSSIAN, strict=True))
"""What a key writes in the other layout: who has just typed a command in Latin letters does not have to change it."""


def key(question: str, keys: Sequence[str]) -> str:
    """Print a question and return the first of some keys that is pressed, a line's first letter where there are only lines; Enter is empty.

    Raise `UsageError` at end of input.
    """
    sys.stderr.write(f"{clean(question)} ")
    sys.stderr.flush()
    while True:
        pressed = _pressed()
        if pressed not in keys:
            pressed = _SAME_KEY.get(pressed, pressed)
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
