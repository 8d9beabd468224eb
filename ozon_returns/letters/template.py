"""Fill in the placeholders of a letter; a missing value is an error, never an empty place in a letter.

Letters are Jinja2 templates, rendered in a sandbox. A template in the seller's own folder overrides the bundled one
of the same name: `letters/ru/NAME.txt` or `letters/NAME.txt` next to the settings file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ozon_returns.errors.usage import InvalidError
from ozon_returns.files import shipped_file
from ozon_returns.letters.catalogue import gap, gaps, letters
from ozon_returns.money import format_money
from ozon_returns.words import _, format_day, language, speaking

LANGUAGE = "ru"
"""The language of letters to Ozon's support, which reads Russian."""

BY_HAND = "________"
"""Blank printed for a value to be filled in on paper."""

_BLANKS = re.compile(r"[^\S\n\u00a0]{2,}")
_DOTS = re.compile(r"(?<!\.)([.!?])\.(?!\.)")
_LINES = re.compile(r"\n{3,}")
_ENDS = (".", "!", "?", "…")
_TEENS = range(11, 15)


def _money(amount: Decimal | str) -> str:
    """Format an amount; a blank to be filled in on paper is unchanged."""
    return amount if isinstance(amount, str) else format_money(amount)


def _day(when: date | str) -> str:
    """Format a date; a blank to be filled in on paper is unchanged."""
    return when if isinstance(when, str) else format_day(when)


def _quoted(text: str) -> str:
    """Enclose a name in quotation marks; quotation marks inside it become inner ones, and its full stop goes behind them."""
    text = text.removesuffix(".") if not text.endswith("..") else text
    if language() != "ru":
        return '"' + text.replace('"', "'") + '"'
    inner = text.replace("«", "„").replace("»", "“")
    return f"«{inner}»"


def _sentence(text: str) -> str:
    """Return a text as a sentence: capitalized, and with a period if it has no final punctuation."""
    told = text.strip()
    return (told[:1].upper() + told[1:]) + ("" if told.endswith(_ENDS) else ".")


def _count(number: int | str, one: str, few: str, many: str) -> str:
    """Return a number with the matching plural form: 1 день, 2 дня, 5 дней; any other text is unchanged."""
    if not str(number).isdecimal():
        return str(number)
    whole = int(number)
    last, teens = whole % 10, whole % 100 in _TEENS
    if language() != "ru":
        return f"{whole} {one if whole == 1 else many}"
    return f"{whole} {many if teens or last == 0 or last > 4 else one if last == 1 else few}"  # noqa: PLR2004  the Russian form for 2 to 4


@dataclass(frozen=True)
class Stationery:
    """The language of letters, and the folder of the seller's own templates (`None`: no folder)."""

    language: str = LANGUAGE
    own: Path | None = None

    @property
    def environment(self) -> ImmutableSandboxedEnvironment:
        """Return what fills placeholders."""
        return _environment(self.language, self.own)


@cache
def _environment(language: str, own: Path | None) -> ImmutableSandboxedEnvironment:
    """Return what fills placeholders in a language; letters are plain text, so nothing is escaped."""
    shipped = shipped_file("letters")
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
    """Render a letter with the given facts; amounts are `Decimal` rubles, dates are datetimes in the seller's time zone.

    Raise `InvalidError` if a value is missing, or the seller's own template cannot be used.
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
    told = _DOTS.sub(r"\1", text.strip())  # a value may itself end with punctuation
    tidy = "\n".join(_BLANKS.sub(" ", line).rstrip() for line in told.splitlines())
    return _LINES.sub("\n\n", tidy)


def unfilled(letter: str, facts: Mapping[str, object], on: Stationery) -> list[str]:
    """Return the required placeholders of a letter that have no value yet, in the order of its needs."""
    needs = letters()[letter].needs if letter in letters() else ()
    try:
        used = _named(on.environment, f"{letter}.txt")
    except (TemplateError, UnicodeDecodeError) as error:
        raise _unusable(letter, error) from error
    optional = {*gaps(), *facts} - set(needs)
    wanted = [*(each for each in needs if each in used), *sorted(used - optional - set(needs))]
    return [each for each in wanted if facts.get(each) in (None, "", [], ())]


def _named(environment: ImmutableSandboxedEnvironment, name: str, seen: tuple[str, ...] = ()) -> set[str]:
    """Return the placeholders of a template and of the templates it includes."""
    loader = environment.loader
    if loader is None or name in seen:
        return set()
    tree = environment.parse(loader.get_source(environment, name)[0])
    found = meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        found |= _named(environment, other, (*seen, name)) if other else set()
    return found


def _unusable(letter: str, error: Exception) -> InvalidError:
    """Return the error that a letter cannot be rendered, with the reason."""
    told = _("The letter “{letter}” cannot be written: {why}.").format(letter=letter, why=str(error).rstrip("."))
    return InvalidError(told, _("Fix your own letter of that name, or move it away to use the built-in one."))


def question(name: str) -> str:
    """Return the question for a placeholder."""
    return gap(name).question
