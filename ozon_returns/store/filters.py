"""Which cases are meant: the small grammar of filters, turned into a condition on the view `cases`.

A filter is `field:value` (several values with commas, any of them), `field<value`, `field>value`, or words that are
looked for in the texts of a case. Several filters must all hold.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from ozon_returns import kinds
from ozon_returns.errors import FilterError, ReturnsError
from ozon_returns.guess import nearest
from ozon_returns.money import parse as parse_money
from ozon_returns.money import to_kopecks
from ozon_returns.period import moment, stored
from ozon_returns.words import _

_WORD = re.compile(r"(?P<name>\w+)(?P<sign>[:=]|[<>]=?)(?P<value>.*)", re.DOTALL)

_TEXTS = "product sku article posting return_id supplier batch serial marking warehouse".split()
_KINDS: dict[str, type[StrEnum]] = {
    "status": kinds.Status,
    "scheme": kinds.Scheme,
    "stage": kinds.Stage,
    "severity": kinds.Severity,
    "cause": kinds.Cause,
    "suspect": kinds.Cause,
    "liable": kinds.Liable,
    "outcome": kinds.Outcome,
    "disposition": kinds.Disposition,
    "defect": kinds.Defect,
}
_COLUMNS = {"suspect": "suspected_cause", "found": "found_at", "opened": "opened_at", "closed": "closed_at", "due": "due_at"}
_COLUMNS |= {"net": "net_cost", "cost": "cost_sum", "recovered": "recovered_sum", "photos": "photo_count"}
_MOMENTS = ("found", "opened", "closed", "due", "since", "until")
_AMOUNTS = ("price", "net", "cost", "recovered")
_OWED = "owed"
_COUNTS = ("number", "quantity", "photos")
_SEARCHED = "product note claimed_reason posting sku article supplier batch serial".split()

_YES_NO = {"yes": True, "да": True, "no": False, "нет": False}
NAMES = (*_TEXTS, *_KINDS, *_MOMENTS, *_AMOUNTS, *_COUNTS, _OWED)
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
    """A condition on the view `cases`, with its order and its limit (-1: all); `owed`: it asks for money that is to come."""

    sql: str = "1"
    values: list[object] = field(default_factory=list)
    order: str = "number DESC"
    limit: int = -1
    owed: bool = False

    def prepare(self, connection: sqlite3.Connection) -> None:
        """Teach a connection what the condition needs: SQLite alone folds only Latin letters."""
        if "fold(" in self.sql:
            connection.create_function("fold", 1, _fold, deterministic=True)

    def both(self, sql: str, *values: object) -> None:
        """Ask for one more thing."""
        self.sql = sql if self.sql == "1" else f"{self.sql} AND {sql}"
        self.values.extend(values)


def parse(words: Sequence[str], *, now: datetime, zone: ZoneInfo) -> Where:
    """Turn filters into a condition. Raises `FilterError` that says what was probably meant."""
    where = Where()
    for word in words:
        found = _WORD.fullmatch(word)
        if not found:
            where.both(_anywhere(), f"%{_escaped(_fold(word))}%")
            continue
        name, sign, value = found["name"].lower(), found["sign"].replace(":", "="), found["value"].strip('"')
        if name not in NAMES:
            raise FilterError(word, _("there is no field “{name}”").format(name=name), nearest(name, NAMES))
        try:
            _condition(where, name, sign, value, lambda text, ends: moment(text, now=now, zone=zone, ends=ends))
        except FilterError as error:
            raise FilterError(word, error.why, error.meant) from error
        except ReturnsError as error:
            raise FilterError(word, error.message().rstrip(".")) from error
    return where


def sort(where: Where, names: str) -> None:
    """Order by a field of `SORTS`; `-field` turns it round."""
    name = names.removeprefix("-")
    if name not in SORTS:
        raise FilterError(names, _("one can sort by {names}").format(names=", ".join(SORTS)), nearest(name, list(SORTS)))
    turned = " DESC" if names.startswith("-") else ""
    where.order = f"{SORTS[name]}{turned}, number"


def _condition(where: Where, name: str, sign: str, value: str, read: Callable[[str, bool], datetime]) -> None:
    """Add the condition of one filter."""
    column = _COLUMNS.get(name, name)
    if name == _OWED:
        _money_owed(where, sign, value)
    elif name in _MOMENTS:
        _time(where, name, sign, value, read)
    elif name in _AMOUNTS:
        where.both(f"{column} {sign} ?", to_kopecks(parse_money(value)))
    elif name in _COUNTS:
        if not (value.isascii() and value.isdigit() and len(value) < 19):  # noqa: PLR2004  more than SQLite counts
            raise FilterError(value, _("“{value}” is not a whole number").format(value=value))
        where.both(f"{column} {sign} ?", int(value))
    elif sign != "=":
        raise FilterError(value, _("“{name}” goes with a colon: {name}:…").format(name=name))
    elif name in _KINDS:
        _members(where, name, column, value.lower().split(","))
    else:
        meant = [value, *value.split(",")]  # a name may have a comma of its own
        known = f"fold({column}) IN ({', '.join('?' for _each in meant)})"
        where.both(f"({column} IS NULL OR {known})" if "none" in meant else known, *map(_fold, meant))


def _time(where: Where, name: str, sign: str, value: str, read: Callable[[str, bool], datetime]) -> None:
    """Add a condition on a moment; `since:` and `until:` are about the day the defect was found."""
    column = _COLUMNS.get(name, name)
    if name in ("since", "until"):
        column, sign = "found_at", ">=" if name == "since" else "<="
    text = f"+{value}" if name == "due" and re.fullmatch(r"\d+[hdw]", value) else value
    if sign == "=":
        where.both(f"{column} BETWEEN ? AND ?", stored(read(text, False)), stored(read(text, True)))  # noqa: FBT003
        return
    where.both(f"{column} {sign} ?", stored(read(text, sign in ("<=", ">"))))


def _money_owed(where: Where, sign: str, value: str) -> None:
    """Ask for cases to which money is owed, or is not; or, with a sign, how much."""
    if sign != "=":
        where.both(f"owed {sign} ?", to_kopecks(parse_money(value)))
    elif value.lower() not in _YES_NO:
        raise FilterError(value, _("“{value}” is none of {names}").format(value=value, names="yes, no"))
    else:
        where.both("owed > 0" if _YES_NO[value.lower()] else "owed = 0")
        where.owed = where.owed or _YES_NO[value.lower()]


def _members(where: Where, name: str, column: str, values: list[str]) -> None:
    """Add a condition on a vocabulary; `open` is every status that still wants something done."""
    vocabulary = [*(["open"] if name == "status" else []), *(each.value for each in _KINDS[name])]
    if name == "status" and "open" in values:
        values = [each for each in values if each != "open"] + sorted(kinds.OPEN)
    for value in values:
        if value not in vocabulary and value != "none":
            why = _("“{value}” is none of {names}").format(value=value, names=", ".join(vocabulary))
            raise FilterError(value, why, nearest(value, vocabulary))
    marks = ", ".join("?" for _each in values)
    if name == "defect" and "none" in values:
        where.both(f'(defects IS NULL OR number IN (SELECT d."case" FROM defect d WHERE d.kind IN ({marks})))', *values)
    elif name == "defect":
        where.both(f'number IN (SELECT d."case" FROM defect d WHERE d.kind IN ({marks}))', *values)
    elif "none" in values:
        where.both(f"({column} IS NULL OR {column} IN ({marks}))", *values)
    else:
        where.both(f"{column} IN ({marks})", *values)


def _anywhere() -> str:
    """Give the condition that a text stands somewhere in a case."""
    texts = " || char(10) || ".join(f"ifnull({each}, '')" for each in _SEARCHED)
    return f"fold({texts}) LIKE ? ESCAPE '\\'"


def _fold(text: str | None) -> str | None:
    """Make letters comparable: case, and ё as е."""
    return None if text is None else text.casefold().replace("ё", "е")


def _escaped(text: str | None) -> str:
    """Have `%` and `_` mean themselves."""
    return re.sub(r"([%_\\])", r"\\\1", text or "")
