"""Report figures: number of cases, products, causes and costs."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.errors.usage import UsageError
from ozon_returns.views.answer import Answer
from ozon_returns.views.forms import ReportForm
from ozon_returns.vocabulary.case import Dimension
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.period import Period
    from ozon_returns.reports.report import Report
    from ozon_returns.store.reading import Reading

_MOST_PICTURES, _SIDE = 6, 320
"""How many photos a page has at most, and their longest side in pixels."""


class Reason(StrEnum):
    """A reason for exit code 6."""

    OVERDUE = "overdue"
    SIGNAL = "signal"


def analyze(
    ctx: typer.Context,
    report: Annotated[str, typer.Argument(metavar="[REPORT]", help=N_("Name of the report."))] = "summary",
    subject: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help=N_("The SKU of the report product, the name of the report supplier."))
    ] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help=N_("The week, Monday to Sunday (default)."))] = False,
    monthly: Annotated[bool, typer.Option("--monthly", help=N_("The calendar month."))] = False,
    start: Annotated[str | None, typer.Option("--from", metavar="WHEN", help=N_("First day."))] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="WHEN", help=N_("Last day, inclusive."))] = None,
    weeks: Annotated[int | None, typer.Option(min=1, max=520, metavar="N", help=N_("The last N weeks, each on a line."))] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="WHEN", help=N_("State as of that moment; the report covers the week or month of that day."))
    ] = None,
    by: Annotated[Dimension | None, typer.Option(help=N_("Break down by this alone."))] = None,
    format: Annotated[ReportForm, typer.Option(help=N_("Output format."))] = ReportForm.TABLE,  # noqa: A002  the option's name
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to this file."))] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=N_("Print nothing unless something needs attention."))] = False,
    fail_on: Annotated[Reason | None, typer.Option(help=N_("Exit with code 6 if something is overdue or needs attention."))] = None,
) -> Answer:
    """Run the command."""
    from importlib import import_module

    from ozon_returns.period import before, each_week
    from ozon_returns.reports.summary import USUAL
    from ozon_returns.store.summary import ReportRequest
    from ozon_returns.views.report_file import asked_form, has_ending

    app: App = ctx.obj
    then = app.moment(as_of, ends=True)
    moment = then or app.now
    edges = (start or (_beginning(app) if end else None), end)
    period = _period(app, moment, monthly=monthly, edges=edges, weeks=weeks, weekly=weekly)
    report = _known(report)
    _fits(report, subject, by)
    form = asked_form(ReportForm.JSON if app.as_json and not has_ending(output) else format, output)
    parts = each_week(period, app.zone) if weeks else []
    asked = ReportRequest(period, before(period, app.zone), moment, [by] if by else USUAL, parts, subject, is_by=by is not None)
    module = import_module(f"ozon_returns.reports.{report}")
    app.existing  # noqa: B018  a report of nothing would say that all is well
    with app.reading(then) as reading:
        made = module.report(reading, asked)
        if report == "summary":
            made = _with_changes(app, made, reading)
        if report == "summary" and form is ReportForm.HTML:
            made = _illustrated(app, made, reading)
    every = [*made.signals, *made.rate_signals]
    found = [each for each in every if fail_on is Reason.SIGNAL or each.kind == fail_on]
    if quiet and not every:
        return Answer(silent=True)
    return _answer(app, made, form, output, 6 if fail_on and found else 0)


def _period(
    app: App, moment: datetime, *, weekly: bool, monthly: bool, edges: tuple[str | None, str | None], weeks: int | None
) -> "Period":
    """Return the period selected by the options."""
    from datetime import timedelta

    from ozon_returns import period

    if sum((weekly, monthly, any(edges), bool(weeks))) > 1:
        raise UsageError(_("--weekly, --monthly, --weeks and --from --to are mutually exclusive."), _("Use one of them."))
    if any(edges):
        first, last = (app.moment(each) or moment for each in edges)
        if last < first and not edges[1]:
            raise UsageError(_("The first day has not come yet."), _("Name an earlier day with --from."))
        if last < first:
            raise UsageError(_("The first day is after the last."), _("Swap --from and --to."))
        return period.span(first.date(), last.date() + timedelta(days=1), app.zone)
    return period.month(moment, app.zone) if monthly else period.weeks(moment, app.zone, weeks or 1)


def _beginning(app: App) -> str | None:
    """Return the day on which the first case was found, from which a period without a first day begins."""
    from ozon_returns.store.summary import first_found

    app.existing  # noqa: B018
    with app.reading() as reading:
        at = first_found(reading)
    return f"{at:%Y-%m-%d}" if at else None


def _fits(report: str, subject: str | None, by: Dimension | None) -> None:
    """Raise `UsageError` where a report takes no name, or cannot be broken down."""
    if subject is not None and report not in ("product", "supplier"):
        told = _("The report {report} takes no name, but there is “{subject}”.").format(report=report, subject=subject)
        raise UsageError(told, _("Leave it out."))
    if by and report not in ("summary", "trend"):
        told = _("The report {report} is not broken down with --by.").format(report=report)
        raise UsageError(told, _("Leave it out, or take the report summary or trend."))


def _known(report: str) -> str:
    """Return the name of a report. Raise `UsageError` where there is none of that name."""
    from ozon_returns.reports.catalogue import REPORTS
    from ozon_returns.typed import likely_named, named

    found = named(report, REPORTS, "report")
    if found is None:
        meant = likely_named(report, REPORTS, "report")
        advice = (
            _("Did you mean “{meant}”?").format(meant=meant)
            if meant
            else _("Available: {names}").format(names="; ".join(f"{name} ({_(what)})" for name, what in REPORTS.items()))
        )
        raise UsageError(_("There is no report “{name}”.").format(name=report), advice)
    return found


def _answer(app: App, made: "Report", form: ReportForm, output: str | None, exit_code: int) -> Answer:
    """Return a report as it was asked for, to the screen or to a file, whose ending tells the format where none is named."""
    from ozon_returns.views.report_file import report_text, write
    from ozon_returns.views.report_json import document
    from ozon_returns.views.report_table import blocks

    if output in (None, "", "-"):
        if form is ReportForm.XLSX and not app.as_json:
            raise UsageError(_("A workbook is not printed."), _("Write it to a file: {example}").format(example="-o report.xlsx"))
        raw = None if form is ReportForm.TABLE or app.as_json else report_text(made, form)
        return Answer(document(made), blocks(made), raw=raw, exit=exit_code)
    write(made, form, output)
    return Answer({"file": output, **document(made)}, [_("Written to {file}.").format(file=output)], exit=exit_code, saved=True)


def _with_changes(app: App, made: "Report", reading: "Reading") -> "Report":
    """Return a summary with the weeks that have changed since the period before."""
    from dataclasses import replace
    from datetime import timedelta

    from ozon_returns.reports.moved import moved_section

    with app.reading(made.period.start - timedelta(seconds=1), with_clocks=False) as then:
        moved = moved_section(reading, then, made.period)
    return replace(made, sections=[*made.sections, moved])


def _illustrated(app: App, made: "Report", reading: "Reading") -> "Report":
    """Return a report with a photo of each of its dearest cases."""
    from dataclasses import replace

    from ozon_returns.evidence.rendering import thumbnail
    from ozon_returns.money import format_money
    from ozon_returns.reports.report import Illustration
    from ozon_returns.store.summary import dearest

    told = [
        Illustration(
            f"{_('Case {number}').format(number=number)}: {product or ''} · {format_money(net)}", thumbnail(app.places.home / file, _SIDE)
        )
        for number, product, net, file in dearest(reading, made.period, _MOST_PICTURES)
    ]
    return replace(made, illustrations=[each for each in told if each.jpeg])
