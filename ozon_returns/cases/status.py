"""The state machine of cases: the steps allowed in each status, and the resulting status."""

from enum import StrEnum

from ozon_returns.cases.outcome import what_happened
from ozon_returns.cases.verdict import is_rejected, is_unfounded
from ozon_returns.errors.case import StateRefusedError
from ozon_returns.errors.usage import InvalidError
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.case import OPEN, Outcome, Stage, Status, reached_buyer
from ozon_returns.words import _, name


class Step(StrEnum):
    """An operation on a case."""

    INSPECT = "inspect"
    WRITE = "write"
    HEAR = "hear"
    ASK_BACK = "ask_back"
    DEMAND = "demand"
    DECIDE = "decide"
    FULFILL = "fulfill"
    TICKET = "ticket"
    FOLLOW_TICKET = "follow_ticket"
    NOTE = "note"
    MONEY = "money"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    DISMISS = "dismiss"


_SEEN = OPEN - {Status.NEW}

ALLOWED: dict[Step, frozenset[Status]] = {
    Step.INSPECT: OPEN,
    Step.WRITE: _SEEN,
    Step.HEAR: _SEEN | {Status.CLOSED},
    Step.ASK_BACK: frozenset({Status.RESOLVED, Status.CLOSED}),
    Step.DEMAND: OPEN,
    Step.DECIDE: OPEN | {Status.CLOSED},
    Step.FULFILL: OPEN | {Status.CLOSED},
    Step.TICKET: _SEEN,
    Step.FOLLOW_TICKET: _SEEN | {Status.CLOSED},
    Step.NOTE: _SEEN,
    Step.MONEY: _SEEN | {Status.CLOSED},
    Step.RESOLVE: _SEEN,
    Step.CLOSE: frozenset({Status.RESOLVED}),
    Step.REOPEN: frozenset({Status.RESOLVED, Status.CLOSED, Status.DISMISSED}),
    Step.DISMISS: OPEN,
}
"""The statuses from which a step may be taken."""

_LEADS = {
    Step.WRITE: Status.CONTACTED,
    Step.TICKET: Status.TICKETED,
    Step.RESOLVE: Status.RESOLVED,
    Step.CLOSE: Status.CLOSED,
    Step.DISMISS: Status.DISMISSED,
}
"""The status after a step, where that is a new one."""


def is_asked_back(case: Case) -> bool:
    """Return whether the buyer is asked at the end whether all is well: not after a rejection, or an unfounded claim."""
    rejected = case["outcome"] == Outcome.REJECTED or is_rejected(case)
    return reached_buyer(case) and not rejected and not is_unfounded(case)


def is_unresolved(case: Case) -> bool:
    """Return whether a case has no outcome yet."""
    return case["status"] not in (Status.RESOLVED, Status.CLOSED, Status.DISMISSED)


def further(status: str, other: object) -> bool:
    """Return whether a case in one status is further than, or as far as, a case in another."""
    order = [each.value for each in Status]
    return other is None or order.index(status) >= order.index(str(other))


def require_step(case: Case, step: Step, *, force: str | None) -> None:
    """Raise `StateRefusedError` for a step that the status of the case does not allow, unless it is forced."""
    status, number = Status(case["status"]), case["number"]
    if force or status in ALLOWED[step] or (status is Status.NEW and _needs_no_look(case, step)):
        return
    if step is Step.REOPEN:
        told = _("Case {number} is {status}: it is still open.").format(number=number, status=name(status))
        raise InvalidError(told, _("See it: {command}").format(command=f"ozon-returns show {number}"))
    if status is Status.NEW:
        why, command = _("the item has not been inspected yet"), f"ozon-returns inspect --case {number}"
    elif status in (Status.CLOSED, Status.DISMISSED):
        why, command = _("it no longer accepts changes"), f'ozon-returns resolve {number} --reopen "..."'
    else:
        why = _("it was reopened") if case["outcome"] else _("it has no outcome yet")
        command = f"ozon-returns resolve {number} --outcome {case['outcome'] or what_happened(case)}"
    raise StateRefusedError(number, name(status), why, command)


def _needs_no_look(case: Case, step: Step) -> bool:
    """Return whether a step makes sense before the item was seen: to talk to the buyer who has it, or to go on with a ticket there is."""
    if step in (Step.WRITE, Step.HEAR):
        return case["stage"] == Stage.BUYER
    return step is Step.FOLLOW_TICKET and bool(case["tickets"])


def status_after(case: Case, step: Step) -> Status:
    """Return the status of a case after a step; a resolved case remains so while letters and tickets go on."""
    status = Status(case["status"])
    if step is Step.INSPECT:
        return Status.INSPECTED if status is Status.NEW else status
    if step is Step.REOPEN:
        return _before_resolution(case)
    if step in (Step.WRITE, Step.TICKET) and status in (Status.RESOLVED, Status.CLOSED):
        return status
    return _LEADS.get(step, status)


def _before_resolution(case: Case) -> Status:
    """Return how far a case had come before it was resolved or dismissed."""
    if case["ticketed_at"] and (not case["contacted_at"] or case["ticketed_at"] >= case["contacted_at"]):
        return Status.TICKETED
    if case["contacted_at"]:
        return Status.CONTACTED
    ended = (None, Status.RESOLVED, Status.CLOSED, Status.DISMISSED)
    seen = [each["status"] for each in case["history"] if each["status"] not in ended]
    return Status.NEW if seen[-1:] == [Status.NEW] else Status.INSPECTED
