"""Removal of a case made by mistake, merging of duplicates, splitting of a case; the history stays, numbers are never reused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ozon_returns.cases.batch_notice import pass_notices_on, take_notice_back
from ozon_returns.cases.change import Change
from ozon_returns.cases.import_lines import LISTS
from ozon_returns.cases.inspection import add_defects
from ozon_returns.cases.status import further
from ozon_returns.errors.case import StateRefusedError
from ozon_returns.errors.usage import InvalidError
from ozon_returns.fields import BY_NAME
from ozon_returns.store import buyer_tables, journal, line_tables, tables
from ozon_returns.store.notices import notices_of
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.vocabulary.activity import DecisionKind, FulfillmentKind
from ozon_returns.vocabulary.case import OPEN, Milestone, Status
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, name

_OWN = frozenset({"number", "key", "status", "events", "opened_at", "quantity", "currency", "why"})
"""Columns of a case that a merge does not take from the other case."""

_EARLIER = ("contacted_at", "ticketed_at", "found_at")
"""Moments of which a merge keeps the earlier one."""


def delete_case(case: Case, why: str, *, store: Store) -> Change:
    """Remove a case made by mistake with all its rows; its history and its photos on the disk stay."""
    with store.writing() as writing:
        row = writing.case(case["number"], case["revision"])
        for ticket in writing.rows(line_tables.TicketRow, case=case["number"]):
            take_notice_back(writing, ticket)
        _gone(writing, row, EventKind.DELETED, {"why": why, "product": case["product"]})
    return Change(case["number"], EventKind.DELETED)


def _gone(writing: Writing, row: tables.CaseRow, kind: EventKind, facts: dict[str, Any]) -> None:
    """Delete the rows of a case, and record it with its key, by which an import does not bring it back."""
    number, key = numbered(row), row.key
    writing.session.flush()
    writing.session.expunge_all()
    journal.delete_cases(writing.connection, [number])
    writing.record_event(number, kind, None, {**facts, "key": key})


def merge_cases(case: Case, other: Case, why: str, *, store: Store, force: str | None = None) -> Change:
    """Move everything of another case into this one, and remove the other, which points to this one from then on."""
    number, gone = case["number"], other["number"]
    if number == gone:
        raise InvalidError(_("A case cannot be merged with itself."), _("Name the duplicate: --merge CASE WHY"))
    for each in (case, other):
        if each["status"] not in OPEN and not force:
            command = f'ozon-returns resolve {each["number"]} --reopen "..."'
            raise StateRefusedError(each["number"], name(Status(each["status"])), _("it no longer accepts changes"), command)
    with store.writing(force) as writing:
        kept, taken = writing.case(number, case["revision"]), writing.case(gone, other["revision"])
        changes = _merged_fields(writing, kept, taken)
        changes |= add_defects(writing, kept, other["defects"])
        dropped = _move_lines(writing, number, gone)
        writing.session.flush()
        _gone(writing, taken, EventKind.MERGED, {"into": number, "why": why})
        row = writing.case(number)
        writing.record(row, EventKind.MERGED, {"from": gone, "why": why, "changes": changes, "dropped": dropped})
    lines = [
        _("case {number} was merged into it").format(number=gone),
        *(_("left out, as it is here already: {what}").format(what=each) for each in dropped),
    ]
    return Change(number, EventKind.MERGED, lines=lines)


def _merged_fields(writing: Writing, kept: tables.CaseRow, taken: tables.CaseRow) -> dict[str, list[Any]]:
    """Fill the empty fields of a case from the other one, and keep the earlier moments and the further status."""
    values: dict[str, Any] = {}
    for column in tables.CaseRow.model_fields:
        mine, theirs = getattr(kept, column), getattr(taken, column)
        if column in _EARLIER:
            values[column] = min((each for each in (mine, theirs) if each is not None), default=None)
        elif column not in _OWN and mine is None and theirs is not None and column in BY_NAME:
            values[column] = theirs
    values["why"] = [*kept.why, *(each for each in taken.why if each not in kept.why)]
    status = taken.status if further(taken.status, kept.status) else kept.status
    return writing.change(kept, **values, status=status)


def _move_lines(writing: Writing, number: int, gone: int) -> list[str]:
    """Move the lines of a case to another one; return what that one has already, which is left out."""
    dropped = []
    hashes = {row.sha256 for row in writing.rows(tables.PhotoRow, case=number)}
    for photo in writing.rows(tables.PhotoRow, case=gone):
        if photo.sha256 in hashes:
            dropped.append(photo.file)
        else:
            photo.case = number
    kinds = {row.kind: row for row in writing.rows(tables.MilestoneRow, case=number)}
    last = max((row.no for row in writing.rows(line_tables.TicketRow, case=number)), default=0)
    for table in LISTS.values():
        for row in writing.rows(table, case=gone):
            if isinstance(row, tables.MilestoneRow) and row.kind in kinds:
                kinds[row.kind].at = min(kinds[row.kind].at, row.at)
                dropped.append(str(row.kind))
                continue
            if isinstance(row, line_tables.TicketRow):
                row.no += last
            row.case = number
    return dropped


@dataclass(frozen=True)
class Part:
    """What a new case takes from the one that is split: so many items, these defects, the photos at these places."""

    quantity: int
    defects: Sequence[str] = ()
    photos: Sequence[int] = ()


def split_case(case: Case, part: Part, *, store: Store) -> Change:
    """Open a second case for a part of the items of a case, with its own defects and photos; everything else stays where it is."""
    _judge(case, part)
    with store.writing() as writing:
        row = writing.case(case["number"], case["revision"])
        facts = {
            column: getattr(row, column) for column in tables.CaseRow.model_fields if column not in ("number", "key", "events", "quantity")
        }
        ended = dict.fromkeys(("contacted_at", "ticketed_at", "resolved_at", "closed_at", "dismissed_at", "outcome", "no_action"))
        status = Status.NEW if case["status"] == Status.NEW else Status.INSPECTED
        new = tables.CaseRow(
            **{**facts, **ended, "status": status, "why": [], "key": uuid4().hex, "quantity": part.quantity, "opened_at": writing.now}
        )
        writing.add(new)
        changes = writing.change(row, quantity=row.quantity - part.quantity)
        held = sorted(writing.rows(tables.DefectRow, case=row.number), key=lambda each: each.position)
        moved = [each for each in held if each.kind in part.defects]
        for each in moved:
            writing.session.delete(each)
        writing.session.flush()
        writing.add(*(tables.DefectRow(case=numbered(new), kind=each.kind, position=no) for no, each in enumerate(moved, 1)))
        photos = writing.rows(tables.PhotoRow, case=row.number)
        for place in part.photos:
            photos[place - 1].case = numbered(new)
        _copy_claim(writing, numbered(row), numbered(new))
        writing.record(row, EventKind.SPLIT, {"into": numbered(new), "changes": changes, "defects": list(part.defects)})
        writing.record(new, EventKind.SPLIT, {"from": case["number"], "quantity": part.quantity})
        pass_notices_on(writing, numbered(row), numbered(new))
    told = _("case {number} was opened with {n} of the items; what was said and paid so far stays here")
    return Change(case["number"], EventKind.SPLIT, lines=[told.format(number=new.number, n=part.quantity)])


def _copy_claim(writing: Writing, number: int, new: int) -> None:
    """Copy what concerns all items of a claim to a case split off: dates, demands, the decision; a compensation was for the other case."""
    for date in writing.rows(tables.MilestoneRow, case=number):
        if date.kind == Milestone.SUPPLIER_NOTIFIED and notices_of(writing.connection, number):
            continue
        writing.add(tables.MilestoneRow(case=new, kind=date.kind, at=date.at))
    for demand in writing.rows(buyer_tables.DemandRow, case=number):
        writing.add(buyer_tables.DemandRow(case=new, kind=demand.kind, at=demand.at, until=demand.until))
    for made in writing.rows(buyer_tables.DecisionRow, case=number):
        if made.kind != DecisionKind.PARTIAL:
            writing.add(buyer_tables.DecisionRow(case=new, kind=made.kind, decider=made.decider, at=made.at, why=made.why))
    for done in writing.rows(buyer_tables.FulfillmentRow, case=number):
        if done.kind != FulfillmentKind.BONUS:
            writing.add(buyer_tables.FulfillmentRow(case=new, kind=done.kind, at=done.at))


def _judge(case: Case, part: Part) -> None:
    """Raise `InvalidError` for a part that a case does not have."""
    number = case["number"]
    if case["status"] not in OPEN:
        command = f'ozon-returns resolve {number} --reopen "..."'
        raise StateRefusedError(number, name(Status(case["status"])), _("it no longer accepts changes"), command)
    if not 1 <= part.quantity < case["quantity"]:
        told = _("Case {number} has {n} items, so {part} cannot be split off.").format(
            number=number, n=case["quantity"], part=part.quantity
        )
        raise InvalidError(told, _("Say how many it has: {command}").format(command=f"ozon-returns fix {number} quantity=2"))
    unknown = [each for each in part.defects if each not in case["defects"]]
    if unknown or set(part.defects) == set(case["defects"]) != set():
        told = _("Case {number} has these defects: {names}; some, not all of them, can be split off.")
        example = f"defects={case['defects'][0]}" if len(case["defects"]) > 1 else "quantity=1"
        raise InvalidError(
            told.format(number=number, names=", ".join(case["defects"]) or "—"), _("Write it like {example}.").format(example=example)
        )
    wrong = next((each for each in part.photos if not 1 <= each <= len(case["photos"])), None)
    if wrong is not None:
        told = _("Case {number} has no {line}:{no}; there are {count}.")
        told = told.format(number=number, line="photo", no=wrong, count=len(case["photos"]))
        raise InvalidError(told, _("See it: {command}").format(command=f"ozon-returns fix {number}"))
