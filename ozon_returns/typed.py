"""What is typed for a member of a vocabulary: its value, its display name in any language, or another word for it.

Words are compared without regard to case, ё, and how they are joined: `not_working` is `not working` is `Not-working`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import TypeVar

from ozon_returns.files import shipped_file
from ozon_returns.vocabulary.nearest import folded, nearest
from ozon_returns.words import language, name, names

Kind = TypeVar("Kind", bound=StrEnum)

_JOINT = re.compile(r"[\s_-]+")
_WORD = re.compile(r"[\w-]+")


def meant(word: str, vocabulary: type[Kind]) -> Kind | None:
    """Return the member of a vocabulary that a word stands for, or `None`."""
    try:
        return vocabulary(word)
    except ValueError:
        wanted = _plain(word)
        return next((each for each in vocabulary if wanted in spelled(each)), None)


def likely(word: str, vocabulary: type[StrEnum]) -> str:
    """Return what was probably meant by a word that stands for no member, or an empty string."""
    return nearest(_plain(word), [each for member in vocabulary for each in (member.value, *spelled(member))])


def listed(vocabulary: Iterable[StrEnum]) -> str:
    """Return the words for the members of a vocabulary in the language of this run, to choose from."""
    words = [name(each) if language() != "en" else each.value for each in vocabulary]
    return ("; " if any("," in each for each in words) else ", ").join(words)


def spelled(member: StrEnum) -> set[str]:
    """Return all words for a member, in the form in which they are compared."""
    kind = type(member).__name__
    return {_plain(each) for each in (member.value, *names(member), *_others().get(kind, {}).get(member.value, ()))}


def word_for(member: StrEnum) -> str:
    """Return the word for a member as it is typed in the language of this run: one without blanks, or its name."""
    if language() == "en":
        return member.value
    others = _others().get(type(member).__name__, {}).get(member.value, ())
    single = (each for each in (name(member), *others) if _WORD.fullmatch(each) and meant(each, type(member)) is member)
    return next(single, name(member))


def name_for(known: str, table: str) -> str:
    """Return the word for a name in a table of other words as it is typed in the language of this run."""
    others = _others()[table].get(known, ()) if language() != "en" else ()
    return next((each for each in others if _WORD.fullmatch(each)), known)


def named(word: str, names: Iterable[str], table: str) -> str | None:
    """Return the name that a word stands for in a table of other words, such as `filter`, or `None`."""
    wanted, others = _plain(word), _others()[table]
    return next((each for each in names if wanted == _plain(each) or wanted in map(_plain, others.get(each, ()))), None)


def likely_named(word: str, names: Iterable[str], table: str) -> str:
    """Return the name that was probably meant, as it would be typed, or an empty string."""
    return nearest(word.lower(), [word for each in names for word in (each, *_others()[table].get(each, ()))])


@cache
def _others() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Read the other words."""
    import tomli  # noqa: PLC0415  only what is no value is looked up

    found: Mapping[str, Mapping[str, Sequence[str]]] = tomli.loads(shipped_file("typed.toml").read_text(encoding="utf-8"))
    return found


def _plain(word: str) -> str:
    """Return a word in the form in which it is compared."""
    return _JOINT.sub(" ", folded(word)).strip()
