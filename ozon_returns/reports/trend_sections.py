"""The tables and notes of the trend report."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ozon_returns.period import Period
from ozon_returns.reports.chart import LEAST_WEEKS, Chart, ChartKind, Point, SignalRule
from ozon_returns.reports.cohorts import Cohort
from ozon_returns.reports.history import LEAST_LAGS, week_label
from ozon_returns.reports.report import Column, ColumnKind, Drawing, Portion, Section, Shape
from ozon_returns.vocabulary.case import Cause, Defect, Stage
from ozon_returns.words import N_, _, decimal, n_

_TITLES = {
    "sku": N_("By SKU"),
    "supplier": N_("By supplier"),
    "batch": N_("By batch"),
    "scheme": N_("By scheme"),
    "warehouse": N_("By warehouse"),
    "carrier": N_("By carrier"),
    "storage": N_("By days in storage"),
    "cause": N_("By cause"),
    "defect": N_("By defect"),
    "stage": N_("By where found"),
}
_HEADINGS = {
    "sku": N_("SKU"),
    "supplier": N_("Supplier"),
    "batch": N_("Batch"),
    "scheme": N_("Scheme"),
    "warehouse": N_("Warehouse"),
    "carrier": N_("Carrier"),
    "storage": N_("Days in storage"),
    "cause": N_("Cause"),
    "defect": N_("Defect"),
    "stage": N_("Where found"),
}
_VOCABULARIES: dict[str, type[StrEnum]] = {"cause": Cause, "defect": Defect, "stage": Stage}
RULES = {
    SignalRule.BEYOND_LIMIT: N_("beyond the limit"),
    SignalRule.RUN_OF_8: N_("8 weeks in a row on one side"),
    SignalRule.RARE: N_("too many for chance"),
}
_KINDS = {
    ChartKind.P: N_("Limits: p chart, three standard deviations for each week's own units."),
    ChartKind.LANEY_P: N_("Limits: Laney's p′ chart, as the weeks scatter {factor} times as much as chance allows."),
    ChartKind.U: N_("No deliveries are known, so these are counts per week, with the limits of a u chart: ozon-returns import FILE"),
    ChartKind.LANEY_U: N_("No deliveries are known, so these are counts per week, with Laney's u′ limits: ozon-returns import FILE"),
    ChartKind.EXACT: N_("Under one defect a week is expected, so each week is judged by the exact chance of as many, not by limits."),
    ChartKind.SHORT: N_("No limits: they need at least {least} weeks, and there are {n}."),
}


class TrendWeek(NamedTuple):
    """A week of the chart: its period and cohort, the share of its claims that have come in and its point, as far as they are known."""

    period: Period
    cohort: Cohort
    complete: float | None
    point: Point | None


def percent(share: float) -> str:
    """Return a share as a per cent for a person."""
    return f"{decimal(100 * share, 2)} %"


def headline(total: Cohort) -> Section:
    """Return the main figures of all weeks."""
    rows: list[tuple[str, object]] = [
        (N_("Defects of items that reached buyers"), total.claimed),
        (N_("Of these confirmed"), total.confirmed),
    ]
    if total.units:
        low, high = total.interval
        rates = ((N_("Rate"), total.rate), (N_("Rate, at least (95 %)"), low), (N_("Rate, at most (95 %)"), high))
        rows += [(N_("Units delivered"), total.units), *((name, Portion(rate or 0.0)) for name, rate in rates)]
    columns = (Column("figure", N_("Metric"), ColumnKind.SENTENCE), Column("now", N_("This period")))
    return Section("figures", "", columns, rows)


def week_section(weeks: Sequence[TrendWeek], *, counted: bool) -> Section:
    """Return the table of the weeks, the last first."""
    kind = ColumnKind.NUMBER if counted else ColumnKind.RATE
    columns = (
        Column("week", N_("Week"), ColumnKind.TEXT),
        Column("defects", N_("Claimed")),
        Column("confirmed", N_("Confirmed"), detail=True),
        Column("units", N_("Units")),
        Column("complete", N_("Claims in"), ColumnKind.RATE),
        Column("rate", N_("Number")) if counted else Column("rate", N_("Rate"), kind),
        Column("upper", N_("Upper limit"), kind),
        Column("signal", N_("Signal"), ColumnKind.SENTENCE),
    )
    rows = []
    for each in reversed(weeks):
        point = each.point
        rate = None if point is None else point.defects if counted else round(point.rate, 6)
        upper = None if point is None or point.upper is None else round(point.upper, 6)
        signal = RULES[point.rule] if point and point.rule else ""
        rows.append(
            (
                week_label(each.period),
                each.cohort.claimed,
                each.cohort.confirmed,
                each.cohort.units,
                None if each.complete is None else round(each.complete, 4),
                rate,
                upper,
                signal,
            )
        )
    return Section("by_week", N_("By week of delivery"), columns, rows, Drawing(Shape.LINE, "rate", high="upper"))


def name_section(name: str, of: Mapping[str | None, Cohort]) -> Section:
    """Return the rates by a name, those that are surely the highest first."""
    first = Column(name, _HEADINGS[name], ColumnKind.TEXT, _VOCABULARIES.get(name))
    return _rates(name, (first,), [((value,), each) for value, each in of.items()])


def batch_section(of: Mapping[tuple[str, str], Cohort]) -> Section:
    """Return the rates by batch and product, those that are surely the highest first."""
    first = (Column("batch", _HEADINGS["batch"], ColumnKind.TEXT), Column("sku", _HEADINGS["sku"], ColumnKind.TEXT))
    return _rates("batch", first, list(of.items()))


def _rates(name: str, first: Sequence[Column], of: Sequence[tuple[Sequence[str | None], Cohort]]) -> Section:
    """Return rates with their intervals, those that are surely the highest first."""
    columns = (
        *first,
        Column("defects", N_("Claimed")),
        Column("confirmed", N_("Confirmed"), detail=True),
        Column("units", N_("Units")),
        Column("exposed", N_("Units that count"), detail=True),
        Column("rate", N_("Rate"), ColumnKind.RATE),
        Column("low", N_("At least"), ColumnKind.RATE),
        Column("high", N_("At most"), ColumnKind.RATE),
    )
    lows = ((each.interval[0], each.claimed, names) for names, each in of)
    order = sorted(range(len(of)), key=[(low is None, -(low or 0.0), -claimed, str(names)) for low, claimed, names in lows].__getitem__)
    cohorts = [of[place] for place in order]
    rows = [(*names, each.claimed, each.confirmed, each.units, _exposed(each), each.rate, *each.interval) for names, each in cohorts]
    return Section(
        f"by_{name}", _TITLES[name], columns, rows, Drawing(Shape.RATES, "rate", "low", "high", labels=[each.name for each in first[1:]])
    )


def _exposed(cohort: Cohort) -> int | None:
    """Return the units that count; `None` where none are known."""
    return None if cohort.units is None else cohort.exposed


def notes_of(chart: Chart, total: Cohort, known_lags: Sequence[float], weeks: Sequence[TrendWeek]) -> list[str]:
    """Return what the figures rest on."""
    words = _(_KINDS[chart.kind])
    notes = [words.format(factor=f"{chart.sigma_z or 0:.1f}", least=LEAST_WEEKS, n=len(chart.points))]
    if total.claimed > total.dated:
        told = _("Of {n} of {all} defects the day of delivery is not known; they count for the week in which they were found.")
        notes.append(told.format(n=total.claimed - total.dated, all=total.claimed))
    if total.units and total.claimed > total.counted:
        told = _("Of {n} of {all} defects no deliveries of the product in that week are known; they do not count for the rate.")
        notes.append(told.format(n=total.claimed - total.counted, all=total.claimed))
    if len(known_lags) < LEAST_LAGS:
        told = _("How fast claims come in is not known yet (n = {n}, {least} needed), so the last weeks may still grow.")
        notes.append(told.format(n=len(known_lags), least=LEAST_LAGS))
    elif any((each.complete or 1) < 1 for each in weeks):
        told = _("The units of young weeks count as far as claims usually have come in by their age (from {n} claims).")
        notes.append(told.format(n=len(known_lags)))
    return notes


def signal_words(sku: str | None, figures: tuple[int, int, float, float, float | None], rule: SignalRule) -> str:
    """Return a week that is more than chance as a sentence: defects, units, rate, centre, upper limit; one unit stands for counts."""
    defects, units, rate, centre, _upper = figures
    if units == 1:
        told = _("{n} defects, usually {centre}").format(n=defects, centre=decimal(centre, 1))
    else:
        told = _("{n} of {units} units ({rate}), usually {centre}")
        told = told.format(n=defects, units=units, rate=percent(rate), centre=percent(centre))
    about = _("product {sku}: ").format(sku=sku) if sku else ""
    return f"{about}{told}: {_(RULES[rule])}"


def tried_note(tried: int) -> str:
    """Return how many weeks of products were looked at for signals."""
    told = n_("{n} week of a product was looked at", "{n} weeks of products were looked at", tried)
    return told + _("; of their signals at most one in twenty is due to chance.")
