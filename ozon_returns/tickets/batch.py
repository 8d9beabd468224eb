"""What a ticket to a supplier means for the other open cases of the batch, of which it speaks."""

from collections.abc import Sequence

from ozon_returns.cases.batch_notice import notify
from ozon_returns.letters.draft import Draft
from ozon_returns.store.line_tables import TicketRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import Addressee
from ozon_returns.words import _


def tell_batch(writing: Writing, ticket: TicketRow, draft: Draft) -> list[int]:
    """Record in the other cases of a letter that their supplier was notified with a ticket that is handed in; return which."""
    if ticket.addressee != Addressee.SUPPLIER:
        return []
    return notify(writing, [each["number"] for each in draft.others], ticket)


def batch_told(notified: Sequence[int]) -> list[str]:
    """Return what the seller should know of the cases that were notified too."""
    told = _("It speaks of the other open cases of the batch too: {numbers}.")
    return [told.format(numbers=", ".join(map(str, notified)))] if notified else []
