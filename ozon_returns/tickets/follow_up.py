"""What comes back of a ticket: its number, answers, the decision, payments, an appeal; judged, written, stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ozon_returns.cases.batch_notice import take_notice_back
from ozon_returns.cases.bounds import require_ahead
from ozon_returns.cases.change import Change, between, moment_of, require
from ozon_returns.cases.closing import is_awaited
from ozon_returns.cases.status import Step, require_step, status_after
from ozon_returns.errors.usage import InvalidError
from ozon_returns.evidence.attachments import Attachment
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.letters.draft import Draft
from ozon_returns.store.line_tables import CostRow, MessageRow, PaymentRow, RecoveryRow, TicketRow
from ozon_returns.store.read_models import Case
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.store.writing import Store, Writing
from ozon_returns.tickets.attachments import as_stored, plan, require_evidence, stored
from ozon_returns.tickets.batch import batch_told, tell_batch
from ozon_returns.tickets.request import FOLLOWING, REMINDER, TicketRequest
from ozon_returns.tickets.text import final_text, new_text
from ozon_returns.tickets.ticket_money import Money, money_notes, news_in_money
from ozon_returns.vocabulary.activity import Addressee, CostKind, MessageKind, Payer, PaymentKind
from ozon_returns.vocabulary.case import Status
from ozon_returns.words import _

_BEFORE = timedelta(seconds=1)

_TOLD = (*("number", "answer", "outcome", "amount", "paid_at", "appeal", "taken_back", "withdraw", "letter", "next_check", "until", "at"),)
"""What of a request its event holds."""


def follow(
    case: Case, ticket: Ticket, said: TicketRequest, draft: Draft, *, store: Store
) -> tuple[Change, Sequence[Attachment], Sequence[Attachment]]:
    """Store what came of a ticket. Return the attachments it has now, and those it had before."""
    now = store.now
    notes = _judge(case, ticket, said, now)
    money = news_in_money(case, ticket, said)
    writes = bool(said.appeal) or said.letter in FOLLOWING
    beside = draft.others if ticket["to"] == Addressee.SUPPLIER else ()
    planned = plan(case, ticket["no"], store, beside=beside) if writes or (said.hands_in and not ticket["opened_at"]) else None
    text = new_text(ticket, said, draft, planned or ())
    final, blanks = final_text(ticket, said, draft, planned or ())
    with store.writing(said.force) as writing:
        case_row = writing.case(case["number"], case["revision"])
        row = next(each for each in writing.rows(TicketRow, case=case["number"]) if each.no == ticket["no"])
        before = stored(row)
        if planned is not None:
            row.files = as_stored(planned)
        changes: dict[str, list[object]] = {}
        if said.hands_in and row.opened_at is None:
            row.opened_at, row.text = now, final
            changes = writing.change(case_row, status=status_after(case, Step.TICKET), ticketed_at=case["ticketed_at"] or now)
            notes += batch_told(tell_batch(writing, row, draft))
        _store(writing, row, said, money, text)
        if said.withdraw:
            take_notice_back(writing, row)
        if said.taken_back and case["status"] in (Status.RESOLVED, Status.CLOSED):
            changes |= writing.change(case_row, status=status_after(case, Step.REOPEN), closed_at=None)
        writing.record(case_row, said.event, {"no": row.no, **{each: getattr(said, each) for each in _TOLD}, "changes": changes})
        now_has = stored(row)
    text = text or (final if final != ticket["text"] else "")
    files, notes = [each["file"] for each in case["photos"]], [*notes, *blanks, *money_notes(case, ticket, said, money)]
    return Change(case["number"], said.event, text=text, folder=folder_of(case["number"]), files=files, notes=notes), now_has, before


def _judge(case: Case, ticket: Ticket, said: TicketRequest, now: datetime) -> list[str]:
    """Raise for what the case or the ticket does not allow; return what evidence a forced draft lacks."""
    if not (said.hands_in or said.withdraw or said.next_check or said.until):
        require(
            None,
            "--answer, --outcome, --paid-at, --appeal, --withdraw, --next-check, --number, --situation",
            _("what happened to the ticket"),
        )
    require_step(case, Step.FOLLOW_TICKET, force=said.force)
    if said.number and ticket["number"] and said.number != ticket["number"] and not said.appeal:
        refused = _("Ticket {no} of case {case} has the number {number} already.")
        command = f"ozon-returns ticket {case['number']} --situation {ticket['situation']}"
        raise InvalidError(
            refused.format(no=ticket["no"], case=case["number"], number=ticket["number"]),
            _("Open a separate ticket: {command}").format(command=command),
        )
    contests = said.appeal or said.letter in FOLLOWING[1:]
    if contests and not (said.force or said.outcome or ticket["outcome"] or ticket["taken_back"] or said.taken_back):
        told = _("Ticket {no} of case {case} has not been decided yet, so there is nothing to contest.")
        command = f"ozon-returns ticket {case['number']} --ticket {ticket['no']} --outcome refused"
        raise InvalidError(told.format(no=ticket["no"], case=case["number"]), _("First: {command}").format(command=command))
    if said.letter == REMINDER and not (said.force or is_awaited(ticket)):
        told = _("Nothing is awaited of ticket {no} of case {case}, so there is nothing to remind Ozon of.")
        see = _("See it: {command}").format(command=f"ozon-returns show {case['number']}")
        raise InvalidError(told.format(no=ticket["no"], case=case["number"]), see)
    if not said.force:
        require_ahead(now, until=said.until, next_check=said.next_check)
        for when, option in ((said.paid_at, "--paid-at"), (said.taken_back, "--taken-back"), (said.at, "--at")):
            between(when, min(case["found_at"], ticket["opened_at"] or ticket["written_at"]), now, option)
    if ticket["opened_at"] or not said.hands_in:
        return []
    return require_evidence(case, ticket["to"], ticket["situation"], force=bool(said.force))


def _told_at(row: TicketRow, said: TicketRequest, now: datetime) -> datetime:
    """Return when what is told happened; a refusal that is told with the appeal against it was before it."""
    if said.appeal and said.at is None and (said.answer or said.outcome):
        return max(now - _BEFORE, row.opened_at or row.written_at)
    return moment_of(said.at, now)


def _store(writing: Writing, row: TicketRow, said: TicketRequest, money: Money, text: str) -> None:
    """Store the parts of the news."""
    ticket, at = row.id or 0, _told_at(row, said, writing.now)
    if said.withdraw:
        row.withdrawn_at, row.withdrawn = at, said.withdraw
    elif said.hands_in:
        row.withdrawn_at = row.withdrawn = None
    row.number = said.number or row.number
    row.until = said.until or row.until
    row.next_check = said.next_check or row.next_check
    if said.answer:
        writing.add(MessageRow(ticket=ticket, at=at, kind=MessageKind.ANSWER, text=said.answer))
    if said.outcome:
        row.outcome, row.decided_at = said.outcome, at
    if said.outcome or money.granted is not None:
        row.amount = money.granted
    if said.appeal:
        appealed = at if not (said.answer or said.outcome) else writing.now
        writing.add(MessageRow(ticket=ticket, at=appealed, kind=MessageKind.APPEAL, text=said.appeal))
    elif said.letter in FOLLOWING:
        kind = MessageKind.REMINDER if said.letter == REMINDER else MessageKind.APPEAL
        writing.add(MessageRow(ticket=ticket, at=writing.now, kind=kind, text=text))
    if said.paid_at and money.paid is not None:
        writing.add(PaymentRow(ticket=ticket, kind=PaymentKind.PAID, amount=money.paid, at=said.paid_at))
        writing.add(RecoveryRow(case=row.case, payer=Payer(row.addressee), amount=money.paid, at=said.paid_at))
    if said.taken_back and money.taken_back is not None:
        writing.add(PaymentRow(ticket=ticket, kind=PaymentKind.TAKEN_BACK, amount=money.taken_back, at=said.taken_back))
        writing.add(CostRow(case=row.case, kind=CostKind.DECOMPENSATION, amount=money.taken_back, at=said.taken_back))
