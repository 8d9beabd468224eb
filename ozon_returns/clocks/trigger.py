"""One thing that happened to a case, and the simplest ways to find it in the rows of the case.

Rows are plain, as the store keeps them: moments are UTC text, which sorts as time does.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""The rows of a case, by table and by key."""


class Happening(NamedTuple):
    """Something that happened: about which part of the case (empty: all of it), when, and the row that tells it."""

    about: str
    at: str
    row: Mapping[str, Any]


Found = list[Happening]
Finding = Callable[[Rows], Found]


def case_of(rows: Rows) -> Mapping[str, Any]:
    """Give the row of the case itself."""
    return next(iter(rows["case"].values()))


def case_moment(field: str) -> Finding:
    """Find a moment of the case itself."""
    return lambda rows: [Happening("", case_of(rows)[field], {})] if case_of(rows)[field] else []


def milestone(kind: str) -> Finding:
    """Find a milestone."""
    return lambda rows: [Happening("", row["at"], row) for row in rows.get("milestone", {}).values() if row["kind"] == kind]
