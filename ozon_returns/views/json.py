"""Writes the documents for programs: one JSON object, UTF-8, money and times as the contract says."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

from ozon_returns.money import plain_amount

SCHEMA = "ozon-returns/1"


def document_text(document: Mapping[str, object], *, readable: bool = False) -> str:
    """Write a document; for people with line breaks, for programs in one line."""
    whole = {"schema": SCHEMA, **document}
    return json.dumps(whole, ensure_ascii=False, default=_value, indent=2 if readable else None) + "\n"


def error_text(code: str, number: int, message: str, hint: str) -> str:
    """Write an error with its exit code."""
    told = {"code": code, "exit": number, "message": message, "hint": hint or None}
    return json.dumps({"error": told}, ensure_ascii=False) + "\n"


def _value(value: object) -> object:
    """Write what JSON does not know: money with two decimals, times as RFC 3339."""
    if isinstance(value, Decimal):
        return plain_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path | Enum):
        return str(value)
    raise TypeError(value)
