"""A report on a terminal or in a pipe."""

import sys
from itertools import dropwhile

from ozon_returns.money import format_money
from ozon_returns.reports.report import Drawing, Measure, Report, Section, Shape
from ozon_returns.views.answer import Block, Facts
from ozon_returns.views.report_cells import formatted_cell, section_table
from ozon_returns.views.spark import spark
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.words import _, format_moment, n_, name

_MOST_SIGNALS = 5
"""Maximum number of what needs attention; the others are counted."""

LONGEST = 12
"""Maximum number of rows of a table on a terminal; the others are counted."""


def _brief(section: Section) -> list[Block]:
    """Return a table of weeks, the last first, as a line of bars with its highest value; nothing if there is none."""
    drawing = section.drawing or Drawing(Shape.LINE, "")
    place = next(place for place, each in enumerate(section.columns) if each.name == drawing.value)
    weeks = [(str(row[0]), row[place]) for row in section.rows]
    for _end in range(2):  # what is not known of the last weeks, and of the first ones
        weeks = list(dropwhile(lambda week: week[1] is None, weeks))[::-1]
    weeks = weeks[::-1]
    values = [float(cell) if isinstance(cell, int | float) else None for _week, cell in weeks]
    most = max((value for value in values if value is not None), default=0.0)
    if most <= 0:
        return []
    top, highest = weeks[values.index(most)]
    told = _("{first} to {last}; the highest {most} in {week}")
    told = told.format(first=weeks[0][0], last=weeks[-1][0], most=formatted_cell(highest, section.columns[place]), week=top)
    return ["", _(section.title), f"  {spark(values)}", f"  {told}"]


def why(measure: Measure) -> str:
    """Return the reason of a measure, with what it costs."""
    if measure.at_stake is None:
        return measure.why
    return measure.why + _("; {amount} at stake").format(amount=format_money(measure.at_stake))


def blocks(report: Report) -> list[Block]:
    """Return a report as blocks for people; in a pipe every row of its tables."""
    longest = LONGEST if sys.stdout.isatty() else max(LONGEST, *(len(each.rows) for each in report.sections), 0)
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
    for section in report.shown:
        if section.is_brief:
            shown += _brief(section)
        else:
            shown += [section_table(section, longest, details=False)]
            rest = len(section.rows) - longest
            told = n_("... and {n} more row: --format md", "... and {n} more rows: --format md", rest)
            shown += [told] if rest > 0 else []
            shown += _brief(section)[2:] if section.drawing and section.drawing.shape is Shape.LINE else []
    if report.rate_signals:
        shown += ["", _("Signals"), Facts([(each.week, each.what) for each in report.rate_signals])]
    shown += ["", *report.notes] if report.notes else []
    return shown
