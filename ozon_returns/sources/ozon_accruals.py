"""Ozon's report of accruals (начисления) as a file: what a return has cost, and what Ozon has paid for it or taken back.

Headings and types are those that public programs of other developers read; the type of an accrual may be followed by more words.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

from ozon_returns.errors.base import ReturnsError
from ozon_returns.files import shipped_file
from ozon_returns.money import parse_money
from ozon_returns.sources.ozon_report import folded_heading, parse_date
from ozon_returns.vocabulary.nearest import folded

_HEAD = 15
_MINUS = ("-", "−")
NEEDED = frozenset({"posting", "at", "type", "amount"})
"""A table with these columns is a report of accruals."""

COLUMNS = {
    "id начисления": "posting",
    "номер отправления": "posting",
    "номер отправления или идентификатор услуги": "posting",
    "дата начисления": "at",
    "тип начисления": "type",
    "sku": "sku",
    "ozon id": "sku",
    "артикул": "article",
    "сумма итого, руб.": "amount",
    "сумма итого, руб": "amount",
    "сумма итого": "amount",
    "итого, руб.": "amount",
    "итого": "amount",
}

PAID, TAKEN_BACK = "paid", "taken_back"
"""Kinds of accruals that are no cost: a compensation of Ozon's, and one that Ozon has taken back."""


class Accrual(NamedTuple):
    """An accrual about a return: `kind` is a kind of cost, `PAID` or `TAKEN_BACK`; `why` says what is wrong with its row, if anything.

    A cost or what was taken back is written with a minus in the report and is positive here; a negative amount reverses one.
    """

    line: int
    posting: str
    sku: str
    article: str
    kind: str
    amount: Decimal
    at: datetime
    why: str = ""


class Accruals(NamedTuple):
    """The accruals about returns of a report; `has_signs`: it writes what is taken with a minus, as Ozon's does."""

    rows: list[Accrual]
    has_signs: bool

    def readable(self) -> list[Accrual]:
        """Return the accruals that could be read; without signs each is what its type says."""
        good = [each for each in self.rows if not each.why]
        return good if self.has_signs else [each._replace(amount=abs(each.amount)) for each in good]


def accruals(rows: Iterator[Sequence[str]], now: datetime) -> Accruals | None:
    """Return the accruals about returns; `None` for a table that is no report of accruals."""
    head = list(islice(rows, _HEAD))
    for place, cells in enumerate(head):
        columns = {name: at for at, cell in enumerate(cells) if (name := COLUMNS.get(folded_heading(cell)))}
        if columns.keys() >= NEEDED:
            found, has_signs = [], False
            for line, row in enumerate(chain(head[place + 1 :], rows), place + 2):
                told = {name: row[at].strip().removeprefix("'") if at < len(row) else "" for name, at in columns.items()}
                has_signs = has_signs or told["amount"].startswith(_MINUS)
                kind = kind_of(told["type"])
                if kind and told["posting"]:
                    found.append(_accrual(line, told, kind, now))
            return Accruals(found, has_signs)
    return None


def _accrual(line: int, told: Mapping[str, str], kind: str, now: datetime) -> Accrual:
    """Read a row."""
    known = Accrual(line, told["posting"], told.get("sku", ""), told.get("article", ""), kind, Decimal(0), now)
    try:
        plain = told["amount"].lstrip("-−+ ")
        is_taken = told["amount"].startswith(_MINUS)
        amount = parse_money(plain) * (1 if is_taken == (kind != PAID) else -1)
        return known._replace(amount=amount, at=parse_date(told["at"], now))
    except ReturnsError as error:
        return known._replace(why=error.message().rstrip("."))


def kind_of(name: str) -> str:
    """Return what an accrual is; empty for one that has nothing to do with returns."""
    found = folded(name)
    return next((kind for known, kind in _types() if found == known or found.startswith(f"{known}:")), "")


@cache
def _types() -> list[tuple[str, str]]:
    """Return the types that are known, the longest first."""
    rows = csv.DictReader(shipped_file("sources/ozon_accrual_types.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
    return sorted(((folded(row["accrual"]), row["kind"]) for row in rows), key=lambda pair: -len(pair[0]))
