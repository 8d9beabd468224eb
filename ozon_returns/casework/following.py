"""What comes back of a ticket: its number, answers, the decision, the money, an appeal."""

from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath

from ozon_returns.casework import handing_in, moves
from ozon_returns.casework.claim import FOLLOWING, Claim
from ozon_returns.casework.done import Done, missing, require
from ozon_returns.dealings import CostKind, EventKind, MessageKind, Payer, Verdict
from ozon_returns.errors import InvalidError
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.kinds import Status
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case, Photo
from ozon_returns.store.writing import Writing, numbered
from ozon_returns.words import _


def follow(writing: Writing, case: Case, row: rows.Ticket, claim: Claim) -> Done:
    """Keep what came of a ticket: number, answer, decision, money, appeal."""
    if not claim.follows and claim.until is None:
        require(None, "--answer, --outcome, --paid-at, --appeal, --next-check, --number, --situation", _("what came of the ticket"))
    moves.demand(case, moves.Step.FOLLOW_TICKET, force=claim.force)
    lacks = [] if row.opened_at else handing_in.demand_evidence(writing, case, row.addressee, row.situation, force=bool(claim.force))
    if claim.appeal or not row.opened_at:
        handing_in.keep(row, handing_in.pieces(writing, case, row.no))
    changes = {} if row.opened_at else made_ticketed(writing, case)
    if claim.number and row.number and claim.number != row.number:
        refused = _("Ticket {no} of case {case} has the number {number} already.").format(no=row.no, case=row.case, number=row.number)
        raise InvalidError(
            refused, _("A ticket of its own: {command}").format(command=f"ozon-returns ticket {row.case} --situation {row.situation}")
        )
    at = claim.at or writing.now
    row.opened_at = row.opened_at or writing.now
    row.number = claim.number or row.number
    row.until = claim.until or row.until
    row.next_check = claim.next_check or row.next_check
    if claim.answer:
        writing.add(rows.TicketMessage(ticket=row.id or 0, at=at, kind=MessageKind.ANSWER, text=claim.answer))
    if claim.outcome:
        row.outcome, row.decided_at, row.amount, row.paid, row.paid_at = claim.outcome, at, _granted(row, claim), None, None
    text = _put_forward(writing, case, row, claim)
    if claim.paid_at:
        _pay(writing, row, claim, claim.paid_at)
    if claim.taken_back:
        changes |= _take_back(writing, case, row, claim, claim.taken_back)
    event = _event(claim)
    asked = ("number", "answer", "outcome", "amount", "paid_at", "appeal", "taken_back", "letter", "next_check", "until", "at")
    told = {each: getattr(claim, each) for each in asked}
    writing.record(case, event, {"no": row.no, **told, "changes": changes})
    files = [row.file for row in writing.rows(Photo, case=case.number)]
    return Done(numbered(case), event, text=text, folder=folder_of(numbered(case)), files=files, notes=lacks)


def _put_forward(writing: Writing, case: Case, row: rows.Ticket, claim: Claim) -> str:
    """Keep what the seller puts forward: an appeal in his own words, or a letter; gives the text to hand in."""
    about = {"ticket_number": row.number, "ticket_date": row.opened_at and row.opened_at.astimezone(writing.now.tzinfo), "asked": row.asked}
    kind, text = MessageKind.APPEAL, ""
    if claim.appeal:
        text = claim.paper.text("ozon.appeal", by_hand=True, **about, arguments=_points(claim.appeal), files=case_files(writing, case))
        writing.add(rows.TicketMessage(ticket=row.id or 0, at=writing.now, kind=kind, text=claim.appeal))
    elif claim.letter in FOLLOWING:
        kind = MessageKind.REMINDER if claim.letter == "ozon.reminder" else kind
        text = claim.paper.text(claim.letter, by_hand=bool(claim.force), **about, files=case_files(writing, case))
        writing.add(rows.TicketMessage(ticket=row.id or 0, at=writing.now, kind=kind, text=text))
    return text


