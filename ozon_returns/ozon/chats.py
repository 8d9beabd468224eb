"""Writing to a buyer in Ozon's chat: never repeated blindly, as a message has no number; where no answer comes, the history is read."""

from base64 import b64encode
from collections.abc import Iterator

from ozon_returns.errors.ozon import OutcomeUnknownError, OzonError, OzonUnreachableError, PartlySentError
from ozon_returns.ozon.client import Client, is_doubtful
from ozon_returns.ozon.endpoints import CHAT_FILE, CHAT_HISTORY, CHAT_LIST, CHAT_SAY, CHAT_START
from ozon_returns.ozon.lenient import Json, fields, items, text, word

LONGEST = 1000
"""The characters of a message."""

_LISTED = 100
_SUPPORT = "seller_support"

_LOOKED_AT = 50
"""So many messages are looked at, the last ones."""

_SELLER = "seller"


def chat_of(client: Client, posting: str) -> str:
    """Return the chat with the buyer of a posting, begun if there is none. Raise `OzonError` where Ozon does not let one."""
    return text(fields(client.call(CHAT_START, {"posting_number": posting}).get("result")).get("chat_id"))


def support_chat(client: Client) -> str:
    """Return the open chat with Ozon's support in which something was said last; empty if there is none among the last hundred chats."""
    body = {"filter": {"chat_status": "OPENED", "unread_only": False}, "limit": _LISTED}
    chats = [fields(each.get("chat")) for each in items(client.call(CHAT_LIST, body).get("chats"))]
    own = (each for each in chats if word(each.get("chat_type")) == _SUPPORT and word(each.get("chat_status")) in ("", "opened"))
    return next((text(each.get("chat_id")) for each in own), "")


def say(client: Client, chat: str, told: str) -> None:
    """Send a text to a chat, in parts that Ozon takes.

    Raise the error where nothing was sent, `PartlySentError` where only the first parts were, `OutcomeUnknownError` where nobody knows.
    """
    rest = list(parts(told))
    before = _known(client, chat)
    whole = len(rest)
    while rest:
        try:
            _send(client, chat, rest[0], before)
        except (OzonError, OzonUnreachableError) as error:
            if len(rest) == whole or isinstance(error, OutcomeUnknownError):
                raise
            raise PartlySentError(error.message(), "\n\n".join(rest)) from error
        del rest[0]


def _send(client: Client, chat: str, part: str, before: set[str] | None) -> None:
    """Send one part; where it is not known whether that is done, look for it among what was not there `before`."""
    try:
        client.call(CHAT_SAY, {"chat_id": chat, "text": part})
    except (OzonError, OzonUnreachableError) as error:
        if not is_doubtful(error):
            raise
        try:
            now = _own(client, chat)
        except (OzonError, OzonUnreachableError):
            now, before = [], None
        if before is None:
            raise OutcomeUnknownError(CHAT_SAY.path, error.message().rstrip(".")) from error
        if not any(
            part in lines_of(each) or part == "\n".join(lines_of(each)) for each in now if text(each.get("message_id")) not in before
        ):
            raise


def send_file(client: Client, chat: str, name: str, content: bytes) -> None:
    """Send a file to a chat. Raise `OzonError`, or `OutcomeUnknownError` where nobody knows: the history does not tell files apart."""
    try:
        client.call(CHAT_FILE, {"chat_id": chat, "base64_content": b64encode(content).decode("ascii"), "name": name})
    except (OzonError, OzonUnreachableError) as error:
        if is_doubtful(error):
            raise OutcomeUnknownError(CHAT_FILE.path, error.message().rstrip(".")) from error
        raise


def _known(client: Client, chat: str) -> set[str] | None:
    """Return the numbers of what the seller has said last; `None` where the history may not be read."""
    try:
        return {text(each.get("message_id")) for each in _own(client, chat)}
    except (OzonError, OzonUnreachableError):
        return None


def parts(told: str) -> Iterator[str]:
    """Yield the parts of a text, which end between paragraphs, sentences or words where they can."""
    rest = told.strip()
    while len(rest) > LONGEST:
        room = rest[: LONGEST + 1]
        cut = next((at for mark in ("\n\n", "\n", ". ", " ") if (at := room.rfind(mark)) > 0), LONGEST)
        end = cut + 1 if room.startswith(". ", cut) else cut
        yield rest[:end].strip()
        rest = rest[end:].strip()
    if rest:
        yield rest


def last_messages(client: Client, chat: str) -> list[Json]:
    """Return the last messages of a chat, the newest first."""
    return items(client.call(CHAT_HISTORY, {"chat_id": chat, "direction": "Backward", "limit": _LOOKED_AT}).get("messages"))


def _own(client: Client, chat: str) -> list[Json]:
    """Return the last messages of the seller; Ozon may write the word for that with letters of another alphabet."""
    return [each for each in last_messages(client, chat) if word(fields(each.get("user")).get("type")) == _SELLER]


def lines_of(message: Json) -> list[str]:
    """Return the lines of a message."""
    data = message.get("data")
    return [line for each in (data if isinstance(data, list) else [data]) if (line := text(each))]
