"""A condition on the view `cases`, with its order and limit."""

import sqlite3
from dataclasses import dataclass, field

from ozon_returns.errors.usage import SortError
from ozon_returns.typed import name_for, named
from ozon_returns.vocabulary.nearest import folded

SORTS = {
    "number": "number",
    "found": "found_at",
    "due": "due_at IS NULL, due_at",
    "price": "price",
    "net": "net_cost",
    "product": "product",
    "status": "status",
}


@dataclass
class Where:
    """A condition on the view `cases`, with its order and limit (-1: all); `owed` if it selects outstanding payments."""

    sql: str = "1"
    values: list[object] = field(default_factory=list)
    order: str = "number DESC"
    limit: int = -1
    owed: bool = False

    def prepare(self, connection: sqlite3.Connection) -> None:
        """Register the functions that the condition needs: SQLite alone folds only Latin letters."""
        if "fold(" in self.sql:
            connection.create_function("fold", 1, fold, deterministic=True)

    def both(self, sql: str, *values: object) -> None:
        """Add a condition, combined with AND."""
        self.sql = sql if self.sql == "1" else f"{self.sql} AND {sql}"
        self.values.extend(values)


def sort(where: Where, names: str) -> None:
    """Order by a field of `SORTS`; `-field` sorts in descending order."""
    name = named(names.removeprefix("-"), SORTS, "filter")
    if name is None:
        raise SortError(names, ", ".join(name_for(each, "filter") for each in SORTS))
    turned = " DESC" if names.startswith("-") else ""
    where.order = f"{SORTS[name]}{turned}, number"


def fold(text: str | None) -> str | None:
    """Normalize text for comparison: ignore case, and treat ё as е."""
    return None if text is None else folded(text)
