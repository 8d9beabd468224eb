"""The occurrences that rules refer to by name, found in the rows of a case."""

from collections.abc import Collection, Iterable
from functools import lru_cache, partial
from itertools import chain

from ozon_returns.clocks.buyer_triggers import buyer_waits, chosen, danger, decisions, done_action, offers, sent, warned
from ozon_returns.clocks.entitlement import claimed
from ozon_returns.clocks.fulfilling import BONUS, PARTS, fulfilled
from ozon_returns.clocks.remedy import demanded_beside, owed, replacement_owed, turned_down
from ozon_returns.clocks.ticket_triggers import (
    claims,
    complaints,
    decided,
    drafts,
    heard,
    looked,
    messages,
    paid,
    promised,
    pursued,
    refused,
    settled_notices,
    stirred,
    taken_back,
    tickets,
    waiting,
    withdrawn,
)
from ozon_returns.clocks.trigger import Finding, Found, Happening, Rows, case_moment, milestone
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.activity import Addressee, CostKind, DecisionKind, DemandKind, MessageKind, OfferKind
from ozon_returns.vocabulary.case import Milestone

_EVERY_OFFER = frozenset(OfferKind)


def _actions(moment: str, rows: Rows) -> Found:
    """Find a moment of actions."""
    return [Happening(f"{row['kind']}-{no}", row[moment], row) for no, row in enumerate(rows.get("action", {}).values(), 1) if row[moment]]


def _taken_back_by(addressees: frozenset[str], rows: Rows) -> Found:
    """Find when certain addressees took money of tickets back."""
    return [each for each in taken_back(rows) if each.row["addressee"] in addressees]


def _feedback(rows: Rows) -> Found:
    """Find when the buyer gave feedback."""
    return [Happening("", row["at"], row) for row in rows.get("feedback", {}).values()]


def _disposed(rows: Rows) -> Found:
    """Find when the disposal of the item was paid."""
    return [Happening("", row["at"], row) for row in rows.get("cost", {}).values() if row["kind"] == CostKind.DISPOSAL]


def _any(findings: Iterable[Finding], rows: Rows) -> Found:
    """Find what any of several functions finds."""
    return [each for find in findings for each in find(rows)]


_decided = partial(
    _any,
    (
        partial(milestone, Milestone.DECIDED),
        partial(milestone, Milestone.REJECTED),
        partial(milestone, Milestone.DISPUTE_OPENED),
        partial(decisions, frozenset(DecisionKind)),
    ),
)
_FOUND_IN: dict[str, dict[str, Finding]] = {
    "ticket": {
        "ticket_to_ozon": partial(pursued, Addressee.OZON),
        "ticket_to_supplier": partial(pursued, Addressee.SUPPLIER),
        "claim_to_supplier": claims,
        "ticket_waits": waiting,
        "ticket_answered": partial(messages, frozenset({MessageKind.ANSWER})),
        "ticket_looked": looked,
        "ticket_decided": decided,
        "ticket_judged": partial(tickets, "decided_at", frozenset(Addressee)),
        "ticket_refused": refused,
        "notice_settled": settled_notices,
        "ticket_appealed": partial(messages, frozenset({MessageKind.APPEAL})),
        "ticket_withdrawn": withdrawn,
        "ticket_drafted": drafts,
        "ticket_handed_in": partial(tickets, "opened_at", frozenset(Addressee)),
        "complained": complaints,
        "ticket_heard": heard,
        "ticket_stirred": stirred,
        "ticket_paid": paid,
        "money_promised": promised,
        "ozon_took_back": partial(_taken_back_by, frozenset({Addressee.OZON})),
        "partner_took_back": partial(_taken_back_by, frozenset({Addressee.SUPPLIER, Addressee.CARRIER})),
        "ticket_appealed_again": partial(messages, frozenset({MessageKind.APPEAL, MessageKind.REMINDER})),
    },
    "offer": {
        "offered": partial(offers, "at", _EVERY_OFFER),
        "chosen": chosen,
        "offer_refused": partial(offers, "refused_at", _EVERY_OFFER),
    },
    "action": {
        "sale_stopped": partial(done_action, ActionKind.STOP_SELLING),
        "batch_checked": partial(done_action, ActionKind.INBOUND_CHECK),
        "promised": partial(_actions, "at"),
        "done": partial(_actions, "done_at"),
    },
    "letter": {
        "buyer_waits": buyer_waits,
        "warned": warned,
    },
    "feedback": {
        "feedback": _feedback,
    },
    "cost": {
        "disposed": _disposed,
    },
}
"""Occurrences that are found in the rows of one table alone."""

