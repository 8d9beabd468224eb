"""Fixed vocabularies of the handling of a case: offers, tickets, money and actions."""

from enum import StrEnum


class OfferKind(StrEnum):
    """Remedies that can be offered to the buyer."""

    REFUND = "refund"
    REFUND_KEEP = "refund_keep"
    REPLACEMENT = "replacement"
    BONUS = "bonus"
    REPAIR = "repair"
    PARTS = "parts"


class DemandKind(StrEnum):
    """What a buyer may demand by law of a defective item (art. 18 of the consumer law)."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    PRICE_CUT = "price_cut"
    REPAIR = "repair"
    REPAIR_COST = "repair_cost"
    LOSSES = "losses"


class DecisionKind(StrEnum):
    """Decisions on the buyer's claim; with `KEEP` and `PARTIAL` the buyer keeps the item."""

    APPROVE = "approve"
    REJECT = "reject"
    KEEP = "keep"
    PARTIAL = "partial"


class Decider(StrEnum):
    """Who decided on the claim: the seller, or Ozon automatically or by moderation."""

    SELLER = "seller"
    OZON = "ozon"


class FulfillmentKind(StrEnum):
    """What was done for the buyer; it ends the obligation, which a letter or an agreement does not."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    BONUS = "bonus"
    REPAIR = "repair"
    PARTS = "parts"


class Channel(StrEnum):
    """Channels by which messages are sent and received."""

    CHAT = "chat"
    CLAIM = "claim"
    REVIEW = "review"
    OTHER = "other"


class Direction(StrEnum):
    """Direction of a message: sent or received."""

    OUT = "out"
    IN = "in"


class Addressee(StrEnum):
    """Recipients of a ticket."""

    OZON = "ozon"
    SUPPLIER = "supplier"
    CARRIER = "carrier"


class Situation(StrEnum):
    """Subjects of a ticket."""

    TRANSPORT = "transport"
    SWAPPED = "swapped"
    USED_RETURN = "used_return"
    NOT_WORKING = "not_working"
    INCOMPLETE = "incomplete"
    LOST = "lost"
    OTHER = "other"


class Way(StrEnum):
    """How an offer is fulfilled if its name does not say it: by post, or as a new order after a refund."""

    POST = "post"
    REORDER = "reorder"


class Verdict(StrEnum):
    """Decisions on a ticket."""

    APPROVED = "approved"
    PARTLY = "partly"
    REFUSED = "refused"


class MessageKind(StrEnum):
    """Kinds of message in a ticket after it was opened."""

    ANSWER = "answer"
    APPEAL = "appeal"
    REMINDER = "reminder"


class PaymentKind(StrEnum):
    """A movement of the money of a ticket: paid to the seller, or taken back from the seller."""

    PAID = "paid"
    TAKEN_BACK = "taken_back"


class CostKind(StrEnum):
    """Kinds of cost."""

    REFUND = "refund"
    GOODS = "goods"
    DELIVERY = "delivery"
    RETURN_DELIVERY = "return_delivery"
    PROCESSING = "processing"
    STORAGE = "storage"
    DISPOSAL = "disposal"
    BONUS = "bonus"
    REPAIR = "repair"
    EXAMINATION = "examination"
    LABOUR = "labour"
    DECOMPENSATION = "decompensation"
    OTHER = "other"


class Payer(StrEnum):
    """Parties from whom money is recovered."""

    OZON = "ozon"
    SUPPLIER = "supplier"
    CARRIER = "carrier"
    BUYER = "buyer"
    RESALE = "resale"


class YesNo(StrEnum):
    """Answer to a yes-or-no question."""

    YES = "yes"
    NO = "no"


class Spoken(StrEnum):
    """Languages of letters."""

    RU = "ru"
    EN = "en"


LONGEST_MESSAGE = 1000
"""Maximum length of a chat message in characters (Ozon Seller API, text of a chat message)."""

FOLLOW_UP = "buyer.followup"
"""The letter that asks the buyer whether all is well."""

THROUGH_OZON = "ozon"
"""How a letter was sent that went through Ozon's chat."""

WARNING = "buyer.danger"
"""The letter that warns the buyer not to use the item."""

NOTICE = "supplier.notice"
"""The letter that notifies a supplier of a defect and demands nothing yet."""

SUPPLIER_CLAIM = "supplier.claim"
"""The letter that makes a claim on a supplier, from which the term for the answer runs."""
