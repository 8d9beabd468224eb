"""The summary report: number, kinds and causes of cases, their cost, the age of open cases, and response times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from ozon_returns.period import Period
from ozon_returns.reports.cause import culprits
from ozon_returns.reports.effect_sections import effect_section
from ozon_returns.reports.effects import measured
from ozon_returns.reports.report import Column, ColumnKind, Drawing, Report, Section, Shape, Signal
from ozon_returns.reports.statistics import quantile
from ozon_returns.reports.trend import trend_by
from ozon_returns.reports.week_sections import lead_of, quality_section, waiting, waiting_section, words_section
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import EDGES, ReportRequest, Silence, SummaryRows, Sums, gather
from ozon_returns.store.week import known, waits, words
from ozon_returns.vocabulary import case as case_words
from ozon_returns.vocabulary.case import Dimension
from ozon_returns.words import N_, _

USUAL = (Dimension.PRODUCT, Dimension.DEFECT, Dimension.CAUSE, Dimension.SUPPLIER)
"""The default breakdown."""

RECENT = timedelta(weeks=8)
"""Waiting times and what is not known are those of the cases found in so many weeks."""

MOST_EFFECTS = 20
"""So many of the last actions are measured."""

_TITLES = {
    Dimension.PRODUCT: N_("By product"),
    Dimension.SUPPLIER: N_("By supplier"),
    Dimension.BATCH: N_("By batch"),
    Dimension.CAUSE: N_("By cause"),
    Dimension.DEFECT: N_("By defect"),
    Dimension.STAGE: N_("By where found"),
    Dimension.SCHEME: N_("By scheme"),
    Dimension.WAREHOUSE: N_("By warehouse"),
}
_HEADINGS = {
    Dimension.PRODUCT: N_("Product"),
    Dimension.SUPPLIER: N_("Supplier"),
    Dimension.BATCH: N_("Batch"),
    Dimension.CAUSE: N_("Cause"),
    Dimension.DEFECT: N_("Defect"),
    Dimension.STAGE: N_("Where found"),
    Dimension.SCHEME: N_("Scheme"),
    Dimension.WAREHOUSE: N_("Warehouse"),
}
_VOCABULARIES: dict[Dimension, type[StrEnum]] = {
    Dimension.CAUSE: case_words.Cause,
    Dimension.DEFECT: case_words.Defect,
    Dimension.STAGE: case_words.Stage,
}
_COUNTED = (
    Column("cases", N_("Cases")),
    Column("units", N_("Items")),
    Column("cost", N_("Cost"), ColumnKind.MONEY),
    Column("recovered", N_("Recovered"), ColumnKind.MONEY),
    Column("net", N_("Net"), ColumnKind.MONEY),
)
_SILENT = N_("the buyer has not been contacted for more than 24 hours")


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the summary of a period of a store, with what was found, what came of the actions, and what is not known."""
    made = summary(gather(reading, asked), asked)
    found, rates = culprits(reading, asked), trend_by(reading, asked, ())
    effects, _unscoped = measured(reading, asked.as_of, min(asked.as_of, asked.period.end), MOST_EFFECTS)
    risen = [each for each in rates.rate_signals if each.rate > each.centre]
    recent = Period(asked.period.end - RECENT, asked.period.end, "")
    contact, resolution = (waits(reading, recent, moment, asked.as_of) for moment in ("contact", "resolution"))
    said, (cases, known_of) = words(reading, asked.period), known(reading, recent)
    sections = [waiting_section(contact, resolution), words_section(said), effect_section(effects), quality_section(cases, known_of)]
    figures = {
        "rate": rates.figures["rate"],
        "rate_low": rates.figures["low"],
        "rate_high": rates.figures["high"],
        "waiting_contact": waiting(contact),
        "waiting_resolution": waiting(resolution),
        "feedback": said._asdict(),
    }
    return replace(
        made,
        figures={**made.figures, **figures},
        sections=[*made.sections, *sections],
        advice=found.measures,
        rate_signals=risen,
        effects=effects,
        lead=lead_of(made.figures, rates.figures, len(found.measures), len(risen)),
    )


