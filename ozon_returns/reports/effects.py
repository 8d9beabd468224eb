"""The effects report: whether the preventive actions that were done have worked, by the rates before and after them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ozon_returns.period import Period
from ozon_returns.reports.before_after import AROUND, Seen, before_and_after
from ozon_returns.reports.effect_sections import effect_section, headline_of, note_words
from ozon_returns.reports.report import Effect, Report
from ozon_returns.store.cohorts import lags
from ozon_returns.store.effects import DayCounts, DoneAction, day_counts, done_actions
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest
from ozon_returns.vocabulary.action import ActionKind, ActionScope, EffectVerdict
from ozon_returns.words import N_

WATCHED = timedelta(weeks=52)
"""Actions done longer ago are not measured any more."""

MOST = 200
"""So many actions are measured at most, the last ones."""

_FIELDS = {
    ActionScope.PRODUCT: "sku",
    ActionScope.SUPPLIER: "supplier",
    ActionScope.BATCH: "batch",
    ActionScope.PACKAGING: "packaging",
    ActionScope.SHOP: "",
}
_USUAL = {ActionKind.SUPPLIER_CLAIM: ActionScope.SUPPLIER, ActionKind.TRAINING: ActionScope.SHOP}
"""The scope of an action that names none; of the others it is the product."""


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the effects of the actions done up to the end of the period asked for."""
    until = min(asked.as_of, asked.period.end)
    every, unscoped = measured(reading, asked.as_of, until, MOST)
    period = Period(until - WATCHED, asked.period.end, asked.period.label)
    figures = {
        "actions": len(every),
        "unscoped": unscoped,
        **{verdict.value: sum(each.verdict is verdict for each in every) for verdict in EffectVerdict},
    }
    notes = note_words(every, unscoped)
    return Report(
        "effects",
        N_("Effects of actions"),
        period,
        asked.as_of,
        figures,
        headline_of(figures),
        [effect_section(every)],
        notes=notes,
        effects=every,
    )


def measured(reading: Reading, as_of: datetime, until: datetime, most: int) -> tuple[list[Effect], int]:
    """Return the effects of the actions done up to a moment, the last first, and of how many it is not known what they change."""
    seen = Seen(as_of, lags(reading, as_of))
    counts: dict[tuple[str, str | None], Mapping[str | None, DayCounts]] = {}
    found: dict[tuple[str, str, str | None, str | None], Effect] = {}
    unscoped = 0
    span = Period(until - WATCHED - AROUND, as_of, "")
    for action in done_actions(reading, until - WATCHED, until, most):
        field = _FIELDS[_scope(action)]
        value = getattr(action, field) if field else None
        if field and value is None:
            unscoped += 1
            continue
        sku = action.sku if field == "batch" else None
        if action.kind == ActionKind.STOP_SELLING or (action.kind, field, value, sku) in found:
            continue
        if (field, sku) not in counts:
            counts[field, sku] = day_counts(reading, span, field, sku)
        days = counts[field, sku].get(value, DayCounts([], []))
        found[action.kind, field, value, sku] = _effect(action, field, days, seen)
    return list(found.values()), unscoped


def _scope(action: DoneAction) -> ActionScope:
    """Return what an action changes: as said, else as usual for its kind."""
    return ActionScope(action.scope) if action.scope else _USUAL.get(ActionKind(action.kind), ActionScope.PRODUCT)


def _effect(action: DoneAction, field: str, days: DayCounts, seen: Seen) -> Effect:
    """Return the effect of an action."""
    about = (action.case, action.kind, field, getattr(action, field) if field else None, action.text, action.done_at)
    return Effect(*about, *before_and_after(days, action.done_at.date(), seen))
