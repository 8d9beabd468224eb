"""A report as a workbook: a sheet for each table, with real numbers, a frozen heading, filters, and charts that Excel draws itself."""

import re
from datetime import UTC
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from ozon_returns.reports.report import Cell, Column, ColumnKind, Portion, Report, Section, Shape
from ozon_returns.views.report_cells import formatted_cell
from ozon_returns.views.safe_text import clean
from ozon_returns.words import _, format_moment

_FORMATS = {
    ColumnKind.MONEY: "#,##0.00",
    ColumnKind.RATE: "0.00%",
    ColumnKind.NUMBER: "0.00",
    ColumnKind.HOURS: "0.0",
    ColumnKind.COUNT: "0",
}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME, _WIDEST = 31, 60
_CHARTS = {Shape.BARS: "bar", Shape.LINE: "line"}


def report_bytes(report: Report) -> bytes:
    """Return a report as an XLSX file; the same report gives the same bytes."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": f"{_(report.title)}: {report.period.label}", "created": report.as_of.astimezone(UTC).replace(tzinfo=None)}
    )
    styles: dict[str, Any] = {kind.value: book.add_format({"num_format": shown}) for kind, shown in _FORMATS.items()}
    styles["head"] = book.add_format({"bold": True, "bottom": 1})
    names: set[str] = set()
    first = book.add_worksheet(_sheet_name(_(report.title), names))
    first.set_column(0, 0, 40)
    lines = [
        f"{_(report.title)}: {report.period.label}",
        _("As of {when}").format(when=format_moment(report.as_of)),
        report.lead,
        *report.notes,
    ]
    for row, line in enumerate(each for each in lines if each):
        first.write_string(row, 0, clean(line), styles["head"] if row == 0 else None)
    for each in (report.headline, *report.shown):
        _sheet(book, each, _sheet_name(_(each.title) if each.title else _("Metric"), names), styles)
    book.close()
    return buffer.getvalue()


def _sheet_name(title: str, names: set[str]) -> str:
    """Return a name that a sheet may have and that no other sheet has."""
    plain = _NOT_IN_NAMES.sub(" ", clean(title))[:_LONGEST_NAME].strip() or "-"
    name, no = plain, 2
    while name.casefold() in names:
        name, no = f"{plain[: _LONGEST_NAME - 4]} {no}", no + 1
    names.add(name.casefold())
    return name


def _sheet(book: Any, section: Section, name: str, styles: dict[str, Any]) -> None:  # noqa: ANN401  XlsxWriter has no types
    """Write a table on a sheet of its own, with its chart beside it."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(section.rows), len(section.columns) - 1)
    for place, column in enumerate(section.columns):
        sheet.write_string(0, place, _(column.heading), styles["head"])
        longest = max(len(_(column.heading)), *(len(formatted_cell(row[place], column)) for row in section.rows))
        sheet.set_column(place, place, min(_WIDEST, longest + 3))
        for at, row in enumerate(section.rows, 1):
            _write(sheet, (at, place), row[place], column, styles)
    drawing = section.drawing
    if drawing is None or drawing.shape not in _CHARTS:
        return
    places = {each.name: place for place, each in enumerate(section.columns)}
    chart = book.add_chart({"type": _CHARTS[drawing.shape]})
    for column_name in filter(None, (drawing.value, drawing.high)):
        place = places[column_name]
        values = [name, 1, place, len(section.rows), place]
        chart.add_series({"name": [name, 0, place], "categories": [name, 1, 0, len(section.rows), 0], "values": values})
    axis = "x_axis" if drawing.shape is Shape.LINE else "y_axis"
    getattr(chart, f"set_{axis}")({"reverse": True})
    chart.set_title({"name": _(section.title)})
    sheet.insert_chart(1, len(section.columns) + 1, chart)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, column: Column, styles: dict[str, Any]) -> None:  # noqa: ANN401
    """Write a cell: a number as a number, text never as a formula."""
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        kind = ColumnKind.MONEY if isinstance(cell, Decimal) else ColumnKind.RATE if isinstance(cell, Portion) else column.kind
        sheet.write_number(*at, float(cell), styles.get(kind))
    elif cell is not None:
        sheet.write_string(*at, clean(formatted_cell(cell, column)))
