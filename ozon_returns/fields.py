"""The one table of the fields of a case; those of the lines of its lists are in `line_fields`.

Columns of the store, JSON, case file, filters, options of `inspect`, case page, letters and undo are derived from it, or
proved against it by `tests/test_fields.py`. A new field of a case is an entry in `CASE` and a key of `CaseFields` here, a
column in `store/tables.py` and a migration.
"""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from ozon_returns.field import Field, Kind
from ozon_returns.vocabulary import case
from ozon_returns.words import N_

CASE: tuple[Field, ...] = (
    Field("number", Kind.WHOLE, filter="number", least=1),
    Field("status", Kind.MEMBER, case.Status, filter="status"),
    Field("opened_at", Kind.MOMENT, filter="opened"),
    Field("found_at", Kind.MOMENT, label=N_("Found"), help=N_("When it was found (default: now)."), filter="found"),
    Field("closed_at", Kind.MOMENT, filter="closed"),
    Field("sku", Kind.TEXT, label=N_("SKU"), help=N_("Ozon SKU of the product."), filter="sku", searched=True, in_letters=True),
    Field(
        "article",
        Kind.TEXT,
        label=N_("Article"),
        help=N_("Your own product code (article)."),
        filter="article",
        searched=True,
        in_letters=True,
    ),
    Field(
        "product", Kind.TEXT, label=N_("Product"), help=N_("What the product is called."), filter="product", searched=True, in_letters=True
    ),
    Field("posting", Kind.TEXT, label=N_("Posting"), help=N_("Number of the posting."), filter="posting", searched=True, in_letters=True),
    Field("return_id", Kind.TEXT, label=N_("Return"), help=N_("Number of the return."), filter="return_id", in_letters=True),
    Field("scheme", Kind.MEMBER, case.Scheme, label=N_("Scheme"), help=N_("How the product is sold."), filter="scheme"),
    Field(
        "quantity",
        Kind.WHOLE,
        label=N_("Quantity"),
        help=N_("How many items."),
        filter="quantity",
        in_letters=True,
        least=1,
        most=1_000_000,
    ),
    Field("price", Kind.MONEY, label=N_("Price"), help=N_("Price the buyer paid for one item."), filter="price", in_letters=True),
    Field("currency", Kind.CURRENCY),
    Field("supplier", Kind.TEXT, label=N_("Supplier"), help=N_("Who supplied it."), filter="supplier", searched=True, in_letters=True),
    Field(
        "batch", Kind.TEXT, label=N_("Batch"), help=N_("Batch or delivery it came with."), filter="batch", searched=True, in_letters=True
    ),
    Field("serial", Kind.TEXT, label=N_("Serial number"), help=N_("Serial number."), filter="serial", searched=True, in_letters=True),
    Field("stage", Kind.MEMBER, case.Stage, label=N_("Where found"), help=N_("Where the defect was found."), filter="stage"),
    Field("defects", Kind.MEMBERS, case.Defect, label=N_("Defects"), filter="defect"),
    Field("severity", Kind.MEMBER, case.Severity, label=N_("Severity"), help=N_("How bad it is."), filter="severity"),
    Field(
        "claimed_reason",
        Kind.TEXT,
        label=N_("The buyer claims"),
        option="--reason",
        help=N_("Reason claimed by the buyer, as worded by Ozon."),
        long=True,
        searched=True,
        in_letters=True,
    ),
    Field(
        "suspected_cause",
        Kind.MEMBER,
        case.Cause,
        label=N_("Suspected cause"),
        option="--suspect",
        help=N_("What probably caused it."),
        filter="suspect",
    ),
    Field("cause", Kind.MEMBER, case.Cause, label=N_("Cause"), filter="cause"),
    Field("liable", Kind.MEMBER, case.Liable, label=N_("Liable party"), filter="liable"),
    Field("outcome", Kind.MEMBER, case.Outcome, label=N_("Outcome"), filter="outcome"),
    Field("disposition", Kind.MEMBER, case.Disposition, label=N_("Item disposition"), filter="disposition"),
    Field("note", Kind.TEXT, label=N_("Note"), help=N_("Note; - reads it from stdin."), long=True, searched=True, in_letters=True),
    Field("net_cost", Kind.MONEY, label=N_("Net cost"), filter="net", derived=True),
    Field("key", Kind.TEXT, contract=False),
    Field("marking", Kind.TEXT, label=N_("Marking"), help=N_("Marking code."), filter="marking", in_letters=True, contract=False),
    Field(
        "warehouse",
        Kind.TEXT,
        label=N_("Warehouse"),
        help=N_("Warehouse it was shipped from."),
        filter="warehouse",
        in_letters=True,
        contract=False,
    ),
    Field("no_action", Kind.TEXT, label=N_("No action, because"), contract=False),
    Field("why", Kind.TEXTS, label=N_("Why"), contract=False),
    Field("owed", Kind.MONEY, filter="owed", contract=False, derived=True),
    Field("due_at", Kind.MOMENT, label=N_("Next deadline"), filter="due", contract=False, derived=True),
    Field("contacted_at", Kind.MOMENT, contract=False),
    Field("ticketed_at", Kind.MOMENT, contract=False),
    Field("resolved_at", Kind.MOMENT, contract=False),
    Field("dismissed_at", Kind.MOMENT, contract=False),
    Field(
        "carrier",
        Kind.TEXT,
        label=N_("Carrier"),
        help=N_("Who carried it."),
        filter="carrier",
        searched=True,
        in_letters=True,
        contract=False,
    ),
    Field(
        "supply",
        Kind.TEXT,
        label=N_("FBO supply"),
        help=N_("Number of the FBO supply it was delivered to Ozon with."),
        filter="supply",
        searched=True,
        in_letters=True,
        contract=False,
    ),
    Field(
        "technically_complex",
        Kind.FLAG,
        label=N_("Technically complex"),
        help=N_("Whether the product is technically complex by law (Government decree 924)."),
        filter="technically_complex",
        contract=False,
    ),
)
"""The fields of a case, in the order of the contract; what goes beyond the contract comes last."""


class CaseFields(TypedDict):
    """The fields of a case as the program reads them: moments are aware, money is in roubles."""

    number: int
    status: str
    opened_at: datetime
    found_at: datetime
    closed_at: datetime | None
    sku: str | None
    article: str | None
    product: str | None
    posting: str | None
    return_id: str | None
    scheme: str | None
    quantity: int
    price: Decimal | None
    currency: str
    supplier: str | None
    batch: str | None
    serial: str | None
    stage: str | None
    defects: list[str]
    severity: str | None
    claimed_reason: str | None
    suspected_cause: str | None
    cause: str | None
    liable: str | None
    outcome: str | None
    disposition: str | None
    note: str | None
    net_cost: Decimal
    key: str
    marking: str | None
    warehouse: str | None
    no_action: str | None
    why: list[str]
    owed: Decimal
    due_at: datetime | None
    contacted_at: datetime | None
    ticketed_at: datetime | None
    resolved_at: datetime | None
    dismissed_at: datetime | None
    carrier: str | None
    supply: str | None
    technically_complex: bool | None


NAMES = tuple(each.name for each in CASE)
BY_NAME = {each.name: each for each in CASE}

STATUS_MOMENTS = ("contacted_at", "ticketed_at", "resolved_at", "closed_at", "dismissed_at")
"""The moments at which the status of a case changed."""

NULL_IS_MEANT = frozenset({*STATUS_MOMENTS, "sent_at", "opened_at"})
"""Moments that an import derives where a file leaves them out, so that null has to be written where there was none."""
