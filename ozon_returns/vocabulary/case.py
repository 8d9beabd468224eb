"""The fixed vocabularies of a case and its item: what a status, a defect, a cause ... can be, and nothing else.

The values are what is typed, stored and put out as JSON; what they are called in a language stands in `labels`.
"""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """How far a case has come."""

    NEW = "new"
    INSPECTED = "inspected"
    CONTACTED = "contacted"
    TICKETED = "ticketed"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Scheme(StrEnum):
    """Who stores and who delivers: Ozon both, the seller and Ozon, the seller both."""

    FBO = "fbo"
    FBS = "fbs"
    RFBS = "rfbs"


class Stage(StrEnum):
    """Where the defect was found."""

    WAREHOUSE = "warehouse"
    SHIPPING = "shipping"
    BUYER = "buyer"
    RETURN = "return"


class Defect(StrEnum):
    """What is wrong with the item."""

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
    """How bad a defect is."""

    COSMETIC = "cosmetic"
    FUNCTIONAL = "functional"
    DANGEROUS = "dangerous"


class Cause(StrEnum):
    """Why it happened, as the seller sees it; what the buyer claims is kept apart."""

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
    """Who answers for it; not the same question as the cause."""

    SUPPLIER = "supplier"
    OZON = "ozon"
    CARRIER = "carrier"
    SELLER = "seller"
    BUYER = "buyer"
    NOBODY = "nobody"


class Outcome(StrEnum):
    """How a case ended for the buyer or the item."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    BONUS = "bonus"
    REPAIR = "repair"
    REJECTED = "rejected"
    WRITTEN_OFF = "written_off"
    KEPT = "kept"
    LOST = "lost"


class Disposition(StrEnum):
    """Where the item itself went."""

    RESTOCK = "restock"
    MARKDOWN = "markdown"
    REPAIR = "repair"
    TO_SUPPLIER = "to_supplier"
    DISPOSE = "dispose"
    WITH_BUYER = "with_buyer"
    LOST = "lost"


class Role(StrEnum):
    """What a photo shows."""

    PACKAGING = "packaging"
    LABEL = "label"
    OVERALL = "overall"
    DEFECT = "defect"
    SERIAL = "serial"
    INSIDE = "inside"
    VIDEO = "video"
    DOCUMENT = "document"


class Milestone(StrEnum):
    """A day in the life of a case that the seller knows from elsewhere, and that a term counts from or ends at."""

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
    FREE_UNTIL = "free_until"
    DISPOSAL = "disposal"
    COMPENSATION_OFFERED = "compensation_offered"
    COMPENSATION_ANSWERED = "compensation_answered"
    SUPPLIED = "supplied"
    REPLACEMENT_SENT = "replacement_sent"
    REPLACEMENT_DELIVERED = "replacement_delivered"


LAST_DAYS = frozenset({Milestone.WARRANTY_UNTIL, Milestone.FREE_UNTIL, Milestone.DISPOSAL})
"""Milestones of which a day means its end."""


class Dimension(StrEnum):
    """What the cases of a report can be broken down by."""

    PRODUCT = "product"
    SUPPLIER = "supplier"
    BATCH = "batch"
    CAUSE = "cause"
    DEFECT = "defect"
    STAGE = "stage"
    SCHEME = "scheme"
    WAREHOUSE = "warehouse"


OPEN = frozenset(Status) - {Status.CLOSED, Status.DISMISSED}
"""The statuses of a case that still wants something done."""

WITH_BUYER = frozenset({Stage.BUYER, Stage.RETURN})
"""The stages at which the item has been in a buyer's hands."""

CURRENCY = "RUB"
"""The currency of every amount: the seller's account with Ozon is kept in roubles."""


def reached_buyer(case: Mapping[str, object]) -> bool:
    """Tell whether an item has been in a buyer's hands; a posting or a return says so where the stage is unknown."""
    return case["stage"] in WITH_BUYER if case["stage"] else bool(case["posting"] or case["return_id"])
