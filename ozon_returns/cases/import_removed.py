"""Cases of a file that were removed here or merged into another one: an import leaves them out, and says so."""

from collections.abc import Sequence

from ozon_returns.products.deliveries import Taken
from ozon_returns.sources.record import Record
from ozon_returns.store.writing import Store
from ozon_returns.words import _

_TOLD = 10
"""How many of the cases that are left out are named."""


def without_removed(records: Sequence[Record], taken: Taken, store: Store) -> list[Record]:
    """Return the records but those of cases that were removed here, or merged into another one, which are only told of."""
    removed = store.removed([record.key for record in records])
    for number, into in list(removed.values())[:_TOLD]:
        merged = _("Case {number} was merged into case {into} and is left out; put it back: {command}")
        told = _("Case {number} was removed and is left out; put it back: {command}") if into is None else merged
        taken.notes.append(told.format(number=number, into=into, command=f"ozon-returns undo {number}"))
    if len(removed) > _TOLD:
        taken.notes.append(_("... and {n} more").format(n=len(removed) - _TOLD))
    return [record for record in records if record.key not in removed]
