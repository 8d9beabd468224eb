"""Values as Ozon gives them: numbers and booleans as text or not, nulls for objects and lists, moments of any precision."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Mapping[str, Any]

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?)?")
_FOREVER = "9999"
"""The year of a moment that means none."""

_LOOKALIKES = str.maketrans("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy")
"""Cyrillic letters in place of the Latin ones that they look like, as in the type of a chat's user."""


def text(value: object) -> str:
    """Return a value as text; empty for null, an object or a list."""
    return "" if value is None or isinstance(value, Mapping | list) else str(value).strip()


def integer(value: object) -> int | None:
    """Return a whole number, also one that is given as text; `None` for anything else."""
    if isinstance(value, bool):
        return None
    told = text(value)
    return int(told) if re.fullmatch(r"-?\d{1,20}", told) else None


def amount(value: object) -> Decimal | None:
    """Return a sum: a number, text, or an object with `price` or `amount`; `None` for anything else."""
    if isinstance(value, Mapping):
        return amount(value.get("price", value.get("amount")))
    if isinstance(value, bool):
        return None
    try:
        found = Decimal(text(value).replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def flag(value: object) -> bool | None:
    """Return a boolean, also one that is given as text or number; `None` for anything else."""
    return {"true": True, "1": True, "false": False, "0": False}.get(text(value).lower())


def moment(value: object) -> datetime | None:
    """Return a moment in UTC, to the second; `None` for null, for text that is none, and for the year that means never."""
    found = _MOMENT.fullmatch(text(value))
    if found is None or found[1].startswith(_FOREVER):
        return None
    zone = (found[3] or "Z").replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00:00'}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


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
