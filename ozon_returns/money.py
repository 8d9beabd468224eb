"""Amounts of money: parsed from user input, stored as integer kopecks, handled as `Decimal` roubles."""

import re
from decimal import Decimal

from ozon_returns.errors.usage import MoneyError
from ozon_returns.words import language

LIMIT = Decimal(10_000_000_000)
"""Exclusive upper limit of an amount in roubles; anything larger is treated as a typing error."""

_AMOUNT = re.compile(r"(\d{1,3}(?: \d{3})+|\d{1,3}(?:,\d{3})+(?=\.\d\d)|\d+)(?:[.,](\d{1,2}))?")
_MARKS = re.compile(r"\s*(?:₽|руб\.?|р\.?|rub\.?)$", re.IGNORECASE)

SHARE = 10_000
"""Hundredths of a per cent in the whole: the unit of shares in the store."""


def parse_money(text: str) -> Decimal:
    """Parse a non-negative amount: `1990`, `1990.50`, `1 990,50 ₽`. Raise `MoneyError` if it is not one."""
    plain = _MARKS.sub("", re.sub(r"\s", " ", text).strip())
    found = _AMOUNT.fullmatch(plain)
    if not found or not plain.isascii():
        raise MoneyError(text)
    roubles, kopecks = found[1].replace(" ", "").replace(",", ""), found[2] or ""
    amount = Decimal(f"{roubles}.{kopecks:0<2}")
    if amount >= LIMIT:
        raise MoneyError(text)
    return amount


def to_kopecks(amount: Decimal) -> int:
    """Convert an amount in roubles to kopecks, as in the store."""
    return int(amount * 100)


def from_kopecks(kopecks: int) -> Decimal:
    """Convert kopecks from the store to roubles with two decimals."""
    return Decimal(kopecks).scaleb(-2)


def plain_amount(amount: Decimal) -> str:
    """Format an amount for programs: `1990.00`."""
    return f"{amount:.2f}"


def format_money(amount: Decimal) -> str:
    """Format an amount for display: `1 990,00 ₽` in Russian, `1,990.00 ₽` in English, with no-break spaces."""
    english = f"{amount:,.2f}"
    if language() == "ru":
        english = english.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return f"{english}\N{NO-BREAK SPACE}₽"


_HOURS = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?) ?[hч]", re.IGNORECASE)


def parse_hours(text: str) -> Decimal | None:
    """Return hours written like `1.5h` or `2 ч`; `None` for anything else."""
    found = _HOURS.fullmatch(text.strip())
    return Decimal(found[1].replace(",", ".")) if found else None
