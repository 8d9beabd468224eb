"""Step four: how a case ended, what it cost, why it happened, what is done about it; and the end of the case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from ozon_returns.casework import moves
from ozon_returns.casework.done import Done, require
from ozon_returns.dealings import ActionKind, CostKind, EventKind, Payer
from ozon_returns.errors import IncompleteError, UsageError
from ozon_returns.kinds import Cause, reached_buyer
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.words import _


@dataclass(frozen=True)
class Ending:
    """What is said of how a case ended; `facts` are fields of the case (outcome, cause, liable, disposition)."""

    facts: Mapping[str, object] = field(default_factory=dict)
    why: Sequence[str] = ()
    costs: Sequence[tuple[CostKind, Decimal]] = ()
    recovered: Sequence[tuple[Payer, Decimal]] = ()
    actions: Sequence[tuple[ActionKind, str]] = ()
    due: datetime | None = None
    no_action: str | None = None
    done: bool = False
    close: bool = False
    reopen: str | None = None
    dismiss: str | None = None
    force: str | None = None

    @property
    def steps(self) -> list[moves.Step]:
        """Tell what is done to the case, in the order it is done."""
        asked = {
            moves.Step.REOPEN: self.reopen,
            moves.Step.RESOLVE: self.facts.get("outcome"),
            moves.Step.NOTE: self.facts or self.why or self.actions or self.no_action,
            moves.Step.MONEY: self.costs or self.recovered or self.done,
            moves.Step.DISMISS: self.dismiss,
            moves.Step.CLOSE: self.close,
        }
        return [step for step, wanted in asked.items() if wanted]


_EVENTS = {
    moves.Step.CLOSE: EventKind.CLOSED,
    moves.Step.DISMISS: EventKind.DISMISSED,
    moves.Step.RESOLVE: EventKind.RESOLVED,
    moves.Step.REOPEN: EventKind.REOPENED,
}


def resolve(number: int, ending: Ending, *, store: Store, now: datetime) -> Done:
    """Keep what is said of the end of a case, all of it or nothing."""
    _judge(ending)
    event = next((_EVENTS[step] for step in _EVENTS if step in ending.steps), EventKind.NOTED)
    with store.writing(now, ending.force) as writing:
        case = writing.case(number)
        before = {each: getattr(case, each) for each in (*_DATES.values(), "status", "outcome", *ending.facts, "why", "no_action")}
        for step in ending.steps:
            _take(writing, case, step, ending)
        after = {each: getattr(case, each) for each in before}
        changes = {each: [before[each], after[each]] for each in before if before[each] != after[each]}
        writing.record(case, event, {**_told(ending), "changes": changes})
    return Done(number, event)


_DATES = {
    moves.Step.RESOLVE: "resolved_at",
    moves.Step.CLOSE: "closed_at",
    moves.Step.DISMISS: "dismissed_at",
}


def _judge(ending: Ending) -> None:
    """Refuse options that mean nothing together."""
    if not ending.steps:
        require(None, "--outcome, --cause, --cost, --action, --close", _("what is to be kept"))
    if ending.due and not ending.actions:
        raise UsageError(_("--due goes with an action."), _('Name it: --action "improve_packaging: ..."'))
    if ending.actions and ending.no_action:
        raise UsageError(_("--action and --no-action exclude each other."), _("Leave one of them out."))
    if ending.dismiss and (ending.close or ending.facts.get("outcome")):
        raise UsageError(_("A dismissed case has no outcome and is not closed."), _("Leave --outcome and --close out."))


def _take(writing: Writing, case: Case, step: moves.Step, ending: Ending) -> None:
    """Do one thing to a case."""
    moves.demand(case, step, force=ending.force)
    if step is moves.Step.CLOSE and not ending.force:
        _complete(writing, case)
    status, now = moves.after(case, step), writing.now
    if step is moves.Step.REOPEN:
        writing.change(case, status=status, outcome=None, resolved_at=None, closed_at=None, dismissed_at=None)
    elif step is moves.Step.RESOLVE:
        writing.change(case, status=status, resolved_at=case.resolved_at or now, closed_at=None, dismissed_at=None)
    elif step in _DATES:
        writing.change(case, status=status, **{_DATES[step]: now})
    if step is moves.Step.NOTE:
        writing.change(case, **ending.facts, why=[*case.why, *ending.why], no_action=ending.no_action or case.no_action)
        made: dict[str, Any] = {"case": numbered(case), "due": ending.due, "at": now}
        writing.add(*(rows.Action(kind=kind, text=text, **made) for kind, text in ending.actions))
    if step is moves.Step.MONEY:
        writing.add(*(rows.Cost(case=numbered(case), kind=kind, amount=amount, at=now) for kind, amount in ending.costs))
        for action in writing.rows(rows.Action, case=numbered(case)) if ending.done else ():
            action.done_at = action.done_at or now
        writing.add(*(rows.Recovery(case=numbered(case), payer=payer, amount=amount, at=now) for payer, amount in ending.recovered))


def _complete(writing: Writing, case: Case) -> None:
    """Refuse to close a case that lacks something, naming what and the command for it (`IncompleteError`)."""
    number = numbered(case)
    lacking, options = [], []
    if not case.outcome:
        lacking.append(_("an outcome"))
        options.append("--outcome refund")
    if case.cause in (None, Cause.UNKNOWN):
        lacking.append(_("an established cause"))
        options.append(f"--cause {case.suspected_cause or 'CAUSE'}")
    if not case.no_action and not writing.rows(rows.Action, case=number):
        lacking.append(_("an action against its happening again (or --no-action)"))
        options.append('--action "improve_packaging: ..."')
    commands = [f"ozon-returns resolve {number} {' '.join(options)}"] if options else []
    if reached_buyer(vars(case)) and not writing.rows(rows.Feedback, case=number):
        lacking.append(_("the buyer's word (or --unreachable)"))
        commands.append(f"ozon-returns contact {number} --satisfied yes")
    if lacking:
        raise IncompleteError(number, ", ".join(lacking), "; ".join(commands))


def _told(ending: Ending) -> dict[str, object]:
    """Tell what was said, for the event."""
    return {
        "why": list(ending.why),
        "costs": [{"kind": kind, "amount": amount} for kind, amount in ending.costs],
        "recovered": [{"from": payer, "amount": amount} for payer, amount in ending.recovered],
        "actions": [{"kind": kind, "text": text} for kind, text in ending.actions],
        "due": ending.due,
        "done": ending.done or None,
        "no_action": ending.no_action,
        "reopened": ending.reopen,
        "dismissed": ending.dismiss,
    }