HAPPENINGS: dict[str, Finding] = {
    **{kind.value: partial(milestone, kind) for kind in Milestone},
    **{name: find for found in _FOUND_IN.values() for name, find in found.items()},
    "found": partial(case_moment, "found_at"),
    "claimed": claimed,
    "answered": partial(_any, (sent, partial(offers, "at", _EVERY_OFFER))),
    "decided": _decided,
    "rejected": partial(_any, (partial(milestone, Milestone.REJECTED), partial(decisions, frozenset({DecisionKind.REJECT})))),
    "resolved": partial(case_moment, "resolved_at"),
    "closed": partial(case_moment, "closed_at"),
    "demand_refund": partial(owed, DemandKind.REFUND),
    "demand_price_cut": partial(owed, DemandKind.PRICE_CUT),
    "demand_repair": partial(owed, DemandKind.REPAIR),
    "demand_replacement": partial(replacement_owed, ""),
    "demand_replacement_check": partial(replacement_owed, Milestone.DEMAND_REPLACEMENT_CHECK.value),
    "demand_replacement_no_stock": partial(replacement_owed, Milestone.DEMAND_REPLACEMENT_NO_STOCK.value),
    "demand_losses": partial(demanded_beside, DemandKind.LOSSES, Milestone.DEMAND_LOSSES),
    "demand_repair_cost": partial(demanded_beside, DemandKind.REPAIR_COST, Milestone.DEMAND_REPAIR_COST),
    "bonus_agreed": partial(owed, BONUS),
    "parts_agreed": partial(owed, PARTS),
    "turned_down": turned_down,
    "refunded": partial(fulfilled, DemandKind.REFUND),
    "bonus_paid": partial(fulfilled, BONUS),
    "repaired": partial(fulfilled, DemandKind.REPAIR),
    "repair_paid": partial(fulfilled, DemandKind.REPAIR_COST),
    "losses_paid": partial(fulfilled, DemandKind.LOSSES),
    "parts_sent": partial(fulfilled, PARTS),
    "replaced": partial(fulfilled, DemandKind.REPLACEMENT),
    "picked_up": partial(_any, (partial(milestone, Milestone.PICKED_UP), partial(milestone, Milestone.RETURN_RECEIVED))),
    "partial_refused": partial(
        _any, (partial(milestone, Milestone.PARTIAL_REFUSED), partial(offers, "refused_at", frozenset({OfferKind.BONUS})))
    ),
    "danger": danger,
}
"""The occurrences by which a rule can start, be met or be paused, by name."""

_DONE = ("fulfillment", "cost")
_REPLACEMENT_ASKED = (
    *("demand", "offer", Milestone.DEMAND_REPLACEMENT, Milestone.DEMAND_REPLACEMENT_CHECK),
    Milestone.DEMAND_REPLACEMENT_NO_STOCK,
)
_SOURCES: dict[str, Collection[str]] = {
    **{name: (find.args[0],) for name, find in HAPPENINGS.items() if isinstance(find, partial) and find.func is milestone},
    **{name: (table,) for table, found in _FOUND_IN.items() for name in found},
    **dict.fromkeys(("refunded", "bonus_paid", "repaired", "repair_paid", "losses_paid", "parts_sent"), _DONE),
    **dict.fromkeys(("demand_replacement", "demand_replacement_check", "demand_replacement_no_stock"), _REPLACEMENT_ASKED),
    "replaced": (*_DONE, Milestone.REPLACEMENT_SENT, Milestone.REPLACEMENT_DELIVERED),
    "answered": ("letter", "offer"),
    "decided": ("decision", Milestone.DECIDED, Milestone.REJECTED, Milestone.DISPUTE_OPENED),
    "rejected": ("decision", Milestone.REJECTED),
    "demand_price_cut": ("demand", Milestone.DEMAND_PRICE_CUT),
    "demand_repair": ("demand", "offer", Milestone.DEMAND_REPAIR),
    "demand_losses": ("demand", Milestone.DEMAND_LOSSES),
    "demand_repair_cost": ("demand", Milestone.DEMAND_REPAIR_COST),
    "bonus_agreed": ("decision", "offer"),
    "parts_agreed": ("offer",),
    "picked_up": (Milestone.PICKED_UP, Milestone.RETURN_RECEIVED),
    "partial_refused": ("offer", Milestone.PARTIAL_REFUSED),
}
"""The tables and milestones by which occurrences are found: a case that has none of them has no such occurrence."""


def impossible(rows: Rows) -> frozenset[str]:
    """Return the names of occurrences that a case cannot have, as it has no row by which they are found."""
    dates = (row["kind"] for row in rows.get("milestone", {}).values())
    return _impossible(frozenset(chain(dates, (table for table, held in rows.items() if held))))


@lru_cache(maxsize=1024)
def _impossible(held: frozenset[str]) -> frozenset[str]:
    """Return what a case cannot have that has these milestones, and rows in these tables."""
    return frozenset(name for name, sources in _SOURCES.items() if held.isdisjoint(sources))


DATES = (*(kind.value for kind in Milestone), "until", "next_check", "due")
"""Dates on which a rule can end: milestones of the case, or dates of a ticket, an offer or an action."""
