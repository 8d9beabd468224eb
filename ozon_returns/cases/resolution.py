"""Step four: outcome, costs, causes and corrective actions of a case, and its closing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from ozon_returns.cases.bounds import dear, require_ahead
from ozon_returns.cases.change import Change, require
from ozon_returns.cases.closing import require_complete
from ozon_returns.cases.status import Step, require_step, status_after
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.money import format_money
from ozon_returns.store.line_tables import ActionRow, CostRow, RecoveryRow
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.action import ActionKind, ActionScope
from ozon_returns.vocabulary.activity import CostKind, Payer
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, name


@dataclass(frozen=True)
class Resolution:
    """The data of a case's resolution; `facts` are fields of the case (outcome, cause, liable, disposition)."""

    facts: Mapping[str, object] = field(default_factory=dict)
    why: Sequence[str] = ()
    costs: Sequence[tuple[CostKind, Decimal]] = ()
    recovered: Sequence[tuple[Payer, Decimal]] = ()
    actions: Sequence[tuple[ActionKind, str]] = ()
    due: datetime | None = None
    scope: ActionScope | None = None
    owner: str | None = None
    no_action: str | None = None
    done: bool = False
    close: bool = False
    reopen: str | None = None
    dismiss: str | None = None
    force: str | None = None

    @property
    def steps(self) -> list[Step]:
        """Return what is done to the case, in the order it is done."""
        asked = {
            Step.REOPEN: self.reopen,
            Step.RESOLVE: self.facts.get("outcome"),
            Step.NOTE: self.facts or self.why or self.actions or self.no_action,
            Step.MONEY: self.costs or self.recovered or self.done,
            Step.DISMISS: self.dismiss,
            Step.CLOSE: self.close,
        }
        return [step for step, wanted in asked.items() if wanted]

    @property
    def event(self) -> EventKind:
        """Return the kind of the event, after the last step."""
        return next((_EVENTS[step] for step in _EVENTS if step in self.steps), EventKind.NOTED)


_EVENTS = {
    Step.CLOSE: EventKind.CLOSED,
    Step.DISMISS: EventKind.DISMISSED,
    Step.RESOLVE: EventKind.RESOLVED,
    Step.REOPEN: EventKind.REOPENED,
}


def doubts(case: Case, said: Resolution) -> list[str]:
    """Return what about the money is probably a slip, each as a sentence; to be confirmed before it is saved."""
    found = dear([*(amount for _kind, amount in said.costs), *(amount for _payer, amount in said.recovered)])
    price = None if case["price"] is None else case["price"] * case["quantity"]
    told = _("{kind} of {amount} is more than the price of the items, {price}.")
    found += [
        told.format(kind=name(kind), amount=format_money(amount), price=format_money(price))
        for kind, amount in _cost_sums(case, said)
        if price is not None and amount > price
    ]
    cost = sum((each["amount"] for each in case["costs"]), Decimal(0)) + sum((amount for _kind, amount in said.costs), Decimal(0))
    back = sum((each["amount"] for each in case["recovered"]), Decimal(0)) + sum((amount for _payer, amount in said.recovered), Decimal(0))
    if said.recovered and back > cost:
        told = _("{back} has been recovered, but only {cost} is recorded as a cost.")
        found.append(told.format(back=format_money(back), cost=format_money(cost)))
    return found


def _cost_sums(case: Case, said: Resolution) -> list[tuple[CostKind, Decimal]]:
    """Return the sum of each kind of cost that is said, with the costs of the kind that are stored."""
    every = [(CostKind(each["kind"]), each["amount"]) for each in case["costs"]] + list(said.costs)
    return [(kind, sum((amount for each, amount in every if each == kind), Decimal(0))) for kind in dict(said.costs)]


