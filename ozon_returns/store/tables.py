"""The tables of a case; those of its dealings are in `line_tables`.

Times are UTC text (`2026-11-23T06:07:53Z`), money is integer kopecks, vocabularies are text with a CHECK constraint;
in the code they are aware moments, `Decimal` roubles and members of the vocabularies. Code that only reads does not
use these classes: it uses the views (`views.sql`) through `reading`.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field

from ozon_returns.store.columns import NEVER_REUSED, Row, not_negative, one_of, owner, roubles, when
from ozon_returns.vocabulary import case as case_words
from ozon_returns.vocabulary.event import EventKind


class CaseRow(Row, table=True):
    """A defective item and all its data."""

    __tablename__ = "case"
    __table_args__: tuple[Any, ...] = (
        one_of("status", case_words.Status),
        one_of("scheme", case_words.Scheme),
        one_of("stage", case_words.Stage),
        one_of("severity", case_words.Severity),
        one_of("suspected_cause", case_words.Cause),
        one_of("cause", case_words.Cause),
        one_of("liable", case_words.Liable),
        one_of("outcome", case_words.Outcome),
        one_of("disposition", case_words.Disposition),
        not_negative("price"),
        CheckConstraint("quantity > 0", name="quantity_is_positive"),
        NEVER_REUSED,
    )

    number: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    status: str = Field(index=True)
    opened_at: datetime = when(required=True, index=True)
    found_at: datetime = when(required=True, index=True)
    contacted_at: datetime | None = when()
    ticketed_at: datetime | None = when()
    resolved_at: datetime | None = when(index=True)
    closed_at: datetime | None = when()
    dismissed_at: datetime | None = when()
    sku: str | None = Field(default=None, index=True)
    article: str | None = None
    product: str | None = None
    posting: str | None = Field(default=None, index=True)
    return_id: str | None = None
    scheme: str | None = None
    quantity: int = 1
    price: Decimal | None = roubles()
    currency: str = case_words.CURRENCY
    supplier: str | None = None
    batch: str | None = None
    serial: str | None = None
    marking: str | None = None
    warehouse: str | None = None
    stage: str | None = None
    severity: str | None = None
    claimed_reason: str | None = None
    suspected_cause: str | None = None
    cause: str | None = None
    liable: str | None = None
    outcome: str | None = None
    disposition: str | None = None
    no_action: str | None = None
    why: list[str] = Field(default_factory=list, sa_type=JSON)
    note: str | None = None
    events: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    carrier: str | None = None
    supply: str | None = None
    technically_complex: bool | None = None


class DefectRow(Row, table=True):
    """A defect of a case."""

    __tablename__ = "defect"
    __table_args__ = (one_of("kind", case_words.Defect),)

    case: int = Field(sa_column=Column("case", ForeignKey("case.number"), primary_key=True))
    kind: str = Field(primary_key=True)
    position: int


class PhotoRow(Row, table=True):
    """A photo or other file of evidence, stored unmodified; `file` is its path relative to the home."""

    __tablename__ = "photo"
    __table_args__ = (
        one_of("role", case_words.Role),
        CheckConstraint("bytes > 0", name="bytes_is_positive"),
        UniqueConstraint("case", "sha256"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    file: str = Field(unique=True)
    original_name: str
    role: str | None = None
    sha256: str = Field(index=True)
    bytes: int
    mime: str
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = when()
    added_at: datetime = when(required=True)


class EventRow(Row, table=True):
    """An event of the history; rows are only appended.

    `status` is that of the case after the event; without a case, the event is about the shop. `change` is the first
    event of the same transaction, `rows` the journal of what the rows of the case were before it (`journal`); `state`,
    `previous` and `hash` form the hash chain (`chain`). The events of an undone case remain.
    """

    __tablename__ = "event"
    __table_args__ = (one_of("kind", EventKind), one_of("status", case_words.Status))

    id: int | None = Field(default=None, primary_key=True)
    case: int | None = Field(default=None, index=True)
    at: datetime = when(required=True, index=True)
    kind: str
    status: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    previous: str
    hash: str
    change: int = Field(index=True)
    rows: str = ""


class MilestoneRow(Row, table=True):
    """A milestone of a case, with its moment."""

    __tablename__ = "milestone"
    __table_args__ = (one_of("kind", case_words.Milestone), UniqueConstraint("case", "kind"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    kind: str
    at: datetime = when(required=True)


class ClockRow(Row, table=True):
    """A deadline that is running, paused or met; derived from the rows of its case by the rules on every change.

    `about` names the part of the case (a ticket, an offer), empty for the case itself; without `due_at`, its rule has no
    length yet; `duty`: action is required, otherwise it is for information only; `assumed`: the moment it starts from is not
    recorded but assumed; `stake`: the kopecks that are at risk.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_running", "due_at", "stake", sqlite_where=text("duty = 1 AND met_at IS NULL AND paused_at IS NULL")),
        Index("ix_clock_rule", "rule", sqlite_where=text("due_at IS NULL AND met_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    case: int = owner()
    rule: str
    about: str
    started_at: datetime = when(required=True)
    due_at: datetime | None = when()
    paused_at: datetime | None = when()
    met_at: datetime | None = when()
    duty: bool
    assumed: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    stake: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
