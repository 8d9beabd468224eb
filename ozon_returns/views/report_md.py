"""A report as Markdown."""

from ozon_returns.reports.report import Report
from ozon_returns.views.answer import Table
from ozon_returns.views.report_cells import section_table
from ozon_returns.views.report_table import why
from ozon_returns.views.safe_text import code_in_markdown, for_markdown
from ozon_returns.views.spoken import spoken
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.words import _, format_moment, name


def report_text(report: Report) -> str:
    """Return a report as Markdown."""
    lines = [f"# {_(report.title)}: {report.period.label}", "", *([for_markdown(report.lead), ""] if report.lead else [])]
    lines += _grid(section_table(report.headline))
    if report.signals:
        lines += ["", "## " + _("Needs attention now"), ""]
        lines += [
            f"- {_('Case {number}').format(number=each.case)}: {each.what} ({format_moment(each.at)}): {_command(each.command)}"
            for each in report.signals
        ]
    if report.advice:
        lines += ["", "## " + _("What to do"), ""]
        lines += [f"- {name(ActionKind(each.kind))}: {for_markdown(why(each))}: {_command(each.command)}" for each in report.advice]
    for section in report.shown:
        lines += ["", f"## {_(section.title)}", "", *_grid(section_table(section))]
    if report.rate_signals:
        lines += ["", "## " + _("Signals"), "", *(f"- {each.week}: {for_markdown(each.what)}" for each in report.rate_signals)]
    if report.notes:
        lines += ["", *map(for_markdown, report.notes)]
    return "\n".join(lines) + "\n"


def _grid(table: Table) -> list[str]:
    """Return the lines of a table in Markdown."""
    rule = ["---:" if position in table.right else "---" for position in range(len(table.columns))]
    rows = [table.columns, rule, *table.rows]
    return ["| " + " | ".join(for_markdown(cell) for cell in row) + " |" for row in rows]


def _command(command: str) -> str:
    """Return a command in the words of the run."""
    return code_in_markdown(spoken(command))
