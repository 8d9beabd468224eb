"""What a command says of a ticket."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ozon_returns.settings import Limits
from ozon_returns.store.ticket_model import Ticket, TicketMessage
from ozon_returns.vocabulary.activity import Addressee, MessageKind, Situation, Verdict
from ozon_returns.vocabulary.event import EventKind

REMINDER, OBJECTION, APPEAL = "ozon.reminder", "ozon.decompensation", "ozon.appeal"
FOLLOWING = (REMINDER, OBJECTION, APPEAL)
"""Letters about a ticket that was opened; any other letter opens one."""


@dataclass(frozen=True)
class TicketRequest:
    """What is asked in a ticket, or what came back of it. `ticket` is its place in the case, `number` the addressee's own."""

    to: Addressee | None = None
    situation: Situation | None = None
    ask: Decimal | None = None
    until: datetime | None = None
    draft: bool = False
    sent: bool = False
    ticket: int | None = None
    number: str | None = None
    answer: str | None = None
    next_check: datetime | None = None
    outcome: Verdict | None = None
    amount: Decimal | None = None
    paid_at: datetime | None = None
    appeal: str | None = None
    taken_back: datetime | None = None
    withdraw: str | None = None
    at: datetime | None = None
    letter: str | None = None
    force: str | None = None

    @property
    def opens(self) -> bool:
        """Return whether this asks for a new ticket."""
        return self.situation is not None or self.ask is not None or self.draft or self.letter not in (None, *FOLLOWING)

    @property
    def has_news(self) -> bool:
        """Return whether this tells what came of a ticket that was handed in."""
        return bool(
            self.answer or self.outcome or self.paid_at or self.appeal or self.taken_back or self.letter in FOLLOWING or self.withdraw
        )

    @property
    def hands_in(self) -> bool:
        """Return whether this shows that a draft was handed in; a date to look again, or a withdrawal, does not."""
        news = self.answer or self.outcome or self.paid_at or self.appeal or self.taken_back or self.letter in FOLLOWING
        return bool(self.sent or news or self.number is not None)

    @property
    def follows(self) -> bool:
        """Return whether this is about a ticket that exists."""
        return (
            self.hands_in
            or bool(self.withdraw)
            or self.next_check is not None
            or self.ticket is not None
            or (self.until is not None and not self.opens)
        )

    @property
    def event(self) -> EventKind:
        """Return the kind of the event, after the weightiest part of the news."""
        weighty = (
            (self.withdraw, EventKind.TICKET_WITHDRAWN),
            (self.taken_back, EventKind.TICKET_TAKEN_BACK),
            (self.paid_at, EventKind.TICKET_PAID),
            (self.appeal or self.letter == OBJECTION, EventKind.TICKET_APPEALED),
            (self.letter, EventKind.TICKET_REMINDED),
            (self.outcome, EventKind.TICKET_DECIDED),
            (self.answer, EventKind.TICKET_ANSWERED),
        )
        return next((event for said, event in weighty if said), EventKind.TICKET_UPDATED)


@dataclass(frozen=True)
class AttachmentFolder:
    """Where attachments are made: the home, and the limits of the files."""

    home: Path
    limits: Limits


def received(ticket: Ticket) -> Decimal:
    """Return what of the money of a ticket is with the seller now."""
    return (ticket["paid"] or Decimal(0)) - (ticket["taken_back"] or Decimal(0))


def with_news(ticket: Ticket, said: TicketRequest, now: datetime) -> Ticket:
    """Return a ticket with the number, the answer and the decision that are told with what is written of it."""
    at = said.at or now
    answers = [TicketMessage(at=at, kind=MessageKind.ANSWER, text=said.answer)] if said.answer else []
    decided_at = at if said.outcome else ticket["decided_at"]
    return {**ticket, "number": ticket["number"] or said.number, "decided_at": decided_at, "answers": [*ticket["answers"], *answers]}
