"""What is asked of the store, straight from its views and without SQLAlchemy.

A case comes as a `dict` with the field names of the contract (CASE): moments are aware and in the seller's zone,
money is `Decimal` roubles, what is unknown is `None`.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from ozon_returns.clocks.rules import Rulebook
from ozon_returns.clocks.running import state
from ozon_returns.errors import AmbiguousCaseError, CaseNotFoundError
from ozon_returns.failures import StoreDamagedError
from ozon_returns.money import from_kopecks
from ozon_returns.period import restored
from ozon_returns.store import past
from ozon_returns.store.engine import open_for_reading, refusing
from ozon_returns.store.filters import Where
from ozon_returns.store.shape import ANSWERS, COLUMNS, FACTS, FLAGS, LINES, MOMENTS, MONEY, RENAMED, SHORT, WHOLE

CaseDict = dict[str, Any]

_DIGITS = 19  # a number of a case has fewer


class Reading:
    """The store, opened so that nothing can be changed."""

    def __init__(self, path: Path, book: Rulebook, now: datetime, as_of: datetime | None = None) -> None:
        """Open the store of a file; with `as_of`, as it was then."""
        self.path, self.book, self.now = path, book, as_of or now
        self.zone = book.zone
        self._known: dict[tuple[str, ...], list[tuple[str, Callable[[Any], Any]]]] = {}
        with refusing(path):
            self.connection = open_for_reading(path)
            self.connection.execute("BEGIN")  # all that is asked is answered of one moment
            if as_of:
                past.go_back(self.connection, as_of, book)

    def __enter__(self) -> Self:
        """Use the store for a while."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file."""
        self.connection.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Ask anything of the views."""
        with refusing(self.path):
            return self.connection.execute(sql, values).fetchall()

    def number(self, name: str) -> int:
        """Find the number of a case by its number, its posting number or `@last`, the case worked on last."""
        if (
            name.isascii()
            and name.isdigit()
            and len(name) < _DIGITS
            and (found := self.rows('SELECT number FROM "case" WHERE number = ?', int(name)))
        ):
            return int(found[0][0])
        if name == "@last":
            found = self.rows('SELECT "case" FROM event WHERE "case" IN (SELECT number FROM "case") ORDER BY id DESC LIMIT 1')
        else:
            found = self.rows('SELECT number FROM "case" WHERE posting = ? ORDER BY number', name)
        if not found:
            raise CaseNotFoundError(name)
        if len(found) > 1:
            raise AmbiguousCaseError(name, ", ".join(str(each[0]) for each in found))
        return int(found[0][0])

    def ever(self, name: str) -> int:
        """Find the number of a case as `number` does, even of one that was taken out again."""
        if name.isascii() and name.isdigit() and len(name) < _DIGITS:
            found = self.rows('SELECT "case" FROM event WHERE "case" = ? LIMIT 1', int(name))
        else:
            found = []
        return int(found[0][0]) if found else self.number(name)

    def case(self, name: str) -> CaseDict:
        """Give the whole of a case."""
        number = self.number(name)
        return self._whole(self.rows(f"SELECT {COLUMNS} FROM cases WHERE number = ?", number), WHOLE)[0]

    def every(self, at_once: int = 500) -> Iterator[CaseDict]:
        """Give the whole of every case, in the order of their numbers, a few in memory at a time."""
        last = 0
        while rows := self.rows(f"SELECT {COLUMNS} FROM cases WHERE number > ? ORDER BY number LIMIT ?", last, at_once):
            yield from self._whole(rows, WHOLE)
            last = rows[-1]["number"]

    def deliveries(self) -> list[CaseDict]:
        """Give the units delivered to buyers, by product and span of days."""
        rows = self.rows('SELECT sku, "from", "to", units, supplier, batch FROM delivery ORDER BY "from", sku, id')
        return [{name: value for name, value in dict(row).items() if value is not None} for row in rows]

    def cases(self, where: Where, lists: Sequence[str] = SHORT) -> tuple[list[CaseDict], int]:
        """Give the cases of a filter, with the named lists, and how many there would be without its limit."""
        with refusing(self.path):
            where.prepare(self.connection)
        total = self.rows(f"SELECT count(*) FROM cases WHERE {where.sql}", *where.values)[0][0]
        sql = f"SELECT {COLUMNS} FROM cases WHERE {where.sql} ORDER BY {where.order} LIMIT ?"
        return self._whole(self.rows(sql, *where.values, where.limit), lists), int(total)

    def _whole(self, rows: list[sqlite3.Row], lists: Sequence[str]) -> list[CaseDict]:
        """Put together rows of the view with their lists; `StoreDamagedError` where one is not what this program writes."""
        try:
            return self._joined(rows, lists)
        except (ValueError, TypeError) as error:
            raise StoreDamagedError(str(self.path), str(error)) from error

    def _joined(self, rows: list[sqlite3.Row], lists: Sequence[str]) -> list[CaseDict]:
        """Put together rows of the view with their lists."""
        cases = [self._plain(FACTS, row) for row in rows]
        numbers = [case["number"] for case in cases]
        lines = {each: self._grouped(*LINES[each], 'WHERE "case" IN', numbers) for each in lists}
        if "tickets" in lines:
            self._answer(lines["tickets"])
        for case in cases:
            case["defects"] = case["defects"].split() if case["defects"] else []
            case["why"] = json.loads(case["why"])
            case |= {each: [line for _id, line in lines[each].get(case["number"], ())] for each in lists}
            case["clocks"] = [self._clock(clock) for clock in case.get("clocks", ())]
            for event in case.get("history", ()):
                event["facts"] = json.loads(event["facts"])
        return cases

    def _grouped(self, table: str, shown: str, owner: str, owners: list[int]) -> dict[int, list[tuple[int, CaseDict]]]:
        """Give the lines of a list, each with its id, by the case or the ticket they belong to."""
        names = shown.split()
        column = owner.split()[1]
        columns = ", ".join([column, "id", *(RENAMED.get(name, name) for name in names)])
        found: dict[int, list[tuple[int, CaseDict]]] = {}
        sql = f"SELECT {columns} FROM {table} {owner} (SELECT value FROM json_each(?)) ORDER BY id"
        for row in self.rows(sql, json.dumps(owners)):
            found.setdefault(row[0], []).append((row[1], self._plain(names, row[2:])))
        return found

    def _answer(self, tickets: dict[int, list[tuple[int, CaseDict]]]) -> None:
        """Put to each ticket what came of it."""
        every = [ticket for lines in tickets.values() for ticket in lines]
        answers = self._grouped(*ANSWERS, "WHERE ticket IN", [number for number, _ticket in every]) if every else {}
        for number, ticket in every:
            ticket["answers"] = [line for _id, line in answers.get(number, ())]

    def _clock(self, clock: CaseDict) -> CaseDict:
        """Say of a clock what its rule says, and how it stands."""
        rule = self.book.rules.get(clock["rule"])
        title, missed = (rule.title(self.now), rule.text("missed")) if rule else (clock["rule"], "")
        moments = {each: clock[each] for each in ("started_at", "due_at", "paused_at", "met_at")}
        told = {"rule": clock["rule"], "title": title, **moments, "state": state(clock, self.now), "what_happens": missed}
        return {**told, "about": clock["about"] or None, "window": not clock["duty"]}

    def _plain(self, names: Sequence[str], row: Iterable[Any]) -> CaseDict:
        """Turn what the store keeps into moments, money and flags."""
        plain = dict(zip(names, row, strict=True))
        for name, read in self._readers(tuple(names)):
            if plain[name] is not None:
                plain[name] = read(plain[name])
        return plain

    def _readers(self, names: tuple[str, ...]) -> list[tuple[str, Callable[[Any], Any]]]:
        """Give for each name whose value is kept as something else how it is read."""
        if names not in self._known:
            kinds: list[tuple[frozenset[str], Callable[[Any], Any]]] = [
                (MOMENTS, partial(restored, zone=self.zone)),
                (MONEY, from_kopecks),
                (FLAGS, bool),
            ]
            self._known[names] = [(name, read) for name in names for group, read in kinds if name in group]
        return self._known[names]
