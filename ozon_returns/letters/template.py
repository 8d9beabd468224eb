"""Fills the gaps of a letter; a gap without a value is an error, never an empty place in a letter.

Letters are Jinja2 templates in a sandbox. One of the same name in the seller's own folder goes before the one that comes
with the program: `letters/ru/NAME.txt` or `letters/NAME.txt` beside the settings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ozon_returns.errors.usage import InvalidError
from ozon_returns.letters.catalogue import gap, gaps, letters
from ozon_returns.money import format_money
from ozon_returns.words import _, format_day, language, speaking

LANGUAGE = "ru"
"""The language in which Ozon's support is written to: it reads Russian."""

BY_HAND = "________"
"""What stands in a gap that is to be filled by hand."""

_BLANKS = re.compile(r"[^\S\n\u00a0]{2,}")
_DOTS = re.compile(r"(?<!\.)([.!?])\.(?!\.)")
_LINES = re.compile(r"\n{3,}")
_ENDS = (".", "!", "?", "…")
_TEENS = range(11, 15)


def _money(amount: Decimal | str) -> str:
    """Write an amount; what is to be filled by hand stays as it is."""
    return amount if isinstance(amount, str) else format_money(amount)


def _day(when: date | str) -> str:
    """Write a day; what is to be filled by hand stays as it is."""
    return when if isinstance(when, str) else format_day(when)


def _quoted(text: str) -> str:
    """Put a name in quotation marks; those that stand in it become the inner ones."""
    if language() != "ru":
        return '"' + text.replace('"', "'") + '"'
    inner = text.replace("«", "„").replace("»", "“")
    return f"«{inner}»"


def _sentence(text: str) -> str:
    """Give a text as a sentence: with a capital, and a full stop where it has no end of its own."""
    told = text.strip()
    return (told[:1].upper() + told[1:]) + ("" if told.endswith(_ENDS) else ".")


def _count(number: int | str, one: str, few: str, many: str) -> str:
    """Count something in the form that goes with the number: 1 день, 2 дня, 5 дней; any other text as it is."""
    if not str(number).isdecimal():
        return str(number)
    whole = int(number)
    last, teens = whole % 10, whole % 100 in _TEENS
    if language() != "ru":
        return f"{whole} {one if whole == 1 else many}"
    return f"{whole} {many if teens or last == 0 or last > 4 else one if last == 1 else few}"  # noqa: PLR2004  two to four


@dataclass(frozen=True)
class Stationery:
    """In which language letters are written, and where the seller keeps his own; `None`: nowhere."""

    language: str = LANGUAGE
    own: Path | None = None

    @property
    def environment(self) -> ImmutableSandboxedEnvironment:
        """Return what fills placeholders."""
        return _environment(self.language, self.own)


@cache
def _environment(language: str, own: Path | None) -> ImmutableSandboxedEnvironment:
    """Return what fills placeholders in a language; letters are plain text, so nothing is escaped."""
    shipped = Path(str(resources.files("ozon_returns.letters")))
    folders = [*([own / language, own] if own else []), shipped / language, shipped / LANGUAGE]
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(each) for each in folders]),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(money=_money, day=_day, quoted=_quoted, sentence=_sentence, count=_count)
    return made


def write(letter: str, facts: Mapping[str, object], on: Stationery | None = None) -> str:
    """Write a letter with these facts; amounts are `Decimal` roubles, dates are moments in the seller's zone.

    Raises `InvalidError` where a gap stays open, or the seller's own letter cannot be used.
    """
    stationery = on or Stationery()
    known = dict.fromkeys(gaps()) | dict(facts)
    try:
        with speaking(stationery.language):
            text = stationery.environment.get_template(f"{letter}.txt").render(known)
    except (
        TemplateError,
        ArithmeticError,
        TypeError,
        ValueError,
        AttributeError,
        LookupError,
        UnicodeDecodeError,
        RecursionError,
    ) as error:
        raise _unusable(letter, error) from error
    told = _DOTS.sub(r"\1", text.strip())  # a value may end its sentence itself
    tidy = "\n".join(_BLANKS.sub(" ", line).rstrip() for line in told.splitlines())
    return _LINES.sub("\n\n", tidy)


def unfilled(letter: str, facts: Mapping[str, object], on: Stationery) -> list[str]:
    """Name the gaps of a letter that cannot stay open and have no value yet, in the order of its needs."""
    needs = letters()[letter].needs if letter in letters() else ()
    try:
        used = _named(on.environment, f"{letter}.txt")
    except (TemplateError, UnicodeDecodeError) as error:
        raise _unusable(letter, error) from error
    optional = {*gaps(), *facts} - set(needs)
    wanted = [*(each for each in needs if each in used), *sorted(used - optional - set(needs))]
    return [each for each in wanted if facts.get(each) in (None, "", [], ())]


def _named(environment: ImmutableSandboxedEnvironment, name: str, seen: tuple[str, ...] = ()) -> set[str]:
    """Name the gaps of a template and of those that it includes."""
    loader = environment.loader
    if loader is None or name in seen:
        return set()
    tree = environment.parse(loader.get_source(environment, name)[0])
    found = meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        found |= _named(environment, other, (*seen, name)) if other else set()
    return found


def _unusable(letter: str, error: Exception) -> InvalidError:
    """Say that a letter cannot be written, and why."""
    told = _("The letter “{letter}” cannot be written: {why}.").format(letter=letter, why=str(error).rstrip("."))
    return InvalidError(told, _("Mend your own letter of that name, or move it away to use the one that comes with the program."))


def question(name: str) -> str:
    """Ask for a gap."""
    return gap(name).question
