"""The tables of what is agreed with the buyer: demands, decisions on the claim, offers, and what was done."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field

from ozon_returns.store.columns import NEVER_REUSED, Row, not_negative, one_of, owner, roubles, when
from ozon_returns.vocabulary import activity


class DemandRow(Row, table=True):
    """A demand of the buyer by law; `until` is a longer term for a repair, agreed in writing."""

    __tablename__ = "demand"
    __table_args__ = (one_of("kind", activity.DemandKind), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    kind: str
    at: datetime = when(required=True)
    until: datetime | None = when()


class DecisionRow(Row, table=True):
    """A decision on the buyer's claim: who decided, when, why, and the amount if only a part is paid."""

    __tablename__ = "decision"
    __table_args__ = (one_of("kind", activity.DecisionKind), one_of("decider", activity.Decider), not_negative("amount"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    kind: str
    decider: str
    at: datetime = when(required=True)
    why: str | None = None
    amount: Decimal | None = roubles()


class FulfillmentRow(Row, table=True):
    """What was done for the buyer, which ends an obligation."""

    __tablename__ = "fulfillment"
    __table_args__ = (one_of("kind", activity.FulfillmentKind), not_negative("amount"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    kind: str
    at: datetime = when(required=True)
    amount: Decimal | None = roubles()


class OfferRow(Row, table=True):
    """An offer to the buyer, and whether the buyer accepted or refused it."""

    __tablename__ = "offer"
    __table_args__ = (one_of("kind", activity.OfferKind), not_negative("amount"), one_of("how", activity.Way), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    kind: str
    amount: Decimal | None = roubles()
    until: datetime | None = when()
    at: datetime = when(required=True)
    chosen_at: datetime | None = when()
    how: str | None = None
    refused_at: datetime | None = when()
