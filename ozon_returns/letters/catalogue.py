"""What letters there are, what each cannot do without, and what every gap is called."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ozon_returns.words import language


@dataclass(frozen=True)
class LetterTemplate:
    """A letter template: its name, to whom it goes, and the gaps that must be filled."""

    name: str
    to: str
    needs: tuple[str, ...]
    said: Mapping[str, Mapping[str, str]]

    @property
    def title(self) -> str:
        """Say what it is."""
        return self.said[language()]["title"]

    @property
    def when(self) -> str:
        """Say when to use it."""
        return self.said[language()]["when"]


@dataclass(frozen=True)
class Gap:
    """A gap of letters: its name, what its value is (text, list, money, date, number, calc), and the question for it."""

    name: str
    kind: str
    question: str


@cache
def _table() -> Mapping[str, Any]:
    """Read the table."""
    return tomllib.loads((resources.files("ozon_returns.letters") / "catalogue.toml").read_text(encoding="utf-8"))


def letters() -> dict[str, LetterTemplate]:
    """Give all letters by their names, in the order in which they are used."""
    told = _table()["letters"].items()
    return {
        name: LetterTemplate(name, each["to"], tuple(each.get("needs", ())), {"ru": each["ru"], "en": each["en"]}) for name, each in told
    }


def gap(name: str) -> Gap:
    """Give a gap by its name; one of the seller's own letters is a text that is called what he calls it."""
    told = _table()["variables"].get(name, {})
    return Gap(name, told.get("kind", "text"), told.get(language(), name))


def usual(what: str, spoken: str, key: str) -> Any:  # noqa: ANN401  a sentence, or a list of them
    """Give what a letter in a language says where the seller says nothing else; nothing where there is nothing usual."""
    return _table()[what][spoken].get(key)


def gaps() -> list[str]:
    """Name all gaps that the letters have."""
    return list(_table()["variables"])
