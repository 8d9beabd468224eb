"""What happens to the tickets of a case, as the rules name it; each ticket is named by its addressee and its place in the case."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ozon_returns.clocks.trigger import Found, Happening, Rows
from ozon_returns.vocabulary.activity import NOTICE, SUPPLIER_CLAIM, Addressee, MessageKind, PaymentKind, Verdict

_ANYONE = frozenset(Addressee)
_APPEALS = frozenset({MessageKind.APPEAL})
_REPLIES = frozenset({MessageKind.ANSWER, MessageKind.REMINDER})
_DAY = timedelta(days=1)
_END_OF_A_DAY = "59Z"
"""What the stored moment of a day's last second ends with."""


def tickets(moment: str, to: frozenset[str], rows: Rows) -> Found:
    """Find a moment of tickets handed in to certain addressees."""
    every = rows.get("ticket", {}).values()
    return [Happening(_name(row), row[moment], row) for row in every if row[moment] and row["opened_at"] and row["addressee"] in to]


def pursued(to: Addressee, rows: Rows) -> Found:
    """Find when tickets to an addressee were handed in that were not withdrawn since."""
    return [each for each in tickets("opened_at", frozenset({to}), rows) if not each.row["withdrawn_at"]]


def _name(ticket: Mapping[str, Any]) -> str:
    """Return the name of a ticket."""
    return f"{ticket['addressee']}-{ticket['no']}"


def messages(kinds: frozenset[str], rows: Rows) -> Found:
    """Find messages of certain kinds in tickets."""
    tickets = {row["id"]: row for row in rows.get("ticket", {}).values()}
    said = (row for row in rows.get("answer", {}).values() if row["kind"] in kinds and row["ticket"] in tickets)
    return [Happening(_name(tickets[row["ticket"]]), row["at"], tickets[row["ticket"]]) for row in said]


