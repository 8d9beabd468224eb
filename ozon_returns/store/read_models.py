"""What is read of a case: one type for the case and one for each line of its lists, every key named.

Keys are the names of the contract. Moments are aware and in the seller's zone, money is `Decimal` roubles, unknown is `None`.
`tests/test_fields.py` holds the keys against the tables of fields.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from ozon_returns.fields import CaseFields
from ozon_returns.store.ticket_model import Ticket


class Photo(TypedDict):
    """A file of evidence; `file` is relative to the home, `width` and `height` are in pixels as it is looked at."""

    file: str
    original_name: str
    role: str | None
    sha256: str
    bytes: int
    mime: str
    width: int | None
    height: int | None
    taken_at: datetime | None
    added_at: datetime


class Letter(TypedDict):
    """A letter to the buyer (`direction` out) or from the buyer; without `sent_at` it is a draft."""

    direction: str
    name: str | None
    channel: str | None
    text: str
    written_at: datetime
    sent_at: datetime | None
    how: str | None
    outside_id: str | None


class Demand(TypedDict):
    """A demand of the buyer by law; `until`: a repair may take so long, as agreed in writing."""

    kind: str
    at: datetime
    until: datetime | None


class Decision(TypedDict):
    """A decision on the buyer's claim, by the seller or by Ozon."""

    kind: str
    by: str
    at: datetime
    why: str | None
    amount: Decimal | None


class Fulfillment(TypedDict):
    """What was done for the buyer."""

    kind: str
    at: datetime
    amount: Decimal | None


class Offer(TypedDict):
    """An offer to the buyer."""

    kind: str
    amount: Decimal | None
    until: datetime | None
    at: datetime
    chosen_at: datetime | None
    how: str | None
    refused_at: datetime | None


class Cost(TypedDict):
    """Money that a case took."""

    kind: str
    amount: Decimal
    at: datetime


Recovery = TypedDict("Recovery", {"from": str, "amount": Decimal, "at": datetime})
"""Money that came back."""


class Action(TypedDict):
    """An action against recurrence."""

    kind: str
    text: str
    due: datetime | None
    done_at: datetime | None
    at: datetime
    scope: str | None
    owner: str | None


class DateLine(TypedDict):
    """A milestone of a case."""

    kind: str
    at: datetime


class Feedback(TypedDict):
    """The buyer's word at the end, or why there is none."""

    at: datetime
    satisfied: bool | None
    score: int | None
    again: bool | None
    comment: str | None
    unreachable: str | None


class ClockState(TypedDict):
    """A deadline and its state: running, paused, met, missed.

    `window`: nothing is to be done, it is good to know; `late`: it was met after its term; `assumed`: the moment it starts from
    is not recorded; `at_stake` is the money at risk, `penalty` what accrued until it was met or until now, `command` what to type.
    """

    rule: str
    title: str
    started_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    met_at: datetime | None
    state: str
    what_happens: str
    about: str | None
    window: bool
    late: bool
    assumed: bool
    at_stake: Decimal | None
    penalty: Decimal | None
    command: str


class Event(TypedDict):
    """A change in the history."""

    at: datetime
    kind: str
    status: str | None
    facts: dict[str, Any]


class Case(CaseFields):
    """A case: its fields and its lists. Lists that were not asked for are empty."""

    photos: list[Photo]
    letters: list[Letter]
    demands: list[Demand]
    decisions: list[Decision]
    fulfillments: list[Fulfillment]
    offers: list[Offer]
    tickets: list[Ticket]
    costs: list[Cost]
    recovered: list[Recovery]
    actions: list[Action]
    dates: list[DateLine]
    feedback: list[Feedback]
    clocks: list[ClockState]
    history: list[Event]
    revision: int
