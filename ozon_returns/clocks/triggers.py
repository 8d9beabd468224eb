"""The occurrences that rules refer to by name, found in the rows of a case."""

from collections.abc import Callable

from ozon_returns.clocks.ticket_triggers import decided, heard, looked, messages, paid, promised, stirred, taken_back, tickets, waiting
from ozon_returns.clocks.trigger import Finding, Found, Happening, Rows, case_moment, case_of, milestone
from ozon_returns.vocabulary.activity import Addressee, Direction, MessageKind, OfferKind
from ozon_returns.vocabulary.case import Cause, Milestone, Stage, reached_buyer

_APPROVING = frozenset({"buyer.approve"})
_REJECTING = frozenset({"buyer.reject"})
_SUPPLIERS = frozenset({Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING})
_OZONS = frozenset({Cause.TRANSPORT, Cause.OZON_STORAGE, Cause.SWAP})
_REFUNDS = frozenset({OfferKind.REFUND, OfferKind.REFUND_KEEP})


def _claimed(rows: Rows) -> Found:
    """Find when the buyer made the claim: as recorded, else when the defect was found at the buyer's."""
    case = case_of(rows)
    at_buyer = case["stage"] == Stage.BUYER if case["stage"] else reached_buyer(case)
    return milestone(Milestone.CLAIMED)(rows) or ([Happening("", case["found_at"], {})] if at_buyer else [])


def _demanded_refund(rows: Rows) -> Found:
    """Find when the buyer demanded a refund: as recorded, else with the claim unless something else was demanded."""
    demands = [row["kind"] for row in rows.get("milestone", {}).values() if row["kind"].startswith("demand_")]
    return milestone(Milestone.DEMAND_REFUND)(rows) if demands else _claimed(rows)


def _sent(rows: Rows, names: frozenset[str] | None = None) -> Found:
    """Find letters sent to the buyer: all, or those with certain names."""
    letters = rows.get("letter", {}).values()
    gone = (row for row in letters if row["direction"] == Direction.OUT and row["sent_at"])
    return [Happening("", row["sent_at"], row) for row in gone if names is None or row["name"] in names]


def _returned(rows: Rows) -> Found:
    """Find when the return was received: as recorded, else when the defect was found in it."""
    case = case_of(rows)
    said = milestone(Milestone.RETURN_RECEIVED)(rows)
    return said or ([Happening("", case["found_at"], {})] if case["stage"] == Stage.RETURN else [])


def _offers(moment: str, *, kinds: frozenset[str] | None = None) -> Finding:
    """Return a function that finds a moment of offers, optionally of certain kinds."""

    def find(rows: Rows) -> Found:
        made = enumerate(rows.get("offer", {}).values(), 1)
        return [
            Happening(f"{row['kind']}-{no}", row[moment], row) for no, row in made if row[moment] and (not kinds or row["kind"] in kinds)
        ]

    return find


def _costs(*kinds: str) -> Finding:
    """Return a function that finds costs of certain kinds."""
    return lambda rows: [Happening("", row["at"], row) for row in rows.get("cost", {}).values() if row["kind"] in kinds]


def _actions(moment: str) -> Finding:
    """Return a function that finds a moment of actions."""

    def find(rows: Rows) -> Found:
        made = enumerate(rows.get("action", {}).values(), 1)
        return [Happening(f"{row['kind']}-{no}", row[moment], row) for no, row in made if row[moment]]

    return find


def _all(*findings: Finding) -> Finding:
    """Return a function that combines the results of several."""
    return lambda rows: [each for find in findings for each in find(rows)]


HAPPENINGS: dict[str, Finding] = {
    **{kind.value: milestone(kind) for kind in Milestone},
    "found": case_moment("found_at"),
    "claimed": _claimed,
    "answered": _all(_sent, _offers("at")),
    "decided": _all(milestone(Milestone.DECIDED), milestone(Milestone.REJECTED), lambda rows: _sent(rows, _APPROVING | _REJECTING)),
    "rejected": _all(milestone(Milestone.REJECTED), lambda rows: _sent(rows, _REJECTING)),
    "resolved": case_moment("resolved_at"),
    "closed": case_moment("closed_at"),
    "demand_refund": _demanded_refund,
    "refunded": _all(_costs("refund"), _offers("chosen_at", kinds=frozenset(OfferKind) - _REFUNDS)),
    "bonus_paid": _all(_costs("bonus"), _offers("chosen_at")),
    "replaced": _all(milestone(Milestone.REPLACEMENT_SENT), milestone(Milestone.REPLACEMENT_DELIVERED)),
    "return_received": _returned,
    "picked_up": _all(milestone(Milestone.PICKED_UP), _returned),
    "disposed": _costs("disposal"),
    "partial_refused": _all(milestone(Milestone.PARTIAL_REFUSED), _offers("refused_at", kinds=frozenset({OfferKind.BONUS}))),
    "offered": _offers("at"),
    "chosen": lambda rows: [each._replace(about="") for each in _offers("chosen_at")(rows)],
    "offer_refused": _offers("refused_at"),
    "ticket_to_ozon": tickets("opened_at", Addressee.OZON),
    "ticket_to_supplier": tickets("opened_at", Addressee.SUPPLIER),
    "ticket_waits": waiting,
    "ticket_answered": messages(MessageKind.ANSWER),
    "ticket_looked": looked,
    "ticket_decided": decided,
    "ticket_heard": heard,
    "ticket_stirred": stirred,
    "ticket_paid": paid,
    "money_promised": promised,
    "taken_back": taken_back,
    "ticket_appealed_again": _all(messages(MessageKind.APPEAL), messages(MessageKind.REMINDER)),
    "promised": _actions("at"),
    "done": _actions("done_at"),
    "feedback": lambda rows: [Happening("", row["at"], row) for row in rows.get("feedback", {}).values()],
}
"""The occurrences by which a rule can start, be met or be paused, by name."""


def _fault_of(causes: frozenset[Cause]) -> Callable[[Rows], bool]:
    """Return a condition: the established, else the suspected, cause of the case is one of these."""
    return lambda rows: (case_of(rows)["cause"] or case_of(rows)["suspected_cause"]) in causes


CONDITIONS: dict[str, Callable[[Rows], bool]] = {
    "supplier_at_fault": _fault_of(_SUPPLIERS),
    "ozon_at_fault": _fault_of(_OZONS),
    "reached_buyer": lambda rows: reached_buyer(case_of(rows)),
    "no_warranty": lambda rows: not milestone(Milestone.WARRANTY_UNTIL)(rows),
}
"""Conditions that limit a rule to certain cases."""

DATES = (*(kind.value for kind in Milestone), "until", "next_check", "due")
"""Dates on which a rule can end: milestones of the case, or dates of a ticket, an offer or an action."""
