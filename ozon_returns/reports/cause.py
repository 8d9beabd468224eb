"""The cause report: which causes cost most, and which suppliers, batches and products have more defects than chance explains.

The last weeks are judged, by the week of delivery, against other suppliers and batches of the same products and against the weeks before.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.money import from_kopecks
from ozon_returns.period import Period, each_week, weeks_of
from ozon_returns.period import weeks as last_weeks
from ozon_returns.reports.cause_sections import cause_section, contrast_section, headline_of, measure_words, note_words
from ozon_returns.reports.interval import wilson
from ozon_returns.reports.report import Measure, Report
from ozon_returns.reports.suspects import Suspect, suspects
from ozon_returns.reports.trend import share_in
from ozon_returns.reports.trend_sections import LEAST_LAGS, week_label
from ozon_returns.store.cohorts import by_group, lags, last_open_case, net_cost_per_unit
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest, breakdown
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.case import Cause, Dimension
from ozon_returns.words import N_

USUAL_WEEKS = 8
"""So many weeks are judged where nothing else is said."""

PAST_WEEKS = 26
"""With so many weeks before they are compared."""

_MEASURES = {
    "supplier": ActionKind.CHANGE_SUPPLIER,
    "batch": ActionKind.SUPPLIER_CLAIM,
    "sku": ActionKind.INBOUND_CHECK,
    "carrier": ActionKind.IMPROVE_PACKAGING,
    "warehouse": ActionKind.IMPROVE_STORAGE,
    "scheme": ActionKind.TRAINING,
}
_BY_CAUSE = {
    Cause.TRANSPORT: ActionKind.IMPROVE_PACKAGING,
    Cause.OWN_PACKAGING: ActionKind.IMPROVE_PACKAGING,
    Cause.OWN_STORAGE: ActionKind.IMPROVE_STORAGE,
    Cause.LISTING: ActionKind.FIX_LISTING,
    Cause.PICKING: ActionKind.TRAINING,
}
"""What keeps the most frequent cause of a product from coming back."""


class Culprits(NamedTuple):
    """All comparisons of some weeks with those before, what to do about those that are more than chance, and the defects and units."""

    period: Period
    every: Sequence[Suspect]
    measures: Sequence[Measure]
    figures: Mapping[str, int]


def culprits(reading: Reading, asked: ReportRequest) -> Culprits:
    """Return who has more defects than chance explains in the weeks up to the end of the period asked for."""
    judged = list(asked.parts) or weeks_of(asked.period, asked.as_of, USUAL_WEEKS, reading.zone)
    before = each_week(last_weeks(judged[0].start, reading.zone, PAST_WEEKS + 1), reading.zone)[:-1]
    weeks = [*before, *judged]
    period = Period(judged[0].start, judged[-1].end, f"{week_label(judged[0])} – {week_label(judged[-1])}")
    known = lags(reading, asked.as_of)
    groups = by_group(reading, weeks)
    every = suspects(groups, len(before), [share_in(each, known, asked.as_of) for each in weeks])
    found = [each for each in every if each.is_culprit]
    measures = [_measure(reading, each, period, len(every)) for each in found]
    figures = {
        "tried": len(every),
        "found": len(found),
        "defects": sum(each.claimed for each in groups if each.week >= len(before)),
        "units": round(sum(each.units for each in groups if each.week >= len(before))),
        "weeks": len(judged),
        "past_weeks": len(before),
        "lags": len(known),
    }
    return Culprits(period, every, measures, figures)


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the causes of the weeks up to the end of the period asked for."""
    period, every, measures, figures = culprits(reading, asked)
    causes = breakdown(reading, period, Dimension.CAUSE)
    lags_known = figures["lags"]
    sections = [contrast_section(every), cause_section(causes)]
    notes = note_words(every, known_lags=lags_known if lags_known < LEAST_LAGS else None)
    return Report("cause", N_("Causes"), period, asked.as_of, figures, headline_of(figures), sections, advice=measures, notes=notes)


def _measure(reading: Reading, found: Suspect, period: Period, tried: int) -> Measure:
    """Return what to do about a finding, with its evidence and the command that starts it."""
    kind = _MEASURES[found.dimension]
    if found.dimension == "sku":
        kind = _BY_CAUSE.get(Cause(most), kind) if (most := _most_frequent(reading, found.value, period)) else kind
    low, high = wilson(found.contrast.defects, found.contrast.units)
    evidence = {
        "defects": found.contrast.defects,
        "units": found.contrast.units,
        "rate": round(found.contrast.rate, 6),
        "low": round(low, 6),
        "high": round(high, 6),
        "against": round(found.contrast.against, 6),
        "p": found.contrast.p,
        "tried": tried,
    }
    cost = net_cost_per_unit(reading, period)
    stake = from_kopecks(cost) * Decimal(str(round(max(0.0, found.contrast.excess), 1))) if cost else None
    at_stake = stake.quantize(Decimal("0.01")) if stake else None
    value, batch = (found.sku or "", found.value) if found.dimension == "batch" else (found.value, None)
    why = measure_words(found, tried)
    return Measure(kind, found.dimension, value, batch, why, evidence, at_stake, _command(reading, found, kind))


def _most_frequent(reading: Reading, sku: str, period: Period) -> str | None:
    """Return the most frequent cause of a product's cases in a period, if one is known."""
    return next((row[0] for row in breakdown(reading, period, Dimension.CAUSE, value=sku) if row[0] not in (None, Cause.UNKNOWN)), None)


def _command(reading: Reading, found: Suspect, kind: ActionKind) -> str:
    """Return the command that starts a measure: in the last open case of the group, else the list of its cases."""
    case = last_open_case(reading, found.dimension, found.value, found.sku)
    if case is None:
        return f'ozon-returns list {found.dimension}:"{found.value}"'
    if kind is ActionKind.SUPPLIER_CLAIM:
        return f"ozon-returns ticket {case} --to supplier"
    return f'ozon-returns resolve {case} --action "{kind}: ..."'
