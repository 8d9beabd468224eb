"""Cases of a file that were removed here or merged into another one: an import leaves them out, and says so."""

from collections.abc import Sequence

from ozon_returns.sources.record import Record
from ozon_returns.store.writing import Store
from ozon_returns.words import _

_TOLD = 10
"""How many of the cases that are left out are named."""


class Removed:
    """The cases of a file that are left out."""

    def __init__(self, store: Store) -> None:
        """Look them up in a store."""
        self._store = store
        self._numbers: list[tuple[int, int | None]] = []

    def without(self, records: Sequence[Record]) -> list[Record]:
        """Return the records but those of cases that were removed here, or merged into another one."""
        removed = self._store.removed([record.key for record in records])
        self._numbers += removed.values()
        return [record for record in records if record.key not in removed]

    def notes(self) -> list[str]:
        """Return which cases were left out."""
        notes = []
        for number, into in self._numbers[:_TOLD]:
            merged = _("Case {number} was merged into case {into} and is left out; put it back: {command}")
            told = _("Case {number} was removed and is left out; put it back: {command}") if into is None else merged
            notes.append(told.format(number=number, into=into, command=f"ozon-returns undo {number}"))
        return notes + ([_("... and {n} more").format(n=len(self._numbers) - _TOLD)] if len(self._numbers) > _TOLD else [])
