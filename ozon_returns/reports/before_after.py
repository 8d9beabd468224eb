"""The rates of defects before and after a day, on equal footing, and what their ratio says.

Before and after are told apart by the day of delivery. Young deliveries have not seen all their claims: their units count as far as
claims usually have come in by that age, so that a new action does not look good for having been done lately.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import sqrt
from typing import NamedTuple

from ozon_returns.period import Period
from ozon_returns.reports.history import share_in
from ozon_returns.reports.interval import RateRatio, Z, rate_ratio, wilson
from ozon_returns.reports.report import EffectSide
from ozon_returns.store.cohorts import Spread
from ozon_returns.store.effects import DayCounts
from ozon_returns.vocabulary.action import EffectVerdict

AROUND = timedelta(weeks=26)
"""At most so long before and after an action is looked at."""

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
