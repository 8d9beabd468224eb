"""The tables and sentences of the effects report."""

from collections.abc import Mapping, Sequence
from math import inf, isinf

from ozon_returns.reports.report import Column, ColumnKind, Drawing, Effect, EffectSide, Section, Shape
from ozon_returns.vocabulary.action import ActionKind, EffectVerdict
from ozon_returns.words import N_, _, format_day


def headline_of(figures: Mapping[str, object]) -> Section:
    """Return how many actions have worked."""
    rows = [
        (N_("Actions measured"), figures["actions"]),
        (N_("Effective"), figures["effective"]),
        (N_("Without effect"), figures["not_effective"]),
        (N_("Worse since"), figures["worse"]),
        (N_("Not known yet"), figures["not_yet"]),
    ]
    return Section("figures", "", (Column("figure", N_("Metric"), ColumnKind.SENTENCE), Column("now", N_("This period"))), rows)


def effect_section(every: Sequence[Effect]) -> Section:
    """Return the actions with the rates before and after, the last first."""
    columns = (
        Column("action", N_("Action"), ColumnKind.TEXT, ActionKind),
        Column("value", N_("On what"), ColumnKind.TEXT),
        Column("done_at", N_("Done"), ColumnKind.TEXT, detail=True),
        Column("before", N_("Before"), ColumnKind.TEXT),
        Column("after", N_("After"), ColumnKind.TEXT),
        Column("ratio", N_("Times"), ColumnKind.NUMBER),
        Column("low", N_("From"), ColumnKind.NUMBER, detail=True),
        Column("high", N_("To"), ColumnKind.NUMBER, detail=True),
        Column("verdict", N_("Effect"), ColumnKind.TEXT, EffectVerdict),
    )
    rows = []
    for each in every:
        value = _("whole shop") if each.value is None else each.value
        bounds = [None if each.ratio is None or isinf(bound) else round(bound, 4) for bound in each.ratio or (inf, inf, inf)]
        rows.append((each.action, value, format_day(each.done_at), _said(each.before), _said(each.after), *bounds, each.verdict))
    return Section("effects", N_("Before and after"), columns, rows, Drawing(Shape.RATIOS, "ratio", "low", "high"))


def _said(counted: EffectSide) -> str:
    """Return defects and units for a person."""
    if counted.units is None:
        return str(counted.defects)
    return _("{n} of {units}").format(n=counted.defects, units=counted.units)


def note_words(every: Sequence[Effect], unscoped: int) -> list[str]:
    """Return what the figures rest on, and what is needed where nothing is known yet."""
    notes = []
    if not (every or unscoped):
        notes.append(
            _('No action was done: record it with ozon-returns resolve CASE --action "KIND: ..." and --done once it is carried out.')
        )
    waiting = [each for each in every if each.verdict is EffectVerdict.NOT_YET and each.units_needed]
    if waiting:
        told = _("Case {case}: about {n} more units show whether the rate has halved.")
        notes += [told.format(case=each.case, n=each.units_needed) for each in waiting[:3]]
    if any(each.before.units is None for each in every):
        notes.append(_("Where no deliveries are known, counts per day are compared: ozon-returns import FILE"))
    if every:
        notes.append(_("The units of young weeks count as far as claims usually have come in, so there are fewer than were delivered."))
        notes.append(_("Weeks that led to an action were bad ones, so a part of a fall may be chance; “effective” means beyond 95 %."))
    if unscoped:
        told = _("Of {n} actions it is not known what they change: name it with --scope, or fix the SKU or supplier of the case.")
        notes.append(told.format(n=unscoped))
    return notes
