"""A report as CSV, one figure a line: table, row, figure, value."""

import csv
from collections.abc import Mapping
from io import StringIO

from ozon_returns.reports.report import ColumnKind, Report, Section
from ozon_returns.views.report_cells import formatted_cell, plain_cell
from ozon_returns.views.safe_text import for_spreadsheet
from ozon_returns.words import _


def report_text(report: Report) -> str:
    """Return a report as CSV, one figure per line: table, row, figure, value."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["table", "row", "figure", "value"])
    for figure, value in _flat(report.figures):
        writer.writerow(["figures", "", figure, value])
    for section in report.sections:
        for first, *cells in section.rows:
            for column, cell in zip(section.columns[1:], cells, strict=True):
                writer.writerow([section.name, for_spreadsheet(plain_cell(first)), column.name, plain_cell(cell)])
    return buffer.getvalue()


def table_text(section: Section) -> str:
    """Return a table as CSV, its headings those of the language."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([for_spreadsheet(_(each.heading)) for each in section.columns])
    for row in section.rows:
        cells = zip(row, section.columns, strict=True)
        texts = (ColumnKind.TEXT, ColumnKind.SENTENCE)
        writer.writerow(
            [
                for_spreadsheet("" if cell is None else formatted_cell(cell, column)) if column.kind in texts else plain_cell(cell)
                for cell, column in cells
            ]
        )
    return buffer.getvalue()


def _flat(figures: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    """Flatten nested figures to pairs of dotted path and value."""
    flat = []
    for figure, value in figures.items():
        flat += _flat(value, f"{before}{figure}.") if isinstance(value, Mapping) else [(before + figure, plain_cell(value))]
    return flat
