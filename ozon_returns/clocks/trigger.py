"""A single occurrence in a case, and the basic functions that find one in the rows of the case.

A function whose last parameter is the rows becomes a `Finding` by `functools.partial`.

Rows are in stored form: moments are UTC text, which sorts chronologically.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, NamedTuple, TypeVar

Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""The rows of a case, by table and by key."""


class Happening(NamedTuple):
    """An occurrence: the part of the case it is about (empty: the whole case), its moment, and its row."""

    about: str
    at: str
    row: Mapping[str, Any]


Found = list[Happening]
Finding = Callable[[Rows], Found]
Each = TypeVar("Each")


class NotedRows(dict[str, Mapping[str, Mapping[str, Any]]]):
    """The rows of a case while its deadlines are derived, with what was found in them so far; they do not change meanwhile."""

    def __init__(self, rows: Rows) -> None:
        """Copy the rows."""
        super().__init__(rows)
        self.found: dict[object, tuple[Any, ...]] = {}


def once(find: Callable[[Rows], Iterable[Each]]) -> Callable[[Rows], tuple[Each, ...]]:
    """Make a function look only once through `NotedRows`, which many rules ask for the same."""

    @wraps(find)
    def noted(rows: Rows) -> tuple[Each, ...]:
        if not isinstance(rows, NotedRows):
            return tuple(find(rows))
        if find not in rows.found:
            rows.found[find] = tuple(find(rows))
        return rows.found[find]

    return noted


def case_of(rows: Rows) -> Mapping[str, Any]:
    """Return the row of the case itself."""
    return next(iter(rows["case"].values()))


def case_moment(field: str, rows: Rows) -> Found:
    """Find a moment of the case itself."""
    return [Happening("", case_of(rows)[field], {})] if case_of(rows)[field] else []


def milestone(kind: str, rows: Rows) -> Found:
    """Find a milestone."""
    return [Happening("", row["at"], row) for row in rows.get("milestone", {}).values() if row["kind"] == kind]
