"""What a case must have before it is closed; what it would leave open is named with the command that settles it."""

from collections.abc import Collection, Iterator, Sequence

from ozon_returns.cases.next_step import OBLIGATIONS
from ozon_returns.cases.outcome import is_discontent, lacks_safety_action, preventive, win_back
from ozon_returns.cases.status import is_asked_back
from ozon_returns.cases.ticket_step import undecided
from ozon_returns.clocks.fulfilling import FULFILLING
from ozon_returns.errors.case import IncompleteError
from ozon_returns.money import format_money
from ozon_returns.store.read_models import Case, ClockState
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.activity import CostKind, MessageKind, Verdict
from ozon_returns.vocabulary.case import Cause
from ozon_returns.words import _, name

_SAFETY = (ActionKind.STOP_SELLING, ActionKind.INBOUND_CHECK)
"""Actions without which the case of a dangerous item is not closed (art. 7 p. 5 of the consumer law)."""


def require_complete(case: Case, actions: Sequence[tuple[ActionKind, str]], costs: Sequence[CostKind], *, done: bool) -> None:
    """Raise `IncompleteError` for closing a case that lacks something, with what it lacks and the command for it.

    `actions` and `costs` are those recorded with the same command, which marks its actions as `done` or not.
    """
    number = case["number"]
    lacking, options = [], []
    if not case["outcome"]:
        lacking.append(_("an outcome"))
        options.append("--outcome refund")
    if case["cause"] in (None, Cause.UNKNOWN):
        lacking.append(_("an established cause"))
        options.append(f"--cause {case['suspected_cause'] or _('CAUSE')}")
    if not case["no_action"] and not (case["actions"] or actions):
        lacking.append(_("a preventive action (or --no-action WHY)"))
        options.append(preventive(case["cause"] if case["cause"] not in (None, Cause.UNKNOWN) else case["suspected_cause"]))
    commands = [f"ozon-returns resolve {number} {' '.join(options)}"] if options else []
    if is_asked_back(case) and not case["feedback"]:
        lacking.append(_("the buyer's feedback (or --unreachable)"))
        commands.append(f"ozon-returns contact {number} --satisfied yes")
    taken = {kind for kind, _text in actions} if done else set()
    left = [*_obligations(case, costs), *_safety(case, taken), *(each for ticket in undecided(case) for each in _ticket(number, ticket))]
    if is_asked_back(case) and is_discontent(case):
        left.append((_("a content buyer"), f'{win_back(case)}; ozon-returns resolve {number} --close --force "..."'))
    lacking += [what for what, _command in left]
    commands += [command for _what, command in left]
    if lacking:
        raise IncompleteError(number, ", ".join(lacking), "; ".join(commands))


def ended_by_closing(case: Case, clock: ClockState) -> bool:
    """Return whether a deadline ended because the case was closed, and not because what it asks for was done."""
    if clock["met_at"] is None or clock["met_at"] != case["closed_at"]:
        return False
    lines = (case["costs"], case["fulfillments"], case["decisions"], case["dates"], case["feedback"])
    told = [each["at"] for some in lines for each in some] + [each["sent_at"] for each in case["letters"]]
    told += [each["done_at"] for each in case["actions"]] + [each["opened_at"] for each in case["tickets"]]
    return clock["met_at"] not in [*told, case["resolved_at"]]


def _obligations(case: Case, costs: Sequence[CostKind]) -> Iterator[tuple[str, str]]:
    """Yield the open obligations to the buyer, each with the command that fulfills it."""
    for clock in case["clocks"]:
        if clock["rule"] in OBLIGATIONS and clock["state"] in ("running", "missed") and not _pays(clock["rule"], costs):
            yield _("the obligation “{title}”").format(title=clock["title"]), clock["command"]


def _pays(rule: str, costs: Sequence[CostKind]) -> bool:
    """Return whether money of these kinds fulfills the obligation of a rule."""
    return bool(FULFILLING[OBLIGATIONS[rule]].costs & set(costs))


def _safety(case: Case, taken: Collection[ActionKind]) -> Iterator[tuple[str, str]]:
    """Yield the actions that a dangerous item still requires; `taken` are those recorded as done with the same command."""
    for kind in _SAFETY:
        if lacks_safety_action(case, kind) and kind not in taken:
            command = f'ozon-returns resolve {case["number"]} --action "{kind}: ..." --done'
            yield _("the action “{kind}”, done").format(kind=name(kind)), command


def _ticket(number: int, ticket: Ticket) -> Iterator[tuple[str, str]]:
    """Yield what a ticket leaves open: its decision, an appeal, its money."""
    no = ticket["no"]
    start = f"ozon-returns ticket {number} --ticket {no}"
    if ticket["withdrawn_at"]:
        return
    if ticket["outcome"] is None:
        yield _("the decision on ticket {no} (or --withdraw WHY)").format(no=no), f"{start} --outcome approved"
    elif ticket["outcome"] == Verdict.REFUSED and not is_appealed(ticket):
        yield _("an appeal in ticket {no}").format(no=no), f'{start} --appeal "..."'
    elif ticket["outstanding"]:
        amount = format_money(ticket["outstanding"])
        yield _("{amount} of ticket {no}").format(amount=amount, no=no), f"{start} --paid-at today"


def is_awaited(ticket: Ticket) -> bool:
    """Return whether a decision on a ticket or its money is awaited."""
    open_still = ticket["outcome"] is None or (ticket["outcome"] == Verdict.REFUSED and is_appealed(ticket))
    granted = ticket["outcome"] in (Verdict.APPROVED, Verdict.PARTLY) and ticket["amount"] is None and not ticket["paid"]
    return not ticket["withdrawn_at"] and (open_still or granted or ticket["outstanding"] > 0)


def is_appealed(ticket: Ticket) -> bool:
    """Return whether a refused ticket was appealed since its decision."""
    decided = ticket["decided_at"] or ticket["written_at"]
    return any(each["kind"] == MessageKind.APPEAL and each["at"] >= decided for each in ticket["answers"])
