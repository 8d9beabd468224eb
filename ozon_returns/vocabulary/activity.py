"""Fixed vocabularies of the handling of a case: offers, tickets, money, actions and events."""

from enum import StrEnum


class OfferKind(StrEnum):
    """Remedies that can be offered to the buyer."""

    REFUND = "refund"
    REFUND_KEEP = "refund_keep"
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


class ActionKind(StrEnum):
    """A measure to prevent a recurrence."""

    CHANGE_SUPPLIER = "change_supplier"
    SUPPLIER_CLAIM = "supplier_claim"
    IMPROVE_PACKAGING = "improve_packaging"
    IMPROVE_STORAGE = "improve_storage"
    FIX_LISTING = "fix_listing"
    INBOUND_CHECK = "inbound_check"
    TRAINING = "training"
    STOP_SELLING = "stop_selling"
    OTHER = "other"


class EventKind(StrEnum):
    """Kinds of event; each change to a case is recorded as an event."""

    OPENED = "case_opened"
    INSPECTED = "case_inspected"
    IMPORTED = "case_imported"
    UPDATED = "case_updated"
    LETTER_WRITTEN = "letter_written"
    LETTER_DRAFTED = "letter_drafted"
    REPLY_RECEIVED = "reply_received"
    OFFER_CHOSEN = "offer_chosen"
    OFFER_REFUSED = "offer_refused"
    FEEDBACK_RECEIVED = "feedback_received"
    BUYER_UNREACHABLE = "buyer_unreachable"
    TICKET_OPENED = "ticket_opened"
    TICKET_DRAFTED = "ticket_drafted"
    TICKET_UPDATED = "ticket_updated"
    TICKET_ANSWERED = "ticket_answered"
    TICKET_DECIDED = "ticket_decided"
    TICKET_PAID = "ticket_paid"
    TICKET_APPEALED = "ticket_appealed"
    TICKET_REMINDED = "ticket_reminded"
    TICKET_TAKEN_BACK = "ticket_taken_back"
    NOTED = "case_noted"
    RESOLVED = "case_resolved"
    CLOSED = "case_closed"
    REOPENED = "case_reopened"
    DISMISSED = "case_dismissed"
    DELIVERIES = "deliveries_imported"
    UNDONE = "change_undone"
    MIGRATED = "case_migrated"


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
