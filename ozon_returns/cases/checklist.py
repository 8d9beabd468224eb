"""What a claim has to show, by situation, and what of it a case does not have yet."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ozon_returns.letters.situations import situation_of
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.case import OPEN
from ozon_returns.words import N_, _, language


@dataclass(frozen=True)
class ChecklistItem:
    """Something that a claim shows: what it is, how to take it, and what to type to add it."""

    id: str
    must: bool
    say: str
    what: str
    how: str


_CAPITALS = re.compile(r"\b(?:" + "|".join((N_("PHOTO"), N_("FILE"), N_("NO"), N_("WHEN"))) + r")\b")
"""What stands for the seller's own words in what is to be typed."""


def missing_evidence(situation: str | None, facts: Mapping[str, object], roles: Iterable[str | None]) -> list[ChecklistItem]:
    """Give what a claim in a situation still lacks, what it must have first; nothing where the situation asks for nothing."""
    shown = set(roles)
    lacking = [
        entry
        for entry in _table().get(situation or "", ())
        if not (shown & set(entry.get("roles", ())) or any(facts.get(each) for each in entry.get("facts", ())))
    ]
    items = [ChecklistItem(each["id"], each.get("must", False), _said(each["say"]), **each[language()]) for each in lacking]
    return sorted(items, key=lambda item: not item.must)


def _said(say: str) -> str:
    """Write what is to be typed, with the words in capitals, which stand for the seller's own, in his language."""
    return _CAPITALS.sub(lambda found: _(found[0]), say)


def lacking(case: Case) -> list[ChecklistItem]:
    """Give what the claim about a case, as `Reading.case` gives it, still lacks; nothing once the case is done."""
    if case["status"] not in OPEN:
        return []
    return missing_evidence(situation_of(case), case, [photo["role"] for photo in case["photos"]])


@cache
def _table() -> Mapping[str, list[dict[str, Any]]]:
    """Read the table."""
    return tomllib.loads((resources.files("ozon_returns.cases") / "checklist.toml").read_text(encoding="utf-8"))
