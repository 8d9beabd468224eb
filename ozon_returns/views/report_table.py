"""A report on a terminal or in a pipe."""

from ozon_returns.reports.report import Report
from ozon_returns.views.answer import Block, Facts
from ozon_returns.views.report_cells import section_table
from ozon_returns.words import _, format_moment, n_

LONGEST = 12
"""Maximum number of rows of a table on a terminal; the others are counted."""


def blocks(report: Report, *, longest: int = LONGEST) -> list[Block]:
    """Return a report as blocks for people."""
    shown: list[Block] = [f"{_(report.title)}: {report.period.label}", section_table(report.headline)]
    for section in report.sections:
        if section.rows:
            shown += [section_table(section, longest)]
            rest = len(section.rows) - longest
            shown += [n_("... and {n} more row", "... and {n} more rows", rest)] if rest > 0 else []
    if report.signals:
        pairs = [
            (_("Case {number}").format(number=each.case), f"{each.what} ({format_moment(each.at)})\n{each.command}")
            for each in report.signals
        ]
        shown += ["", _("Needs attention now"), Facts(pairs[:longest])]
        rest = len(pairs) - longest
        shown += (
            [n_("... and {n} more: ozon-returns analyze --json", "... and {n} more: ozon-returns analyze --json", rest)] if rest > 0 else []
        )
    shown += ["", *report.notes] if report.notes else []
    return shown
