"""Check a letter to a buyer before it is sent, against rules from a data file."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import tomli

from ozon_returns.files import shipped_file
from ozon_returns.vocabulary.activity import LONGEST_MESSAGE
from ozon_returns.words import _, language

_MASK = "\N{REPLACEMENT CHARACTER}"


class Found(NamedTuple):
    """Something not allowed in a letter: the rule, its description, and the matching words."""

    rule: str
    what: str
    words: str


@cache
def _rules() -> Mapping[str, tuple[re.Pattern[str], Mapping[str, str]]]:
    """Parse the rules."""
    return {name: (re.compile(each["pattern"]), each) for name, each in _table().items() if isinstance(each, dict)}


@cache
def _innocent() -> re.Pattern[str]:
    """Return what is masked before the rules are applied."""
    return re.compile(str(_table()["innocent"]))


@cache
def _table() -> Mapping[str, Any]:
    """Parse the file of rules."""
    return tomli.loads(shipped_file("letters/lint.toml").read_text(encoding="utf-8"))


def violations(text: str, *, known: Iterable[str | None] = (), limit: int | None = LONGEST_MESSAGE) -> list[Found]:
    """Return everything not allowed in a letter; `known` are names and numbers of the case, which are allowed."""
    plain = folded(text)
    for each in sorted({folded(each) for each in known if each and each.strip()}, key=len, reverse=True):
        plain = plain.replace(each, _MASK)
    plain = _innocent().sub(_MASK, plain)
    found = []
    for name, (pattern, said) in _rules().items():
        hit = pattern.search(plain)
        if hit:
            found.append(Found(name, said[language()], hit[0].strip()))
    if limit is not None and len(text) > limit:
        told = _("{n} characters, {most} are allowed").format(n=len(text), most=limit)
        found.append(Found("length", told, text[:40] + "…"))
    return found


def folded(text: str) -> str:
    """Normalize a text for comparison: NFKC, case-folded, ё as е, no invisible characters, plain spaces."""
    alike = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(" " if each == "\N{NO-BREAK SPACE}" else each for each in alike if unicodedata.category(each) != "Cf")
