"""What a case file may leave out because it follows from the rest: moments, the status, payments."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from ozon_returns.sources.record import WORKED_OUT, Line
from ozon_returns.sources.values import LINE
from ozon_returns.store.former_sums import FormerSums, payments_behind
from ozon_returns.vocabulary.case import Status


def completed(name: str, lines: Sequence[dict[str, Any]], when: datetime, recovered: Sequence[Line] = ()) -> list[Line]:
    """Fill in moments missing from list entries, taken from the case, so that a repeated import finds the same values.

    `recovered` is the money recovered in the case, from which the payments of its tickets are made where a file has only their sums.
    """
    addressees = [line["to"] for line in lines] if name == "tickets" else []
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
            line["payments"] = _payments(line, recovered if addressees.count(line["to"]) == 1 else ())
    return list(lines)


def _payments(ticket: dict[str, Any], recovered: Sequence[Line]) -> list[Line]:
    """Return the payments of a ticket, made from its sums where a file has only these; the sums are taken out."""
    paid_at, paid = ticket.pop("paid_at", None), ticket.pop("paid", None)
    taken_at, taken = ticket.pop("taken_back_at", None), ticket.pop("taken_back", None)
    if ticket.get("payments"):
        return list(ticket["payments"])
    if paid is None and paid_at:
        paid = ticket.get("amount") if ticket.get("amount") is not None else ticket.get("asked")
    if paid and ticket.get("amount") is None and not taken:
        ticket["amount"] = paid
    came = sorted(((each["amount"], each["at"]) for each in recovered if each["from"] == ticket["to"]), key=itemgetter(1))
    sums = FormerSums(paid, paid_at, taken, taken_at, ticket.get("decided_at") or ticket["written_at"])
    return [{"kind": kind, "amount": amount, "at": moment} for kind, amount, moment in payments_behind(sums, came)]


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
