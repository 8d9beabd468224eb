"""What Ozon's reasons of a return mean: free text, of which about fifty are known; the rest is judged by its words or left open.

Source: the reasons that public programs of other developers have met in Ozon's lists and reports, collected 23.11.2026; Ozon publishes no
list. A cause is given only where a reason speaks for one alone.
"""

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from ozon_returns.files import shipped_file
from ozon_returns.vocabulary.case import Cause
from ozon_returns.vocabulary.nearest import folded


class Quality(StrEnum):
    """Whether a reason is about the quality of the item."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    OPEN = "open"


class ReturnReason(NamedTuple):
    """What a reason means; `cause` is the probable one, if the reason speaks for one alone."""

    quality: Quality
    group: str = ""
    cause: Cause | None = None


_STEMS = ("брак", "не работает", "дефект", "поврежд", "качеств", "комплект", "сломал", "использ")
"""Parts of words of reasons that are about quality."""

_UNKNOWN = ReturnReason(Quality.OPEN)


def return_reason(text: str, own: Mapping[str, str] | None = None) -> ReturnReason:
    """Return what a reason means: as the seller has said in `own` (by reason: yes, maybe, no), as is known, or by its words."""
    wanted = _plain(text)
    for reason, quality in (own or {}).items():
        if _plain(reason) == wanted:
            return ReturnReason(Quality(quality))
    if wanted in _known():
        return _known()[wanted]
    return ReturnReason(Quality.MAYBE) if any(stem in wanted for stem in _STEMS) else _UNKNOWN


@cache
def _known() -> Mapping[str, ReturnReason]:
    """Return the known reasons by their text, as it is compared."""
    rows = csv.DictReader(shipped_file("sources/return_reasons.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
    return {
        _plain(row["reason"]): ReturnReason(Quality(row["quality"]), row["group"], Cause(row["cause"]) if row["cause"] else None)
        for row in rows
    }


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return a reason as it is compared: without regard to case, ё, and how many blanks there are."""
    return " ".join(folded(text).split())
