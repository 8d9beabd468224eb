"""A letter that is sent through Ozon's chat: kept as a draft first, sent, and then recorded as sent, so that nothing said is lost."""

from datetime import datetime, timedelta

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
from ozon_returns.vocabulary.activity import THROUGH_OZON, Channel, Direction
from ozon_returns.vocabulary.case import Milestone, Scheme
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_moment

_TO_ANSWER, _TO_BEGIN = timedelta(hours=48), timedelta(hours=72)


def window(case: Case, now: datetime) -> str:
    """Return when one may write to the buyer of a case, for a person to know before it is tried: until when, as far as that is known."""
    heard = [each["written_at"] for each in case["letters"] if each["direction"] == Direction.IN and each["channel"] == Channel.CHAT]
    delivered = [each["at"] for each in case["dates"] if each["kind"] == Milestone.DELIVERED and case["scheme"] != Scheme.FBO]
    ends = [*(at + _TO_ANSWER for at in heard), *(at + _TO_BEGIN for at in delivered)]
    if ends:
        told = _("You may write until {until}.") if max(ends) > now else _("The time to write was over on {until}; Ozon may refuse it.")
        return f"{told.format(until=format_moment(max(ends)))} {_rule(case)}"
    return _rule(case)


def _rule(case: Case) -> str:
    """Return the rule by which one may write to the buyer of a case."""
    if case["scheme"] == Scheme.FBO:
        return _("With FBO only the buyer begins a chat; you may write within 48 hours of the last message from the buyer.")
    return _(
        "You may begin a chat within 72 hours of the delivery; later you may only answer, within 48 hours of the buyer's last message."
    )


def send(client: Client, case: Case, text: str, known: str) -> str:
    """Send a text to the buyer of a case and return the chat: the `known` one, else that of its posting, which Ozon begins if need be.

    Raise `InvalidError` for a case of which the posting is not known.
    """
    if not (known or case["posting"]):
        told = _("The chat with the buyer of case {number} cannot be found: its posting is not known.").format(number=case["number"])
        raise InvalidError(told, _("Add it: {command}").format(command=f"ozon-returns inspect --case {case['number']} --posting NO"))
    chat = known or chat_of(client, case["posting"] or "")
    say(client, chat, text)
    return chat


def record_sent(case: Case, said: Exchange, text: str, chat: str, *, store: Store) -> Change:
    """Record that a draft of a case with this text was sent, with the offers it makes; whatever else has happened to the case since."""
    with store.writing(said.force) as writing:
        row = writing.case(case["number"])
        drafts = [each for each in writing.rows(LetterRow, case=case["number"]) if each.direction == Direction.OUT and not each.sent_at]
        letter = next(each for each in reversed(drafts) if each.text == text)
        letter.sent_at, letter.how, letter.outside_id = writing.now, THROUGH_OZON, chat
        add_offers(writing, case, said.offers)
        changes = {}
        if not said.follow_up:
            changes = writing.change(row, status=status_after(case, Step.WRITE), contacted_at=case["contacted_at"] or writing.now)
        facts = {"letter": letter.name, "offers": list(said.offers.kinds), "until": said.offers.until, "changes": changes}
        writing.record(row, EventKind.LETTER_WRITTEN, facts)
    return Change(case["number"], EventKind.LETTER_WRITTEN, text=text)
