"""Step three: a claim on Ozon, a supplier or a carrier, and everything that comes back of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ozon_returns.casework import moves
from ozon_returns.casework.correspondence import attachments, case_defects, case_facts, case_files, letter_text
from ozon_returns.casework.done import Done, missing, require, within
from ozon_returns.casework.situations import guessed, letter_for
from ozon_returns.dealings import Addressee, EventKind, MessageKind, Payer, Situation, Verdict
from ozon_returns.errors import InvalidError, UsageError
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.words import _


@dataclass(frozen=True)
class Claim:
    """What is asked in a ticket, or what came back of it."""

    to: Addressee | None = None
    situation: Situation | None = None
    ask: Decimal | None = None
    until: datetime | None = None
    draft: bool = False
    number: str | None = None
    answer: str | None = None
    next_check: datetime | None = None
    outcome: Verdict | None = None
    amount: Decimal | None = None
    paid_at: datetime | None = None
    appeal: str | None = None
    force: str | None = None

    @property
    def follows(self) -> bool:
        """Tell whether this is about a ticket that exists, if there is one."""
        told = (self.number, self.answer, self.next_check, self.outcome, self.amount, self.paid_at, self.appeal)
        return any(each is not None for each in told)

    @property
    def opens(self) -> bool:
        """Tell whether this certainly asks for a new ticket."""
        return self.situation is not None or self.ask is not None or self.draft


def ticket(number: int, claim: Claim, *, store: Store, now: datetime) -> Done:
    """Open a ticket, or keep what has come of the newest one (of that addressee, if named)."""
    if claim.amount is not None and claim.outcome is None and claim.paid_at is None:
        raise UsageError(_("--amount goes with --outcome or --paid-at."), _("What is asked for is --ask."))
    with store.writing(now, claim.force) as writing:
        case = writing.case(number)
        held = _held(writing, case, claim)
        if held is None or claim.opens:
            return _open(writing, case, claim)
        return _follow(writing, case, held, claim)


def _held(writing: Writing, case: Case, claim: Claim) -> rows.Ticket | None:
    """Find the ticket that is meant: by its outside number, else the newest to that addressee."""
    tickets = [row for row in writing.rows(rows.Ticket, case=case.number) if claim.to in (None, row.addressee)]
    named = [row for row in tickets if claim.number and row.number == claim.number]
    return next(reversed(named or tickets), None)


def _open(writing: Writing, case: Case, claim: Claim) -> Done:
    """Write a new ticket; unless it is a draft, the case becomes ticketed."""
    if claim.answer or claim.outcome or claim.paid_at or claim.appeal:
        command = f"ozon-returns ticket {case.number} --to ozon --situation transport"
        raise InvalidError(
            _("Case {number} has no ticket that this could be about.").format(number=case.number),
            _("First: {command}").format(command=command),
        )
    moves.demand(case, moves.Step.TICKET, force=claim.force)
    if case.price is not None:
        within(claim.ask, case.price * case.quantity * 10, _("A claim"))
    to = claim.to or Addressee.OZON
    situation = claim.situation or guessed(case, case_defects(writing, case))
    require(situation, "--situation", _("what the ticket is about"))
    files = case_files(writing, case)
    facts = case_facts(writing, case) | {
        "asked": claim.ask,
        "until": claim.until,
        "today": writing.now,
        "files": attachments(writing, case),
    }
    text = letter_text(letter_for(to, situation or Situation.OTHER), facts)
    row = rows.Ticket(
        case=numbered(case),
        no=len(writing.rows(rows.Ticket, case=case.number)) + 1,
        number=claim.number,
        addressee=to,
        situation=situation or Situation.OTHER,
        text=text,
        asked=claim.ask,
        until=claim.until,
        written_at=writing.now,
        opened_at=None if claim.draft else writing.now,
        next_check=claim.next_check,
    )
    writing.add(row)
    changes = {} if claim.draft else _moved(writing, case)
    event = EventKind.TICKET_DRAFTED if claim.draft else EventKind.TICKET_OPENED
    told = {"no": row.no, "to": to, "situation": situation, "asked": claim.ask, "until": claim.until, "number": claim.number}
    writing.record(case, event, {**told, "changes": changes})
    return Done(numbered(case), event, text=text, folder=folder_of(numbered(case)), files=files, notes=_other(writing, case, row))


def _other(writing: Writing, case: Case, new: rows.Ticket) -> list[str]:
    """Warn of a ticket about the same that waits for its decision."""
    held = [each for each in writing.rows(rows.Ticket, case=case.number) if each.addressee == new.addressee and each.no != new.no]
    waiting = [each.no for each in held if each.outcome is None and each.situation == new.situation]
    told = _("Ticket {no} of this case asks the same and is not decided yet; news is kept with the newest, this is ticket {new}.")
    return [told.format(no=no, new=new.no) for no in waiting]


def _moved(writing: Writing, case: Case) -> dict[str, list[object]]:
    """Make a case ticketed and tell what changed."""
    return writing.change(case, status=moves.after(case, moves.Step.TICKET), ticketed_at=case.ticketed_at or writing.now)


def _follow(writing: Writing, case: Case, row: rows.Ticket, claim: Claim) -> Done:
    """Keep what came of a ticket: number, answer, decision, money, appeal."""
    if not claim.follows and claim.until is None:
        require(None, "--answer, --outcome, --paid-at, --appeal, --next-check, --number, --situation", _("what came of the ticket"))
    moves.demand(case, moves.Step.FOLLOW_TICKET, force=claim.force)
    changes = {} if row.opened_at else _moved(writing, case)
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
    return Done(numbered(case), event, folder=folder_of(numbered(case)), files=case_files(writing, case))


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
