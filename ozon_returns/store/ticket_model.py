"""What is read of a ticket, with its sums, its messages and its payments."""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict


class TicketMessage(TypedDict):
    """An answer to a ticket, an appeal or a reminder, word for word."""

    at: datetime
    kind: str
    text: str


class Payment(TypedDict):
    """Money of a ticket: paid, or taken back."""

    kind: str
    amount: Decimal
    at: datetime


class Ticket(TypedDict):
    """A ticket with its sums, as the view `tickets` adds them up: `amount` granted, `paid`, `taken_back`, `outstanding`."""

    no: int
    number: str | None
    to: str
    situation: str
    text: str
    asked: Decimal | None
    until: datetime | None
    written_at: datetime
    opened_at: datetime | None
    next_check: datetime | None
    outcome: str | None
    amount: Decimal | None
    decided_at: datetime | None
    paid_at: datetime | None
    paid: Decimal | None
    taken_back: Decimal | None
    taken_back_at: datetime | None
    letter: str | None
    withdrawn_at: datetime | None
    withdrawn: str | None
    outstanding: Decimal
    answers: list[TicketMessage]
    payments: list[Payment]
