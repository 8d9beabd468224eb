"""Parsers for single values: each takes a text, and raises `ValueError` or an error of the program where it makes no sense."""

import re
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from ozon_returns.money import parse_money
from ozon_returns.period import parse_moment
from ozon_returns.sources.values import One, Reader
from ozon_returns.typed import likely, listed, meant
from ozon_returns.vocabulary.activity import YesNo
from ozon_returns.vocabulary.case import CURRENCY
from ozon_returns.words import _


def any_text(value: str, _reader: Reader) -> str:
    """Parse any text; NUL, which cannot be stored, is replaced by a visible symbol."""
    return value.replace("\0", "\N{SYMBOL FOR NULL}")


def currency(value: str, _reader: Reader) -> str:
    """Parse the currency; only one is supported."""
    if value != CURRENCY:
        raise ValueError(_("amounts must be in {currency}").format(currency=CURRENCY))
    return value


def money(value: str, _reader: Reader) -> Decimal:
    """Parse an amount."""
    return parse_money(value)


def rate(value: str, _reader: Reader) -> Decimal:
    """Parse a share of the whole: `15%`, `15` (per cent) or `0.15`; a number below 1 without a sign is a share."""
    text = value.strip().replace(",", ".")
    try:
        number = Decimal(text.removesuffix("%").strip())
    except ArithmeticError as error:
        raise ValueError(_("“{value}” is not a rate such as 15%").format(value=value)) from error
    share = number / 100 if text.endswith("%") or number >= 1 else number
    if not 0 <= share <= 1:
        raise ValueError(_("“{value}” is not a rate such as 15%").format(value=value))
    return share.quantize(Decimal("0.0001"))


def when(value: str, reader: Reader) -> datetime:
    """Parse a moment."""
    return parse_moment(value, now=reader.now, zone=reader.zone)


def last(value: str, reader: Reader) -> datetime:
    """Parse the moment until which something is valid; a date means the end of that day."""
    return parse_moment(value, now=reader.now, zone=reader.zone, ends=True)


def day(value: str, reader: Reader) -> date:
    """Parse a date."""
    return when(value, reader).date()


_ADORNED = re.compile(r"(?<=\d)(?:[ \u00a0\u202f](?=\d{3}(?!\d))|[.,]0{1,2}$)")
"""The space between thousands, and a fraction of nothing, as tables show them."""


def whole(least: int, most: int = 10**9) -> One:
    """Return a parser for whole numbers within a range, inclusive."""

    def read(value: str, _reader: Reader) -> int:
        digits = _ADORNED.sub("", value.strip())
        if not (digits.isascii() and digits.isdigit() and least <= int(digits) <= most):
            raise ValueError(_("“{value}” is not a whole number from {least} to {most}").format(value=value, least=least, most=most))
        return int(digits)

    return read


def flag(value: str, _reader: Reader) -> bool:
    """Parse yes or no."""
    found = meant(value, YesNo)
    if found is None:
        raise ValueError(_("“{value}” is neither yes nor no").format(value=value))
    return found is YesNo.YES


def one_of(vocabulary: type[StrEnum]) -> One:
    """Return a parser for the members of a vocabulary."""

    def read(value: str, _reader: Reader) -> str:
        found = meant(value, vocabulary)
        if found is None:
            near = likely(value, vocabulary)
            names = _("did you mean “{meant}”?").format(meant=near) if near else listed(vocabulary)
            raise ValueError(_("unknown value “{value}”: {names}").format(value=value, names=names))
        return found.value

    return read
