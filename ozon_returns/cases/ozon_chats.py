"""What is said in the chats with buyers, as letters of their cases: it starts and meets their deadlines. Other chats are not kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ozon_returns.errors.ozon import OzonError
from ozon_returns.ozon.buyer_chats import ChatMessage, Listed, buyer_chats, messages_in
from ozon_returns.ozon.client import Client
from ozon_returns.period import stored
from ozon_returns.store import ozon_facts, ozon_rows
from ozon_returns.store.line_tables import LetterRow
from ozon_returns.store.ozon_facts import CHATS
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.activity import Channel, Direction
from ozon_returns.vocabulary.event import EventKind

_MOST = 60
"""So many chats are read in one run, the newest first."""

_HOW = "ozon"


def bring_chats(client: Client, store: Store) -> list[int]:
    """Read the chats in which something is new and store what was said about cases; return the cases in which buyers have answered.

    A chat belongs to the cases of the orders that its messages name, else to the case that wrote through it. One that Ozon does not
    let one read is left out. Raise `OzonUnreachableError`.
    """
    with ozon_rows.opened(store.path) as connection:
        written = {chat: (case, since) for case, chat, since in ozon_rows.chats(connection)}
    try:
        listed = list(buyer_chats(client))
    except OzonError:
        listed = []
    with ozon_rows.opened(store.path) as connection:
        seen = ozon_facts.facts_told(connection, CHATS, [each.chat for each in listed])
    changed = [each for each in listed if seen.get(each.chat, {}).get("last") != each.last or not each.last]
    closed = [Listed(chat, "") for chat in written if chat not in {each.chat for each in listed}]
    answered: set[int] = set()
    for each in [*changed[:_MOST], *closed]:
        try:
            messages = messages_in(client, each.chat)
        except OzonError:
            continue
        answered |= _bring(store, each, messages, written.get(each.chat))
    return sorted(answered)


def _bring(store: Store, chat: Listed, messages: Sequence[ChatMessage], written: tuple[int, str] | None) -> set[int]:
    """Store what was said in a chat in the cases that it is about, and that it was read; return the cases with news of the buyer."""
    by_case: defaultdict[int, list[ChatMessage]] = defaultdict(list)
    with store.writing() as writing:
        for each in messages:
            case = ozon_facts.case_of_order(writing.connection, each.order, each.sku) if each.order else None
            if case is None and written and stored(each.at) >= written[1] and not each.order:
                case = written[0]
            if case is not None:
                by_case[case].append(each)
        told = {"last": chat.last, "order": next((each.order for each in reversed(messages) if each.order), "")}
        ozon_facts.keep_facts(writing.connection, CHATS, {chat.chat: told}, stored(writing.now))
    return _stored(store, chat.chat, by_case)


def _stored(store: Store, chat: str, by_case: Mapping[int, Sequence[ChatMessage]]) -> set[int]:
    """Store the messages that cases do not have yet, by their numbers or words; return the cases with one of the buyer."""
    answered = set()
    for case, messages in by_case.items():
        with store.writing() as writing:
            rows = writing.rows(LetterRow, case=case)
            known = {row.outside_id for row in rows if row.direction == Direction.IN}
            heard = {_plain_text(row.text) for row in rows if row.direction == Direction.IN and not row.outside_id}
            said = [_plain_text(row.text) for row in rows if row.direction == Direction.OUT]
            new = [
                each
                for each in messages
                if (
                    each.number not in known and _plain_text(each.text) not in heard
                    if each.is_buyers
                    else not any(_plain_text(each.text) in text for text in said)
                )
            ]
            if not new:
                continue
            row = writing.case(case)
            writing.add(*(_letter(case, chat, each) for each in new))
            sent = [each.at for each in new if not each.is_buyers]
            changes = writing.change(row, contacted_at=min(sent)) if sent and not row.contacted_at else {}
            replies = [each.text for each in new if each.is_buyers]
            if replies:
                answered.add(case)
                writing.record(row, EventKind.REPLY_RECEIVED, {"file": "Ozon", "reply": replies[-1], "changes": changes})
            else:
                writing.record(row, EventKind.UPDATED, {"file": "Ozon", "added": {"letters": len(new)}, "changes": changes})
    return answered


def _letter(case: int, chat: str, message: ChatMessage) -> LetterRow:
    """Return the row of a message: one of the buyer has its number, one of the seller the chat it was sent through."""
    direction = Direction.IN if message.is_buyers else Direction.OUT
    letter = LetterRow(case=case, direction=direction, channel=Channel.CHAT, text=message.text, written_at=message.at)
    letter.sent_at = message.at
    letter.outside_id, letter.how = (message.number, None) if message.is_buyers else (chat, _HOW)
    return letter


def _plain_text(text: str) -> str:
    """Return a text as it is compared: without differences of blanks."""
    return " ".join(text.split())
