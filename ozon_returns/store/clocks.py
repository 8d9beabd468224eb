"""Stored deadlines: derived from the rows of a case on every change, and recomputed when a rule has changed."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ozon_returns.batches import batches
from ozon_returns.clocks.clock import Clock, clocks_of
from ozon_returns.clocks.rules import Rulebook
from ozon_returns.clocks.stake import BOUGHT
from ozon_returns.clocks.trigger import Rows
from ozon_returns.errors.home import HomeError
from ozon_returns.store.connection import alone, open_for_reading, refusing
from ozon_returns.store.insertion import insert_values
from ozon_returns.store.journal import rows_of

_COLUMNS = ", ".join(Clock._fields)
_HELD = f'SELECT "case", {_COLUMNS} FROM clock WHERE "case" IN (SELECT value FROM json_each(?)) ORDER BY id'
_PART = 'SELECT number FROM "case" WHERE number > ? ORDER BY number LIMIT ?'
_BOUGHT = """SELECT * FROM (
SELECT c.number, coalesce((
  SELECT unit_cost FROM lot l WHERE l.sku = c.sku AND l.batch = c.batch AND ifnull(l.supplier, c.supplier) = c.supplier
   ORDER BY received DESC, id DESC LIMIT 1), p.cost) AS unit_cost
  FROM "case" c LEFT JOIN product p ON p.sku = c.sku WHERE c.number IN (SELECT value FROM json_each(?)))
 WHERE unit_cost IS NOT NULL"""
_OF_GOODS = """SELECT DISTINCT c.number FROM "case" c JOIN clock k ON k."case" = c.number
 WHERE c.sku IN (SELECT value FROM json_each(?)) AND k.rule IN (SELECT value FROM json_each(?)) ORDER BY c.number"""
_AT_ONCE = 500
_PER_TRANSACTION = 5000


class Moved(NamedTuple):
    """A deadline that has changed; `None` means that it was not running before, or no longer is."""

    case: int
    rule: str
    was: str | None
    due_at: str | None


def keep(connection: sqlite3.Connection, cases: Mapping[int, Rows], book: Rulebook, schema: str = "main.") -> list[Moved]:
    """Update the stored deadlines of cases to match their rows; return the running ones that changed.

    A case without rows has no deadlines.
    """
    held: dict[int, list[Clock]] = {number: [] for number in cases}
    for number, *clock in connection.execute(_HELD, (json.dumps(list(cases)),)):
        held[number].append(Clock(*clock))
    moved: list[Moved] = []
    new: list[tuple[object, ...]] = []
    for number, rows in _with_costs(connection, cases).items():
        wanted = clocks_of(rows, book) if rows.get("case") else []
        if wanted == held[number]:
            continue
        if held[number]:
            connection.execute(f'DELETE FROM {schema}clock WHERE "case" = ?', (number,))
        new += [(number, *clock) for clock in wanted]
        moved += _moved(number, held[number], wanted)
    insert_values(connection, f"{schema}clock", ("case", *Clock._fields), new)
    return moved


def _with_costs(connection: sqlite3.Connection, cases: Mapping[int, Rows]) -> dict[int, Rows]:
    """Return the rows of cases, each with what an item of it was bought for, where that is known."""
    costs = dict(connection.execute(_BOUGHT, (json.dumps(list(cases)),)))
    return {number: {**rows, BOUGHT: {"": {"unit_cost": costs[number]}}} if number in costs else rows for number, rows in cases.items()}


def follow_costs(connection: sqlite3.Connection, before: Rows, now: Rows, book: Rulebook) -> None:
    """Update what is at stake of the cases whose product or lot has changed."""
    tables = [(before.get(name, {}), now.get(name, {})) for name in ("product", "lot")]
    changed = (
        row
        for then, after in tables
        for key in {*then, *after}
        if then.get(key) != after.get(key)
        for row in (then.get(key), after.get(key))
    )
    skus = sorted({row["sku"] for row in changed if row})
    rules = [rule.id for rule in book.rules.values() if rule.stake in ("purchase", "ticket")]
    if skus:
        _rederive(connection, [row[0] for row in connection.execute(_OF_GOODS, (json.dumps(skus), json.dumps(rules)))], book)


def _rederive(connection: sqlite3.Connection, numbers: list[int], book: Rulebook) -> list[Moved]:
    """Derive the clocks of some cases anew; return which running ones moved."""
    moved: list[Moved] = []
    for part in batches(numbers, _AT_ONCE):
        moved += keep(connection, rows_of(connection, part), book)
    return moved


def set_by(path: Path, book: Rulebook) -> list[Moved]:
    """Derive all clocks of a store by these rules, if they are not yet; return which running ones moved.

    Closed cases are derived anew too, so that `check` holds all of them against the same rules; a few thousand cases a
    transaction, so that no other command waits for long. A store that can only be read stays as it is.
    """
    with refusing(path), closing(open_for_reading(path)) as connection:
        fingerprint = connection.execute("PRAGMA user_version").fetchone()[0]
        if fingerprint == book.fingerprint:
            return []
    moved: list[Moved] = []
    last, numbers = 0, [0]
    try:
        while numbers:
            with alone(path) as connection:
                numbers = [row[0] for row in connection.execute(_PART, (last, _PER_TRANSACTION))]
                moved += _rederive(connection, numbers, book)
                last = max(numbers, default=last)
                if not numbers:
                    connection.execute(f"PRAGMA user_version = {book.fingerprint}")
    except HomeError:
        return []
    return moved if fingerprint else []


def wrong(connection: sqlite3.Connection, numbers: Iterable[int], book: Rulebook) -> list[int]:
    """Return the cases whose stored deadlines do not match their rows."""
    found: list[int] = []
    for part in batches(numbers, _AT_ONCE):
        held: dict[int, list[Clock]] = {}
        for number, *clock in connection.execute(_HELD, (json.dumps(part),)):
            held.setdefault(number, []).append(Clock(*clock))
        told = _with_costs(connection, rows_of(connection, part))
        found += [number for number, rows in told.items() if clocks_of(rows, book) != held.get(number, [])]
    return found


def _moved(number: int, was: Iterable[Clock], now: Iterable[Clock]) -> list[Moved]:
    """Return the running deadlines of a case that have changed."""
    before, after = ({(each.rule, each.about): each.due_at for each in clocks if each.duty and not each.met_at} for clocks in (was, now))
    names = dict.fromkeys([*before, *after])
    return [Moved(number, name[0], before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]
