"""The occurrences that rules refer to by name, found in the rows of a case."""

from collections.abc import Callable, Iterable
from functools import partial

from ozon_returns.clocks.ticket_triggers import decided, heard, looked, messages, paid, promised, stirred, taken_back, tickets, waiting
from ozon_returns.clocks.trigger import Finding, Found, Happening, Rows, case_moment, case_of, milestone
from ozon_returns.vocabulary.activity import Addressee, Direction, MessageKind, OfferKind
from ozon_returns.vocabulary.case import Cause, Milestone, Stage, reached_buyer

_APPROVING = frozenset({"buyer.approve"})
_REJECTING = frozenset({"buyer.reject"})
_SUPPLIERS = frozenset({Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING})
_OZONS = frozenset({Cause.TRANSPORT, Cause.OZON_STORAGE, Cause.SWAP})
_REFUNDS = frozenset({OfferKind.REFUND, OfferKind.REFUND_KEEP})
_EVERY_OFFER = frozenset(OfferKind)


def _claimed(rows: Rows) -> Found:
    """Find when the buyer made the claim: as recorded, else when the defect was found at the buyer's."""
    case = case_of(rows)
    at_buyer = case["stage"] == Stage.BUYER if case["stage"] else reached_buyer(case)
    return milestone(Milestone.CLAIMED, rows) or ([Happening("", case["found_at"], {})] if at_buyer else [])


def _demanded_refund(rows: Rows) -> Found:
    """Find when the buyer demanded a refund: as recorded, else with the claim unless something else was demanded."""
    demands = [row["kind"] for row in rows.get("milestone", {}).values() if row["kind"].startswith("demand_")]
    return milestone(Milestone.DEMAND_REFUND, rows) if demands else _claimed(rows)


def _sent(names: frozenset[str] | None, rows: Rows) -> Found:
    """Find letters sent to the buyer: all, or those with certain names."""
    letters = rows.get("letter", {}).values()
    gone = (row for row in letters if row["direction"] == Direction.OUT and row["sent_at"])
    return [Happening("", row["sent_at"], row) for row in gone if names is None or row["name"] in names]


def _returned(rows: Rows) -> Found:
    """Find when the return was received: as recorded, else when the defect was found in it."""
    case = case_of(rows)
    said = milestone(Milestone.RETURN_RECEIVED, rows)
    return said or ([Happening("", case["found_at"], {})] if case["stage"] == Stage.RETURN else [])


def _offers(moment: str, kinds: frozenset[str], rows: Rows) -> Found:
    """Find a moment of offers of certain kinds."""
    made = enumerate(rows.get("offer", {}).values(), 1)
    return [Happening(f"{row['kind']}-{no}", row[moment], row) for no, row in made if row[moment] and row["kind"] in kinds]


def _costs(kind: str, rows: Rows) -> Found:
    """Find costs of a kind."""
    return [Happening("", row["at"], row) for row in rows.get("cost", {}).values() if row["kind"] == kind]


def _chosen(rows: Rows) -> Found:
    """Find when the buyer chose an offer, as something that concerns the whole case."""
    return [each._replace(about="") for each in _offers("chosen_at", _EVERY_OFFER, rows)]


def _actions(moment: str, rows: Rows) -> Found:
    """Find a moment of actions."""
    made = enumerate(rows.get("action", {}).values(), 1)
    return [Happening(f"{row['kind']}-{no}", row[moment], row) for no, row in made if row[moment]]


def _taken_back_by(addressees: frozenset[str], rows: Rows) -> Found:
    """Find when certain addressees took money of tickets back."""
    return [each for each in taken_back(rows) if each.row["addressee"] in addressees]


def _feedback(rows: Rows) -> Found:
    """Find when the buyer gave feedback."""
    return [Happening("", row["at"], row) for row in rows.get("feedback", {}).values()]


def _any(findings: Iterable[Finding], rows: Rows) -> Found:
    """Find what any of several functions finds."""
    return [each for find in findings for each in find(rows)]


