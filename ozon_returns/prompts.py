"""What a person says besides options: on stdin, or asked on the terminal."""

import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ozon_returns import money
from ozon_returns.errors.base import DeclinedError, ReturnsError
from ozon_returns.errors.usage import UsageError
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import _, name, readable

if TYPE_CHECKING:
    from ozon_returns.letters.draft import Draft

_MOST_DAYS = 3650

Value = TypeVar("Value")
Kind = TypeVar("Kind", bound=StrEnum)


def read_text(given: str) -> str:
    """Give a text that was typed; `-` reads it from stdin.

    Raises `UsageError` for the dots that stand in a hint where a person's own words belong.
    """
    told = _read() if given == "-" else given
    if told and not told.strip(".… "):
        raise UsageError(_("“{text}” stands for your own words.").format(text=told), _("Write them in its place."))
    return told.strip() and told


def _read() -> str:
    """Read stdin: UTF-8, or what the terminal speaks where it is not."""
    read = sys.stdin.buffer.read()
    try:
        return read.decode("utf-8").strip()
    except UnicodeDecodeError:
        return read.decode(sys.stdin.encoding or "utf-8", "replace").strip()


def ask(question: str, read: Callable[[str], Value]) -> Value:
    """Ask for a value until `read` makes sense of it. Raises `UsageError` at the end of input."""
    while True:
        answer = _line(question)
        try:
            if answer:
                return read(answer)
        except ReturnsError as error:
            _say(f"{error.message()} {error.hint()}")
        else:
            _say(_("An answer is needed here."))


def fill(draft: "Draft", letter: str, *, now: datetime, **terms: object) -> None:
    """Ask for everything that a letter cannot do without, each until the answer can be used."""
    from ozon_returns.letters.template import question  # noqa: PLC0415  only letters need Jinja (80 ms)

    for placeholder in draft.missing(letter, **terms):
        ask(question(placeholder), partial(draft.add, placeholder, now=now))


def choose(question: str, vocabulary: type[Kind], *, several: bool = False) -> list[Kind]:
    """Ask for a member of a vocabulary, or with `several` more of them, until it makes sense; none is an answer too.

    A member may be named by its number, its value or its name. Raises `UsageError` at the end of input.
    """
    for position, member in enumerate(vocabulary, 1):
        named = name(member)
        _say(f"  {position:>2}  {member}" + (f"  {named}" if named not in (member, member.replace("_", " ")) else ""))
    more = _("several with commas, Enter skips") if several else _("Enter skips")
    while True:
        answer = _line(f"{question} ({more})")
        words = [word.strip() for word in answer.split(",") if word.strip()]
        found = [_meant(word, vocabulary) for word in words]
        members = [member for member in found if member is not None]
        if len(members) == len(words) and (several or len(words) < 2):  # noqa: PLR2004  more than one
            return members
        told = _("“{answer}” is not one of them; type a number or a name from the list.")
        _say(told.format(answer=next((word for word, member in zip(words, found, strict=True) if member is None), answer)))


def number(question: str) -> int | None:
    """Ask for a whole number of days until it makes sense; none is an answer too. Raises `UsageError` at the end of input."""
    more = _("days; Enter: I do not know, do not ask again")
    while True:
        answer = _line(f"{question} ({more})")
        if not answer:
            return None
        if answer.isascii() and answer.isdigit() and 0 < int(answer) <= _MOST_DAYS:
            return int(answer)
        _say(_("Type a whole number of days, such as 30."))


def member(word: str, vocabulary: type[Kind]) -> Kind:
    """Find a member of a vocabulary that was typed. Raises `UsageError` that says what was probably meant."""
    members = [each.value for each in vocabulary]
    if word.strip() not in members:
        meant = nearest(word.strip(), members)
        raise UsageError(
            _("“{word}” is none of {names}.").format(word=word.strip(), names=", ".join(members)),
            _("Did you mean “{meant}”?").format(meant=meant) if meant else "",
        )
    return vocabulary(word.strip())


def pair(text: str, example: str) -> tuple[str, str]:
    """Read `NAME=VALUE`. Raises `UsageError` that shows an example."""
    word, sign, value = text.partition("=")
    if not sign:
        raise UsageError(_("“{text}” has no “=”.").format(text=text), _("Write it like {example}.").format(example=example))
    return word.strip(), value


def amount(text: str, vocabulary: type[Kind], example: str) -> tuple[Kind, Decimal]:
    """Read `KIND=AMOUNT`."""
    word, value = pair(text, example)
    return member(word, vocabulary), money.parse_money(value)


def confirm(question: str) -> None:
    """Ask whether to go on, until it is a yes or a no; a no ends the command (`DeclinedError`)."""
    answer = ""
    while answer not in ("y", "yes", "д", "да"):
        if answer in ("n", "no", "н", "нет"):
            raise DeclinedError
        answer = _line(question + " " + _("yes/no")).lower()


def _meant(word: str, vocabulary: type[Kind]) -> Kind | None:
    """Find the member that a word means; nothing where it means none."""
    members = list(vocabulary)
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(members):
        return members[int(word) - 1]
    return next((member for member in members if word.lower() in (member, name(member).lower())), None)


def _line(question: str) -> str:
    """Ask once."""
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        told = _("The input ended before the question was answered; nothing was saved.")
        raise UsageError(told, _("Type the command again, or say it as an option: --help"))
    return readable(line.strip())


def _say(text: str) -> None:
    """Say something between questions."""
    sys.stderr.write(text + "\n")
