"""What a command does at Ozon, too: a letter or a ticket that is sent through its chats, a claim that is decided there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ozon_returns.app import App
from ozon_returns.buyer.contact import Terms, exchange_with_buyer
from ozon_returns.buyer.exchange import Exchange
from ozon_returns.buyer.ozon_decision import decision_at_ozon, decision_told
from ozon_returns.buyer.sending import record_sent, send, window
from ozon_returns.cases.change import Change
from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.case import CaseChangedError
from ozon_returns.errors.ozon import OutcomeUnknownError, PartlySentError
from ozon_returns.errors.usage import InvalidError, SendConfirmationError, UsageError
from ozon_returns.evidence.chat_file import ChatFile, chat_file
from ozon_returns.letters.draft import Draft
from ozon_returns.letters.template import BY_HAND
from ozon_returns.ozon.chats import say, send_file, support_chat
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.deciding import decide
from ozon_returns.prompts import pick
from ozon_returns.store.ozon_facts import chat_of_posting
from ozon_returns.store.read_models import Case
from ozon_returns.tickets.open import addressee, check_ticket
from ozon_returns.tickets.request import AttachmentFolder, TicketRequest
from ozon_returns.tickets.ticket import work_on_ticket
from ozon_returns.views.answer import Answer
from ozon_returns.vocabulary.activity import THROUGH_OZON, Addressee, Direction
from ozon_returns.words import _, format_moment

_TRIES = 5
"""So often it is tried to record what is done, where another command changes the case at the same time."""


def _sent_before(case: Case, text: str) -> datetime | None:
    """Return when the same text was sent through Ozon's chat, if it was."""
    same = (each for each in case["letters"] if each["how"] == THROUGH_OZON and each["direction"] == Direction.OUT)
    return next((each["sent_at"] for each in same if each["sent_at"] and each["text"].split() == text.split()), None)


class Outgoing(NamedTuple):
    """What goes through the chat: an exchange, the values of its letter, and files."""

    said: Exchange
    page: Draft
    files: Sequence[ChatFile] = ()


def files_to_send(named: Sequence[str], *, sends: bool) -> list[ChatFile]:
    """Return the files that go with a text. Raise `UsageError` where no text is sent, and the errors of files."""
    if named and not sends:
        raise UsageError(_("--attach goes with a text that is sent."), _("Add --send and --text, --letter or --offer."))
    return [chat_file(Path(each)) for each in named]


def send_through_chat(app: App, case: Case, outgoing: Outgoing, terms: Terms) -> Answer:
    """Send a letter through Ozon's chat; where that cannot be, it stays a draft, and its text is shown to be pasted.

    A file that cannot be sent is named; the letter is sent all the same.
    """
    said, page, files = outgoing
    if not said.force and said.text and (again := _sent_before(case, said.text)):
        raise InvalidError(_("The same text was sent on {day}.").format(day=format_moment(again)), _("Send it again with --force WHY."))
    if said.act or said.draft:
        raise UsageError(_("--send and --decide, --done, --demand or --draft are two commands."), _("Send the text first."))
    held = exchange_with_buyer(case, replace(said, held_back=True), page, terms, store=app.store)
    fresh = app.case(str(case["number"]))
    app.screen.note(window(fresh, app.now))
    try:
        with app.ozon() as client:
            chat = send(client, fresh, held.text, _chat_of_buyer(app, fresh))
            lost = [told for each in files if (told := _send_file(client, chat, each))]
    except ReturnsError as error:
        drafts = [no for no, each in enumerate(fresh["letters"], 1) if each["direction"] == Direction.OUT and not each["sent_at"]]
        command = f"ozon-returns fix {case['number']} letter:{drafts[-1]}.sent_at=now"
        pasted = _("The text is kept as a draft; paste it into the chat, and then: {command}")
        held.notes += _unsent(error, pasted, command)
        return replace(app.changed(held), exit=error.exit)
    sent = recorded(app, case, lambda found: record_sent(found, said, held.text, chat, store=app.store))
    return replace(app.changed(replace(sent, notes=[*held.notes, _("Sent through Ozon's chat."), *lost])), exit=8 if lost else 0)


