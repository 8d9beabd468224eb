"""The fields of the lines of a case: photos, letters, offers, tickets, costs ...; `field.py` describes what a field is."""

from collections.abc import Sequence
from typing import NamedTuple

from ozon_returns.field import Field, Kind
from ozon_returns.vocabulary import action, activity, case
from ozon_returns.vocabulary.event import EventKind


class Lines(NamedTuple):
    """A list of a case: the table of its rows, the fields of a line, those a line of a file must have, lists inside a line."""

    table: str
    fields: Sequence[Field]
    required: Sequence[str] = ()
    inside: Sequence[str] = ()


LISTS: dict[str, Lines] = {
    "photos": Lines(
        "photo",
        (
            Field("file", Kind.TEXT),
            Field("original_name", Kind.TEXT),
            Field("role", Kind.MEMBER, case.Role),
            Field("sha256", Kind.TEXT),
            Field("bytes", Kind.WHOLE, derived=True),
            Field("mime", Kind.TEXT, derived=True),
            Field("width", Kind.WHOLE, derived=True),
            Field("height", Kind.WHOLE, derived=True),
            Field("taken_at", Kind.MOMENT),
            Field("added_at", Kind.MOMENT),
        ),
        required=("file",),
    ),
    "letters": Lines(
        "letter",
        (
            Field("direction", Kind.MEMBER, activity.Direction),
            Field("name", Kind.TEXT),
            Field("channel", Kind.MEMBER, activity.Channel),
            Field("text", Kind.TEXT),
            Field("written_at", Kind.MOMENT),
            Field("sent_at", Kind.MOMENT),
            Field("how", Kind.TEXT),
            Field("outside_id", Kind.TEXT),
        ),
        required=("text",),
    ),
    "demands": Lines(
        "demand",
        (Field("kind", Kind.MEMBER, activity.DemandKind), Field("at", Kind.MOMENT), Field("until", Kind.LAST)),
        required=("kind",),
    ),
    "decisions": Lines(
        "decision",
        (
            Field("kind", Kind.MEMBER, activity.DecisionKind),
            Field("by", Kind.MEMBER, activity.Decider),
            Field("at", Kind.MOMENT),
            Field("why", Kind.TEXT),
            Field("amount", Kind.MONEY),
        ),
        required=("kind", "by"),
    ),
    "fulfillments": Lines(
        "fulfillment",
        (Field("kind", Kind.MEMBER, activity.FulfillmentKind), Field("at", Kind.MOMENT), Field("amount", Kind.MONEY)),
        required=("kind",),
    ),
    "offers": Lines(
        "offer",
        (
            Field("kind", Kind.MEMBER, activity.OfferKind),
            Field("amount", Kind.MONEY),
            Field("until", Kind.LAST),
            Field("at", Kind.MOMENT),
            Field("chosen_at", Kind.MOMENT),
            Field("how", Kind.MEMBER, activity.Way),
            Field("refused_at", Kind.MOMENT),
        ),
        required=("kind",),
    ),
    "tickets": Lines(
        "tickets",
        (
            Field("no", Kind.WHOLE, least=1),
            Field("number", Kind.TEXT),
            Field("to", Kind.MEMBER, activity.Addressee),
            Field("situation", Kind.MEMBER, activity.Situation),
            Field("text", Kind.TEXT),
            Field("asked", Kind.MONEY),
            Field("until", Kind.LAST),
            Field("written_at", Kind.MOMENT),
            Field("opened_at", Kind.MOMENT),
            Field("next_check", Kind.LAST),
            Field("outcome", Kind.MEMBER, activity.Verdict),
            Field("amount", Kind.MONEY),
            Field("decided_at", Kind.MOMENT),
            Field("paid_at", Kind.MOMENT),
            Field("paid", Kind.MONEY),
            Field("taken_back", Kind.MONEY),
            Field("taken_back_at", Kind.MOMENT),
            Field("letter", Kind.TEXT),
            Field("withdrawn_at", Kind.MOMENT),
            Field("withdrawn", Kind.TEXT),
            Field("outstanding", Kind.MONEY, derived=True),
        ),
        required=("to", "situation"),
        inside=("answers", "payments"),
    ),
    "costs": Lines(
        "cost",
        (Field("kind", Kind.MEMBER, activity.CostKind), Field("amount", Kind.MONEY), Field("at", Kind.MOMENT)),
        required=("kind", "amount"),
    ),
    "recovered": Lines(
        "recovery",
        (Field("from", Kind.MEMBER, activity.Payer), Field("amount", Kind.MONEY), Field("at", Kind.MOMENT)),
        required=("from", "amount"),
    ),
    "actions": Lines(
        "action",
        (
            Field("kind", Kind.MEMBER, action.ActionKind),
            Field("text", Kind.TEXT),
            Field("due", Kind.LAST),
            Field("done_at", Kind.MOMENT),
            Field("at", Kind.MOMENT),
            *(Field("scope", Kind.MEMBER, action.ActionScope), Field("owner", Kind.TEXT)),
        ),
        required=("kind", "text"),
    ),
    "dates": Lines("milestone", (Field("kind", Kind.MEMBER, case.Milestone), Field("at", Kind.MOMENT)), required=("kind", "at")),
    "feedback": Lines(
        "feedback",
        (
            Field("at", Kind.MOMENT),
            Field("satisfied", Kind.FLAG),
            Field("score", Kind.WHOLE, least=1, most=5),
            Field("again", Kind.FLAG),
            Field("comment", Kind.TEXT),
            Field("unreachable", Kind.TEXT),
        ),
    ),
    "clocks": Lines(
        "clock",
        tuple(
            Field(name, kind, derived=True)
            for name, kind in (
                ("rule", Kind.TEXT),
                ("about", Kind.TEXT),
                ("started_at", Kind.MOMENT),
                ("due_at", Kind.MOMENT),
                ("paused_at", Kind.MOMENT),
                ("met_at", Kind.MOMENT),
                ("duty", Kind.FLAG),
                ("assumed", Kind.FLAG),
                ("stake", Kind.MONEY),
            )
        ),
    ),
    "history": Lines(
        "event",
        (
            Field("at", Kind.MOMENT),
            Field("kind", Kind.MEMBER, EventKind),
            Field("status", Kind.MEMBER, case.Status),
            Field("facts", Kind.FACTS),
        ),
        required=("at", "kind"),
    ),
}
"""The lists of a case."""

FOUND_CHANGED = "found_changed"
"""The fact of an event that names the tables in which rows of its case were modified outside the program before it.

It is about one store, so it is neither exported nor imported.
"""

TICKET_LISTS: dict[str, Lines] = {
    "answers": Lines(
        "answer",
        (Field("at", Kind.MOMENT), Field("kind", Kind.MEMBER, activity.MessageKind), Field("text", Kind.TEXT)),
        required=("text",),
    ),
    "payments": Lines(
        "payment",
        (Field("kind", Kind.MEMBER, activity.PaymentKind), Field("amount", Kind.MONEY), Field("at", Kind.MOMENT)),
        required=("kind", "amount", "at"),
    ),
}
"""The lists of a ticket."""

SHORT = ("demands", "decisions", "offers", "fulfillments", "tickets", "costs", "recovered", "actions", "dates", "feedback", "clocks")
"""The lists that come with each case of a list of cases."""

WRITTEN_LISTS = tuple(name for name in LISTS if name not in ("photos", "clocks", "history"))  # which a file may have, row by row
