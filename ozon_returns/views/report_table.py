"""A report on a terminal or in a pipe."""

from ozon_returns.money import format_money
from ozon_returns.reports.report import Measure, Report
from ozon_returns.views.answer import Block, Facts
from ozon_returns.views.report_cells import section_table
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.words import _, format_moment, n_, name

_MOST_SIGNALS = 5
"""Maximum number of what needs attention; the others are counted."""

LONGEST = 12
"""Maximum number of rows of a table on a terminal; the others are counted."""


def why(measure: Measure) -> str:
    """Return the reason of a measure, with what it costs."""
    if measure.at_stake is None:
        return measure.why
    return measure.why + _("; {amount} at stake").format(amount=format_money(measure.at_stake))


def blocks(report: Report, *, longest: int = LONGEST) -> list[Block]:
    """Return a report as blocks for people."""
    shown: list[Block] = [
        f"{_(report.title)}: {report.period.label}",
        *([report.lead] if report.lead else []),
        section_table(report.headline),
    ]
    if report.signals:
        pairs = [
            (_("Case {number}").format(number=each.case), f"{each.what} ({format_moment(each.at)})\n{each.command}")
            for each in report.signals
        ]
        shown += ["", _("Needs attention now"), Facts(pairs[:_MOST_SIGNALS])]
        rest = len(pairs) - _MOST_SIGNALS
        shown += [n_("... and {n} more: ozon-returns due", "... and {n} more: ozon-returns due", rest)] if rest > 0 else []
    if report.advice:
        shown += ["", _("What to do"), Facts([(name(ActionKind(each.kind)), f"{why(each)}\n{each.command}") for each in report.advice])]
    for section in report.sections:
        if section.rows:
            shown += [section_table(section, longest, details=False)]
            rest = len(section.rows) - longest
            shown += [n_("... and {n} more row", "... and {n} more rows", rest)] if rest > 0 else []
    if report.rate_signals:
        shown += ["", _("Signals"), Facts([(each.week, each.what) for each in report.rate_signals])]
    shown += ["", *report.notes] if report.notes else []
    return shown
