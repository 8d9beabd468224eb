"""What happens to the tickets of a case, as the rules name it; each ticket is named by its addressee and its place in the case."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from ozon_returns.clocks.trigger import Finding, Found, Happening, Rows
from ozon_returns.vocabulary.activity import MessageKind, PaymentKind, Verdict

_DAY = timedelta(days=1)
_END_OF_A_DAY = "59Z"
"""What the stored moment of a day's last second ends with."""


def tickets(moment: str, to: str | None = None) -> Finding:
    """Return a function that finds a moment of tickets that were handed in."""

    def find(rows: Rows) -> Found:
        every = rows.get("ticket", {}).values()
        return [
            Happening(_name(row), row[moment], row) for row in every if row[moment] and row["opened_at"] and to in (None, row["addressee"])
        ]

    return find


def _name(ticket: Mapping[str, Any]) -> str:
    """Return the name of a ticket."""
    return f"{ticket['addressee']}-{ticket['no']}"


def messages(*kinds: str) -> Finding:
    """Return a function that finds messages of some kinds in tickets."""

    def find(rows: Rows) -> Found:
        tickets = {row["id"]: row for row in rows.get("ticket", {}).values()}
        said = (row for row in rows.get("answer", {}).values() if row["kind"] in kinds and row["ticket"] in tickets)
        return [Happening(_name(tickets[row["ticket"]]), row["at"], tickets[row["ticket"]]) for row in said]

    return find


def payments(kind: str) -> Callable[[Rows], Mapping[int, list[Mapping[str, Any]]]]:
    """Return a function that finds the payments of a kind, by ticket."""

    def find(rows: Rows) -> Mapping[int, list[Mapping[str, Any]]]:
        found: dict[int, list[Mapping[str, Any]]] = {}
        for row in rows.get("payment", {}).values():
            if row["kind"] == kind:
                found.setdefault(row["ticket"], []).append(row)
        return found

    return find


_paid, _taken = payments(PaymentKind.PAID), payments(PaymentKind.TAKEN_BACK)


def outstanding(rows: Rows) -> dict[int, int]:
    """Return what is still to come from each ticket, in kopecks, as the view `tickets` adds it up."""
    paid, taken = _paid(rows), _taken(rows)
    return {
        row["id"]: max(
            0,
            (row["amount"] or 0)
            - sum(each["amount"] for each in paid.get(row["id"], ()))
            + sum(each["amount"] for each in taken.get(row["id"], ())),
        )
        for row in rows.get("ticket", {}).values()
    }


def paid(rows: Rows) -> Found:
    """Return when nothing was outstanding of tickets any more: at their last payment."""
    due = outstanding(rows)
    found = []
    for row in rows.get("ticket", {}).values():
        made = _paid(rows).get(row["id"], [])
        if made and not due[row["id"]]:
            found.append(Happening(_name(row), max(each["at"] for each in made), row))
    return found


def taken_back(rows: Rows) -> Found:
    """Return when money of tickets was last taken back."""
    by_ticket = _taken(rows)
    every = rows.get("ticket", {}).values()
    return [Happening(_name(row), max(each["at"] for each in by_ticket[row["id"]]), row) for row in every if row["id"] in by_ticket]


def waiting(rows: Rows) -> Found:
    """Return since when tickets wait for a decision: since they were handed in, or since the last appeal against one.

    A date by which an answer was wanted, or a next look, counts only where it lies after that.
    """
    appeals = messages(MessageKind.APPEAL)(rows)
    found = []
    for opened in tickets("opened_at")(rows):
        later = [each.at for each in appeals if each.about == opened.about and each.at >= (opened.row["decided_at"] or "")]
        since = max([opened.at, *later])
        ahead = {each: opened.row[each] if (opened.row[each] or "") > since else None for each in ("until", "next_check")}
        found.append(Happening(opened.about, since, {**opened.row, **ahead}))
    return found


def stirred(rows: Rows) -> Found:
    """Return the last word (appeal, reminder, answer) in tickets that are not decided, where no date lies ahead of it."""
    said = messages(*MessageKind)(rows)
    done = {each.about for each in [*decided(rows), *paid(rows)]}
    found = []
    for wait in waiting(rows):
        last = max([each.at for each in said if each.about == wait.about and each.at >= wait.at], default=None)
        ahead = [wait.row[each] for each in ("until", "next_check") if wait.row[each]]
        if last and wait.about not in done and all(_begins(each) <= last for each in ahead):
            found.append(Happening(wait.about, last, wait.row))
    return found


def decided(rows: Rows) -> Found:
    """Return ticket decisions that have not been appealed since."""
    appeals = messages(MessageKind.APPEAL)(rows)
    made = tickets("decided_at")(rows)
    return [each for each in made if not any(other.about == each.about and other.at >= each.at for other in appeals)]


def promised(rows: Rows) -> Found:
    """Return since when money of tickets is promised: since the decision, or since it was taken back."""
    granted = (Verdict.APPROVED, Verdict.PARTLY)
    taken = {each.about: each.at for each in taken_back(rows)}
    found = []
    for each in tickets("decided_at")(rows):
        since = max(each.at, taken.get(each.about, ""))
        check = each.row["next_check"]
        later = {"next_check": check if check and check > since else None}
        found += [Happening(each.about, since, {**each.row, **later})] if each.row["outcome"] in granted else []
    return found


def looked(rows: Rows) -> Found:
    """Return answers and reminders on the day a ticket was to be looked after, or later."""
    said = messages(MessageKind.ANSWER, MessageKind.REMINDER)(rows)
    return [each for each in said if each.row["next_check"] and each.at >= _begins(each.row["next_check"])]


def heard(rows: Rows) -> Found:
    """Return answers and reminders of the day by which an answer was wanted, or later."""
    said = messages(MessageKind.ANSWER, MessageKind.REMINDER)(rows)
    return [each for each in said if each.row["until"] and each.at >= _begins(each.row["until"])]


def _begins(when: str) -> str:
    """Return the beginning of the day whose end is a stored moment; any other moment as it is."""
    if not when.endswith(_END_OF_A_DAY):
        return when
    return (datetime.fromisoformat(when) - _DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
