"""User input other than options: read from stdin, or prompted for on the terminal."""

import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ozon_returns import money
from ozon_returns.errors.base import DeclinedError, ReturnsError
from ozon_returns.errors.usage import UsageError
from ozon_returns.typed import likely, listed, meant
from ozon_returns.views.screen import wrapped
from ozon_returns.words import _, name, readable

_MOST_DAYS, _ACROSS = 3650, 76
"""The most days that are taken, and the width of a list of choices in columns."""

Value = TypeVar("Value")
Kind = TypeVar("Kind", bound=StrEnum)


def read_text(given: str) -> str:
    """Return the text of an option; `-` reads it from stdin.

    Raise `UsageError` if the text consists only of the dots that hints use as a placeholder.
    """
    _require_own_words(told := _read() if given == "-" else given)
    return told.strip() and told


def _require_own_words(text: str) -> None:
    """Raise `UsageError` for the dots that hints use as a placeholder."""
    if text and not text.strip(".… "):
        raise UsageError(_("“{text}” is a placeholder for your own words.").format(text=text), _("Replace it with your own text."))


def _read() -> str:
    """Read stdin as UTF-8, or in the terminal's encoding if it is not valid UTF-8."""
    read = sys.stdin.buffer.read()
    try:
        return read.decode("utf-8").strip()
    except UnicodeDecodeError:
        return read.decode(sys.stdin.encoding or "utf-8", "replace").strip()


NOTHING = "-"
"""What is typed for no answer where Enter accepts a proposal."""


def ask(question: str, read: Callable[[str], Value]) -> Value:
    """Prompt for a value until `read` accepts it. Raise `UsageError` at end of input."""
    while True:
        answer = _line(question)
        try:
            if answer and answer != NOTHING:
                return read(answer)
        except ReturnsError as error:
            say(f"{error.message()} {error.hint()}")
        else:
            say(_("An answer is required."))


def optional(question: str, read: Callable[[str], Value], proposal: str | None = None, skips: str = "") -> Value | None:
    """Prompt for a value until `read` accepts it; Enter accepts the proposal, or does what `skips` says. Raise `UsageError` at the end."""
    more = skips or _("Enter skips")
    while True:
        answer = _line(f"{question} [{proposal}]" if proposal else f"{question} ({more})") or proposal
        if answer in (None, NOTHING):
            return None
        try:
            return read(str(answer))
        except ReturnsError as error:
            say(f"{error.message()} {error.hint()}")


def choose(
    question: str, vocabulary: type[Kind], *, several: bool = False, proposal: Kind | None = None, needed: bool = False
) -> list[Kind]:
    """Prompt for a member of a vocabulary (any number with `several`) until the input is valid; unless `needed`, it may be empty.

    A member is selected by its position, its value or its display name; Enter accepts the proposal. Raise `UsageError` at end of input.
    """
    say("\n".join(_listed([f"{position} {name(member)}" for position, member in enumerate(vocabulary, 1)])))
    more = _("several separated by commas, Enter skips") if several else _("Enter skips")
    while True:
        answer = _line(f"{question} [{name(proposal)}]" if proposal else question if needed else f"{question} ({more})")
        if not answer and proposal:
            return [proposal]
        if needed and answer in ("", NOTHING):
            say(_("An answer is required."))
            continue
        words = [] if answer == NOTHING else [word.strip() for word in answer.split(",") if word.strip()]
        found = [_chosen(word, vocabulary) for word in words]
        members = [member for member in found if member is not None]
        if len(members) == len(words) and (several or len(words) < 2):  # noqa: PLR2004  at most one
            return members
        told = _("“{answer}” is not in the list; type a number or a name from it.")
        say(told.format(answer=next((word for word, member in zip(words, found, strict=True) if member is None), answer)))


def _listed(choices: Sequence[str]) -> list[str]:
    """Return choices in columns, in lines that fit a narrow terminal."""
    wide = max(map(len, choices)) + 2
    across = max(1, _ACROSS // wide)
    down = -(-len(choices) // across)
    return ["  " + "".join(each.ljust(wide) for each in choices[row::down]).rstrip() for row in range(down)]


def pick(question: str, among: Sequence[str]) -> int:
    """Print lines with their numbers, prompt for one of them until the input is valid, and return its position; Enter is the first."""
    for position, line in enumerate(among, 1):
        say(f"  {position:>2}  {line}")
    while True:
        answer = _line(f"{question} [1]") or "1"
        if answer.isascii() and answer.isdigit() and 0 < int(answer) <= len(among):
            return int(answer) - 1
        say(_("Type a number from 1 to {most}.").format(most=len(among)))


def number(question: str) -> int | None:
    """Prompt for a whole number of days until the input is valid; it may be empty. Raise `UsageError` at end of input."""
    more = _("days; Enter: unknown, do not ask again")
    while True:
        answer = _line(f"{question} ({more})")
        if not answer:
            return None
        if answer.isascii() and answer.isdigit() and 0 < int(answer) <= _MOST_DAYS:
            return int(answer)
        say(_("Type a whole number of days, such as 30."))


def whole(text: str) -> int:
    """Parse a whole number. Raise `UsageError` for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004  no count is as large
        raise UsageError(_("“{value}” is not a whole number.").format(value=text), _("Write it like {example}.").format(example="2"))
    return int(text)


def member(word: str, vocabulary: type[Kind]) -> Kind:
    """Return the vocabulary member for a typed value. Raise `UsageError` with the closest match if there is none."""
    found = meant(word.strip(), vocabulary)
    if found is None:
        near = likely(word, vocabulary)
        raise UsageError(
            _("“{word}” is not one of {names}.").format(word=word.strip(), names=listed(vocabulary)),
            _("Did you mean “{meant}”?").format(meant=near) if near else "",
        )
    return found


def pair(text: str, example: str) -> tuple[str, str]:
    """Parse `NAME=VALUE`. Raise `UsageError` with an example if there is no `=`."""
    word, sign, value = text.partition("=")
    if not sign:
        raise UsageError(_("“{text}” has no “=”.").format(text=text), _("Write it like {example}.").format(example=example))
    _require_own_words(value)
    return word.strip(), value


def amount(text: str, vocabulary: type[Kind], example: str) -> tuple[Kind, Decimal]:
    """Parse `KIND=AMOUNT`."""
    word, value = pair(text, example)
    return member(word, vocabulary), money.parse_money(value)


def confirm(question: str) -> None:
    """Prompt for confirmation until the answer is yes or no; raise `DeclinedError` on no."""
    answer = ""
    while answer not in ("y", "yes", "д", "да"):
        if answer in ("n", "no", "н", "нет"):
            raise DeclinedError
        answer = _line(question + " " + _("yes/no")).lower()


def _chosen(word: str, vocabulary: type[Kind]) -> Kind | None:
    """Return the vocabulary member that a word selects, or `None`."""
    members = list(vocabulary)
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(members):
        return members[int(word) - 1]
    return meant(word, vocabulary)


def _line(question: str) -> str:
    """Prompt once and return the line entered. Raise `UsageError` at end of input."""
    sys.stderr.write(wrapped(f"{question}:") + " ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        told = _("The input ended before the question was answered; the answers were not saved.")
        raise UsageError(told, _("Run the command again, or use an option instead: --help"))
    return readable(line.strip())


def say(text: str) -> None:
    """Write a message to stderr between prompts, its commands in the words of the run."""
    from ozon_returns.views.spoken import spoken  # noqa: PLC0415  only a person is asked

    sys.stderr.write(wrapped(spoken(text)) + "\n")