def payments(kind: str, rows: Rows) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """Return the payments of a kind, by ticket."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows.get("payment", {}).values():
        if row["kind"] == kind:
            found.setdefault(row["ticket"], []).append(row)
    return found


def outstanding(rows: Rows) -> dict[int, int]:
    """Return what is still to come from each ticket, in kopecks, as the view `tickets` adds it up."""
    paid, taken = payments(PaymentKind.PAID, rows), payments(PaymentKind.TAKEN_BACK, rows)
    due = {}
    for no, row in ((row["id"], row) for row in rows.get("ticket", {}).values()):
        came, went = (sum(each["amount"] for each in by_ticket.get(no, ())) for by_ticket in (paid, taken))
        granted = row["amount"]
        if granted is None:
            granted = 0 if row["outcome"] == Verdict.REFUSED else came
        due[no] = 0 if row["withdrawn_at"] else max(0, granted - came + went)
    return due


def received(number: int, rows: Rows) -> int:
    """Return what has come of a ticket and was not taken back, in kopecks."""
    came, went = (payments(kind, rows).get(number, ()) for kind in (PaymentKind.PAID, PaymentKind.TAKEN_BACK))
    return int(sum(each["amount"] for each in came) - sum(each["amount"] for each in went))


def paid(rows: Rows) -> Found:
    """Return when nothing was outstanding of tickets any more: at their last payment."""
    due, by_ticket = outstanding(rows), payments(PaymentKind.PAID, rows)
    found = []
    for row in rows.get("ticket", {}).values():
        made = by_ticket.get(row["id"], [])
        if made and not due[row["id"]]:
            found.append(Happening(_name(row), max(each["at"] for each in made), row))
    return found


def taken_back(rows: Rows) -> Found:
    """Return when money of tickets was last taken back."""
    by_ticket = payments(PaymentKind.TAKEN_BACK, rows)
    every = rows.get("ticket", {}).values()
    return [Happening(_name(row), max(each["at"] for each in by_ticket[row["id"]]), row) for row in every if row["id"] in by_ticket]


def waiting(rows: Rows) -> Found:
    """Return since when tickets wait for a decision: since they were handed in, or since the last appeal against one.

    A date by which an answer was wanted, or a next look, counts only where it lies after that.
    """
    appeals = messages(_APPEALS, rows)
    found = []
    for opened in tickets("opened_at", _ANYONE, rows):
        later = [each.at for each in appeals if each.about == opened.about and each.at >= (opened.row["decided_at"] or "")]
        since = max([opened.at, *later])
        ahead = {each: opened.row[each] if (opened.row[each] or "") > since else None for each in ("until", "next_check")}
        found.append(Happening(opened.about, since, {**opened.row, **ahead}))
    return found


def stirred(rows: Rows) -> Found:
    """Find the last word (handed in, appeal, reminder, answer) in tickets that are not decided, where no date lies ahead of it."""
    said = messages(frozenset(MessageKind), rows)
    done = {each.about for each in [*decided(rows), *paid(rows)]}
    found = []
    for wait in waiting(rows):
        last = max([each.at for each in said if each.about == wait.about and each.at >= wait.at], default=wait.at)
        ahead = [wait.row[each] for each in ("until", "next_check") if wait.row[each]]
        if wait.about not in done and all(_begins(each) <= last for each in ahead):
            found.append(Happening(wait.about, last, wait.row))
    return found


def drafts(rows: Rows) -> Found:
    """Find tickets that were written and not handed in."""
    every = rows.get("ticket", {}).values()
    return [Happening(_name(row), row["written_at"], row) for row in every if not row["opened_at"]]


def withdrawn(rows: Rows) -> Found:
    """Find when tickets were withdrawn, drafts too."""
    every = rows.get("ticket", {}).values()
    return [Happening(_name(row), row["withdrawn_at"], row) for row in every if row["withdrawn_at"]]


def claims(rows: Rows) -> Found:
    """Find claims (претензии) handed in to suppliers; a notice or a corrective letter is none."""
    return [each for each in tickets("opened_at", frozenset({Addressee.SUPPLIER}), rows) if each.row["letter"] == SUPPLIER_CLAIM]


def settled_notices(rows: Rows) -> Found:
    """Find when notices were answered, or a claim followed them: they demand nothing, so that nothing more is awaited."""
    answered = [each for each in messages(frozenset({MessageKind.ANSWER}), rows) if each.row["letter"] == NOTICE]
    sent = [each for each in tickets("opened_at", frozenset({Addressee.SUPPLIER}), rows) if each.row["letter"] == NOTICE]
    return answered + [Happening(each.about, claim.at, each.row) for each in sent for claim in claims(rows) if claim.at >= each.at]


def refused(rows: Rows) -> Found:
    """Find refusals that have not been appealed since."""
    return [each for each in decided(rows) if each.row["outcome"] == Verdict.REFUSED]


def complaints(rows: Rows) -> Found:
    """Find the last appeal of each ticket to Ozon, which is a complaint to the platform under Federal Law No. 289."""
    last: dict[str, Happening] = {}
    for each in messages(_APPEALS, rows):
        if each.row["addressee"] == Addressee.OZON and each.at >= last.get(each.about, each).at:
            last[each.about] = each
    return list(last.values())


def decided(rows: Rows) -> Found:
    """Return ticket decisions that have not been appealed since."""
    appeals = messages(_APPEALS, rows)
    made = tickets("decided_at", _ANYONE, rows)
    return [each for each in made if not any(other.about == each.about and other.at >= each.at for other in appeals)]


def promised(rows: Rows) -> Found:
    """Return since when money of tickets is promised: since the decision, or since it was taken back."""
    granted = (Verdict.APPROVED, Verdict.PARTLY)
    taken = {each.about: each.at for each in taken_back(rows)}
    arrived = {each.about: each.at for each in paid(rows)}
    found = []
    for each in tickets("decided_at", _ANYONE, rows):
        since = max(each.at, taken.get(each.about, ""))
        asks_nothing = each.row["letter"] == NOTICE and each.row["amount"] is None
        if asks_nothing or arrived.get(each.about, since) < since:
            continue
        check = each.row["next_check"]
        later = {"next_check": check if check and check > since else None}
        found += [Happening(each.about, since, {**each.row, **later})] if each.row["outcome"] in granted else []
    return found


def looked(rows: Rows) -> Found:
    """Return answers and reminders on the day a ticket was to be looked after, or later."""
    said = messages(_REPLIES, rows)
    return [each for each in said if each.row["next_check"] and each.at >= _begins(each.row["next_check"])]


def heard(rows: Rows) -> Found:
    """Return answers and reminders of the day by which an answer was wanted, or later."""
    said = messages(_REPLIES, rows)
    return [each for each in said if each.row["until"] and each.at >= _begins(each.row["until"])]


def _begins(when: str) -> str:
    """Return the beginning of the day whose end is a stored moment; any other moment as it is."""
    if not when.endswith(_END_OF_A_DAY):
        return when
    return (datetime.fromisoformat(when) - _DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
