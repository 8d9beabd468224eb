"""What is said in the chats with buyers, as letters of their cases: it starts and meets their deadlines. Other chats are not kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ozon_returns.cases.ozon_letters import bring_letters
from ozon_returns.errors.ozon import ChatShutError, OzonError
from ozon_returns.ozon.buyer_chats import ChatMessage, Listed, buyer_chats, messages_in
from ozon_returns.ozon.client import Client
from ozon_returns.period import stored
from ozon_returns.store import ozon_facts, ozon_rows
from ozon_returns.store.ozon_facts import CHATS, Connection
from ozon_returns.store.tables import CaseRow, MilestoneRow
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.case import Milestone

_MOST = 60
"""So many chats are read in one run, the newest first."""

_BEFORE = timedelta(days=7)
"""What was said so long before the defect was found or claimed may be about it; what is older is about something else."""

Written = Mapping[str, Sequence[tuple[int, str]]]
"""The open cases that wrote through a chat, each with since when, by chat."""


def bring_chats(client: Client, store: Store) -> Iterator[int]:
    """Read the chats in which something is new, store what was said about cases, and yield the cases in which buyers have answered.

    A message belongs to the case of the order that it names, else to those that wrote through its chat. Raise `OzonError` where Ozon
    lets one read no chat, or not now, and `OzonUnreachableError`.
    """
    with ozon_rows.opened(store.path) as connection:
        written = _written(connection)
    try:
        listed = list(buyer_chats(client))
    except OzonError:
        if not written:
            raise
        listed = []  # the history of a known chat may be read all the same
    with ozon_rows.opened(store.path) as connection:
        seen = ozon_facts.facts_told(connection, CHATS, [each.chat for each in listed])
        changed = [each for each in listed if _is_new(connection, each, seen.get(each.chat))]
    unlisted = [Listed(chat, "") for chat in written if chat not in {each.chat for each in listed}]
    for each in [*changed, *unlisted][:_MOST]:
        try:
            messages = messages_in(client, each.chat)
        except OzonError as error:
            if isinstance(error, ChatShutError) or type(error) is OzonError:
                continue
            raise
        yield from _bring(store, each, messages, written.get(each.chat, ()))


def _written(connection: Connection) -> Written:
    """Return the open cases that wrote through each chat."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for case, chat, since in ozon_rows.chats(connection):
        found[chat].append((case, since))
    return found


def _is_new(connection: Connection, chat: Listed, seen: Mapping[str, Any] | None) -> bool:
    """Return whether something was said in a chat since it was read, or one of its orders has got a case since."""
    if seen is None or not chat.last or seen["last"] != chat.last:
        return True
    cases = (ozon_facts.case_of_order(connection, order, "") for order in seen["orders"])
    return any(case is not None and case not in seen["cases"] for case in cases)


def _bring(store: Store, chat: Listed, messages: Sequence[ChatMessage], written: Sequence[tuple[int, str]]) -> list[int]:
    """Store what was said in a chat in the cases that it is about, and that it was read; return the cases with news of the buyer."""
    with store.writing() as writing:
        before = ozon_facts.facts_told(writing.connection, CHATS, [chat.chat]).get(chat.chat, {})
        numbers = set(before.get("numbers", ()))
        by_case: defaultdict[int, list[ChatMessage]] = defaultdict(list)
        for each in messages:
            for case in _cases(writing, each, written):
                by_case[case].append(each)
        answered = []
        for case, own in by_case.items():
            row = writing.case(case)
            since = _begun(writing, row) - _BEFORE
            recent = [each for each in own if each.at >= since]
            if bring_letters(writing, row, chat.chat, recent, {each.number for each in recent if f"{case}/{each.number}" in numbers}):
                answered.append(case)
            numbers |= {f"{case}/{each.number}" for each in recent}
        told = {
            "last": chat.last,
            "orders": sorted({*before.get("orders", ()), *(each.order for each in messages if each.order)}),
            "cases": sorted({*before.get("cases", ()), *by_case}),
            "numbers": sorted(numbers),
        }
        ozon_facts.keep_facts(writing.connection, CHATS, {chat.chat: told}, stored(writing.now))
    return answered


def _cases(writing: Writing, message: ChatMessage, written: Sequence[tuple[int, str]]) -> list[int]:
    """Return the cases that a message is about."""
    case = ozon_facts.case_of_order(writing.connection, message.order, message.sku) if message.order else None
    if case is not None:
        return [case]
    return [case for case, since in written if stored(message.at) >= since]


def _begun(writing: Writing, case: CaseRow) -> datetime:
    """Return when a defect was found or claimed, whichever is earlier."""
    claimed = (row.at for row in writing.rows(MilestoneRow, case=case.number, kind=Milestone.CLAIMED))
    return min([case.found_at, *claimed])
