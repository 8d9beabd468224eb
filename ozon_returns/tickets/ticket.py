"""Step three: the ticket that a command means, and what is done with it.

The sums of a ticket, asked, granted, paid, taken back and outstanding, are added up from its rows by the view `tickets`.
"""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from ozon_returns.cases.change import Change
from ozon_returns.errors.case import TicketAmbiguousError, TicketNotFoundError
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.letters.draft import Draft, known_letter
from ozon_returns.store.read_models import Case
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.store.writing import Store
from ozon_returns.tickets.attachments import lay_out
from ozon_returns.tickets.follow_up import follow
from ozon_returns.tickets.open import open_ticket
from ozon_returns.tickets.request import FOLLOWING, AttachmentFolder, TicketRequest, received, with_news
from ozon_returns.vocabulary.activity import Addressee, Verdict
from ozon_returns.words import _, format_moment, name


def select_ticket(case: Case, said: TicketRequest) -> Ticket | None:
    """Return the ticket that a command means; `None` where it asks for a new one, or there is none yet.

    A number or a place names it. Else it is, among those to the addressee if one is named, the last to which the news applies.
    Raise `TicketNotFoundError` for a place or news without a ticket, `TicketAmbiguousError` where tickets to several addressees
    would do.
    """
    if said.opens and said.ticket is None:
        return None
    to = said.to or (Addressee.OZON if said.letter in FOLLOWING else None)
    tickets = [each for each in case["tickets"] if to in (None, each["to"])]
    pursued = [each for each in tickets if not each["withdrawn_at"]]
    if said.ticket is not None:
        tickets = [each for each in tickets if each["no"] == said.ticket]
        if not tickets:
            raise TicketNotFoundError(case["number"], str(said.ticket))
        return tickets[0]
    if not (pursued or said.has_news or said.sent or said.number or said.next_check):
        return None
    named = [each for each in tickets if said.number and each["number"] == said.number]
    found = named or _first_that_has(pursued or tickets, _applying(said))
    if len({each["to"] for each in found}) > 1:
        raise TicketAmbiguousError(case["number"], "; ".join(_described(each) for each in found))
    return found[-1] if found else None


def _applying(said: TicketRequest) -> list[Callable[[Ticket], bool]]:
    """Return the tests by which tickets are sought, the closest first."""
    if said.taken_back:
        return [lambda each: received(each) > 0]
    if said.paid_at and not said.outcome:
        return [lambda each: each["outstanding"] > 0, lambda each: each["outcome"] is None]
    if said.appeal or said.letter in FOLLOWING[1:]:
        return [lambda each: each["outcome"] not in (None, Verdict.APPROVED), lambda each: each["outcome"] is not None]
    if said.number is not None:
        return [lambda each: each["outcome"] is None and each["number"] is None, lambda each: each["outcome"] is None]
    return [
        lambda each: each["outcome"] is None and each["opened_at"] is not None,
        lambda each: each["outcome"] is None,
        lambda each: each["outstanding"] > 0,
    ]


def _first_that_has(tickets: Sequence[Ticket], tests: Sequence[Callable[[Ticket], bool]]) -> list[Ticket]:
    """Return the tickets that pass the first test that any passes; all of them where none passes any."""
    for test in tests:
        if passed := [each for each in tickets if test(each)]:
            return passed
    return list(tickets)


def _described(ticket: Ticket) -> str:
    """Return a ticket in a few words: its place, addressee and number."""
    number = f" {ticket['number']}" if ticket["number"] else ""
    return f"{ticket['no']}: {name(Addressee(ticket['to']))}{number}"


def _refuse_number_taken(case: Case, said: TicketRequest, meant: Ticket | None) -> None:
    """Raise `InvalidError` for a number by which another ticket of the case is known, unless it is forced."""
    is_named = meant is not None and meant["number"] == said.number
    others = [each for each in case["tickets"] if not is_named and each is not meant and each["number"]]
    taken = next((each["no"] for each in others if each["number"] == said.number), None)
    if taken and not said.force:
        told = _("Ticket {no} of case {case} has the number {number} already.")
        told = told.format(no=taken, case=case["number"], number=said.number)
        raise InvalidError(told, _('Check the number (or override with --force "why").'))


def work_on_ticket(case: Case, said: TicketRequest, draft: Draft, folder: AttachmentFolder, *, store: Store) -> Change:
    """Open a ticket, or store what came of the one that is meant; make its attachments."""
    if said.amount is not None and not (said.outcome or said.paid_at or said.taken_back):
        raise UsageError(_("--amount requires --outcome, --paid-at or --taken-back."), _("The amount claimed is set with --ask."))
    if said.ticket is not None and said.opens:
        told = _("--ticket means an existing ticket; --situation, --ask, --draft and letters that open a ticket create a new one.")
        raise UsageError(told, _("Leave one of them out."))
    if said.draft and said.sent:
        raise UsageError(_("--draft and --sent exclude each other."), _("Leave one of them out."))
    if said.letter:
        known_letter(said.letter, "ozon", "supplier", "carrier")
    meant = select_ticket(case, said)
    _refuse_number_taken(case, said, meant)
    if said.withdraw and meant and meant["withdrawn_at"]:
        told = _("Ticket {no} of case {case} was withdrawn on {when} already.")
        told = told.format(no=meant["no"], case=case["number"], when=format_moment(meant["withdrawn_at"]))
        raise InvalidError(told, _("See it: {command}").format(command=f"ozon-returns show {case['number']}"))
    if meant is None:
        done, planned, before = open_ticket(case, said, draft, folder.home, store=store)
    else:
        done, planned, before = follow(case, meant, said, draft.about(with_news(meant, said, store.now), case, now=store.now), store=store)
    if draft.typed and not done.text:
        done.notes.append(_("What was typed with --set was not used, because no letter was written."))
    done.ticket = meant["no"] if meant else max((each["no"] for each in case["tickets"]), default=0) + 1
    if planned:
        done.folder = str(PurePosixPath(planned[0].file).parent)
        done.files = [piece.file for piece in planned]
    if planned != before:
        done.notes += lay_out(folder.home, planned, folder.limits, replaced=before)
    return done
