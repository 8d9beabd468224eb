"""A single occurrence in a case, and the basic functions that find one in the rows of the case.

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


def case_moment(field: str) -> Finding:
    """Return a function that finds a moment of the case itself."""
    return lambda rows: [Happening("", case_of(rows)[field], {})] if case_of(rows)[field] else []


def milestone(kind: str) -> Finding:
    """Return a function that finds a milestone."""
    return lambda rows: [Happening("", row["at"], row) for row in rows.get("milestone", {}).values() if row["kind"] == kind]
