"""Write documents for programs: one JSON object, UTF-8, amounts and times as in the contract."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

from ozon_returns.money import plain_amount

SCHEMA = "ozon-returns/1"


def document_text(document: Mapping[str, object], *, readable: bool = False) -> str:
    """Return a document as JSON; indented for people, on one line for programs."""
    whole = {"schema": SCHEMA, **document}
    return json.dumps(whole, ensure_ascii=False, default=_value, indent=2 if readable else None) + "\n"


def error_text(code: str, number: int, message: str, hint: str) -> str:
    """Return an error with its exit code as JSON."""
    told = {"code": code, "exit": number, "message": message, "hint": hint or None}
    return json.dumps({"error": told}, ensure_ascii=False) + "\n"


def _value(value: object) -> object:
    """Convert values that JSON does not support: amounts with two decimals, times as RFC 3339."""
    if isinstance(value, Decimal):
        return plain_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path | Enum):
        return str(value)
    raise TypeError(value)
