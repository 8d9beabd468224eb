"""The end of the history, and whether a history still holds one that was noted before.

Each event contains the hash of the one before it, so whoever knows the number and the hash of one event can tell later that
no event up to it was altered, removed, added or moved. What came after it is not covered.
"""

import sqlite3
from typing import NamedTuple


class Head(NamedTuple):
    """The end of a history: its number of events, the hash of the last one, and when that happened, as stored."""

    events: int
    hash: str
    at: str

    @property
    def short(self) -> str:
        """Return the number of events and the first twelve digits of the hash."""
        return f"{self.events}-{self.hash[:12]}"


def head_of(connection: sqlite3.Connection) -> Head | None:
    """Return the end of the history; `None` where nothing has happened yet."""
    row = connection.execute("SELECT id, hash, at FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return Head(row[0], str(row[1]), str(row[2])) if row else None


def holds(connection: sqlite3.Connection, head: Head) -> bool:
    """Return whether the history has, as its event number `head.events`, the one with that hash."""
    row = connection.execute("SELECT hash FROM event WHERE id = ?", (head.events,)).fetchone()
    return row is not None and row[0] == head.hash
