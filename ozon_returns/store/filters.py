"""Case filters, translated to a condition on the view `cases`; multiple filters are combined with AND.

A filter is `field:value` (several values separated by commas match any of them), `field<value`, `field>value`, or a searched word.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.usage import FilterError
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.money import parse_money, to_kopecks
from ozon_returns.period import parse_moment, stored
from ozon_returns.vocabulary.case import OPEN
from ozon_returns.vocabulary.command import unquoted
from ozon_returns.vocabulary.nearest import folded, nearest
from ozon_returns.words import _

_WORD = re.compile(r"(?P<name>\w+)(?P<sign>[:=]|[<>]=?)(?P<value>.*)", re.DOTALL)

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

_SEARCHED = [each.name for each in CASE if each.searched]
_YES_NO = {"yes": True, "true": True, "да": True, "no": False, "false": False, "нет": False}
_SPAN = re.compile(r"\d{1,4}[hdw]")
NAMES = tuple(_FIELDS)
SORTS = {
    "number": "number",
    "found": "found_at",
    "due": "due_at IS NULL, due_at",
    "price": "price",
    "net": "net_cost",
    "product": "product",
    "status": "status",
}


@dataclass
class Where:
    """A condition on the view `cases`, with its order and limit (-1: all); `owed` if it selects outstanding payments."""

    sql: str = "1"
    values: list[object] = field(default_factory=list)
    order: str = "number DESC"
    limit: int = -1
    owed: bool = False

    def prepare(self, connection: sqlite3.Connection) -> None:
        """Register the functions that the condition needs: SQLite alone folds only Latin letters."""
        if "fold(" in self.sql:
            connection.create_function("fold", 1, _fold, deterministic=True)

    def both(self, sql: str, *values: object) -> None:
        """Add a condition, combined with AND."""
        self.sql = sql if self.sql == "1" else f"{self.sql} AND {sql}"
        self.values.extend(values)


def parse(words: Sequence[str], *, now: datetime, zone: ZoneInfo) -> Where:
    """Parse filters into a condition. Raise `FilterError`, which suggests what was probably meant."""
    where = Where()
    for word in words:
        found = _WORD.fullmatch(word)
        if not found:
            where.both(_anywhere(), f"%{_escaped(_fold(word))}%")
            continue
        name, sign, value = found["name"].lower(), found["sign"].replace(":", "="), unquoted(found["value"])
        if name not in NAMES:
            raise FilterError(word, _("there is no field “{name}”").format(name=name), nearest(name, NAMES))
        if not value:
            raise FilterError(word, _("the value is missing"))
        try:
            _condition(where, name, sign, value, lambda text, ends: parse_moment(text, now=now, zone=zone, ends=ends))
        except FilterError as error:
            raise FilterError(word, error.why, error.meant) from error
        except ReturnsError as error:
            raise FilterError(word, error.message().rstrip(".")) from error
    return where


def sort(where: Where, names: str) -> None:
    """Order by a field of `SORTS`; `-field` sorts in descending order."""
    name = names.removeprefix("-")
    if name not in SORTS:
        raise FilterError(names, _("valid sort fields are {names}").format(names=", ".join(SORTS)), nearest(name, list(SORTS)))
    turned = " DESC" if names.startswith("-") else ""
    where.order = f"{SORTS[name]}{turned}, number"


def _condition(where: Where, name: str, sign: str, value: str, read: Callable[[str, bool], datetime]) -> None:
    """Add the condition of one filter."""
    field = _FIELDS[name]
    if name == "owed":
        _owed(where, sign, value)
    elif value.lower() == "none" and sign == "=" and field.kind in (Kind.MOMENT, Kind.MONEY, Kind.WHOLE):
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
        meant = [value, *value.split(",")]  # a name may contain a comma
        known = f"fold({field.name}) IN ({', '.join('?' for _each in meant)})"
        where.both(f"({field.name} IS NULL OR {known})" if "none" in meant else known, *map(_fold, meant))


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
    if name == "due" and _SPAN.fullmatch(value):
        text, sign = f"+{value}", {"<": "<=", ">=": ">"}.get(sign, sign)
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
    if value.lower() not in _YES_NO:
        raise FilterError(value, _("“{value}” is not one of {names}").format(value=value, names="yes, no"))
    return _YES_NO[value.lower()]


def _members(where: Where, field: Field, vocabulary: type[StrEnum], values: list[str]) -> None:
    """Add a condition on members of a vocabulary; `open` is every status in which something is to be done."""
    members = [*(["open"] if field.name == "status" else []), *(each.value for each in vocabulary)]
    if field.name == "status" and "open" in values:
        values = [each for each in values if each != "open"] + sorted(OPEN)
    for value in values:
        if value not in members and value != "none":
            why = _("“{value}” is not one of {names}").format(value=value, names=", ".join(members))
            raise FilterError(value, why, nearest(value, members))
    among = f"IN ({', '.join('?' for _each in values)})"
    condition = f'number IN (SELECT d."case" FROM defect d WHERE d.kind {among})' if field.kind is Kind.MEMBERS else f"{field.name} {among}"
    where.both(f"({field.name} IS NULL OR {condition})" if "none" in values else condition, *values)


def _anywhere() -> str:
    """Return the condition that a text occurs somewhere in a case."""
    texts = " || char(10) || ".join(f"ifnull({each}, '')" for each in _SEARCHED)
    return f"fold({texts}) LIKE ? ESCAPE '\\'"


def _fold(text: str | None) -> str | None:
    """Normalize text for comparison: ignore case, and treat ё as е."""
    return None if text is None else folded(text)


def _escaped(text: str | None) -> str:
    """Escape `%` and `_`, so that they stand for themselves."""
    return re.sub(r"([%_\\])", r"\\\1", text or "")