def summary(rows: SummaryRows, asked: ReportRequest) -> Report:
    """Return the summary of a period, compared with the previous one."""
    signals = _signals(rows)
    now, then = rows.sums, rows.previous
    figures = {
        "cases": now.cases,
        "units": now.units,
        "resolved": rows.resolved,
        "closed": rows.closed,
        "open": sum(rows.ages),
        "overdue": rows.overdue_count,
        "cost": now.cost,
        "recovered": now.recovered,
        "net_cost": now.net,
        "currency": case_words.CURRENCY,
        "first_contact": _times(rows.contact),
        "resolution": _times(rows.resolution),
        "previous": {"label": asked.previous.label, **then._asdict(), "net_cost": then.net},
    }
    sections = [breakdown_section(by, sums) for by, sums in rows.by.items()]
    if rows.parts:
        sections.append(_section("by_week", N_("By week"), Column("week", N_("Week"), ColumnKind.TEXT), rows.parts))
    sections += [_ages(rows.ages), _speed(rows.contact, rows.resolution)]
    notes = [_("History: {head}").format(head=rows.head.short)] if rows.head else []
    headline = _headline(rows)
    return Report("summary", N_("Defective returns"), asked.period, asked.as_of, figures, headline, sections, signals, notes=notes)


def _headline(rows: SummaryRows) -> Section:
    """Return the main figures beside those of the period before."""
    now, then = rows.sums, rows.previous
    figures = (
        (N_("Cases found"), now.cases, then.cases),
        (N_("Items"), now.units, then.units),
        (N_("Cost"), now.cost, then.cost),
        (N_("Recovered"), now.recovered, then.recovered),
        (N_("Net cost"), now.net, then.net),
        (N_("Resolved"), rows.resolved, ""),
        (N_("Closed"), rows.closed, ""),
        (N_("Open now"), sum(rows.ages), ""),
        (N_("Overdue now"), rows.overdue_count, ""),
    )
    columns = (
        Column("figure", N_("Metric"), ColumnKind.SENTENCE),
        Column("now", N_("This period")),
        Column("before", N_("Previous period")),
    )
    return Section("figures", "", columns, figures)


def breakdown_section(by: Dimension, sums: Sequence[tuple[str | None, Sums]]) -> Section:
    """Return the section of a breakdown."""
    first = Column(by, _HEADINGS[by], ColumnKind.TEXT, _VOCABULARIES.get(by))
    return _section(f"by_{by}", _TITLES[by], first, sums)


def _section(name: str, title: str, first: Column, sums: Sequence[tuple[str | None, Sums]]) -> Section:
    """Return a section with one row per group."""
    return Section(name, title, (first, *_COUNTED), [(each, *counted, counted.net) for each, counted in sums], Drawing(Shape.BARS, "cases"))


def _ages(ages: Sequence[int]) -> Section:
    """Return the section of open cases by age in days."""
    starts = (0, *EDGES)
    names = [f"{start}–{end - 1}" for start, end in zip(starts, EDGES, strict=False)] + [f"{EDGES[-1]}+"]
    columns = (Column("days", N_("Days since found"), ColumnKind.TEXT), Column("cases", N_("Cases")))
    return Section("open_by_age", N_("Open cases by age"), columns, list(zip(names, ages, strict=True)), Drawing(Shape.BARS, "cases"))


def _speed(contact: Sequence[float], resolution: Sequence[float]) -> Section:
    """Return the section of response times."""
    columns = (
        Column("until", N_("From finding to"), ColumnKind.SENTENCE),
        Column("n", N_("Cases")),
        Column("median_hours", N_("Median"), ColumnKind.HOURS),
        Column("p90_hours", N_("90th percentile"), ColumnKind.HOURS),
    )
    named = ((N_("first contact"), contact), (N_("resolution"), resolution))
    return Section("speed", N_("Speed"), columns, [(name, *_times(hours).values()) for name, hours in named])


def _times(hours: Sequence[float]) -> dict[str, float | int | None]:
    """Return the count, the median and the 90th percentile of durations in hours."""
    median, most = quantile(hours, 0.5), quantile(hours, 0.9)
    return {
        "n": len(hours),
        "median_hours": None if median is None else round(median, 1),
        "p90_hours": None if most is None else round(most, 1),
    }


def _signals(rows: SummaryRows) -> list[Signal]:
    """Return what requires attention: overdue tasks, and buyers without an answer."""
    late = [Signal("overdue", each.case, each.title, each.due_at, each.command) for each in rows.overdue]
    return late + [Signal("unanswered", each.case, _(_SILENT), each.since, _answering(each)) for each in rows.unanswered]


def _answering(silence: Silence) -> str:
    """Return the command that answers the buyer; an item not yet inspected is inspected first."""
    if silence.status == case_words.Status.NEW:
        return f"ozon-returns inspect --case {silence.case}"
    return f"ozon-returns contact {silence.case} --offer refund"
