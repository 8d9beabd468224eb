"""Figures: how many, of what, why, at what cost."""

from collections.abc import Callable
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


class Reason(StrEnum):
    """What can make the command end with exit code 6."""

    OVERDUE = "overdue"
    SIGNAL = "signal"


class Name(StrEnum):
    """The reports there are."""

    SUMMARY = "summary"


def analyze(
    ctx: typer.Context,
    report: Annotated[Name, typer.Argument(metavar="[REPORT]", help=N_("Which report."))] = Name.SUMMARY,
    weekly: Annotated[bool, typer.Option("--weekly", help=N_("The week, Monday to Sunday; so it is if nothing else is said."))] = False,
    monthly: Annotated[bool, typer.Option("--monthly", help=N_("The calendar month."))] = False,
    start: Annotated[str | None, typer.Option("--from", metavar="WHEN", help=N_("First day."))] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="WHEN", help=N_("Last day, counted in."))] = None,
    weeks: Annotated[int | None, typer.Option(min=1, max=520, metavar="N", help=N_("The last N weeks, each on a line."))] = None,
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("As it was then; the week or month is the one of that day."))] = None,
    by: Annotated[Dimension | None, typer.Option(help=N_("Break down by this alone."))] = None,
    format: Annotated[ReportForm, typer.Option(help=N_("What to put it out as."))] = ReportForm.TABLE,  # noqa: A002  the option's name
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to this file."))] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=N_("Say nothing unless something needs a person."))] = False,
    fail_on: Annotated[Reason | None, typer.Option(help=N_("End with exit code 6 if something is overdue, or needs a person."))] = None,
) -> Answer:
    """Carry out the command."""
    from ozon_returns.period import before, each_week
    from ozon_returns.reports.summary import USUAL, summary
    from ozon_returns.store.figures import Asked
    from ozon_returns.store.summary import gather

    app: App = ctx.obj
    then = app.moment(as_of, ends=True)
    moment = then or app.now
    period = _period(app, moment, monthly=monthly, edges=(start, end), weeks=weeks, weekly=weekly)
    parts = each_week(period, app.zone) if weeks else []
    asked = Asked(period, before(period, app.zone), moment, [by] if by else USUAL, parts)
    reports = {Name.SUMMARY: summary}
    with app.reading(then) as reading:
        made = reports[report](gather(reading, asked), asked)
    found = [each for each in made.signals if fail_on is Reason.SIGNAL or each.kind == fail_on]
    if quiet and not made.signals:
        return Answer(silent=True)
    return _answer(app, made, ReportForm.JSON if app.as_json else format, output, 6 if fail_on and found else 0)


def _period(
    app: App, moment: datetime, *, weekly: bool, monthly: bool, edges: tuple[str | None, str | None], weeks: int | None
) -> "Period":
    """Find which span of time is meant."""
    from datetime import timedelta

    from ozon_returns import period

    if sum((weekly, monthly, any(edges), bool(weeks))) > 1:
        raise UsageError(_("--weekly, --monthly, --weeks and --from --to exclude each other."), _("Use one of them."))
    if any(edges):
        first, last = (app.moment(each) or moment for each in (edges[0] or "2000-01-01", edges[1]))
        if last < first:
            raise UsageError(_("The first day lies after the last."), _("Turn --from and --to round."))
        return period.span(first.date(), last.date() + timedelta(days=1), app.zone)
    return period.month(moment, app.zone) if monthly else period.weeks(moment, app.zone, weeks or 1)


def _answer(app: App, made: "Report", form: ReportForm, output: str | None, exit_code: int) -> Answer:
    """Put a report out as it was asked for, to the screen or to a file."""
    from ozon_returns.files import save
    from ozon_returns.views import report as view
    from ozon_returns.views.json import document_text

    document = view.document(made)
    texts: dict[ReportForm, Callable[[Report], str]] = {
        ReportForm.CSV: view.csv_text,
        ReportForm.MD: view.markdown,
        ReportForm.JSON: lambda report: document_text(view.document(report)),
    }
    if output in (None, "", "-"):
        raw = texts[form](made) if form in texts and not app.as_json else None
        return Answer(document, view.blocks(made), raw=raw, exit=exit_code)
    endings = {".csv": ReportForm.CSV, ".md": ReportForm.MD, ".json": ReportForm.JSON}
    form = next((kind for ending, kind in endings.items() if form is ReportForm.TABLE and output.endswith(ending)), form)
    save(output, texts.get(form, view.markdown)(made))
    return Answer({"file": output, **document}, [_("Written to {file}.").format(file=output)], exit=exit_code)
