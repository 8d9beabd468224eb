"""The available letters, their required values, and the placeholders of all letters."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import tomli

from ozon_returns.files import shipped_file
from ozon_returns.words import language


class LetterTemplate(NamedTuple):
    """A letter template: its name, to whom it goes, and the gaps that must be filled."""

    name: str
    to: str
    needs: tuple[str, ...]
    said: Mapping[str, Mapping[str, str]]

    @property
    def title(self) -> str:
        """The title of the letter."""
        return self.said[language()]["title"]

    @property
    def when(self) -> str:
        """When to use the letter."""
        return self.said[language()]["when"]


class Gap(NamedTuple):
    """A placeholder: its name, the kind of its value, and the question for it.

    Kinds: text, list, money, date, term (a date to come, at its end), number, calc. `of` is whose value it is (seller, supplier,
    delivery; empty: that of one letter), `check` what an answer must be, `begins` the words with one of which it begins, by language.
    """

    name: str
    kind: str
    question: str
    of: str
    check: str
    begins: Mapping[str, Sequence[str]]


@cache
def _table() -> Mapping[str, Any]:
    """Parse the catalogue file."""
    return tomli.loads(shipped_file("letters/catalogue.toml").read_text(encoding="utf-8"))


def letters() -> dict[str, LetterTemplate]:
    """Return all letters by name, in the order in which they are used."""
    told = _table()["letters"].items()
    return {
        name: LetterTemplate(name, each["to"], tuple(each.get("needs", ())), {"ru": each["ru"], "en": each["en"]}) for name, each in told
    }


def gap(name: str) -> Gap:
    """Return a placeholder by name; one that is not in the catalogue is a text whose question is its name."""
    told = _table()["variables"].get(name, {})
    return Gap(
        name,
        told.get("kind", "text"),
        told.get(language(), name),
        told.get("of", ""),
        told.get("check", ""),
        told.get("begins", {}),
    )


def usual(what: str, spoken: str, key: str) -> Any:  # noqa: ANN401  a string or a list of strings
    """Return the default wording of letters in a language, or `None` if there is no default."""
    return _table()[what][spoken].get(key)


def gaps(of: str | None = None) -> list[str]:
    """Return the names of all placeholders, or of those whose values are of one owner."""
    return [name for name, told in _table()["variables"].items() if of is None or told.get("of") == of]
