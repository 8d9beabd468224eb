"""The text of a ticket: what is handed in with news of it, and what becomes of a draft that is handed in."""

from collections.abc import Sequence

from ozon_returns.errors.usage import InvalidError
from ozon_returns.evidence.attachments import Attachment
from ozon_returns.letters.draft import Draft
from ozon_returns.letters.template import BY_HAND
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.tickets.attachments import listed
from ozon_returns.tickets.request import APPEAL, FOLLOWING, TicketRequest
from ozon_returns.vocabulary.activity import Addressee
from ozon_returns.words import _


def new_text(ticket: Ticket, said: TicketRequest, draft: Draft, attached: Sequence[Attachment]) -> str:
    """Return the text to hand in: an appeal with the seller's points, or a letter; empty where there is nothing to write.

    There are letters about an open ticket to Ozon alone; to others an appeal is the seller's own words.
    """
    if said.letter in FOLLOWING and ticket["to"] != Addressee.OZON:
        told = _("The letter “{letter}” is for a different recipient.").format(letter=said.letter)
        raise InvalidError(told, _("Name the ticket to Ozon with --to ozon, or leave --letter out."))
    files = listed(attached)
    if said.appeal:
        points = [line.strip() for line in said.appeal.splitlines() if line.strip()]
        return draft.text(APPEAL, by_hand=True, arguments=points, files=files) if ticket["to"] == Addressee.OZON else said.appeal
    if said.letter in FOLLOWING:
        return draft.text(said.letter or "", by_hand=bool(said.force), files=files)
    return ""


def final_text(ticket: Ticket, said: TicketRequest, draft: Draft, attached: Sequence[Attachment]) -> tuple[str, list[str]]:
    """Return the text of a ticket, and a warning of what it lacks.

    The text of a draft with blanks is written again when it is handed in, with what is known by then. Raise `GapsError` for a
    draft that is sent, unforced, with blanks; where there is news of it, it has been handed in, and they are only named.
    """
    letter = ticket["letter"]
    if ticket["opened_at"] or not letter or not said.hands_in or BY_HAND not in ticket["text"]:
        return ticket["text"], []
    terms = {"asked": ticket["asked"], "until": ticket["until"], "files": listed(attached)}
    warning = blanks_told(ticket["no"], draft.missing(letter, **terms))
    return draft.text(letter, by_hand=bool(said.force) or not said.sent, **terms), warning


def blanks_told(no: int, lacking: Sequence[str]) -> list[str]:
    """Return a warning of what the text of a ticket lacks."""
    blanks = _("The saved text of ticket {no} still has blanks: {names}.")
    return [blanks.format(no=no, names=", ".join(lacking))] if lacking else []