_decided = partial(milestone, Milestone.DECIDED)
_rejected = partial(milestone, Milestone.REJECTED)

HAPPENINGS: dict[str, Finding] = {
    **{kind.value: partial(milestone, kind) for kind in Milestone},
    "found": partial(case_moment, "found_at"),
    "claimed": _claimed,
    "answered": partial(_any, (partial(_sent, None), partial(_offers, "at", _EVERY_OFFER))),
    "decided": partial(_any, (_decided, _rejected, partial(_sent, _APPROVING | _REJECTING))),
    "rejected": partial(_any, (_rejected, partial(_sent, _REJECTING))),
    "resolved": partial(case_moment, "resolved_at"),
    "closed": partial(case_moment, "closed_at"),
    "demand_refund": _demanded_refund,
    "refunded": partial(_any, (partial(_costs, "refund"), partial(_offers, "chosen_at", _EVERY_OFFER - _REFUNDS))),
    "bonus_paid": partial(_any, (partial(_costs, "bonus"), partial(_offers, "chosen_at", _EVERY_OFFER))),
    "replaced": partial(_any, (partial(milestone, Milestone.REPLACEMENT_SENT), partial(milestone, Milestone.REPLACEMENT_DELIVERED))),
    "return_received": _returned,
    "picked_up": partial(_any, (partial(milestone, Milestone.PICKED_UP), _returned)),
    "disposed": partial(_costs, "disposal"),
    "partial_refused": partial(
        _any, (partial(milestone, Milestone.PARTIAL_REFUSED), partial(_offers, "refused_at", frozenset({OfferKind.BONUS})))
    ),
    "offered": partial(_offers, "at", _EVERY_OFFER),
    "chosen": _chosen,
    "offer_refused": partial(_offers, "refused_at", _EVERY_OFFER),
    "ticket_to_ozon": partial(tickets, "opened_at", frozenset({Addressee.OZON})),
    "ticket_to_supplier": partial(tickets, "opened_at", frozenset({Addressee.SUPPLIER})),
    "ticket_waits": waiting,
    "ticket_answered": partial(messages, frozenset({MessageKind.ANSWER})),
    "ticket_looked": looked,
    "ticket_decided": decided,
    "ticket_judged": partial(tickets, "decided_at", frozenset(Addressee)),
    "ticket_heard": heard,
    "ticket_stirred": stirred,
    "ticket_paid": paid,
    "money_promised": promised,
    "ozon_took_back": partial(_taken_back_by, frozenset({Addressee.OZON})),
    "partner_took_back": partial(_taken_back_by, frozenset({Addressee.SUPPLIER, Addressee.CARRIER})),
    "ticket_appealed_again": partial(messages, frozenset({MessageKind.APPEAL, MessageKind.REMINDER})),
    "promised": partial(_actions, "at"),
    "done": partial(_actions, "done_at"),
    "feedback": _feedback,
}
"""The occurrences by which a rule can start, be met or be paused, by name."""


def _fault_of(causes: frozenset[Cause], rows: Rows) -> bool:
    """Return whether the established, else the suspected, cause of the case is one of these."""
    return (case_of(rows)["cause"] or case_of(rows)["suspected_cause"]) in causes


def _reached_buyer(rows: Rows) -> bool:
    """Return whether the item reached the buyer."""
    return reached_buyer(case_of(rows))


def _no_warranty(rows: Rows) -> bool:
    """Return whether no end of the warranty is recorded."""
    return not milestone(Milestone.WARRANTY_UNTIL, rows)


CONDITIONS: dict[str, Callable[[Rows], bool]] = {
    "supplier_at_fault": partial(_fault_of, _SUPPLIERS),
    "ozon_at_fault": partial(_fault_of, _OZONS),
    "reached_buyer": _reached_buyer,
    "no_warranty": _no_warranty,
}
"""Conditions that limit a rule to certain cases."""

DATES = (*(kind.value for kind in Milestone), "until", "next_check", "due")
"""Dates on which a rule can end: milestones of the case, or dates of a ticket, an offer or an action."""
