"""What a case file may leave out because it follows from the rest: moments, the status, payments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ozon_returns.sources.record import WORKED_OUT, Line
from ozon_returns.sources.values import LINE
from ozon_returns.vocabulary.activity import PaymentKind
from ozon_returns.vocabulary.case import Status


def completed(name: str, lines: Sequence[dict[str, Any]], when: datetime) -> list[Line]:
    """Fill in moments missing from list entries, taken from the case, so that a repeated import finds the same values."""
    dated = {"letters": "written_at", "tickets": "written_at"}.get(name, "at")
    for line in lines:
        for each in (line, *(line.get("answers") or ()), *(line.get("payments") or ())):
            del each[LINE]
        line[WORKED_OUT] = frozenset({dated, "sent_at", "opened_at", "decided_at", "direction"} - set(line))
        line.setdefault(dated, line.get("sent_at") or line.get("opened_at") or when)
        if name == "letters":
            line.setdefault("direction", "out")
            line.setdefault("sent_at", line["written_at"])
        if name == "tickets":
            line.setdefault("opened_at", line["written_at"])
            if line.get("outcome"):
                line.setdefault("decided_at", line["written_at"])
            for answer in line.get("answers") or ():
                answer.setdefault("at", line["written_at"])
                answer.setdefault("kind", "answer")
            line["payments"] = _payments(line)
    return list(lines)


def _payments(ticket: dict[str, Any]) -> list[Line]:
    """Return the payments of a ticket, made from its sums where a file has only these; the sums are taken out."""
    paid_at, paid = ticket.pop("paid_at", None), ticket.pop("paid", None)
    taken_at, taken = ticket.pop("taken_back_at", None), ticket.pop("taken_back", None)
    if ticket.get("payments"):
        return list(ticket["payments"])
    if paid is None and paid_at:
        paid = ticket.get("amount") if ticket.get("amount") is not None else ticket.get("asked")
    at = ticket.get("decided_at") or ticket["written_at"]
    rows = [(PaymentKind.PAID, paid, paid_at or at), (PaymentKind.TAKEN_BACK, taken, taken_at or paid_at or at)]
    if paid and ticket.get("amount") is None and not taken:
        ticket["amount"] = paid
    return [{"kind": kind.value, "amount": amount, "at": when} for kind, amount, when in rows if amount]


def with_moments(found: dict[str, Any], lists: dict[str, list[Line]]) -> dict[str, Any]:
    """Add to a case the moments and the status that follow from its other data."""
    found["opened_at"] = found.get("opened_at") or found["found_at"]
    sent = [line["sent_at"] for line in lists.get("letters", ()) if line["direction"] == "out" and line["sent_at"]]
    opened = [line["opened_at"] for line in lists.get("tickets", ()) if line["opened_at"]]
    for moment, moments in (("contacted_at", sent), ("ticketed_at", opened)):
        if moments:
            found.setdefault(moment, min(moments))
    known = [found["found_at"], *sent, *opened, *(line["at"] for line in lists.get("costs", ()))]
    if found.get("outcome"):
        found.setdefault("resolved_at", found.get("closed_at") or max(known))
    found["status"] = found.get("status") or _status(found)
    for status, moment in ((Status.CLOSED, "closed_at"), (Status.DISMISSED, "dismissed_at")):
        if found["status"] == status:
            found.setdefault(moment, found.get("resolved_at") or max(known))
    return found


def _status(found: dict[str, Any]) -> Status:
    """Return the status derived from the data of a case."""
    for status in (Status.DISMISSED, Status.CLOSED, Status.RESOLVED):
        if found.get(f"{status}_at"):
            return status
    contacted, ticketed = found.get("contacted_at"), found.get("ticketed_at")
    if ticketed and ticketed >= (contacted or ticketed):
        return Status.TICKETED
    if contacted:
        return Status.CONTACTED
    return Status.INSPECTED if found.get("defects") or found.get("stage") else Status.NEW
