"""Column types of the tables: moments, money, vocabularies, the foreign key of the case."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Dialect, ForeignKey, Integer, String, TypeDecorator
from sqlmodel import Field, SQLModel

from ozon_returns.money import SHARE, from_kopecks, to_kopecks
from ozon_returns.period import stored


class Row(SQLModel):
    """Base class of all tables.

    Rows are created by this program from values already validated, so pydantic's validators are never built.
    """

    model_config = {"defer_build": True}


NEVER_REUSED = {"sqlite_autoincrement": True}
"""For tables whose rows journals name: a row that is put back gets its ID again, as no other has had it since."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored as UTC text to the second."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's signature
        """Convert a moment to text; raise `ValueError` for a naive one, which is a bug."""
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return stored(value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Convert stored text to a moment."""
        return datetime.fromisoformat(value).astimezone(UTC) if value else None


class Kopecks(TypeDecorator[Decimal]):
    """Roubles in the code, integer kopecks in the database."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Convert an amount to kopecks."""
        return None if value is None else to_kopecks(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Convert kopecks to an amount."""
        return None if value is None else from_kopecks(value)


class Share(TypeDecorator[Decimal]):
    """A share from 0 to 1 in the code, integer hundredths of a per cent in the database."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Convert a share to hundredths of a per cent."""
        return None if value is None else int(value * SHARE)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Convert hundredths of a per cent to a share."""
        return None if value is None else Decimal(value) / SHARE


def one_of(column: str, vocabulary: type[StrEnum]) -> CheckConstraint:
    """Return a constraint that restricts a column to the members of a vocabulary (and NULL, if it is nullable)."""
    members = ", ".join(f"'{each.value}'" for each in vocabulary)
    return CheckConstraint(f"{column} IN ({members})", name=f"{column}_is_known")


def not_negative(column: str) -> CheckConstraint:
    """Return a constraint that forbids negative amounts in a column."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_is_not_negative")


def when(*, required: bool = False, index: bool = False) -> Any:  # noqa: ANN401  return type of SQLModel's Field
    """Return a field for a moment."""
    return Field(default=None, sa_column_kwargs={"nullable": not required}, sa_type=Moment, index=index)


def roubles() -> Any:  # noqa: ANN401
    """Return a field for an amount of money."""
    return Field(default=None, sa_type=Kopecks)


def owner() -> Any:  # noqa: ANN401
    """Return a field for the foreign key of the case that a row belongs to."""
    return Field(sa_column=Column("case", ForeignKey("case.number"), nullable=False, index=True))
