"""Step three: a claim on Ozon, a supplier or a carrier, and everything that comes back of it."""

from datetime import datetime
from pathlib import PurePosixPath

from ozon_returns.casework import handing_in, moves
from ozon_returns.casework.claim import FOLLOWING, Claim, Desk
from ozon_returns.casework.done import Done, require, within
from ozon_returns.casework.following import follow, made_ticketed
from ozon_returns.casework.paper import known_letter
from ozon_returns.casework.situations import letter_for
from ozon_returns.dealings import Addressee, EventKind, Situation
from ozon_returns.errors import InvalidError, UsageError
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.words import _


def ticket(number: int, claim: Claim, *, store: Store, desk: Desk, now: datetime) -> Done:
    """Open a ticket, or keep what has come of the newest one (of that addressee, if named); lay out its attachments."""
    if claim.amount is not None and not (claim.outcome or claim.paid_at or claim.taken_back):
        raise UsageError(_("--amount goes with --outcome, --paid-at or --taken-back."), _("What is asked for is --ask."))
    if claim.letter:
        known_letter(claim.letter, "ozon", "supplier", "carrier")
    with store.writing(now, claim.force) as writing:
        case = writing.case(number)
        held = None if claim.opens else _held(writing, case, claim)
        before = handing_in.kept(held) if held else []
        if not (held or claim.force):
            handing_in.demand_sound(writing, case, desk.home)
        done, row = (follow(writing, case, held, claim), held) if held else _open(writing, case, claim)
    planned = handing_in.kept(row)
    done.folder = str(PurePosixPath(planned[0].file).parent) if planned else done.folder
    done.files = [piece.file for piece in planned] or done.files
    if planned != before:
        done.notes += handing_in.lay_out(desk.home, planned, desk.limits, again=bool(before))
    return done


def _held(writing: Writing, case: Case, claim: Claim) -> rows.Ticket | None:
    """Find the ticket that is meant: by its outside number, else the newest to that addressee."""
    tickets = [row for row in writing.rows(rows.Ticket, case=case.number) if claim.to in (None, row.addressee)]
    named = [row for row in tickets if claim.number and row.number == claim.number]
    return next(reversed(named or tickets), None)


def _open(writing: Writing, case: Case, claim: Claim) -> tuple[Done, rows.Ticket]:
    """Write a new ticket; unless it is a draft, the case becomes ticketed."""
    if claim.answer or claim.outcome or claim.paid_at or claim.appeal or claim.taken_back or claim.letter in FOLLOWING:
        command = f"ozon-returns ticket {case.number} --to ozon --situation transport"
        raise InvalidError(
            _("Case {number} has no ticket that this could be about.").format(number=case.number),
            _("First: {command}").format(command=command),
        )
    moves.demand(case, moves.Step.TICKET, force=claim.force)
    if case.price is not None:
        within(claim.ask, case.price * case.quantity * 10, _("A claim"))
    to = addressee(claim)
    situation = claim.situation or handing_in.suggested(writing, case, to)
    require(situation, f"--situation {'|'.join(Situation)}", _("what the ticket is about"))
    about = situation or Situation.OTHER
    lacks = handing_in.demand_evidence(writing, case, to, about, force=bool(claim.force) or claim.draft)
    row = _written(writing, case, claim, (to, about))
    writing.add(row)
    changes = {} if claim.draft else made_ticketed(writing, case)
    event = EventKind.TICKET_DRAFTED if claim.draft else EventKind.TICKET_OPENED
    told = {"no": row.no, "to": to, "situation": situation, "asked": claim.ask, "until": claim.until, "number": claim.number}
    writing.record(case, event, {**told, "changes": changes})
    return Done(numbered(case), event, text=row.text, folder=folder_of(numbered(case)), notes=[*lacks, *_other(writing, case, row)]), row


def _written(writing: Writing, case: Case, claim: Claim, about: tuple[Addressee, Situation]) -> rows.Ticket:
    """Write the text of a ticket to somebody about something, and plan what goes in with it."""
    to, situation = about
    no = len(writing.rows(rows.Ticket, case=case.number)) + 1
    planned = handing_in.pieces(writing, case, no)
    told = {"asked": claim.ask, "until": claim.until, "files": handing_in.listed(planned)}
    letter = claim.letter or letter_for(to, situation)
    row = rows.Ticket(
        case=numbered(case),
        no=no,
        number=claim.number,
        addressee=to,
        situation=situation,
        text=claim.paper.text(letter, by_hand=claim.draft or bool(claim.force), **told),
        letter=letter,
        asked=claim.ask,
        until=claim.until,
        written_at=writing.now,
        opened_at=None if claim.draft else writing.now,
        next_check=claim.next_check,
    )
    handing_in.keep(row, planned)
    return row


def addressee(claim: Claim) -> Addressee:
    """Tell to whom a new ticket goes: as said, else as its letter is for, else to Ozon."""
    return claim.to or (Addressee(known_letter(claim.letter).to) if claim.letter else Addressee.OZON)


def _other(writing: Writing, case: Case, new: rows.Ticket) -> list[str]:
    """Warn of a ticket about the same that waits for its decision."""
    held = [each for each in writing.rows(rows.Ticket, case=case.number) if each.addressee == new.addressee and each.no != new.no]
    waiting = [each.no for each in held if each.outcome is None and each.situation == new.situation]
    told = _("Ticket {no} of this case asks the same and is not decided yet; news is kept with the newest, this is ticket {new}.")
    return [told.format(no=no, new=new.no) for no in waiting]
