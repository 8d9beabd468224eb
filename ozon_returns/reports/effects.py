"""The effects report: whether the preventive actions that were done have worked, by the rates before and after them.

Before and after are told apart by the day of delivery. Young deliveries have not seen all their claims: their units count as far as
claims usually have come in by that age, so that a new action does not look good for having been done lately.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import sqrt
from typing import NamedTuple

from ozon_returns.period import Period
from ozon_returns.reports.effect_sections import effect_section, headline_of, note_words
from ozon_returns.reports.history import share_in
from ozon_returns.reports.interval import RateRatio, Z, rate_ratio, wilson
from ozon_returns.reports.report import Effect, EffectSide, Report
from ozon_returns.store.cohorts import Spread, lags
from ozon_returns.store.effects import DayCounts, DoneAction, day_counts, done_actions
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest
from ozon_returns.vocabulary.action import ActionKind, ActionScope, EffectVerdict
from ozon_returns.words import N_

WATCHED = timedelta(weeks=52)
"""Actions done longer ago are not measured any more."""

AROUND = timedelta(weeks=26)
"""At most so long before and after an action is looked at."""

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

_WORTH_SEEING = 0.5
"""An action is expected to halve the rate: less is not asked of the figures."""

_POWER = 0.8416212335729143
"""The quantile of the normal distribution for a power of 80 %."""

_DAY = timedelta(days=1)
_PER_DAY = 1_000_000
"""The exposure of a day where no units are known: large, so that a rate is a count per time."""


class Seen(NamedTuple):
    """From when it is looked at, and the days from delivery to claim as far as they are known, the shortest first."""

    as_of: datetime
    lags: Sequence[float]


class Side(NamedTuple):
    """Defects before or after an action, the units as far as they count, and the exposure by which rates are compared."""

    defects: int
    units: float | None
    exposure: float


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


class BeforeAndAfter(NamedTuple):
    """Both sides of a day, the ratio of the rates after to before, the verdict, and how many more units it takes, as in `Effect`."""

    before: EffectSide
    after: EffectSide
    ratio: RateRatio | None
    verdict: EffectVerdict
    units_needed: int | None


def before_and_after(days: DayCounts, day: date, seen: Seen) -> BeforeAndAfter:
    """Return the defects and units before and after a day; deliveries of the day itself count for neither side."""
    today = seen.as_of.date()
    known_since = min((each for each, _claimed in days.claimed), default=day) if not days.delivered else day - AROUND
    before = _side(days, max(day - AROUND, min(known_since, day)), day, seen)
    after = _side(days, day + _DAY, min(day + _DAY + AROUND, today + _DAY), seen)
    needed = _needed(before) if before.units and before.defects else None
    had = round(after.units or 0)
    ratio, verdict = None, EffectVerdict.NOT_YET
    if after.exposure > 0 and before.exposure > 0:
        ratio = rate_ratio(after.defects, after.exposure, before.defects, before.exposure)
        verdict = _verdict(ratio.low, ratio.high, enough=ratio.low > _WORTH_SEEING)
    missing = needed - had if needed and needed > had and verdict is EffectVerdict.NOT_YET else None
    return BeforeAndAfter(_counted(before), _counted(after), ratio, verdict, missing)


def _verdict(low: float, high: float, *, enough: bool) -> EffectVerdict:
    """Return what an interval of the ratio after to before says; `enough`: it rules out a halving."""
    if high < 1:
        return EffectVerdict.EFFECTIVE
    if low > 1:
        return EffectVerdict.WORSE
    return EffectVerdict.NOT_EFFECTIVE if enough else EffectVerdict.NOT_YET


def _side(days: DayCounts, start: date, end: date, seen: Seen) -> Side:
    """Return the defects and units of the days from `start` up to, but without, `end`."""
    periods = [Period(_local(at, seen), _local(min(at + 7 * _DAY, end), seen), "") for at in _steps(start, end)]
    shares = [share_in(each, seen.lags, seen.as_of) for each in periods]
    if days.delivered:
        covered = {first + timedelta(days=no) for first, last, _units in days.delivered for no in range((last - first).days + 1)}
    defects = sum(claimed for day, claimed in days.claimed if start <= day < end and (not days.delivered or day in covered))
    exposure = sum(share * (each.end - each.start).days * _PER_DAY for each, share in zip(periods, shares, strict=True))
    if not days.delivered or not periods:
        return Side(defects, None, exposure)
    spread = Spread(periods)
    units = sum(number * part * shares[place] for first, last, number in days.delivered for place, part in spread.of(first, last))
    return Side(defects, units, units)


def _steps(start: date, end: date) -> list[date]:
    """Return the first day of each seven from `start` on."""
    return [start + timedelta(days=each) for each in range(0, max(0, (end - start).days), 7)]


def _local(day: date, seen: Seen) -> datetime:
    """Return the start of a day in the seller's time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=seen.as_of.tzinfo)


def _counted(side: Side) -> EffectSide:
    """Return a side as it is shown: its rate with the interval where units are known."""
    if side.units is None or round(side.units) <= 0:
        return EffectSide(side.defects, None if side.units is None else round(side.units), None, None, None)
    units = max(round(side.units), side.defects)
    low, high = wilson(side.defects, units)
    return EffectSide(side.defects, units, round(side.defects / units, 6), round(low, 6), round(high, 6))


def _needed(before: Side) -> int | None:
    """Return about how many units show a halving of a rate in four of five cases: a two-sided test at 5 %, by square roots of counts.

    The variance of the root of a rate is a quarter of one over the units. Where so few units before are known that no number after it
    is enough for that, return how many show it in every other case; `None` if none does.
    """
    units = before.units or 0.0
    step = 2 * sqrt(before.defects / units) * (1 - sqrt(_WORTH_SEEING))
    left = ((step / quantile) ** 2 - 1 / units for quantile in (Z + _POWER, Z))
    return next((round(1 / each) for each in left if each > 0), None)
