"""Hash chain of the history: each event has the hash of the previous event, its own, and the state of its case.

The state of a case is one SHA-256 for each of its tables, over the rows that belong to it. The last event of a change
contains the state after it, so a row modified with any other tool no longer matches the history; and as each hash
includes the previous one, no event can be changed, removed or moved without invalidating the chain from there on.

Hashes are computed over JSON with sorted keys and no whitespace, in UTF-8, so that any tool can reproduce them.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from ozon_returns.money import plain_amount
from ozon_returns.period import stored
from ozon_returns.store.insertion import insert_values
from ozon_returns.store.journal import PlainRow, Rows, journal, rows_of, shop_rows

State = dict[str, str]
"""The SHA-256 of the rows of each table in which a case has any."""

EventFacts = dict[str, Any]
"""An event: id, case, at, kind, status, facts, state, previous, hash, change, rows.

Facts and state are plain values, rows is text.
"""

_WORKED_OUT = frozenset({"look", "look_fine"})
"""Derived columns, which are not hashed."""

FIRST = ""
"""The previous hash of the first event."""

_SEALED = ("previous", "id", "case", "at", "kind", "status", "facts", "state")
"""The fields covered by the hash of an event, in this order, followed by `change` and `rows` if a journal is stored."""

_GONE: State = {"case": ""}
"""The state of a case whose opening was undone."""

_NO_SHOP: State = {"delivery": ""}
"""The state of a shop of which nothing is left."""


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=bytes.hex).encode


def written(value: object) -> str:
    """Return a value in the canonical form used for hashing."""
    return _encode(value)


def hash_of(event: EventFacts) -> str:
    """Return the hash of an event."""
    sealed = [event[each] for each in _SEALED] + ([event["change"], event["rows"]] if event["rows"] else [])
    return hashlib.sha256(written(sealed).encode("utf-8", "surrogatepass")).hexdigest()


def is_sound(event: EventFacts) -> bool:
    """Parse the facts and the state of a stored event in place, and return whether its hash is right."""
    try:
        facts, state = json.loads(event["facts"]), json.loads(event["state"])
        if not isinstance(facts, dict) or not isinstance(state, dict):
            return False
        event |= {"facts": facts, "state": state}
        return bool(hash_of(event) == event["hash"])
    except (ValueError, TypeError, RecursionError):
        return False


def states(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, State]:
    """Return the current state of cases; a case without rows is not included."""
    return {number: state_of(rows) for number, rows in rows_of(connection, numbers).items()}


def state_of(rows: Rows) -> State:
    """Return the hash of the rows of each table; null values are omitted, so a column added later changes nothing."""
    return {table: _digest(held.values()) for table, held in rows.items()}


def _digest(rows: Iterable[PlainRow]) -> str:
    """Return the hash of the rows of a table."""
    digest = hashlib.sha256()
    for row in rows:
        told = {name: value for name, value in row.items() if value is not None and name not in _WORKED_OUT}
        digest.update(written(told).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def shop_state(connection: sqlite3.Connection) -> State:
    """Return the state of what belongs to no case: deliveries, products, lots."""
    return state_of(shop_rows(connection))


def changed_since(connection: sqlite3.Connection, number: int | None, now: State) -> list[str] | None:
    """Return the tables in which a case (`None`: the shop) with the state `now` differs from its last event.

    Return `None` for a case that is just being opened.
    """
    sql = "SELECT state FROM event WHERE state <> '{}' AND \"case\" IS ? ORDER BY id DESC LIMIT 1"
    told = connection.execute(sql, (number,)).fetchone()
    if told is None and number is not None:
        return None
    try:
        then: State = dict(json.loads(told[0])) if told else {}
    except (ValueError, TypeError):
        then = {}
    return differing(then, now)


def differing(then: State, now: State) -> list[str]:
    """Return the tables in which two states differ."""
    return sorted(table for table in {*then, *now} if (then.get(table) or "") != (now.get(table) or ""))


def is_gone(state: State) -> bool:
    """Return whether a state is that of a case whose opening was undone."""
    return state == _GONE


def add_events(
    connection: sqlite3.Connection, events: Iterable[EventFacts], before: Mapping[int | None, Rows | None], change: int | None = None
) -> dict[int | None, Rows]:
    """Append events to the history; the last one of each case has the state of its case and the journal of its rows.

    An event whose case is `None` is about the shop: deliveries, products, lots; `change` is the first event of the same
    transaction, if it is not among these. Call this after all rows of the change are written; return those rows.
    """
    every = list(events)
    last_of = {event["case"]: event for event in every}
    numbers = [number for number in last_of if number is not None]
    counts = Counter(event["case"] for event in every)
    connection.executemany('UPDATE "case" SET events = events + ? WHERE number = ?', [(counts[each], each) for each in numbers])
    held = rows_of(connection, numbers)
    now: dict[int | None, Rows] = {number: held.get(number, {}) for number in numbers}
    if None in last_of:
        now[None] = shop_rows(connection)
    last, previous = connection.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone() or (0, FIRST)
    change = change or last + 1
    for last, event in enumerate(every, last + 1):  # noqa: B020  continues from the last ID
        number = event["case"]
        event |= {"id": last, "previous": previous, "change": change, "state": {}, "rows": ""}
        if last_of[number] is event:
            event["state"] = state_of(now[number]) or (_NO_SHOP if number is None else _GONE)
            event["rows"] = written(journal(before.get(number), now[number])) if number is not None or number in before else ""
        event["hash"] = previous = hash_of(event)
    columns = ("id", "case", "at", "kind", "status", "facts", "state", "previous", "hash", "change", "rows")
    rows = [[written(event[each]) if each in ("facts", "state") else event[each] for each in columns] for event in every]
    insert_values(connection, "event", columns, rows)
    return now


def fact(value: Any) -> Any:  # noqa: ANN401  any value in an event
    """Return a value as stored in an event: JSON, with moments and money as text."""
    if isinstance(value, datetime):
        return stored(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: fact(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [fact(each) for each in value]
    return plain_amount(value) if hasattr(value, "quantize") else value
