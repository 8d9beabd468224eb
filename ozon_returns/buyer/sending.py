"""A letter that is sent through Ozon's chat: kept as a draft first, sent, and then recorded as sent, so that nothing said is lost."""

from ozon_returns.buyer.exchange import Exchange
from ozon_returns.buyer.offer import add_offers
from ozon_returns.cases.change import Change
from ozon_returns.cases.status import Step, status_after
from ozon_returns.errors.usage import InvalidError
from ozon_returns.ozon.chats import chat_of, say
from ozon_returns.ozon.client import Client
from ozon_returns.store.line_tables import LetterRow
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.activity import Direction
from ozon_returns.vocabulary.case import Scheme
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _

HOW = "ozon"
"""How a letter was sent that went through Ozon's chat."""


def window(case: Case) -> str:
    """Return when one may write to the buyer of a case, for a person to know before it is tried."""
    if case["scheme"] == Scheme.FBO:
        return _("With FBO only the buyer begins a chat; you may write within 48 hours of the last message from the buyer.")
    return _(
        "You may begin a chat within 72 hours of the delivery; later you may only answer, within 48 hours of the buyer's last message."
    )


def send(client: Client, case: Case, text: str) -> str:
    """Send a text to the buyer of a case and return the chat: that of its posting, which Ozon begins if there is none.

    Raise `InvalidError` for a case of which the posting is not known.
    """
    if not case["posting"]:
        told = _("The chat with the buyer of case {number} cannot be found: its posting is not known.").format(number=case["number"])
        raise InvalidError(told, _("Add it: {command}").format(command=f"ozon-returns inspect --case {case['number']} --posting NO"))
    chat = chat_of(client, case["posting"])
    say(client, chat, text)
    return chat


def record_sent(case: Case, said: Exchange, text: str, chat: str, *, store: Store) -> Change:
    """Record that a draft of a case with this text was sent, with the offers it makes; whatever else has happened to the case since."""
    with store.writing(said.force) as writing:
        row = writing.case(case["number"])
        drafts = [each for each in writing.rows(LetterRow, case=case["number"]) if each.direction == Direction.OUT and not each.sent_at]
        letter = next(each for each in reversed(drafts) if each.text == text)
        letter.sent_at, letter.how, letter.outside_id = writing.now, HOW, chat
        add_offers(writing, case, said.offers)
        changes = {}
        if not said.follow_up:
            changes = writing.change(row, status=status_after(case, Step.WRITE), contacted_at=case["contacted_at"] or writing.now)
        facts = {"letter": letter.name, "offers": list(said.offers.kinds), "until": said.offers.until, "changes": changes}
        writing.record(row, EventKind.LETTER_WRITTEN, facts)
    return Change(case["number"], EventKind.LETTER_WRITTEN, text=text)
