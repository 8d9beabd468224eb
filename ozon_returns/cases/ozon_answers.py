"""What buyers answer in the chats that letters were sent through, as letters of their cases: it starts and meets their deadlines."""

from ozon_returns.errors.ozon import OzonError
from ozon_returns.ozon.chats import Heard, heard
from ozon_returns.ozon.client import Client
from ozon_returns.period import stored
from ozon_returns.store import ozon_rows
from ozon_returns.store.line_tables import LetterRow
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.activity import Channel, Direction
from ozon_returns.vocabulary.event import EventKind


def bring_answers(client: Client, store: Store) -> list[int]:
    """Read the chats of open cases and store what the buyers have said since; return the cases.

    A chat that Ozon does not let one read is left out. Raise `OzonUnreachableError`.
    """
    with ozon_rows.opened(store.path) as connection:
        chats = ozon_rows.chats(connection)
    answered = []
    for case, chat, since in chats:
        try:
            messages = [each for each in heard(client, chat) if each.at and stored(each.at) >= since]
        except OzonError:
            continue
        if messages and _store(store, case, messages):
            answered.append(case)
    return answered


def _store(store: Store, case: int, messages: list[Heard]) -> bool:
    """Store the messages that a case does not have yet, by their numbers or words; return whether there are any."""
    with store.writing() as writing:
        rows = [row for row in writing.rows(LetterRow, case=case) if row.direction == Direction.IN]
        known = {row.outside_id for row in rows} | {row.text.strip() for row in rows if not row.outside_id}
        new = [each for each in messages if each.number not in known and each.text not in known]
        if not new:
            return False
        row = writing.case(case)
        for each in new:
            letter = LetterRow(case=case, direction=Direction.IN, channel=Channel.CHAT, text=each.text, written_at=each.at or writing.now)
            letter.sent_at, letter.outside_id = letter.written_at, each.number
            writing.add(letter)
        writing.record(row, EventKind.REPLY_RECEIVED, {"file": "Ozon", "reply": new[-1].text})
    return True
