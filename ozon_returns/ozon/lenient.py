"""Values as Ozon gives them: numbers and booleans as text or not, nulls for objects and lists, moments of any precision."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ozon_returns.money import LIMIT
from ozon_returns.period import YEARS

Json = Mapping[str, Any]

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?)?")
_LARGEST = 2**63

_LOOKALIKES = str.maketrans("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy")
"""Cyrillic letters in place of the Latin ones that they look like, as in the type of a chat's user."""


def text(value: object) -> str:
    """Return a value as text; empty for null, an object or a list."""
    told = "" if value is None or isinstance(value, Mapping | list) else str(value).strip()
    return told if told.isascii() else told.encode("utf-8", "replace").decode("utf-8")


def integer(value: object) -> int | None:
    """Return a whole number of up to 63 bits, also one that is given as text; `None` for anything else."""
    if isinstance(value, bool):
        return None
    told = text(value)
    number = int(told) if re.fullmatch(r"-?[0-9]{1,20}", told) else None
    return number if number is not None and abs(number) < _LARGEST else None


def amount(value: object) -> Decimal | None:
    """Return a sum that is not negative: a number, text, or an object with `price` or `amount`; `None` for anything else."""
    if isinstance(value, Mapping):
        return amount(value.get("price", value.get("amount")))
    if isinstance(value, bool):
        return None
    try:
        found = Decimal(text(value).replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < LIMIT else None


def flag(value: object) -> bool | None:
    """Return a boolean, also one that is given as text or number; `None` for anything else."""
    return {"true": True, "1": True, "false": False, "0": False}.get(text(value).lower())


def moment(value: object) -> datetime | None:
    """Return a moment in UTC, to the second; `None` for null, for text that is none, and for a year that means never or nothing."""
    found = _MOMENT.fullmatch(text(value))
    if found is None:
        return None
    zone = (found[3] or "Z").replace("Z", "+00:00")
    try:
        at = datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00:00'}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at.year in YEARS else None


def fields(value: object) -> Json:
    """Return an object; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> list[Json]:
    """Return the objects of a list; one object stands for a list of it, null for an empty one."""
    if isinstance(value, Mapping):
        return [value] if value else []
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def word(value: object) -> str:
    """Return a word to compare: in lower case, with Latin letters for Cyrillic ones that look like them."""
    return text(value).translate(_LOOKALIKES).casefold()


def as_ozon_reads(when: datetime) -> str:
    """Return a moment as Ozon reads it: in UTC, to the second; a bare date would be refused."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
