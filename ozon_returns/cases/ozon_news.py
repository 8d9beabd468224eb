"""What is new of a return in the case it has: only what is empty there, or still as Ozon said it before; the seller's own stays."""

from collections.abc import Sequence
from typing import Any

from ozon_returns.cases.adding import add_tickets
from ozon_returns.cases.import_lines import LISTS, line_rows
from ozon_returns.sources.record import Line, Record
from ozon_returns.store import tables
from ozon_returns.store.line_tables import CostRow, LetterRow, TicketRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import Addressee, CostKind
from ozon_returns.vocabulary.case import LAST_DAYS, Milestone

_ACTS = ("decisions", "fulfillments", "offers")


def is_news(held: object, name: str, new: Record, old: Record | None) -> bool:
    """Return whether a fact is brought into a case: one that is empty there and always was, or that is still what Ozon said before."""
    value, before = new.facts.get(name), old.facts.get(name) if old else None
    return value is not None and value != held and held == (before if old else None)


def add_news(writing: Writing, number: int, new: Record, old: Record | None) -> dict[str, int]:
    """Add to a case what it lacks of dates, acts and tickets and did not have before; return how many of each."""
    added = {"dates": _dates(writing, number, new, old)}
    acts = {name: _lacking(writing.rows(LISTS[name], case=number), name, new, old) for name in _ACTS}
    if not acts["fulfillments"] or any(row.kind == CostKind.REFUND for row in writing.rows(CostRow, case=number)):
        costs: Sequence[Line] = ()
    else:
        costs = new.lines.get("costs", ())
    for name, lines in {**acts, "costs": costs}.items():
        writing.insert(LISTS[name], line_rows(name, number, lines))
        added[name] = len(lines)
    heard = {row.text for row in writing.rows(LetterRow, case=number)}
    letters = [each for each in new.lines.get("letters", ()) if each["text"] not in heard and not (old and old.lines.get("letters"))]
    writing.insert(LetterRow, line_rows("letters", number, letters))
    added["letters"] = len(letters)
    added["tickets"] = _ticket(writing, number, new, old)
    return {name: count for name, count in added.items() if count}


def _lacking(rows: Sequence[Any], name: str, new: Record, old: Record | None) -> list[Line]:
    """Return the acts of kinds that a case has not, and that Ozon did not tell of before."""
    known = {row.kind for row in rows} | {each["kind"] for each in (old.lines.get(name, ()) if old else ())}
    return [each for each in new.lines.get(name, ()) if each["kind"] not in known]


def _dates(writing: Writing, number: int, new: Record, old: Record | None) -> int:
    """Add the dates that a case lacks, and move the last days that are still what Ozon said before; return how many."""
    rows = {row.kind: row for row in writing.rows(tables.MilestoneRow, case=number)}
    before = {each["kind"]: each["at"] for each in (old.lines.get("dates", ()) if old else ())}
    claimed = rows.get(Milestone.CLAIMED)
    count = 0
    for each in new.lines.get("dates", ()):
        row = rows.get(each["kind"])
        if row is None and each["kind"] not in before:
            at = max(each["at"], claimed.at) if claimed and each["kind"] == Milestone.DECIDED else each["at"]
            writing.insert(tables.MilestoneRow, [{"case": number, "kind": each["kind"], "at": at}])
            count += 1
        elif row is not None and each["kind"] in LAST_DAYS and row.at == before.get(each["kind"]) != each["at"]:
            row.at = each["at"]
            count += 1
    return count


def _ticket(writing: Writing, number: int, new: Record, old: Record | None) -> int:
    """Add the ticket to Ozon that a case lacks, or the decision that its ticket lacks; return how many changed."""
    lines = new.lines.get("tickets", ())
    if not lines or lines == (old.lines.get("tickets", ()) if old else None):
        return 0
    rows = writing.rows(TicketRow, case=number)
    open_ones = [row for row in rows if row.addressee == Addressee.OZON and not row.withdrawn_at]
    if not open_ones:
        add_tickets(writing, number, lines, max((row.no for row in rows), default=0))
        return 1
    undecided = next((row for row in open_ones if row.outcome is None and row.opened_at), None)
    if undecided is None or "outcome" not in lines[0]:
        return 0
    undecided.outcome, undecided.decided_at = lines[0]["outcome"], max(lines[0]["decided_at"], undecided.opened_at)
    return 1