def resolve(case: Case, said: Resolution, *, store: Store) -> Change:
    """Store what is said of the end of a case, all of it or nothing."""
    _judge(case, said)
    if not said.force:
        require_ahead(store.now, due=said.due)
    fields = _plan(case, said, store.now)
    with store.writing(said.force) as writing:
        row = writing.case(case["number"], case["revision"])
        changes = writing.change(row, **fields)
        _add_lines(writing, case, said)
        writing.record(row, said.event, {**_told(said), "changes": changes})
    return Change(case["number"], said.event)


def _judge(case: Case, said: Resolution) -> None:
    """Raise `UsageError` for options that make no sense together, or for this case."""
    if not said.steps:
        require(None, "--outcome, --cause, --cost, --action, --close", _("what to record"))
    if (said.due or said.scope or said.owner) and not said.actions:
        raise UsageError(_("--due, --scope and --owner require an action."), _('Add it: --action "improve_packaging: ..."'))
    if said.actions and said.no_action:
        raise UsageError(_("--action and --no-action are mutually exclusive."), _("Leave one of them out."))
    if said.dismiss and (said.close or said.facts.get("outcome")):
        raise UsageError(_("A dismissed case has no outcome and is not closed."), _("Leave --outcome and --close out."))
    if said.done and not said.actions and all(each["done_at"] for each in case["actions"]):
        told = _("Case {number} has no action that could be done.").format(number=case["number"])
        advice = _("First: {command}").format(command=f'ozon-returns resolve {case["number"]} --action "improve_packaging: ..."')
        raise InvalidError(told, advice)


def _plan(case: Case, said: Resolution, now: datetime) -> dict[str, Any]:
    """Return the fields of the case after all steps. Raise where one is not allowed, or closing lacks something."""
    after = dict(cast("Mapping[str, Any]", case))
    for step in said.steps:
        seen = cast("Case", after)
        require_step(seen, step, force=said.force)
        if step is Step.CLOSE and not said.force:
            require_complete(seen, said.actions, [kind for kind, _amount in said.costs], done=said.done)
        after["status"] = status_after(seen, step)
        if step is Step.REOPEN:
            after |= dict.fromkeys(("outcome", "resolved_at", "closed_at", "dismissed_at"))
        elif step is Step.RESOLVE:
            after |= {"resolved_at": after["resolved_at"] or now, "closed_at": None, "dismissed_at": None}
        elif step is Step.CLOSE:
            after["closed_at"] = now
        elif step is Step.DISMISS:
            after |= {"outcome": None, "resolved_at": None, "closed_at": None, "dismissed_at": now}
        elif step is Step.NOTE:
            after |= {**said.facts, "why": [*after["why"], *said.why], "no_action": said.no_action or after["no_action"]}
    moments = ("resolved_at", "closed_at", "dismissed_at")
    return {each: after[each] for each in ("status", "outcome", *moments, "why", "no_action", *said.facts)}


def _add_lines(writing: Writing, case: Case, said: Resolution) -> None:
    """Store costs, recoveries and actions."""
    number, now = case["number"], writing.now
    for row in writing.rows(ActionRow, case=number) if said.done and not said.actions else ():
        row.done_at = row.done_at or now
    done = now if said.done else None
    for kind, text in said.actions:
        writing.add(ActionRow(case=number, due=said.due, at=now, done_at=done, kind=kind, text=text, scope=said.scope, owner=said.owner))
    writing.add(*(CostRow(case=number, kind=kind, amount=amount, at=now) for kind, amount in said.costs))
    writing.add(*(RecoveryRow(case=number, payer=payer, amount=amount, at=now) for payer, amount in said.recovered))


def _told(said: Resolution) -> dict[str, object]:
    """Return what was said, as facts of the event."""
    return {
        "why": list(said.why),
        "costs": [{"kind": kind, "amount": amount} for kind, amount in said.costs],
        "recovered": [{"from": payer, "amount": amount} for payer, amount in said.recovered],
        "actions": [{"kind": kind, "text": text} for kind, text in said.actions],
        "due": said.due,
        "scope": said.scope,
        "owner": said.owner,
        "done": said.done or None,
        "no_action": said.no_action,
        "reopened": said.reopen,
        "dismissed": said.dismiss,
    }
