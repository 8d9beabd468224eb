"""Words of commands as they are typed in a shell: those that the program proposes, and values in quotes."""

import os
import re
from collections.abc import Sequence

_PATHS = r"\\" if os.name == "nt" else ""
"""The backslash, which separates folders on Windows and has no other meaning in its shells."""

_PLAIN = re.compile(rf"[\w@%+=:,./{_PATHS}-]+")
_ACTIVE = re.compile(r"[\"$`!]" if os.name == "nt" else r"[\"$`\\!]")


def argument(text: str) -> str:
    """Return a text as one argument of a command: in double quotes, which any shell knows, unless it has characters active in them."""
    if _PLAIN.fullmatch(text):
        return text
    if _ACTIVE.search(text) or not text.isprintable():
        import shlex  # noqa: PLC0415  rarely needed, and this is loaded by every command

        return shlex.quote(text)
    return f'"{text}"'


def command_line(words: Sequence[str]) -> str:
    """Return the words of a command as they are typed, after the name of the program."""
    return " ".join(["ozon-returns", *map(argument, words)])


def unquoted(value: str) -> str:
    """Return a value without the quotes around it; those inside a name stay."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
