"""What comes back of a ticket: its number, answers, the decision, the money, an appeal."""

from datetime import datetime
from decimal import Decimal

from ozon_returns.casework import handing_in, moves
from ozon_returns.casework.claim import Claim
from ozon_returns.casework.correspondence import case_files
from ozon_returns.casework.done import Done, missing, require
from ozon_returns.dealings import EventKind, MessageKind, Payer, Verdict
from ozon_returns.errors import InvalidError
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case
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
    now = writing.now
    row.opened_at = row.opened_at or now
    row.number = claim.number or row.number
    row.until = claim.until or row.until
    row.next_check = claim.next_check or row.next_check
    if claim.answer:
        writing.add(rows.TicketMessage(ticket=row.id or 0, at=now, kind=MessageKind.ANSWER, text=claim.answer))
    if claim.outcome:
        row.outcome, row.decided_at, row.amount = claim.outcome, now, _granted(row, claim)
    if claim.appeal:
        writing.add(rows.TicketMessage(ticket=row.id or 0, at=now, kind=MessageKind.APPEAL, text=claim.appeal))
    if claim.paid_at:
        _pay(writing, row, claim, claim.paid_at)
    event = _event(claim)
    told = {each: getattr(claim, each) for each in ("number", "answer", "outcome", "amount", "paid_at", "appeal", "next_check", "until")}
    writing.record(case, event, {"no": row.no, **told, "changes": changes})
    return Done(numbered(case), event, folder=folder_of(numbered(case)), files=case_files(writing, case), notes=lacks)


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
    """Keep money that a ticket brought, as a recovery of the case too."""
    amount = claim.amount if claim.amount is not None else row.amount
    if amount is None:
        raise missing("--amount", _("the amount that arrived"))
    if row.paid_at:
        raise InvalidError(
            _("The money of ticket {no} has already arrived.").format(no=row.no),
            _("More money: {command}").format(command=f"ozon-returns resolve {row.case} --recovered {row.addressee}=..."),
        )
    row.paid_at = paid_at
    row.amount = row.amount if row.amount is not None else amount
    writing.add(rows.Recovery(case=row.case, payer=Payer(row.addressee), amount=amount, at=paid_at))


def _event(claim: Claim) -> EventKind:
    """Tell what the news of a ticket is, by the weightiest thing in it."""
    if claim.paid_at:
        return EventKind.TICKET_PAID
    if claim.appeal:
        return EventKind.TICKET_APPEALED
    if claim.outcome:
        return EventKind.TICKET_DECIDED
    return EventKind.TICKET_ANSWERED if claim.answer else EventKind.TICKET_UPDATED


def made_ticketed(writing: Writing, case: Case) -> dict[str, list[object]]:
    """Make a case ticketed and tell what changed."""
    return writing.change(case, status=moves.after(case, moves.Step.TICKET), ticketed_at=case.ticketed_at or writing.now)
