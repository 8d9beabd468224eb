"""Evidence that a claim requires, by situation, and what of it a case lacks."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import tomli

from ozon_returns.files import shipped_file
from ozon_returns.letters.situations import situation_of
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.case import OPEN, Scheme
from ozon_returns.words import N_, _, language


class ChecklistItem(NamedTuple):
    """An item of evidence for a claim: what it is, how to obtain it, and the options that add it."""

    id: str
    must: bool
    say: str
    what: str
    how: str


_CAPITALS = re.compile(r"\b(?:" + "|".join((N_("PHOTO"), N_("FILE"), N_("NO"), N_("WHEN"))) + r")\b")
"""Pattern for the placeholders in a suggested command."""


def missing_evidence(situation: str | None, facts: Mapping[str, object], roles: Iterable[str | None]) -> list[ChecklistItem]:
    """Return the evidence that a claim lacks, required items first; empty if the situation requires none."""
    shown = set(roles)
    lacking = [
        entry
        for entry in _table().get(situation or "", ())
        if facts.get("scheme") in (None, *entry.get("schemes", Scheme))
        and not (shown & set(entry.get("roles", ())) or any(facts.get(each) for each in entry.get("facts", ())))
    ]
    items = [ChecklistItem(each["id"], each.get("must", False), _said(each["say"]), **each[language()]) for each in lacking]
    return sorted(items, key=lambda item: not item.must)


def _said(say: str) -> str:
    """Return a suggested command with its placeholders translated."""
    return _CAPITALS.sub(lambda found: _(found[0]), say)


def lacking(case: Case) -> list[ChecklistItem]:
    """Return the evidence that the claim of a case from `Reading.case` lacks; empty if the case is no longer open."""
    if case["status"] not in OPEN:
        return []
    return missing_evidence(situation_of(case), case, [photo["role"] for photo in case["photos"]])


@cache
def _table() -> Mapping[str, list[dict[str, Any]]]:
    """Parse the catalogue file."""
    return tomli.loads(shipped_file("cases/checklist.toml").read_text(encoding="utf-8"))
