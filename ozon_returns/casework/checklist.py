"""What a claim has to show, by situation, and what of it a case does not have yet."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ozon_returns.dealings import Addressee, Situation
from ozon_returns.kinds import OPEN, Cause, Defect
from ozon_returns.store.reading import CaseDict
from ozon_returns.words import N_, _, language

SUPPLIER = "supplier"
"""The situation of every ticket to a supplier: his defect."""


@dataclass(frozen=True)
class Item:
    """Something that a claim shows: what it is, how to take it, and what to type to add it."""

    id: str
    must: bool
    say: str
    what: str
    how: str


_CAPITALS = re.compile(r"\b(?:" + "|".join((N_("PHOTO"), N_("FILE"), N_("NO"), N_("WHEN"))) + r")\b")
"""What stands for the seller's own words in what is to be typed."""

_BY_CAUSE = {
    Cause.TRANSPORT: Situation.TRANSPORT,
    Cause.OZON_STORAGE: Situation.TRANSPORT,
    Cause.SWAP: Situation.SWAPPED,
    Cause.WEAR: Situation.USED_RETURN,
    Cause.PRODUCTION: SUPPLIER,
    Cause.SUPPLIER_PACKAGING: SUPPLIER,
}
_BY_DEFECT = {
    Defect.NOT_WORKING: Situation.NOT_WORKING,
    Defect.INCOMPLETE: Situation.INCOMPLETE,
    Defect.WRONG_ITEM: Situation.SWAPPED,
    Defect.USED: Situation.USED_RETURN,
}


def situation_of(case: CaseDict) -> str | None:
    """Tell what a claim about a case is, or would be, about: its last ticket says it, else cause and defects suggest it."""
    if case["tickets"]:
        last = case["tickets"][-1]
        return SUPPLIER if last["to"] == Addressee.SUPPLIER else str(last["situation"])
    return suggested(case["cause"] or case["suspected_cause"], case["defects"])


def suggested(cause: str | None, defects: Iterable[str]) -> str | None:
    """Take the situation from the cause that is established or suspected, or from the defects."""
    if cause and Cause(cause) in _BY_CAUSE:
        return _BY_CAUSE[Cause(cause)]
    return next((_BY_DEFECT[Defect(each)] for each in defects if Defect(each) in _BY_DEFECT), None)


def missing(situation: str | None, facts: Mapping[str, object], roles: Iterable[str | None]) -> list[Item]:
    """Give what a claim in a situation still lacks, what it must have first; nothing where the situation asks for nothing."""
    shown = set(roles)
    lacking = [
        entry
        for entry in _table().get(situation or "", ())
        if not (shown & set(entry.get("roles", ())) or any(facts.get(each) for each in entry.get("facts", ())))
    ]
    items = [Item(each["id"], each.get("must", False), _said(each["say"]), **each[language()]) for each in lacking]
    return sorted(items, key=lambda item: not item.must)


def _said(say: str) -> str:
    """Write what is to be typed, with the words in capitals, which stand for the seller's own, in his language."""
    return _CAPITALS.sub(lambda found: _(found[0]), say)


def lacking(case: CaseDict) -> list[Item]:
    """Give what the claim about a case, as `Reading.case` gives it, still lacks; nothing once the case is done."""
    if case["status"] not in OPEN:
        return []
    return missing(situation_of(case), case, [photo["role"] for photo in case["photos"]])


@cache
def _table() -> Mapping[str, list[dict[str, Any]]]:
    """Read the table."""
    return tomllib.loads((resources.files("ozon_returns.casework") / "checklist.toml").read_text(encoding="utf-8"))
