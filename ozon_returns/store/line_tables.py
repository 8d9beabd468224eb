"""The tables of the dealings in a case: letters, tickets, money, actions, feedback; for demands and offers see `buyer_tables`."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, UniqueConstraint
from sqlmodel import Field

from ozon_returns.store.columns import NEVER_REUSED, Kopecks, Row, not_negative, one_of, owner, roubles, when
from ozon_returns.vocabulary import action, activity


class LetterRow(Row, table=True):
    """A message to or from the buyer. An unsent one is a draft; `how` is how it was sent."""

    __tablename__ = "letter"
    __table_args__ = (one_of("direction", activity.Direction), one_of("channel", activity.Channel), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    direction: str
    name: str | None = None
    channel: str | None = None
    text: str
    written_at: datetime = when(required=True)
    sent_at: datetime | None = when()
    how: str | None = None
    outside_id: str | None = None


class TicketRow(Row, table=True):
    """A claim on Ozon, a supplier or a carrier; `no` counts within the case. A ticket without `opened_at` is a draft.

    `amount` is what was granted by the last decision; what was paid and taken back are rows of `payment`. `withdrawn` is why
    the seller no longer pursues it.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("addressee", activity.Addressee),
        one_of("situation", activity.Situation),
        one_of("outcome", activity.Verdict),
        not_negative("asked"),
        not_negative("amount"),
        UniqueConstraint("case", "no"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    no: int
    number: str | None = None
    addressee: str
    situation: str
    text: str
    asked: Decimal | None = roubles()
    until: datetime | None = when()
    written_at: datetime = when(required=True)
    opened_at: datetime | None = when()
    next_check: datetime | None = when()
    outcome: str | None = None
    amount: Decimal | None = roubles()
    decided_at: datetime | None = when()
    files: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    letter: str | None = None
    withdrawn_at: datetime | None = when()
    withdrawn: str | None = None


class PaymentRow(Row, table=True):
    """Money of a ticket that was paid to the seller, or taken back."""

    __tablename__ = "payment"
    __table_args__ = (one_of("kind", activity.PaymentKind), not_negative("amount"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    ticket: int = Field(sa_column=Column("ticket", ForeignKey("ticket.id"), nullable=False, index=True))
    kind: str
    amount: Decimal = Field(sa_type=Kopecks)
    at: datetime = when(required=True)


class MessageRow(Row, table=True):
    """An answer to a ticket, or an appeal against the answer, verbatim."""

    __tablename__ = "answer"
    __table_args__ = (one_of("kind", activity.MessageKind), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    ticket: int = Field(sa_column=Column("ticket", ForeignKey("ticket.id"), nullable=False, index=True))
    at: datetime = when(required=True)
    kind: str
    text: str


class CostRow(Row, table=True):
    """A cost of a case, with its date."""

    __tablename__ = "cost"
    __table_args__ = (one_of("kind", activity.CostKind), not_negative("amount"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    kind: str
    amount: Decimal = Field(sa_type=Kopecks)
    at: datetime = when(required=True, index=True)


class RecoveryRow(Row, table=True):
    """Money recovered for a case, with its date."""

    __tablename__ = "recovery"
    __table_args__ = (one_of("payer", activity.Payer), not_negative("amount"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    payer: str
    amount: Decimal = Field(sa_type=Kopecks)
    at: datetime = when(required=True, index=True)


class ActionRow(Row, table=True):
    """A measure to prevent a recurrence."""

    __tablename__ = "action"
    __table_args__ = (one_of("kind", action.ActionKind), one_of("scope", action.ActionScope), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    kind: str
    text: str
    due: datetime | None = when()
    done_at: datetime | None = when()
    at: datetime = when(required=True)
    scope: str | None = None
    owner: str | None = None


class FeedbackRow(Row, table=True):
    """The buyer's feedback after the case was resolved, or why the buyer could not be asked."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score_is_1_to_5"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    at: datetime = when(required=True)
    satisfied: bool | None = None
    score: int | None = None
    again: bool | None = None
    comment: str | None = None
    unreachable: str | None = None
