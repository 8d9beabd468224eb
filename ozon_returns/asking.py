"""Asks a person on the terminal for what is missing."""

import sys
from collections.abc import Mapping

from ozon_returns.errors import UsageError
from ozon_returns.words import _


def ask(question: str, choices: Mapping[str, str] | None = None, *, several: bool = False) -> str:
    """Ask for a value, again until it makes sense; with `choices` (value: name), one or with `several` more of them.

    Gives the value, several with commas; empty where nothing is answered. Raises `UsageError` at the end of input.
    """
    for position, (value, named) in enumerate((choices or {}).items(), 1):
        sys.stderr.write(f"  {position:>2}  {value}" + (f"  {named}" if named != value else "") + "\n")
    while True:
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise UsageError(_("The input ended before the question was answered."), _("Say it as an option instead: --help"))
        answered = _chosen(line.strip(), choices, several=several)
        if answered is not None:
            return answered
        told = _("“{answer}” is not one of them; type a number or a name from the list.")
        sys.stderr.write(told.format(answer=line.strip()) + "\n")


def _chosen(line: str, choices: Mapping[str, str] | None, *, several: bool) -> str | None:
    """Find what was meant by an answer: a value, its position or its name; nothing where it is none."""
    if not choices or not line:
        return line
    values = list(choices)
    found = []
    for word in line.split(",") if several else [line]:
        meant = word.strip().lower()
        if meant.isascii() and meant.isdigit() and 1 <= int(meant) <= len(values):
            found.append(values[int(meant) - 1])
        else:
            found += [value for value, named in choices.items() if meant in (value, named.lower())][:1] or [""]
    return None if "" in found else ",".join(found)
