"""The summary report: number, kinds and causes of cases, their cost, the age of open cases, and response times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from ozon_returns.period import Period
from ozon_returns.reports.cause import culprits, judged_history
from ozon_returns.reports.effect_sections import effect_section
from ozon_returns.reports.effects import measured
from ozon_returns.reports.report import Column, ColumnKind, Drawing, Report, Section, Shape, Signal
from ozon_returns.reports.trend import trend, trend_weeks
from ozon_returns.reports.week_sections import (
    ages_section,
    lead_of,
    quality_section,
    speed_section,
    times,
    waiting,
    waiting_section,
    words_section,
)
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest, Silence, SummaryRows, Sums, gather
from ozon_returns.store.week import has_cases, known, waits, words
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
_EMPTY = N_("There is no case yet. Begin with ozon-returns inspect PHOTO, or take over what there is: ozon-returns import FILE")
_SILENT = N_("the buyer has not been contacted for more than 24 hours")


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the summary of a period of a store, with what was found, what came of the actions, and what is not known."""
    made = summary(gather(reading, asked), asked)
    seen, judged = judged_history(reading, asked)
    found, rates = culprits(reading, seen, judged), trend(seen.last(len(trend_weeks(reading, asked))), asked.as_of)
    effects, _unscoped = measured(reading, asked.as_of, min(asked.as_of, asked.period.end), MOST_EFFECTS)
    risen = [each for each in rates.rate_signals if each.rate > each.centre]
    recent = Period(asked.period.end - RECENT, asked.period.end, "")
    contact, resolution = (waits(reading, recent, moment, asked.as_of) for moment in ("contact", "resolution"))
    said, (cases, known_of) = words(reading, asked.period), known(reading, recent)
    title = (
        N_("Rate of defects by week of delivery")
        if rates.figures["units"] is not None
        else N_("Number of defects of items that reached buyers, by week")
    )
    weekly = rates.sections[0]._replace(name="rate_by_week", title=title, is_brief=True)
    near = [each for each in rates.sections if each.name == "near"]
    sections = [weekly, *near, waiting_section(contact, resolution), words_section(said), effect_section(effects)]
    sections.append(quality_section(cases, known_of, N_("What is not known of the cases of eight weeks")))
    unfinished = [_("The period is not over yet.")] if asked.as_of < asked.period.end - timedelta(seconds=1) else []
    notes = [*unfinished, *made.notes, _("Findings are of the weeks {weeks}.").format(weeks=found.period.label)]
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
        notes=notes if has_cases(reading) else [_(_EMPTY)],
        lead=lead_of(made.figures, rates, len(found.measures), len(risen)),
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
        "first_contact": times(rows.contact),
        "resolution": times(rows.resolution),
        "previous": {"label": asked.previous.label, **then._asdict(), "net_cost": then.net},
    }
    sections = [breakdown_section(by, sums) for by, sums in rows.by.items()]
    if rows.parts:
        sections.append(_section("by_week", N_("By week"), Column("week", N_("Week"), ColumnKind.TEXT), rows.parts))
    sections += [ages_section(rows.ages), speed_section(rows.contact, rows.resolution)]
    notes = [*_counting(rows), *([_("History: {head}").format(head=rows.head.short)] if rows.head else [])]
    headline = _headline(rows)
    return Report("summary", N_("Defective returns"), asked.period, asked.as_of, figures, headline, sections, signals, notes=notes)


def _counting(rows: SummaryRows) -> list[str]:
    """Return notes on what a reader who adds up a breakdown would stumble over."""
    notes = []
    if sum(sums.cases for _name, sums in rows.by.get(Dimension.DEFECT, ())) > rows.sums.cases:
        notes.append(_("A case with several defects is counted at each of them."))
    if any(not sums.cases and (sums.cost or sums.recovered) for groups in rows.by.values() for _name, sums in groups):
        notes.append(_("Cases are those found in the period; money is what was spent and recovered in it, of earlier cases too."))
    return notes


def _headline(rows: SummaryRows) -> Section:
    """Return the main figures beside those of the period before."""
    now, then = rows.sums, rows.previous
    figures = (
        (N_("Cases found"), now.cases, then.cases),
        (N_("Items"), now.units, then.units),
        (N_("Cost"), now.cost, then.cost),
        (N_("Recovered"), now.recovered, then.recovered),
        (N_("Net cost"), now.net, then.net),
        (N_("Resolved"), rows.resolved, rows.previous_resolved),
        (N_("Closed"), rows.closed, rows.previous_closed),
        (N_("Open now"), sum(rows.ages), ""),
        (N_("Overdue tasks"), rows.overdue_count, ""),
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


def _signals(rows: SummaryRows) -> list[Signal]:
    """Return what requires attention: overdue tasks, and buyers without an answer."""
    late = [Signal("overdue", each.case, each.title, each.due_at, each.command) for each in rows.overdue]
    return late + [Signal("unanswered", each.case, _(_SILENT), each.since, _answering(each)) for each in rows.unanswered]


def _answering(silence: Silence) -> str:
    """Return the command that answers the buyer; an item not yet inspected is inspected first."""
    if silence.status == case_words.Status.NEW:
        return f"ozon-returns inspect --case {silence.case}"
    return f"ozon-returns contact {silence.case} --offer refund"
