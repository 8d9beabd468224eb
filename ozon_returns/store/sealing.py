"""Seals what a migration has found or altered, so that the history of an older store is verified like any other."""

import json
import sqlite3
from typing import Any

from ozon_returns.batches import batches
from ozon_returns.line_fields import FOUND_CHANGED
from ozon_returns.store.chain import FIRST, add_events, differing, hash_of, states, written
from ozon_returns.store.journal import rows_of
from ozon_returns.vocabulary.event import EventKind

_AT_ONCE = 500


def seal_old(connection: sqlite3.Connection) -> None:
    """Hash the events of a store created before the hash chain existed, with the current state of their cases."""
    if connection.execute("SELECT 1 FROM event WHERE hash = '' LIMIT 1").fetchone() is None:
        if connection.execute("SELECT 1 FROM event LIMIT 1").fetchone() is None:
            _seal_deliveries(connection)
        return
    connection.execute('UPDATE "case" SET events = (SELECT count(*) FROM event e WHERE e."case" = number)')
    last_ids = dict(connection.execute('SELECT "case", max(id) FROM event GROUP BY "case"').fetchall())
    now = {number: state for part in batches(last_ids, _AT_ONCE) for number, state in states(connection, part).items()}
    previous = FIRST
    for row in connection.execute('SELECT id, "case", at, kind, status, facts FROM event ORDER BY id').fetchall():
        event = dict(zip(("id", "case", "at", "kind", "status", "facts"), row, strict=True))
        state = now.get(event["case"], {}) if last_ids[event["case"]] == event["id"] else {}
        event |= {"facts": json.loads(event["facts"]), "state": state, "previous": previous, "rows": ""}
        previous = hash_of(event)
        sealed = (written(state), event["previous"], previous, event["id"])
        connection.execute("UPDATE event SET state = ?, previous = ?, hash = ? WHERE id = ?", sealed)
    _seal_deliveries(connection)


def _seal_deliveries(connection: sqlite3.Connection) -> None:
    """Add an event for the deliveries of an older store, which had none."""
    if connection.execute("SELECT 1 FROM delivery LIMIT 1").fetchone():
        at = connection.execute("SELECT max(at) FROM event").fetchone()[0] or "2026-01-01T00:00:00Z"
        add_events(connection, [{"case": None, "at": at, "kind": "deliveries_imported", "status": None, "facts": {"sealed": True}}], {})


def seal_migrated(connection: sqlite3.Connection, at: str) -> None:
    """Add an event for each case whose rows the migrations have altered, and say of those that had been altered before."""
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'migrated'").fetchone() is None:
        return
    noted = dict(connection.execute("SELECT * FROM temp.migrated").fetchall())
    sealed = {row[0] for row in connection.execute("SELECT DISTINCT \"case\" FROM event WHERE kind = 'case_migrated'")}
    for part in batches([case for case in noted if case not in sealed], _AT_ONCE):
        rows = rows_of(connection, part)
        held = states(connection, part)
        events: list[dict[str, Any]] = []
        for case in part:
            altered = set(_altered(connection, case, held.get(case, {}))) - {"payment", "ticket"} | ({"ticket"} if noted[case] else set())
            status = connection.execute('SELECT status FROM "case" WHERE number = ?', (case,)).fetchone()
            facts = {"revision": "0004"} | ({FOUND_CHANGED: sorted(altered)} if altered else {})
            kind = EventKind.MIGRATED.value
            events.append({"case": case, "at": at, "kind": kind, "status": status[0] if status else None, "facts": facts})
        before: dict[int | None, Any] = {
            case: {name: told for name, told in rows.get(case, {}).items() if name != "payment"} for case in part
        }
        add_events(connection, events, before)
    connection.execute("DROP TABLE temp.migrated")


def _altered(connection: sqlite3.Connection, case: int, now: dict[str, str]) -> list[str]:
    """Return the tables in which a case is no longer what its last sealed event says."""
    found = connection.execute("SELECT state FROM event WHERE \"case\" = ? AND state <> '{}' ORDER BY id DESC LIMIT 1", (case,)).fetchone()
    return differing(json.loads(found[0]), now) if found else []
