"""Fixed vocabularies of a case and its item, as used in options, store and JSON; `words.name` returns their display names."""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """Status of a case."""

    NEW = "new"
    INSPECTED = "inspected"
    CONTACTED = "contacted"
    TICKETED = "ticketed"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Scheme(StrEnum):
    """Fulfillment schemes: FBO (Ozon stores and delivers), FBS (seller stores, Ozon delivers), rFBS (seller does both)."""

    FBO = "fbo"
    FBS = "fbs"
    RFBS = "rfbs"


class Stage(StrEnum):
    """Stages at which a defect can be found."""

    WAREHOUSE = "warehouse"
    SHIPPING = "shipping"
    BUYER = "buyer"
    RETURN = "return"


class Defect(StrEnum):
    """Kinds of defect."""

    SCRATCH = "scratch"
    CRACK = "crack"
    DENT = "dent"
    STAIN = "stain"
    PACKAGING = "packaging"
    NOT_WORKING = "not_working"
    INCOMPLETE = "incomplete"
    WRONG_ITEM = "wrong_item"
    USED = "used"
    COUNTERFEIT = "counterfeit"
    OTHER = "other"


class Severity(StrEnum):
    """Severity of a defect."""

    COSMETIC = "cosmetic"
    FUNCTIONAL = "functional"
    DANGEROUS = "dangerous"


class Cause(StrEnum):
    """Causes of a defect as assessed by the seller; the buyer's claim is recorded separately."""

    PRODUCTION = "production"
    SUPPLIER_PACKAGING = "supplier_packaging"
    OWN_PACKAGING = "own_packaging"
    OWN_STORAGE = "own_storage"
    OZON_STORAGE = "ozon_storage"
    TRANSPORT = "transport"
    PICKING = "picking"
    LISTING = "listing"
    BUYER_DAMAGE = "buyer_damage"
    SWAP = "swap"
    WEAR = "wear"
    NO_DEFECT = "no_defect"
    UNKNOWN = "unknown"


class Liable(StrEnum):
    """The party liable for the defect, which can differ from its cause."""

    SUPPLIER = "supplier"
    OZON = "ozon"
    CARRIER = "carrier"
    SELLER = "seller"
    BUYER = "buyer"
    NOBODY = "nobody"


class Outcome(StrEnum):
    """Outcomes of a case for the buyer or the item."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    BONUS = "bonus"
    REPAIR = "repair"
    REJECTED = "rejected"
    WRITTEN_OFF = "written_off"
    KEPT = "kept"
    LOST = "lost"


class Disposition(StrEnum):
    """Final disposition of the item."""

    RESTOCK = "restock"
    MARKDOWN = "markdown"
    REPAIR = "repair"
    TO_SUPPLIER = "to_supplier"
    DISPOSE = "dispose"
    WITH_BUYER = "with_buyer"
    LOST = "lost"


class Role(StrEnum):
    """Subjects of photos."""

    PACKAGING = "packaging"
    LABEL = "label"
    OVERALL = "overall"
    DEFECT = "defect"
    SERIAL = "serial"
    INSIDE = "inside"
    VIDEO = "video"
    DOCUMENT = "document"
    INVOICE = "invoice"
    CERTIFICATE = "certificate"
    BRAND = "brand"


class Milestone(StrEnum):
    """Dates in a case that the seller supplies and that deadlines count from or end on."""

    CLAIMED = "claimed"
    DECIDED = "decided"
    REJECTED = "rejected"
    PARTIAL_REFUSED = "partial_refused"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_DECIDED = "dispute_decided"
    DEMAND_REFUND = "demand_refund"
    DEMAND_PRICE_CUT = "demand_price_cut"
    DEMAND_LOSSES = "demand_losses"
    DEMAND_REPAIR_COST = "demand_repair_cost"
    DEMAND_REPLACEMENT = "demand_replacement"
    DEMAND_REPLACEMENT_CHECK = "demand_replacement_check"
    DEMAND_REPLACEMENT_NO_STOCK = "demand_replacement_no_stock"
    DEMAND_REPAIR = "demand_repair"
    DEMAND_LOANER = "demand_loaner"
    LOANER_GIVEN = "loaner_given"
    DELIVERED = "delivered"
    DELIVERED_UNINFORMED = "delivered_uninformed"
    REFUSED = "refused"
    WARRANTY_UNTIL = "warranty_until"
    RETURN_CREATED = "return_created"
    RETURN_SENT = "return_sent"
    RETURN_RECEIVED = "return_received"
    PICKED_UP = "picked_up"
    ENDED_AT_OZON = "ended_at_ozon"
    FREE_UNTIL = "free_until"
    DISPOSAL = "disposal"
    COMPENSATION_OFFERED = "compensation_offered"
    COMPENSATION_ANSWERED = "compensation_answered"
    SUPPLIED = "supplied"
    SUPPLIER_NOTIFIED = "supplier_notified"
    REPLACEMENT_SENT = "replacement_sent"
    REPLACEMENT_DELIVERED = "replacement_delivered"


LAST_DAYS = frozenset({Milestone.WARRANTY_UNTIL, Milestone.FREE_UNTIL, Milestone.DISPOSAL})
"""Milestones for which a date means the end of that day."""


class Dimension(StrEnum):
    """Dimensions by which a report can be broken down."""

    PRODUCT = "product"
    SUPPLIER = "supplier"
    BATCH = "batch"
    CAUSE = "cause"
    DEFECT = "defect"
    STAGE = "stage"
    SCHEME = "scheme"
    WAREHOUSE = "warehouse"


OPEN = frozenset(Status) - {Status.CLOSED, Status.DISMISSED}
"""Statuses of cases that still need action."""

WITH_BUYER = frozenset({Stage.BUYER, Stage.RETURN})
"""Stages at which the buyer has had the item."""

UNFOUNDED = frozenset({Cause.BUYER_DAMAGE, Cause.WEAR, Cause.SWAP, Cause.NO_DEFECT})
"""Causes by which a buyer's claim of a defect is unfounded."""

CURRENCY = "RUB"
"""Currency of all amounts: the seller's account with Ozon is in roubles."""


def reached_buyer(case: Mapping[str, object]) -> bool:
    """Return whether the buyer has had the item; if the stage is unknown, a posting or a return implies it."""
    return case["stage"] in WITH_BUYER if case["stage"] else bool(case["posting"] or case["return_id"])
