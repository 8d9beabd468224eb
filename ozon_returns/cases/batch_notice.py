"""The notice to a supplier that speaks of other open cases of the batch too: recorded in them, and taken back with its ticket."""

from collections.abc import Sequence
from datetime import datetime

from ozon_returns.store.notices import notified_with
from ozon_returns.store.tables import MilestoneRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.case import Milestone
from ozon_returns.vocabulary.event import EventKind


def notify(writing: Writing, others: Sequence[int], number: int, no: int) -> list[int]:
    """Record in the other open cases of a batch that their supplier was notified with a ticket of a case; return which."""
    notified = []
    for other in others:
        if any(each.kind == Milestone.SUPPLIER_NOTIFIED for each in writing.rows(MilestoneRow, case=other)):
            continue
        row = writing.case(other)
        writing.add(MilestoneRow(case=other, kind=Milestone.SUPPLIER_NOTIFIED, at=writing.now))
        writing.record(row, EventKind.NOTED, {"notified_with": {"case": number, "ticket": no}})
        notified.append(other)
    return notified


def take_notice_back(writing: Writing, number: int, no: int, opened_at: datetime) -> list[int]:
    """Take back that the supplier of other cases was notified with a ticket, which was withdrawn or removed; return which."""
    freed = []
    for other in notified_with(writing.connection, number, no):
        found = writing.rows(MilestoneRow, case=other, kind=Milestone.SUPPLIER_NOTIFIED.value, at=opened_at)
        if found:
            row = writing.case(other)
            writing.session.delete(found[0])
            writing.session.flush()
            writing.record(row, EventKind.NOTED, {"notice_taken_back": {"case": number, "ticket": no}})
            freed.append(other)
    return freed
