"""Changes of a case that only the facts of an event tell, without a journal: those of stores before journals were kept."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from ozon_returns.fields import CASE

_FIELDS = frozenset(each.name for each in CASE if not each.derived) - {"number"}
"""The columns of a case that an event may have changed."""


def revert_facts(connection: sqlite3.Connection, number: int, changes: Mapping[str, Sequence[Any]]) -> None:
    """Revert the changes in the facts of an event without a journal."""
    for field, (old, _new) in changes.items():
        if field == "defects":
            connection.execute('DELETE FROM temp.then_defect WHERE "case" = ?', (number,))
            rows = [(number, kind, position) for position, kind in enumerate(old, 1)]
            connection.executemany('INSERT INTO temp.then_defect ("case", kind, position) VALUES (?, ?, ?)', rows)
        elif field in _FIELDS:
            connection.execute(f'UPDATE temp.then_case SET "{field}" = ? WHERE number = ?', (_stored_value(field, old), number))


def _stored_value(field: str, value: object) -> object:
    """Return a value of an event as the store keeps it."""
    if field == "price" and isinstance(value, str):
        return round(float(value) * 100)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
