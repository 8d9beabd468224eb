"""Messages of a chat as letters of a case: each once, and none that the case has already as a letter or as a draft that was pasted."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from ozon_returns.ozon.buyer_chats import ChatMessage
from ozon_returns.store.line_tables import LetterRow
from ozon_returns.store.tables import CaseRow
from ozon_returns.store.writing import Writing, numbered
from ozon_returns.vocabulary.activity import THROUGH_OZON, Channel, Direction
from ozon_returns.vocabulary.event import EventKind

_SAME_DAY = timedelta(days=1)
_AT_ONCE = timedelta(minutes=10)


def bring_letters(writing: Writing, case: CaseRow, chat: str, messages: Sequence[ChatMessage], handled: Collection[str]) -> bool:
    """Store the messages that a case does not have yet; return whether there is one of the buyer.

    Those whose numbers are `handled` are there, or were taken out since: they only stand for their letters.
    """
    held = writing.rows(LetterRow, case=case.number)
    taken: set[int] = set()
    new: list[ChatMessage] = []
    pasted = 0
    for each in messages:
        match = _heard(each, held, taken) if each.is_buyers else _said(each, held, taken)
        if each.number in handled:
            continue
        if match is None:
            new.append(each)
        elif not each.is_buyers and not match.sent_at:
            match.sent_at, match.how, match.outside_id = each.at, THROUGH_OZON, chat
            pasted += 1
    writing.add(*(_letter(numbered(case), chat, each) for each in new))
    replies = [each.text for each in new if each.is_buyers]
    if not (new or pasted):
        return False
    sent = [each.at for each in messages if not each.is_buyers]
    changes = writing.change(case, contacted_at=min(sent)) if sent and not case.contacted_at else {}
    if replies:
        writing.record(case, EventKind.REPLY_RECEIVED, {"file": "Ozon", "reply": replies[-1], "changes": changes})
    else:
        writing.record(case, EventKind.UPDATED, {"file": "Ozon", "added": {"letters": len(new) + pasted}, "changes": changes})
    return bool(replies)


def _heard(message: ChatMessage, held: Sequence[LetterRow], taken: set[int]) -> LetterRow | None:
    """Return the letter from the buyer that a message is: with its number, or typed by the seller in the same words."""
    for row in held:
        if row.direction == Direction.IN and id(row) not in taken:
            same = row.outside_id == message.number if row.outside_id else _plain_text(row.text) == _plain_text(message.text)
            if same:
                taken.add(id(row))
                return row
    return None


def _said(message: ChatMessage, held: Sequence[LetterRow], taken: set[int]) -> LetterRow | None:
    """Return the letter to the buyer that a message is: in the same words within a day, a draft in the same words, or a part of a long one.

    A letter goes out as one message, unless it was too long for one.
    """
    text = _plain_text(message.text)
    own = [row for row in held if row.direction == Direction.OUT]
    for row in own:
        is_near = row.sent_at is None or abs(row.sent_at - message.at) <= _SAME_DAY
        if id(row) not in taken and is_near and _plain_text(row.text) == text:
            taken.add(id(row))
            return row
    parts = (row for row in own if row.how == THROUGH_OZON and row.sent_at and abs(row.sent_at - message.at) <= _AT_ONCE)
    return next((row for row in parts if text in _plain_text(row.text)), None)


def _letter(case: int, chat: str, message: ChatMessage) -> LetterRow:
    """Return the row of a message: one of the buyer has its number, one of the seller the chat it was sent through."""
    direction = Direction.IN if message.is_buyers else Direction.OUT
    letter = LetterRow(case=case, direction=direction, channel=Channel.CHAT, text=message.text, written_at=message.at)
    letter.sent_at = message.at
    letter.outside_id, letter.how = (message.number, None) if message.is_buyers else (chat, THROUGH_OZON)
    return letter


def _plain_text(text: str) -> str:
    """Return a text as it is compared: without differences of blanks."""
    return " ".join(text.split())
