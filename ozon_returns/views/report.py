"""How a report is shown: blocks for people, a document for programs, CSV and Markdown."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO

from ozon_returns.money import plain
from ozon_returns.money import show as money
from ozon_returns.reports.report import Cell, Column, Kind, Report, Section
from ozon_returns.views.answer import Block, Facts, Table
from ozon_returns.views.safe_text import for_markdown, for_spreadsheet
from ozon_returns.words import _, language, moment, n_, name

LONGEST = 12
"""A table on a terminal has no more rows than this; the others are counted."""


def document(report: Report) -> dict[str, object]:
    """Give a report to programs."""
    tables = [{"name": each.name, "columns": [column.name for column in each.columns], "rows": each.rows} for each in report.sections]
    period = {"from": report.period.start, "to": report.period.end, "label": report.period.label}
    signals = [{"kind": each.kind, "case": each.case, "what": each.what, "at": each.at, "command": each.command} for each in report.signals]
    return {
        "report": {
            "name": report.name,
            "period": period,
            "as_of": report.as_of,
            "figures": report.figures,
            "tables": tables,
            "signals": signals,
            "advice": list(report.advice),
        }
    }


def blocks(report: Report, *, longest: int = LONGEST) -> list[Block]:
    """Give a report to people."""
    shown: list[Block] = [f"{_(report.title)}: {report.period.label}", _table_of_figures(report)]
    for section in report.sections:
        if section.rows:
            shown += [Table(_headings(section), _cells(section)[:longest], _(section.title), _figures(section))]
            rest = len(section.rows) - longest
            shown += [n_("... and {n} more row", "... and {n} more rows", rest)] if rest > 0 else []
    if report.signals:
        pairs = [
            (_("Case {number}").format(number=each.case), f"{each.what} ({moment(each.at)})\n{each.command}") for each in report.signals
        ]
        shown += ["", _("Needs you now"), Facts(pairs[:longest])]
        rest = len(pairs) - longest
        shown += (
            [n_("... and {n} more: ozon-returns analyze --json", "... and {n} more: ozon-returns analyze --json", rest)] if rest > 0 else []
        )
    return shown


def csv_text(report: Report) -> str:
    """Write a report as CSV, one figure a line: table, row, figure, value."""
    paper = StringIO()
    writer = csv.writer(paper, lineterminator="\n")
    writer.writerow(["table", "row", "figure", "value"])
    for figure, value in _flat(report.figures):
        writer.writerow(["figures", "", figure, value])
    for section in report.sections:
        for first, *cells in section.rows:
            for column, cell in zip(section.columns[1:], cells, strict=True):
                writer.writerow([section.name, for_spreadsheet(_plain(first)), column.name, _plain(cell)])
    return paper.getvalue()


def markdown(report: Report) -> str:
    """Write a report as Markdown."""
    lines = [f"# {_(report.title)}: {report.period.label}", ""]
    lines += _grid(_table_of_figures(report))
    for section in report.sections:
        if section.rows:
            lines += ["", f"## {_(section.title)}", "", *_grid(Table(_headings(section), _cells(section), right=_figures(section)))]
    if report.signals:
        lines += ["", "## " + _("Needs you now"), ""]
        lines += [
            f"- {_('Case {number}').format(number=each.case)}: {each.what} ({moment(each.at)}): `{each.command}`" for each in report.signals
        ]
    return "\n".join(lines) + "\n"


def _table_of_figures(report: Report) -> Table:
    """Put the main figures beside those of the period before."""
    now, then = report.figures, report.figures["previous"]
    if not isinstance(then, Mapping):
        raise TypeError(then)
    labels = {"cases": _("Cases found"), "units": _("Items"), "cost": _("Cost"), "recovered": _("Recovered"), "net_cost": _("Net cost")}
    rows = [[label, _shown(now[each]), _shown(then[each])] for each, label in labels.items()]
    single = {"resolved": _("Resolved"), "closed": _("Closed"), "open": _("Open now"), "overdue": _("Overdue now")}
    rows += [[label, _shown(now[each]), ""] for each, label in single.items()]
    return Table([_("Figure"), _("This period"), _("Before")], rows, right=frozenset({1, 2}))


def _headings(section: Section) -> list[str]:
    """Give the headings of a section in the language of this run."""
    return [_(column.heading) for column in section.columns]


def _figures(section: Section) -> frozenset[int]:
    """Give the positions of columns of figures."""
    return frozenset(position for position, column in enumerate(section.columns) if column.kind is not Kind.TEXT)


def _cells(section: Section) -> list[list[str]]:
    """Write the cells of a section for a person."""
    return [[_cell(cell, column) for cell, column in zip(row, section.columns, strict=True)] for row in section.rows]


def _cell(cell: Cell, column: Column) -> str:
    """Write one cell for a person."""
    if cell is None:
        return _("unknown") if column.kind is Kind.TEXT else "–"
    if column.vocabulary:
        return name(column.vocabulary(str(cell)))
    if column.kind is Kind.HOURS and isinstance(cell, int | float):
        return _hours(float(cell))
    return _(str(cell)) if column.kind is Kind.TEXT and column.name == "until" else _shown(cell)


def _hours(hours: float) -> str:
    """Write a span of time: hours up to two days, then days."""
    number, unit = (hours, _("h")) if hours < 48 else (hours / 24, _("d"))  # noqa: PLR2004  two days
    text = f"{number:.1f}"
    return f"{text.replace('.', ',') if language() == 'ru' else text} {unit}"


def _shown(value: object) -> str:
    """Write a figure for a person."""
    return money(value) if isinstance(value, Decimal) else str(value)


def _plain(value: object) -> str:
    """Write a figure for a program."""
    return "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)


def _flat(figures: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    """Name nested figures by their path."""
    flat = []
    for figure, value in figures.items():
        flat += _flat(value, f"{before}{figure}.") if isinstance(value, Mapping) else [(before + figure, _plain(value))]
    return flat


def _grid(table: Table) -> list[str]:
    """Write a table in Markdown."""
    rule = ["---:" if position in table.right else "---" for position in range(len(table.columns))]
    rows = [table.columns, rule, *table.rows]
    return ["| " + " | ".join(for_markdown(cell) for cell in row) + " |" for row in rows]
