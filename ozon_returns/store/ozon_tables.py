"""The tables of what Ozon knows: its returns and claims as they were told, and how far they have been read.

They are a copy of what can be read again, so no journal has them; `case` is not a foreign key, as a case may be removed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer
from sqlmodel import Field

from ozon_returns.store.columns import Row, when


class OzonRow(Row, table=True):
    """A return or a claim of Ozon: `kind` and its `number` there, its status by name, its reason, the case it belongs to, if any.

    `told` is all that Ozon said of it, as JSON, but for the names of people; `told_at` when that was.
    """

    __tablename__ = "ozon"

    kind: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    status: str = Field(index=True)
    status_at: datetime | None = when()
    reason: str = Field(index=True)
    case: int | None = Field(default=None, sa_column=Column("case", Integer, index=True))
    told: str
    told_at: datetime = when(required=True)


class OzonFactRow(Row, table=True):
    """What Ozon told of a posting or a product, as `kind` says, by its number or SKU: the facts of it that are used, as JSON."""

    __tablename__ = "ozon_fact"

    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    told: str
    told_at: datetime = when(required=True)


class OzonProgressRow(Row, table=True):
    """How far a list of Ozon has been read: all changes before `since`; of those before `until` the ones up to number `last`."""

    __tablename__ = "ozon_progress"
    __table_args__: tuple[Any, ...] = ()

    name: str = Field(primary_key=True)
    since: datetime | None = when()
    until: datetime | None = when()
    last: int = 0
