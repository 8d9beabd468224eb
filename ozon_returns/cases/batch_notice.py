"""The notice to a supplier that speaks of other open cases of the batch too: recorded in them, and taken back with its ticket."""

from collections.abc import Sequence

from ozon_returns.store.line_tables import TicketRow
from ozon_returns.store.notices import is_notified_otherwise, notices_of, notified_with
from ozon_returns.store.tables import MilestoneRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import Addressee
from ozon_returns.vocabulary.case import Milestone
from ozon_returns.vocabulary.event import EventKind


def notify(writing: Writing, others: Sequence[int], ticket: TicketRow) -> list[int]:
    """Record in the other open cases of a batch that their supplier was notified with a ticket; return which.

    A case of which the seller has said so by himself is left as it is.
    """
    notified = []
    for other in others:
        told = writing.rows(MilestoneRow, case=other, kind=Milestone.SUPPLIER_NOTIFIED.value)
        if told and not notices_of(writing.connection, other):
            continue
        row = writing.case(other)
        if not told:
            writing.add(MilestoneRow(case=other, kind=Milestone.SUPPLIER_NOTIFIED, at=ticket.opened_at or writing.now))
        writing.record(row, EventKind.NOTED, {"notified_with": {"case": ticket.case, "ticket": ticket.no}, "ticket_id": ticket.id})
        notified.append(other)
    return notified


def take_notice_back(writing: Writing, ticket: TicketRow) -> list[int]:
    """Take back that the supplier of other cases was notified with a ticket that is withdrawn or removed; return which.

    A case that another notice names too stays notified.
    """
    if ticket.opened_at is None or ticket.addressee != Addressee.SUPPLIER:
        return []
    freed = []
    for other in notified_with(writing.connection, ticket.id or 0):
        found = writing.rows(MilestoneRow, case=other, kind=Milestone.SUPPLIER_NOTIFIED.value)
        if found and not is_notified_otherwise(writing.connection, other, ticket.id or 0):
            row = writing.case(other)
            writing.session.delete(found[0])
            writing.session.flush()
            writing.record(row, EventKind.NOTED, {"notice_taken_back": {"case": ticket.case, "ticket": ticket.no}})
            freed.append(other)
    return freed


def pass_notices_on(writing: Writing, case: int, new: int) -> None:
    """Record for a case that was split off with what tickets its supplier was notified: those of the other case, and of its batch."""
    own = [
        each for each in writing.rows(TicketRow, case=case, addressee=Addressee.SUPPLIER.value) if each.opened_at and not each.withdrawn_at
    ]
    told = [ticket for each in notices_of(writing.connection, case) if (ticket := writing.session.get(TicketRow, each))]
    for ticket in (*own, *told):
        if ticket.opened_at and not ticket.withdrawn_at:
            notify(writing, [new], ticket)
