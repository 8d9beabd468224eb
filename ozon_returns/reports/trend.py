"""The trend report: the rate of defects week by week with its limits, and by product, supplier and batch with its interval.

Weeks are those of the delivery. One that is still young has not seen all its claims: its units are counted as far as claims have
usually come in by its age, learned from the shop's own cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ozon_returns.period import Period, weeks_of
from ozon_returns.reports.chart import Chart, p_chart, u_chart
from ozon_returns.reports.cohorts import Cohort, by_batch, by_finding, by_name, by_week, whole
from ozon_returns.reports.history import LEAST_LAGS, TOO_YOUNG, History, history, week_label
from ozon_returns.reports.product_signals import RECENT, product_signals
from ozon_returns.reports.report import RateSignal, Report, Section
from ozon_returns.reports.trend_sections import (
    TrendWeek,
    batch_section,
    headline,
    name_section,
    notes_of,
    signal_words,
    tried_note,
    week_section,
)
from ozon_returns.store.groups import NAMES, findings
from ozon_returns.store.ozon_rows import are_ordered_units
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest
from ozon_returns.vocabulary.case import Dimension
from ozon_returns.words import N_, _

FINDINGS = ("cause", "defect", "stage")
"""What is known of a defect only: its rate is that among all units."""

USUAL_WEEKS = 26
_NOTHING = N_("Without deliveries there are no rates to break down: ozon-returns import FILE")


_ORDERED = N_("Units that Ozon has not told by warehouse are those ordered, cancelled ones included, so rates are rather too low.")


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the trend up to the end of the period asked for."""
    seen = history(reading, trend_weeks(reading, asked), asked.as_of)
    wanted = ["sku" if each is Dimension.PRODUCT else each.value for each in asked.by] if asked.is_by else [*NAMES, *FINDINGS]
    made = trend(seen, asked.as_of, [each for each in wanted if each in NAMES])
    found = [
        name_section(each, by_finding(seen.groups, seen.shares, findings(reading, seen.weeks, each)))
        for each in wanted
        if each in FINDINGS and made.figures["units"]
    ]
    ordered = [_(_ORDERED)] if made.figures["units"] and are_ordered_units(reading.connection) else []
    notes = [*made.notes, *ordered, *([_(_NOTHING)] if asked.is_by and not made.figures["units"] else [])]
    return replace(made, sections=[*made.sections, *(each for each in found if each.rows)], notes=notes)


def trend_weeks(reading: Reading, asked: ReportRequest) -> Sequence[Period]:
    """Return the weeks of the trend up to the end of the period asked for."""
    return list(asked.parts) or weeks_of(asked.period, asked.as_of, USUAL_WEEKS, reading.zone)


def trend(seen: History, as_of: datetime, fields: Sequence[str] = ()) -> Report:
    """Return the trend of some weeks, with the rates by some fields."""
    cohorts, total = by_week(seen.groups, seen.shares), whole(seen.groups, seen.shares)
    counted = all(each.units is None for each in cohorts)
    chart, found = _charted(seen, cohorts, counted=counted)
    low, high = total.interval
    figures = {
        "claimed": total.claimed,
        "confirmed": total.confirmed,
        "counted": total.counted,
        "units": total.units,
        "exposed": total.exposed,
        "rate": total.rate,
        "low": low,
        "high": high,
        "centre": round(chart.centre, 6),
        "sigma_z": None if chart.sigma_z is None else round(chart.sigma_z, 6),
        "chart": chart.kind.value,
        "weeks": len(seen.weeks),
        "lags": len(seen.lags),
    }
    sections = [week_section(found, counted=counted), *_by_names(seen, fields)]
    notes, signals = notes_of(chart, total, seen.lags, found), _signals(found[-RECENT:], chart)
    if len({each.key.sku for each in seen.groups}) > 1:
        of_products, near, tried = product_signals(seen)
        sections += [near] if tried else []
        notes, signals = [*notes, *([tried_note(tried)] if tried else [])], [*signals, *of_products]
    return Report("trend", N_("Rate of defects"), seen.whole, as_of, figures, headline(total), sections, notes=notes, rate_signals=signals)


def _by_names(seen: History, fields: Sequence[str]) -> Iterator[Section]:
    """Yield the rates by those fields of which deliveries are known."""
    for field in fields:
        of: Mapping[str | None, Cohort] = by_name(seen.groups, seen.shares, field)
        if any(each.units for value, each in of.items() if value is not None):
            yield batch_section(by_batch(seen.groups, seen.shares)) if field == "batch" else name_section(field, of)


def _charted(seen: History, cohorts: Sequence[Cohort], *, counted: bool) -> tuple[Chart, list[TrendWeek]]:
    """Return the chart, and each week with its point; weeks without deliveries, too young or before the shop's first case have none."""
    shares = seen.shares
    is_known = [
        each.claimed > 0 or (seen.begun is not None and week.end > seen.begun) for each, week in zip(cohorts, seen.weeks, strict=True)
    ]
    told = is_known if counted else [bool(each.units) for each in cohorts]
    places = [place for place, share in enumerate(shares) if share >= TOO_YOUNG and told[place]]
    if counted:
        chart = u_chart([cohorts[place].claimed for place in places])
    else:
        chart = p_chart([(cohorts[place].counted, max(1, cohorts[place].counted, cohorts[place].exposed)) for place in places])
    known = len(seen.lags) >= LEAST_LAGS
    points = dict(zip(places, chart.points, strict=True))
    return chart, [
        TrendWeek(week, cohorts[place], shares[place] if known else None, points.get(place)) for place, week in enumerate(seen.weeks)
    ]


def _signals(weeks: Sequence[TrendWeek], chart: Chart) -> list[RateSignal]:
    """Return the signals of some weeks: those with more than chance."""
    found = []
    for each in weeks:
        if (point := each.point) and point.rule and point.rate > chart.centre:
            figures = (point.defects, point.units, point.rate, chart.centre, point.upper)
            found.append(RateSignal("", None, week_label(each.period), *figures, point.rule, signal_words(None, figures, point.rule)))
    return found
