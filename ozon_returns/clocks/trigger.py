"""A single occurrence in a case, and the basic functions that find one in the rows of the case.

A function whose last parameter is the rows becomes a `Finding` by `functools.partial`.

Rows are in stored form: moments are UTC text, which sorts chronologically.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""The rows of a case, by table and by key."""


class Happening(NamedTuple):
    """An occurrence: the part of the case it is about (empty: the whole case), its moment, and its row."""

    about: str
    at: str
    row: Mapping[str, Any]


Found = list[Happening]
Finding = Callable[[Rows], Found]


def case_of(rows: Rows) -> Mapping[str, Any]:
    """Return the row of the case itself."""
    return next(iter(rows["case"].values()))


def case_moment(field: str, rows: Rows) -> Found:
    """Find a moment of the case itself."""
    return [Happening("", case_of(rows)[field], {})] if case_of(rows)[field] else []


def milestone(kind: str, rows: Rows) -> Found:
    """Find a milestone."""
    return [Happening("", row["at"], row) for row in rows.get("milestone", {}).values() if row["kind"] == kind]
