"""Case filters, translated to a condition on the view `cases`; multiple filters are combined with AND.

A filter is `field:value` (several values separated by commas match any of them), `field:least..most`, `field:>value`, or a searched word.
Fields and members of vocabularies may be named in Russian.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.usage import FilterError
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.money import parse_money, to_kopecks
from ozon_returns.period import is_span, parse_moment, stored
from ozon_returns.store.where import Where, fold
from ozon_returns.typed import likely, likely_named, listed, meant, named
from ozon_returns.vocabulary.activity import YesNo
from ozon_returns.vocabulary.case import OPEN
from ozon_returns.vocabulary.command import unquoted
from ozon_returns.words import _

_WORD = re.compile(r"(?P<name>\w+)(?P<colon>[:=]?)(?P<sign>(?<=[:=])(?![<>])|[<>]=?)(?P<value>.*)", re.DOTALL)
_RANGE = re.compile(r"(?P<least>.*?)\.\.(?P<most>.*)", re.DOTALL)

_DERIVED = (
    Field("cost_sum", Kind.MONEY, filter="cost"),
    Field("recovered_sum", Kind.MONEY, filter="recovered"),
    Field("photo_count", Kind.WHOLE, filter="photos"),
    Field("found_at", Kind.MOMENT, filter="since"),
    Field("found_at", Kind.MOMENT, filter="until"),
)
"""Sums of the view `cases` that are no fields of a case, and two names for the day on which the defect was found."""

_FIELDS = {each.filter: each for each in (*CASE, *_DERIVED) if each.filter}
"""What can be filtered by, by its name in filters."""

_ORDERED = (Kind.MOMENT, Kind.MONEY, Kind.WHOLE)
_SEARCHED = [each.name for each in CASE if each.searched]
NAMES = tuple(_FIELDS)
_COMMA = re.compile(r",(?!\s)")
_OPEN = ("open", "открыт", "открыто", "открытые", "открытый")


def parse(words: Sequence[str], *, now: datetime, zone: ZoneInfo) -> Where:
    """Parse filters into a condition. Raise `FilterError`, which suggests what was probably meant."""
    where = Where()
    for word in words:
        found = _WORD.fullmatch(word)
        if not found:
            where.both(_anywhere(), f"%{_escaped(fold(word))}%")
            continue
        name, sign, value = named(found["name"], NAMES, "filter"), found["sign"] or "=", unquoted(found["value"])
        if name is None:
            told = _("there is no field “{name}”").format(name=found["name"].lower())
            raise FilterError(word, told, likely_named(found["name"], NAMES, "filter"))
        if found["colon"] and found["sign"] and _FIELDS[name].kind not in _ORDERED:
            sign, value = "=", f"{found['sign']}{value}"
        if not value:
            raise FilterError(word, _("the value is missing"))
        try:
            for each in _bounds(name, sign, value):
                _condition(where, name, *each, lambda text, ends: parse_moment(text, now=now, zone=zone, ends=ends))
        except FilterError as error:
            raise FilterError(word, error.why, error.meant) from error
        except ReturnsError as error:
            raise FilterError(word, error.message().rstrip(".")) from error
    return where


def _bounds(name: str, sign: str, value: str) -> list[tuple[str, str]]:
    """Return a filter as signs with their values: `least..most` needs no quotes in a shell, as `<` and `>` do."""
    if name in ("since", "until") or sign != "=" or _FIELDS[name].kind not in _ORDERED:
        return [(sign, value)]
    found = _RANGE.fullmatch(value)
    bounds = [(each, text) for each, text in ((">=", found["least"]), ("<=", found["most"])) if text] if found else [(sign, value)]
    if not bounds:
        raise FilterError(value, _("the value is missing"))
    return bounds


def _condition(where: Where, name: str, sign: str, value: str, read: Callable[[str, bool], datetime]) -> None:
    """Add the condition of one filter."""
    field = _FIELDS[name]
    if name == "owed":
        _owed(where, sign, value)
    elif _is_none(value) and sign == "=" and field.kind in (Kind.MOMENT, Kind.MONEY, Kind.WHOLE):
        where.both(f"{field.name} IS NULL")
    elif field.kind is Kind.MOMENT:
        _time(where, name, sign, value, read)
    elif field.kind is Kind.MONEY:
        where.both(f"{field.name} {sign} ?", _kopecks(value))
    elif field.kind is Kind.WHOLE:
        if not (value.isascii() and value.isdigit() and len(value) < 19):  # noqa: PLR2004  limit of SQLite integers
            raise FilterError(value, _("“{value}” is not a whole number").format(value=value))
        where.both(f"{field.name} {sign} ?", int(value))
    elif sign != "=":
        raise FilterError(value, _("“{name}” requires a colon: {name}:…").format(name=name))
    elif field.kind is Kind.FLAG:
        where.both(f"ifnull({field.name}, 0) = ?", int(_yes_no(value)))
    elif field.vocabulary:
        _members(where, field, field.vocabulary, value.lower().split(","))
    else:
        _texts(where, field, value)


def _texts(where: Where, field: Field, value: str) -> None:
    """Add a condition on a text: the value, or one of several separated by commas; of a product or supplier, a part of the name.

    A name may contain a comma: with a space behind, it does not separate.
    """
    is_part = field.name in ("product", "supplier")
    parts = [each.strip() for each in (_COMMA.split(value) if is_part else [value, *value.split(",")]) if each.strip()]
    wanted = [each for each in parts if not _is_none(each)]
    sql = [f"fold({field.name}) LIKE ? ESCAPE '\\'" if is_part else f"fold({field.name}) = ?" for _each in wanted]
    sql += [f"{field.name} IS NULL"] if len(wanted) < len(parts) else []
    where.both(f"({' OR '.join(sql) or '0'})", *(f"%{_escaped(fold(each))}%" if is_part else fold(each) for each in wanted))


def _kopecks(value: str) -> int:
    """Parse an amount that may be below zero, as a net cost may."""
    return to_kopecks(parse_money(value.lstrip("-"))) * (-1 if value.startswith("-") else 1)


def _time(where: Where, name: str, sign: str, value: str, read: Callable[[str, bool], datetime]) -> None:
    """Add a condition on a moment.

    `since:` and `until:` are about the day the defect was found. `due<2d` is what `due --within 2d` shows: up to that moment,
    that moment included.
    """
    column = _FIELDS[name].name
    sign, text = {"since": ">=", "until": "<="}.get(name, sign), value
    if name == "due" and is_span(value):
        text, sign = f"+{value}", {"<": "<=", "=": "<=", ">=": ">"}.get(sign, sign)
        where.both(f"{column} {sign} ?", stored(read(text, True)))  # noqa: FBT003
        return
    if sign == "=":
        where.both(f"{column} BETWEEN ? AND ?", stored(read(text, False)), stored(read(text, True)))  # noqa: FBT003
        return
    where.both(f"{column} {sign} ?", stored(read(text, sign in ("<=", ">"))))


def _owed(where: Where, sign: str, value: str) -> None:
    """Add a condition on money that is still to come: whether there is any, or with a sign how much."""
    if sign != "=":
        where.both(f"owed {sign} ?", _kopecks(value))
    else:
        wanted = _yes_no(value)
        where.both("owed > 0" if wanted else "owed = 0")
        where.owed = where.owed or wanted


def _yes_no(value: str) -> bool:
    """Parse yes or no, in English or Russian."""
    found = meant(value, YesNo)
    if found is None:
        raise FilterError(value, _("“{value}” is not one of {names}").format(value=value, names="yes, no"))
    return found is YesNo.YES


def _is_none(value: str) -> bool:
    """Return whether a filter asks for what is not known."""
    return value.lower() in ("none", "нет")


def _members(where: Where, field: Field, vocabulary: type[StrEnum], values: list[str]) -> None:
    """Add a condition on members of a vocabulary; `open` is every status in which something is to be done."""
    every: list[str | None] = []
    for value in values:
        if field.name == "status" and value in _OPEN:
            every += sorted(OPEN)
        elif not _is_none(value):
            found = meant(value, vocabulary)
            if found is None:
                why = _("“{value}” is not one of {names}").format(value=value, names=listed(vocabulary))
                raise FilterError(value, why, likely(value, vocabulary))
            every.append(found.value)
    among = f"IN ({', '.join('?' for _each in every)})"
    condition = f'number IN (SELECT d."case" FROM defect d WHERE d.kind {among})' if field.kind is Kind.MEMBERS else f"{field.name} {among}"
    where.both(f"({field.name} IS NULL OR {condition})" if any(map(_is_none, values)) else condition, *every)


def _anywhere() -> str:
    """Return the condition that a text occurs somewhere in a case."""
    texts = " || char(10) || ".join(f"ifnull({each}, '')" for each in _SEARCHED)
    return f"fold({texts}) LIKE ? ESCAPE '\\'"


def _escaped(text: str | None) -> str:
    """Escape `%` and `_`, so that they stand for themselves."""
    return re.sub(r"([%_\\])", r"\\\1", text or "")
