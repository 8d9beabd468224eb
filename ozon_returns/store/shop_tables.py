"""The tables of what belongs to no case: units delivered, products, and lots received from suppliers."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, Date
from sqlmodel import Field

from ozon_returns.store.columns import NEVER_REUSED, Row, Share, not_negative, one_of, roubles
from ozon_returns.vocabulary import case as case_words


class DeliveryRow(Row, table=True):
    """Units of a product delivered to buyers in a period, both days included; the basis of return rates."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("units >= 0", name="units_is_not_negative"),
        CheckConstraint('"from" <= "to"', name="from_is_not_after_to"),
        one_of("scheme", case_words.Scheme),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    sku: str = Field(index=True)
    first: date = Field(sa_column=Column("from", Date, nullable=False))
    last: date = Field(sa_column=Column("to", Date, nullable=False))
    units: int
    supplier: str | None = None
    batch: str | None = None
    scheme: str | None = None
    warehouse: str | None = None
    carrier: str | None = None


class ProductRow(Row, table=True):
    """What is known of a product; costs are per item, `commission` is a share of the price."""

    __tablename__ = "product"
    __table_args__ = (
        *(not_negative(each) for each in ("cost", "delivery_out", "delivery_back", "stock", "price")),
        CheckConstraint("commission BETWEEN 0 AND 10000", name="commission_is_a_share"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    sku: str = Field(unique=True)
    article: str | None = None
    product: str | None = None
    cost: Decimal | None = roubles()
    commission: Decimal | None = Field(default=None, sa_type=Share)
    delivery_out: Decimal | None = roubles()
    delivery_back: Decimal | None = roubles()
    technically_complex: bool | None = None
    marked: bool | None = None
    packaging: str | None = None
    supplier: str | None = None
    stock: int | None = None
    barcodes: str | None = None
    price: Decimal | None = roubles()


class LotRow(Row, table=True):
    """A lot of a product received from a supplier, with the result of the inspection on receipt."""

    __tablename__ = "lot"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_is_positive"),
        CheckConstraint("inspected <= quantity", name="inspected_is_part"),
        CheckConstraint("defective <= ifnull(inspected, quantity)", name="defective_is_part"),
        not_negative("unit_cost"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    sku: str = Field(index=True)
    received: date = Field(sa_column=Column("received", Date, nullable=False))
    quantity: int
    supplier: str | None = None
    batch: str | None = None
    unit_cost: Decimal | None = roubles()
    inspected: int | None = None
    defective: int | None = None
