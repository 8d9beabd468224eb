"""Reads the store straight from its views, without SQLAlchemy, into the types of `read_models`."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Self, cast

from ozon_returns.clocks.rules import Rulebook
from ozon_returns.errors.case import AmbiguousCaseError, CaseGoneError, CaseNotFoundError
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.line_fields import LISTS, SHORT, TICKET_LISTS, Lines
from ozon_returns.money import from_kopecks
from ozon_returns.period import restored
from ozon_returns.store import as_of
from ozon_returns.store.clock_reading import read_clock
from ozon_returns.store.connection import open_for_reading, refusing
from ozon_returns.store.read_models import Case
from ozon_returns.store.where import Where
from ozon_returns.vocabulary.event import EventKind

_COLUMNS = ", ".join([*(each.name for each in CASE), "events"])
_FIELDS = (*CASE, Field("revision", Kind.WHOLE))
_RENAMED = {"to": 'addressee AS "to"', "from": 'payer AS "from"', "by": 'decider AS "by"'}
"""Field names of the contract that are SQL keywords."""

_EVER = 'SELECT 1 FROM event WHERE "case" = ? AND NOT EXISTS (SELECT 1 FROM "case" WHERE posting = ?) LIMIT 1'
_LAST_EVENT = 'SELECT kind, facts FROM event WHERE "case" = ? ORDER BY id DESC LIMIT 1'
_DIGITS = 19  # case numbers have fewer digits
_LINES = dict[int, list[tuple[int, dict[str, Any]]]]


class Reading:
    """The store, opened read-only."""

    def __init__(  # noqa: PLR0913  all by which a store is read
        self, path: Path, book: Rulebook, now: datetime, then: datetime | None = None, only: str | None = None, *, with_clocks: bool = True
    ) -> None:
        """Open the store of a file; with `then` as of that moment and its clocks, with `only`, what names a case, just that one."""
        self.path, self.book, self.now = path, book, then or now
        self.zone = book.zone
        self._known: dict[int, list[tuple[str, Callable[[Any], Any]]]] = {}
        with refusing(path):
            self.connection = open_for_reading(path)
            self.connection.execute("BEGIN")  # one snapshot for all questions
            if then:
                as_of.go_back(self.connection, then, book if with_clocks else None, self._ever(only))

    def __enter__(self) -> Self:
        """Return the open store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.connection.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Run a query on the views; its values are given one by one, or as one mapping by their names."""
        named = values[0] if len(values) == 1 and isinstance(values[0], Mapping) else values
        with refusing(self.path):
            return self.connection.execute(sql, cast("Any", named)).fetchall()

    def count(self) -> int:
        """Return the number of cases."""
        return int(self.rows('SELECT count(*) FROM "case"')[0][0])

    def number(self, name: str) -> int:
        """Return the number of a case given its number, its posting number or `@last`, the case last worked on."""
        number = _digits(name)
        if number is not None and self.rows('SELECT number FROM "case" WHERE number = ?', number):
            return number
        if name == "@last":
            found = self.rows('SELECT "case" FROM event WHERE "case" IN (SELECT number FROM "case") ORDER BY id DESC LIMIT 1')
        else:
            found = self.rows('SELECT number FROM "case" WHERE posting = ? ORDER BY number', name)
        if not found:
            raise self._gone(name, number)
        if len(found) > 1:
            raise AmbiguousCaseError(name, ", ".join(str(each[0]) for each in found))
        return int(found[0][0])

    def _ever(self, name: str | None) -> int | None:
        """Return the number, written in digits, of a case that is or was there; `None` where there is none, or a posting of that name."""
        return _digits(name) if self.rows(_EVER, _digits(name) or 0, name) else None

    def _gone(self, name: str, number: int | None) -> CaseNotFoundError:
        """Return the error for a case that is not there: where it was deleted or merged, with the reason."""
        rows = self.rows(_LAST_EVENT, number) if number is not None else []
        if rows and rows[0][0] in (EventKind.DELETED, EventKind.MERGED):
            facts = json.loads(rows[0][1])
            return CaseGoneError(name, str(facts.get("why", "")), facts.get("into"))
        return CaseNotFoundError(name)

    def ever(self, name: str) -> int:
        """Return the number of a case like `number`, but accept removed cases too."""
        return self._ever(name) or self.number(name)

    def case(self, name: str) -> Case:
        """Return a case with all its lists."""
        number = self.number(name)
        return self._joined(self.rows(f"SELECT {_COLUMNS} FROM cases WHERE number = ?", number), tuple(LISTS))[0]

    def every(self, at_once: int = 500) -> Iterator[Case]:
        """Yield all data of every case in the order of their numbers, loading a few at a time."""
        last = 0
        while rows := self.rows(f"SELECT {_COLUMNS} FROM cases WHERE number > ? ORDER BY number LIMIT ?", last, at_once):
            yield from self._joined(rows, tuple(LISTS))
            last = rows[-1]["number"]

    def deliveries(self) -> list[dict[str, Any]]:
        """Return the units delivered to buyers, by product and period."""
        rows = self.rows(
            'SELECT sku, "from", "to", units, supplier, batch, scheme, warehouse, carrier FROM delivery ORDER BY "from", sku, id'
        )
        return [{name: value for name, value in dict(row).items() if value is not None} for row in rows]

    def cases(self, where: Where, lists: Sequence[str] = SHORT) -> tuple[list[Case], int]:
        """Return the cases that match a filter, with the named lists, and their total number without the limit."""
        with refusing(self.path):
            where.prepare(self.connection)
        total = self.rows(f"SELECT count(*) FROM cases WHERE {where.sql}", *where.values)[0][0]
        sql = f"SELECT {_COLUMNS} FROM cases WHERE {where.sql} ORDER BY {where.order} LIMIT ?"
        return self._joined(self.rows(sql, *where.values, where.limit), lists), int(total)

    def _facts(self, row: sqlite3.Row) -> dict[str, Any]:
        """Return the facts of a case, with empty lists."""
        case = self._plain(_FIELDS, row)
        case["defects"] = case["defects"].split() if case["defects"] else []
        case["why"] = _strings(json.loads(case["why"]))
        return case | {each: [] for each in LISTS}

    def _joined(self, rows: list[sqlite3.Row], lists: Sequence[str]) -> list[Case]:
        """Return rows of the view as cases, with the lines of their lists."""
        cases = [self._facts(row) for row in rows]
        by_number = {case["number"]: case for case in cases}
        numbers = list(by_number)
        for name in lists:
            lines = self._grouped(LISTS[name], '"case"', numbers)
            if name == "tickets":
                self._fill_tickets(lines)
            for number, found in lines.items():
                by_number[number][name] = [self._line(name, line, by_number[number]) for _id, line in found]
        return cast("list[Case]", cases)

    def _line(self, name: str, line: dict[str, Any], case: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a line as it is read: a clock with its state, an event with its facts."""
        if name == "clocks":
            return read_clock(line, case, self.book, self.now)
        return line | {"facts": dict(json.loads(line["facts"]))} if name == "history" else line

    def _grouped(self, lines: Lines, column: str, owners: list[int]) -> _LINES:
        """Return the lines of a list, each with its id, by the case or the ticket they belong to."""
        columns = ", ".join([column, "id", *(_RENAMED.get(each.name, each.name) for each in lines.fields)])
        found: _LINES = {}
        sql = f"SELECT {columns} FROM {lines.table} WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY id"
        for row in self.rows(sql, json.dumps(owners)):
            found.setdefault(row[0], []).append((row[1], self._plain(lines.fields, row[2:])))
        return found

    def _fill_tickets(self, tickets: _LINES) -> None:
        """Put to each ticket its messages and payments."""
        every = {number: ticket for lines in tickets.values() for number, ticket in lines}
        for name, inside in TICKET_LISTS.items():
            lines = self._grouped(inside, "ticket", list(every)) if every else {}
            for number, ticket in every.items():
                ticket[name] = [line for _id, line in lines.get(number, ())]

    def _plain(self, fields: Sequence[Field], row: Iterable[Any]) -> dict[str, Any]:
        """Convert stored values into moments, money and flags."""
        plain = dict(zip((each.name for each in fields), row, strict=True))
        for name, read in self._readers(fields):
            if plain[name] is not None:
                plain[name] = read(plain[name])
        return plain

    def _readers(self, fields: Sequence[Field]) -> list[tuple[str, Callable[[Any], Any]]]:
        """Return how each field is read whose value is stored as something else."""
        if id(fields) not in self._known:
            moment = partial(restored, zone=self.zone)
            kinds: dict[Kind, Callable[[Any], Any]] = {Kind.MOMENT: moment, Kind.LAST: moment, Kind.MONEY: from_kopecks, Kind.FLAG: bool}
            self._known[id(fields)] = [(each.name, kinds[each.kind]) for each in fields if each.kind in kinds]
        return self._known[id(fields)]


def _digits(name: str | None) -> int | None:
    """Return a case number that is written in digits; `None` for a posting number or `@last`."""
    return int(name) if name and name.isascii() and name.isdigit() and len(name) < _DIGITS else None


def _strings(value: object) -> list[str]:
    """Return a list of texts; raise `TypeError` for anything else."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError(value)
    return value
