"""Chats with buyers, also those that they began: which have something new, and what was said in one, about which order."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ozon_returns.ozon.chats import last_messages, lines_of
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import CHAT_LIST
from ozon_returns.ozon.lenient import fields, flag, items, moment, text, word

_LISTED = 100
_PAGES = 3
"""So many pages of chats are listed, the ones in which something was said last: a shop may have thousands."""

_WITH_BUYERS = frozenset({"buyer_seller", "buyer_seller_select"})
_SELLER, _BUYER = "seller", "customer"


class Listed(NamedTuple):
    """An open chat with a buyer, and its last message."""

    chat: str
    last: str


class ChatMessage(NamedTuple):
    """A message of the buyer or the seller: its number, when it was sent (UTC), its text, the order and the product it is about.

    What a message does not say of that is as in the message before it; empty where none says it.
    """

    number: str
    at: datetime
    text: str
    is_buyers: bool
    order: str
    sku: str


def buyer_chats(client: Client) -> Iterator[Listed]:
    """Yield the open chats with buyers, those in which something was said last first. Raise `OzonError`."""
    cursor = ""
    for _page in range(_PAGES):
        body = {"filter": {"chat_status": "OPENED", "unread_only": False}, "limit": _LISTED, **({"cursor": cursor} if cursor else {})}
        told = client.call(CHAT_LIST, body)
        for each in items(told.get("chats")):
            chat = fields(each.get("chat"))
            is_open = word(chat.get("chat_status")) in ("", "opened")
            if word(chat.get("chat_type")) in _WITH_BUYERS and is_open and text(chat.get("chat_id")):
                yield Listed(text(chat.get("chat_id")), text(each.get("last_message_id")))
        before, cursor = cursor, text(told.get("cursor"))
        if not flag(told.get("has_next")) or cursor in ("", before):
            return


def messages_in(client: Client, chat: str) -> list[ChatMessage]:
    """Return the last messages of a chat, the oldest first, each once. Raise `OzonError`."""
    found: dict[str, ChatMessage] = {}
    for each in last_messages(client, chat):
        who, said = word(fields(each.get("user")).get("type")), "\n".join(lines_of(each))
        context = fields(each.get("context"))
        number, at = text(each.get("message_id")), moment(each.get("created_at"))
        if number and at and said and who in (_SELLER, _BUYER):
            sku = text(context.get("sku"))
            found[number] = ChatMessage(number, at, said, who == _BUYER, text(context.get("order_number")), "" if sku == "0" else sku)
    ordered: list[ChatMessage] = []
    for message in sorted(found.values(), key=lambda each: (each.at, len(each.number), each.number)):
        last = ordered[-1] if ordered else message
        ordered.append(message if message.order else message._replace(order=last.order, sku=last.sku))
    return ordered