def _send_file(client: Client, chat: str, file: ChatFile) -> str:
    """Send a file to a chat; return what to say if that cannot be."""
    try:
        send_file(client, chat, file.name, file.content)
    except ReturnsError as error:
        told = _("{file} was not sent: {why} Add it in the chat by hand.")
        doubt = _("It is not known whether {file} was sent: {why} Look into the chat.")
        return (doubt if isinstance(error, OutcomeUnknownError) else told).format(file=file.name, why=error.message())
    return ""


def _chat_of_buyer(app: App, case: Case) -> str:
    """Return the chat in which the buyer of a case wrote; empty if none is known."""
    with app.reading() as reading:
        return chat_of_posting(reading.connection, case["posting"] or "")


def _unsent(error: ReturnsError, then: str, command: str) -> list[str]:
    """Return what has come of sending a draft, and the command that records it as sent, once it is."""
    if isinstance(error, OutcomeUnknownError | PartlySentError):
        again = _("It is kept as a draft; once all of it is there, record that: {command}")
        return [f"{error.message()} {error.hint()}", again.format(command=command)]
    return [_("It was not sent: {why} {then}").format(why=error.message(), then=error.hint()), then.format(command=command)]


def recorded(app: App, case: Case, record: Callable[[Case], Change]) -> Change:
    """Record what is done at Ozon already, whatever has happened to the case meanwhile. Raise `InvalidError` if that cannot be."""
    for left in reversed(range(_TRIES)):
        try:
            return record(app.case(str(case["number"])))
        except ReturnsError as error:
            if not left or not isinstance(error, CaseChangedError):
                told = _("It IS done at Ozon, but could not be recorded: {why}").format(why=error.message())
                raise InvalidError(told, _("Do not repeat it; record it without --send.")) from error
    raise AssertionError


def decide_at_ozon(app: App, case: Case, said: Exchange, *, sure: bool) -> None:
    """Decide the claim at Ozon, once that is confirmed."""
    if not said.act.decide or said.act.by:
        raise UsageError(
            _("--send wants something to send: --text, --letter, --offer, or a decision of yours."), _("Add it, or leave --send out.")
        )
    with app.ozon() as client:
        decision = decision_at_ozon(client, app.store, case, said.act, pick if app.can_ask else None)
        if not sure and not app.can_ask:
            raise SendConfirmationError(decision_told(decision))
        if not sure:
            app.confirm([decision_told(decision)], _("Do it?"))
        decide(client, decision)


def send_to_support(app: App, case: Case, said: TicketRequest, page: Draft, folder: AttachmentFolder) -> Answer:
    """Open a ticket to Ozon and send its text to an open chat with the support; where that cannot be, it stays a draft to be pasted.

    Attachments are added by hand: Ozon takes files from buyers' chats only.
    """
    if said.follows or said.draft or addressee(said) is not Addressee.OZON:
        raise UsageError(_("--send is for a new ticket to Ozon."), _("Leave --send out."))
    if not said.force:
        check_ticket(case, said, app.places.home, app.now)
    held = work_on_ticket(case, replace(said, draft=True), page, folder, store=app.store)
    try:
        if BY_HAND in held.text:
            raise InvalidError(_("The text still has blanks."), _("Fill them with --set."))
        with app.ozon() as client:
            chat = support_chat(client)
            if not chat:
                raise InvalidError(_("There is no open chat with Ozon's support."), _("Begin one in the seller's account."))
            say(client, chat, held.text)
    except ReturnsError as error:
        command = f"ozon-returns ticket {case['number']} --ticket {held.ticket} --sent"
        by_hand = _("The ticket is kept as a draft; hand it in in the seller's account, and then: {command}")
        held.notes += _unsent(error, by_hand, command)
        return replace(app.changed(held), exit=error.exit)
    handed_in = TicketRequest(ticket=held.ticket, sent=True, force=said.force)
    sent = recorded(app, case, lambda found: work_on_ticket(found, handed_in, page, folder, store=app.store))
    sent.notes.append(_("Sent to the open chat with Ozon's support; add the attachments there by hand."))
    return app.changed(sent)
