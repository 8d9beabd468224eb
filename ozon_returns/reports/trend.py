"""The trend report: the rate of defects week by week with its limits, and by product, supplier and batch with its interval.

Weeks are those of the delivery. One that is still young has not seen all its claims: its units are counted as far as claims have
usually come in by its age, learned from the shop's own cases.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ozon_returns.period import Period, weeks_of
from ozon_returns.reports.chart import Chart, p_chart, u_chart
from ozon_returns.reports.report import RateSignal, Report
from ozon_returns.reports.trend_sections import (
    LEAST_LAGS,
    RULES,
    TrendWeek,
    headline,
    interval_of,
    name_section,
    notes_of,
    rate_of,
    week_label,
    week_section,
)
from ozon_returns.store.cohorts import NAMES, Cohort, by_name, by_week, lags
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest
from ozon_returns.words import N_, _

USUAL_WEEKS = 26
_TOO_YOUNG = 0.2
"""A week of which fewer claims have come in is no week of the chart yet."""

_RECENT = 4
"""A signal of so many last weeks needs attention; earlier ones stay in the table."""


class TrendRows(NamedTuple):
    """What a trend is made of: the weeks and their cohorts, the days from delivery to claim, and cohorts by name for each field."""

    weeks: Sequence[Period]
    cohorts: Sequence[Cohort]
    lags: Sequence[float]
    names: Mapping[str, Mapping[str | None, Cohort]]


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the trend up to the end of the period asked for."""
    return trend_by(reading, asked, NAMES)


def trend_by(reading: Reading, asked: ReportRequest, fields: Sequence[str]) -> Report:
    """Return the trend up to the end of the period asked for, with the rates by some fields of deliveries."""
    weeks = list(asked.parts) or weeks_of(asked.period, asked.as_of, USUAL_WEEKS, reading.zone)
    whole = Period(weeks[0].start, weeks[-1].end, f"{week_label(weeks[0])} – {week_label(weeks[-1])}")
    names = {each: by_name(reading, whole, each) for each in fields}
    return trend(TrendRows(weeks, by_week(reading, weeks), lags(reading, asked.as_of), names), whole, asked.as_of)


def trend(rows: TrendRows, period: Period, as_of: datetime) -> Report:
    """Return the trend of some weeks."""
    counted = all(each.units is None for each in rows.cohorts)
    chart, found = _charted(rows, [share_in(each, rows.lags, as_of) for each in rows.weeks], counted=counted)
    total = _total(rows.cohorts)
    low, high = interval_of(total)
    figures = {
        "claimed": total.claimed,
        "confirmed": total.confirmed,
        "units": total.units,
        "rate": rate_of(total),
        "low": low,
        "high": high,
        "centre": round(chart.centre, 6),
        "sigma_z": None if chart.sigma_z is None else round(chart.sigma_z, 6),
        "chart": chart.kind.value,
        "weeks": len(rows.weeks),
        "lags": len(rows.lags),
    }
    sections = [week_section(found, counted=counted)]
    sections += [
        name_section(name, of) for name, of in rows.names.items() if any(each.units for value, each in of.items() if value is not None)
    ]
    notes, signals = notes_of(chart, total, rows.lags, found), _signals(found[-_RECENT:], chart)
    return Report("trend", N_("Rate of defects"), period, as_of, figures, headline(total), sections, notes=notes, rate_signals=signals)


def _total(cohorts: Sequence[Cohort]) -> Cohort:
    """Return the sum of cohorts."""
    units = [each.units for each in cohorts if each.units is not None]
    return Cohort(
        sum(each.claimed for each in cohorts),
        sum(each.confirmed for each in cohorts),
        sum(each.dated for each in cohorts),
        sum(units) if units else None,
    )


def share_in(week: Period, known_lags: Sequence[float], as_of: datetime) -> float:
    """Return the share of the claims of a period's deliveries that have come in, on average over its days."""
    if len(known_lags) < LEAST_LAGS:
        return 1.0
    days = [week.start + timedelta(days=each) for each in range(max(1, (week.end - week.start).days))]
    ages = [max(0.0, (as_of - each).total_seconds() / 86400) for each in days]
    return sum(bisect_right(known_lags, age) / len(known_lags) for age in ages) / len(ages)


def _charted(rows: TrendRows, shares: Sequence[float], *, counted: bool) -> tuple[Chart, list[TrendWeek]]:
    """Return the chart, and each week with its point; weeks without deliveries, or too young, have none."""
    weeks, cohorts = rows.weeks, rows.cohorts
    places = [place for place, share in enumerate(shares) if share >= _TOO_YOUNG and (counted or cohorts[place].units)]
    if counted:
        chart = u_chart([cohorts[place].claimed for place in places])
    else:
        chart = p_chart([(cohorts[place].claimed, max(1, round((cohorts[place].units or 0) * shares[place]))) for place in places])
    points = dict(zip(places, chart.points, strict=True))
    return chart, [TrendWeek(week, cohorts[place], shares[place], points.get(place)) for place, week in enumerate(weeks)]


def _signals(weeks: Sequence[TrendWeek], chart: Chart) -> list[RateSignal]:
    """Return the signals of some weeks: those with more than chance."""
    found = []
    for each in weeks:
        if (point := each.point) and point.rule and point.rate > chart.centre:
            figures = (point.defects, point.units, point.rate, chart.centre, point.upper)
            found.append(RateSignal("", None, week_label(each.period), *figures, point.rule, _(RULES[point.rule])))
    return found
