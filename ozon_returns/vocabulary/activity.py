"""The fixed vocabularies of what is done about a case: offers, tickets, money, actions and the events that tell of them."""

from enum import StrEnum


class OfferKind(StrEnum):
    """What the buyer is offered."""

    REFUND = "refund"
    REFUND_KEEP = "refund_keep"
    REPLACEMENT = "replacement"
    BONUS = "bonus"
    REPAIR = "repair"
    PARTS = "parts"


class Channel(StrEnum):
    """By which way a letter went or an answer came."""

    CHAT = "chat"
    CLAIM = "claim"
    REVIEW = "review"
    OTHER = "other"


class Direction(StrEnum):
    """Whether a letter went out or came in."""

    OUT = "out"
    IN = "in"


class Addressee(StrEnum):
    """Whom a ticket is written to."""

    OZON = "ozon"
    SUPPLIER = "supplier"
    CARRIER = "carrier"


class Situation(StrEnum):
    """What a ticket is about."""

    TRANSPORT = "transport"
    SWAPPED = "swapped"
    USED_RETURN = "used_return"
    NOT_WORKING = "not_working"
    INCOMPLETE = "incomplete"
    LOST = "lost"
    OTHER = "other"


class Way(StrEnum):
    """How an offer is carried out where that is not said by its name: sent by post, or as a new order after a refund."""

    POST = "post"
    REORDER = "reorder"


class Verdict(StrEnum):
    """How a ticket was decided."""

    APPROVED = "approved"
    PARTLY = "partly"
    REFUSED = "refused"


class MessageKind(StrEnum):
    """What was said in a ticket after it was opened."""

    ANSWER = "answer"
    APPEAL = "appeal"
    REMINDER = "reminder"


class PaymentKind(StrEnum):
    """A movement of the money of a ticket: paid to the seller, or taken back from the seller."""

    PAID = "paid"
    TAKEN_BACK = "taken_back"


class CostKind(StrEnum):
    """What money went out for."""

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
    """From whom money came back."""

    OZON = "ozon"
    SUPPLIER = "supplier"
    CARRIER = "carrier"
    BUYER = "buyer"
    RESALE = "resale"


class ActionKind(StrEnum):
    """What is done so that it does not happen again."""

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
    """What happened to a case: one event for each change."""

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
    """An answer to a plain question."""

    YES = "yes"
    NO = "no"


class Spoken(StrEnum):
    """The language of a letter."""

    RU = "ru"
    EN = "en"


LONGEST_MESSAGE = 1000
"""So many characters Ozon takes in a message of a chat (Seller API, the text of a chat's message)."""

FOLLOW_UP = "buyer.followup"
"""The letter that asks the buyer whether all is well."""
