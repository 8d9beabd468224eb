"""What a command does at Ozon, too: a letter that is sent through its chat, a claim that is decided there."""

from dataclasses import replace

from ozon_returns.app import App
from ozon_returns.buyer.contact import Terms, exchange_with_buyer
from ozon_returns.buyer.exchange import Exchange
from ozon_returns.buyer.ozon_decision import decision_at_ozon, decision_told
from ozon_returns.buyer.sending import record_sent, send, window
from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.usage import UsageError
from ozon_returns.letters.draft import Draft
from ozon_returns.ozon.deciding import decide
from ozon_returns.prompts import pick
from ozon_returns.store.read_models import Case
from ozon_returns.views.answer import Answer
from ozon_returns.words import _


def send_through_chat(app: App, case: Case, said: Exchange, page: Draft, terms: Terms) -> Answer:
    """Send a letter through Ozon's chat; where that cannot be, it stays a draft, and its text is shown to be pasted."""
    if said.act or said.draft:
        raise UsageError(_("--send and --decide, --done, --demand or --draft are two commands."), _("Send the text first."))
    held = exchange_with_buyer(case, replace(said, held_back=True), page, terms, store=app.store)
    fresh = app.case(str(case["number"]))
    app.screen.note(window(fresh))
    try:
        with app.ozon() as client:
            chat = send(client, fresh, held.text)
    except ReturnsError as error:
        held.notes.append(_("It was not sent: {why} {then}").format(why=error.message(), then=error.hint()))
        held.notes.append(_("The text is kept as a draft; paste it into the chat, and then say the same without --send."))
        return replace(app.changed(held), exit=error.exit)
    sent = record_sent(fresh, said, chat, store=app.store)
    return app.changed(replace(sent, notes=[*held.notes, _("Sent through Ozon's chat.")]))


def decide_at_ozon(app: App, case: Case, said: Exchange, *, sure: bool) -> None:
    """Decide the claim at Ozon, once that is confirmed."""
    if not said.act.decide or said.act.by:
        raise UsageError(
            _("--send wants something to send: --text, --letter, --offer, or a decision of yours."), _("Add it, or leave --send out.")
        )
    with app.ozon() as client:
        decision = decision_at_ozon(client, app.store, case, said.act, pick if app.can_ask else None)
        if not sure:
            app.confirm([decision_told(decision)])
        decide(client, decision)
