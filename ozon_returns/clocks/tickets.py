"""What happens to the tickets of a case: each is named by its addressee and its number in the case."""

from collections.abc import Mapping
from typing import Any

from ozon_returns.clocks.happening import Finding, Found, Happening, Rows
from ozon_returns.dealings import MessageKind, Verdict


def tickets(moment: str, to: str | None = None) -> Finding:
    """Find a moment of tickets."""

    def find(rows: Rows) -> Found:
        every = rows.get("ticket", {}).values()
        return [
            Happening(_name(row), row[moment], row) for row in every if row[moment] and row["opened_at"] and to in (None, row["addressee"])
        ]

    return find


def _name(ticket: Mapping[str, Any]) -> str:
    """Name a ticket."""
    return f"{ticket['addressee']}-{ticket['no']}"


def messages(kind: str) -> Finding:
    """Find what was said in tickets."""

    def find(rows: Rows) -> Found:
        tickets = {row["id"]: row for row in rows.get("ticket", {}).values()}
        said = (row for row in rows.get("answer", {}).values() if row["kind"] == kind)
        return [Happening(_name(tickets[row["ticket"]]), row["at"], tickets[row["ticket"]]) for row in said]

    return find


def waiting(rows: Rows) -> Found:
    """Find since when tickets wait for a decision: since they were opened, or since the last appeal."""
    appeals = messages(MessageKind.APPEAL)(rows)
    found = []
    for opened in tickets("opened_at")(rows):
        later = [each.at for each in appeals if each.about == opened.about and each.at >= (opened.row["decided_at"] or "")]
        found.append(Happening(opened.about, max([opened.at, *later]), opened.row))
    return found


def decided(rows: Rows) -> Found:
    """Find decisions of tickets against which nothing has been put forward since."""
    appeals = messages(MessageKind.APPEAL)(rows)
    made = tickets("decided_at")(rows)
    return [each for each in made if not any(other.about == each.about and other.at >= each.at for other in appeals)]


def promised(rows: Rows) -> Found:
    """Find decisions that promise money, and when."""
    granted = (Verdict.APPROVED, Verdict.PARTLY)
    found = []
    for each in tickets("decided_at")(rows):
        check = each.row["next_check"]
        later = {"next_check": check if check and check > each.at else None}
        found += [Happening(each.about, each.at, {**each.row, **later})] if each.row["outcome"] in granted else []
    return found


def looked(rows: Rows) -> Found:
    """Find answers that came on the day a ticket was to be looked after, or later."""
    return [each for each in messages(MessageKind.ANSWER)(rows) if each.row["next_check"] and each.at >= each.row["next_check"]]