def _points(appeal: str) -> list[str]:
    """Cut an appeal into its points, one a line."""
    return [line.strip() for line in appeal.splitlines() if line.strip()]


def case_files(writing: Writing, case: Case) -> list[str]:
    """Name the files of evidence of a case, without their folder."""
    return [PurePosixPath(row.file).name for row in writing.rows(Photo, case=case.number)]


def _granted(row: rows.Ticket, claim: Claim) -> Decimal | None:
    """Give what a decision grants: what was said, else what was asked where all of it was approved."""
    if claim.outcome is Verdict.REFUSED:
        if claim.amount:
            raise InvalidError(_("A refused ticket grants no amount."), _("Use --outcome partly, or leave --amount out."))
        return None
    if claim.outcome is Verdict.PARTLY:
        require(claim.amount, "--amount", _("the amount that was granted"))
    return claim.amount if claim.amount is not None else row.asked


def _pay(writing: Writing, row: rows.Ticket, claim: Claim, paid_at: datetime) -> None:
    """Keep money that a ticket brought, as a recovery of the case too; it may come in parts."""
    arrived = row.paid if row.paid is not None else (row.amount if row.paid_at else None)
    open_sum = None if row.amount is None else row.amount - (arrived or Decimal(0))
    amount = claim.amount if claim.amount is not None and not claim.outcome else open_sum
    if amount is None:
        raise missing("--amount", _("the amount that arrived"))
    if row.paid_at and (open_sum is None or open_sum <= 0):
        raise InvalidError(
            _("The money of ticket {no} has already arrived.").format(no=row.no),
            _("More money: {command}").format(command=f"ozon-returns resolve {row.case} --recovered {row.addressee}=..."),
        )
    row.paid = (arrived or Decimal(0)) + amount
    row.amount = row.amount if row.amount is not None else amount
    if row.paid >= row.amount:
        row.paid_at = paid_at
    writing.add(rows.Recovery(case=row.case, payer=Payer(row.addressee), amount=amount, at=paid_at))


def _take_back(writing: Writing, case: Case, row: rows.Ticket, claim: Claim, when: datetime) -> dict[str, list[object]]:
    """Keep that money which a ticket had brought was taken away again: it is a cost, the ticket waits anew, the case reopens."""
    arrived = row.paid if row.paid is not None else (row.amount if row.paid_at else None)
    amount = claim.amount if claim.amount is not None else arrived
    if amount is None or arrived is None or amount > arrived:
        refused = _("Ticket {no} of case {case} has brought no such money.").format(no=row.no, case=row.case)
        raise InvalidError(refused, _("First: {command}").format(command=f"ozon-returns ticket {row.case} --paid-at WHEN --amount ..."))
    row.taken_back, row.taken_back_at = amount, when
    row.outcome = row.amount = row.decided_at = row.paid = row.paid_at = None
    writing.add(rows.Cost(case=numbered(case), kind=CostKind.DECOMPENSATION, amount=amount, at=when))
    if case.status not in (Status.RESOLVED, Status.CLOSED):
        return {}
    return writing.change(case, status=moves.after(case, moves.Step.REOPEN), outcome=None, resolved_at=None, closed_at=None)


def _event(claim: Claim) -> EventKind:
    """Tell what the news of a ticket is, by the weightiest thing in it."""
    weighty = (
        (claim.taken_back, EventKind.TICKET_TAKEN_BACK),
        (claim.paid_at, EventKind.TICKET_PAID),
        (claim.appeal or claim.letter == "ozon.decompensation", EventKind.TICKET_APPEALED),
        (claim.letter, EventKind.TICKET_REMINDED),
        (claim.outcome, EventKind.TICKET_DECIDED),
        (claim.answer, EventKind.TICKET_ANSWERED),
    )
    return next((event for said, event in weighty if said), EventKind.TICKET_UPDATED)


def made_ticketed(writing: Writing, case: Case) -> dict[str, list[object]]:
    """Make a case ticketed and tell what changed."""
    return writing.change(case, status=moves.after(case, moves.Step.TICKET), ticketed_at=case.ticketed_at or writing.now)
