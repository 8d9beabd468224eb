"""Opens a ticket: judged, written, and stored in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from ozon_returns.cases.bounds import require_ahead
from ozon_returns.cases.change import Change, at_most, require
from ozon_returns.cases.status import Step, require_step, status_after
from ozon_returns.errors.case import TicketNotFoundError
from ozon_returns.errors.usage import InvalidError
from ozon_returns.evidence.attachments import Attachment
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.letters.draft import Draft, known_letter
from ozon_returns.letters.situations import letter_for, ticket_situation
from ozon_returns.money import format_money
from ozon_returns.store.line_tables import TicketRow
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store
from ozon_returns.tickets.attachments import as_stored, listed, plan, require_evidence, require_sound_photos
from ozon_returns.tickets.batch import batch_told, tell_batch
from ozon_returns.tickets.request import TicketRequest
from ozon_returns.tickets.text import blanks_told
from ozon_returns.vocabulary.activity import SUPPLIER_CLAIM, Addressee, Situation
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _

_MOST_TIMES = 10
"""No claim is higher than the price of all items times this."""

_BEFORE_COURT = timedelta(days=30)
"""The term of a claim where the contract has none (art. 4 p. 5 of the Code of Commercial Procedure)."""


def addressee(said: TicketRequest) -> Addressee:
    """Return whom a new ticket goes to: as said, else as its letter is for, else Ozon."""
    return said.to or (Addressee(known_letter(said.letter).to) if said.letter else Addressee.OZON)


def open_ticket(
    case: Case, said: TicketRequest, draft: Draft, home: Path, *, store: Store
) -> tuple[Change, Sequence[Attachment], Sequence[Attachment]]:
    """Open a ticket, or keep its draft; unless it is a draft, the case becomes ticketed. Return the attachments, and those before: none."""
    said = replace(said, until=said.until or draft.until)
    to, situation, lacks = check_ticket(case, said, home, store.now)
    now = store.now
    no = max((each["no"] for each in case["tickets"]), default=0) + 1
    planned = plan(case, no, store, beside=draft.others if to is Addressee.SUPPLIER else ())
    letter = said.letter or letter_for(to, situation, case["stage"])
    asked = said.ask if said.ask is not None else draft.total if letter == SUPPLIER_CLAIM else None
    terms = {"asked": asked, "until": said.until, "files": listed(planned)}
    blanks = draft.missing(letter, **terms)
    text = draft.text(letter, by_hand=said.draft or bool(said.force), **terms)
    with store.writing(said.force) as writing:
        row = writing.case(case["number"], case["revision"])
        ticket = TicketRow(
            case=case["number"],
            no=no,
            number=said.number,
            addressee=to,
            situation=situation,
            text=text,
            letter=letter,
            asked=asked,
            until=said.until,
            written_at=now,
            opened_at=None if said.draft else now,
            next_check=said.next_check,
            files=as_stored(planned),
        )
        writing.add(ticket)
        changes = {} if said.draft else writing.change(row, status=status_after(case, Step.TICKET), ticketed_at=case["ticketed_at"] or now)
        event = EventKind.TICKET_DRAFTED if said.draft else EventKind.TICKET_OPENED
        told = {"no": no, "to": to, "situation": situation, "asked": asked, "until": said.until, "number": said.number}
        writing.record(row, event, {**told, "delivery": draft.of_delivery, "changes": changes})
        notified = [] if said.draft else tell_batch(writing, ticket, draft)
    notes = [*lacks, *blanks_told(no, blanks), *_same(case, to, situation, letter, no)]
    notes += [*batch_told(notified), *_before_court(letter, said.until, now)]
    return Change(case["number"], event, text=text, folder=folder_of(case["number"]), notes=notes), planned, ()


def _before_court(letter: str, until: datetime | None, now: datetime) -> list[str]:
    """Return a note on a claim that names a date before which no court takes it (art. 4 p. 5 of the Code of Commercial Procedure)."""
    if letter != SUPPLIER_CLAIM or until is None or until >= now + _BEFORE_COURT:
        return []
    return [
        _("A court takes the case no earlier than 30 days after the claim, unless the contract has another term, whatever date it names.")
    ]


def check_ticket(case: Case, said: TicketRequest, home: Path, now: datetime) -> tuple[Addressee, Situation, list[str]]:
    """Raise for what the case does not allow, or lacks for a ticket; return its addressee, its situation and what a draft lacks."""
    to, situation = _judge(case, said, home, now)
    lacks = require_evidence(case, to, situation, force=bool(said.force) or said.draft)
    if not (said.force or said.draft):
        _require_names(case, said, to)
    return to, situation, lacks


def _judge(case: Case, said: TicketRequest, home: Path, now: datetime) -> tuple[Addressee, Situation]:
    """Raise for what the case does not allow, or what cannot be said of a new ticket; return its addressee and situation."""
    to = addressee(said)
    if said.has_news or said.sent:
        raise TicketNotFoundError(case["number"], to=to)
    require_step(case, Step.TICKET, force=said.force)
    if said.ask == 0:
        raise InvalidError(_("A ticket that claims 0 ₽ brings nothing."), _("Say how much you claim, or leave --ask out."))
    if case["price"] is not None:
        at_most(said.ask, case["price"] * case["quantity"] * _MOST_TIMES, _("A claim"))
    situation = said.situation or ticket_situation(case, to)
    require(situation, f"--situation {'|'.join(Situation)}", _("what the ticket is about"))
    if said.letter and known_letter(said.letter).to != to:
        told = _("The letter “{letter}” is for a different recipient.").format(letter=said.letter)
        raise InvalidError(told, _("Leave --to or --letter out."))
    if not said.force:
        require_ahead(now, until=said.until, next_check=said.next_check)
        require_sound_photos(case, home)
    return to, situation or Situation.OTHER


def over_asked(case: Case, said: TicketRequest) -> list[str]:
    """Return a doubt of a claim on Ozon or a carrier for more than was lost; to be confirmed before it is saved."""
    if said.ask is None or said.force or case["price"] is None or addressee(said) is Addressee.SUPPLIER:
        return []
    lost = max(case["price"] * case["quantity"], sum((each["amount"] for each in case["costs"]), Decimal(0)))
    told = _("{amount} is asked, but only {lost} was lost: the price of the items, or what is recorded as costs.")
    return [told.format(amount=format_money(said.ask), lost=format_money(lost))] if said.ask > lost else []


def _require_names(case: Case, said: TicketRequest, to: Addressee) -> None:
    """Raise `InvalidError` for a ticket that does not say which posting it is about, or what it cost."""
    if to is Addressee.SUPPLIER:
        return
    lacking = {"--posting NO": case["posting"] or case["return_id"], "--price AMOUNT": case["price"] if said.ask is None else said.ask}
    options = [option for option, known in lacking.items() if known is None]
    if options:
        names = {"--posting NO": _("the number of the posting"), "--price AMOUNT": _("the price")}
        told = _("A ticket about case {number} would be refused: it lacks {what}.")
        what = _(" and ").join(names[each] for each in options)
        command = f"ozon-returns inspect --case {case['number']} {' '.join(options)}"
        raise InvalidError(
            told.format(number=case["number"], what=what), _('Add it: {command}  (or override with --force "why")').format(command=command)
        )


def _same(case: Case, to: str, situation: str, letter: str, new: int) -> list[str]:
    """Return a warning of a ticket about the same that waits for its decision."""
    alike = [each for each in case["tickets"] if (each["to"], each["situation"], each["letter"]) == (to, situation, letter)]
    waiting = [each["no"] for each in alike if each["outcome"] is None and not each["withdrawn_at"]]
    told = _("Ticket {no} of this case is about the same and not decided yet; updates are saved to the newest ticket, which is {new}.")
    return [told.format(no=no, new=new) for no in waiting]
