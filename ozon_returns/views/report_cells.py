"""The headings and cells of a report as text, for people and for programs."""

from decimal import Decimal

from ozon_returns.money import format_money as money
from ozon_returns.money import plain_amount
from ozon_returns.reports.report import Cell, Column, ColumnKind, Portion, Section, Shape
from ozon_returns.views.answer import Table
from ozon_returns.words import _, decimal, name


def section_table(section: Section, longest: int | None = None, *, details: bool = True) -> Table:
    """Return a section as a table of at most so many rows, with or without the columns that are details."""
    places = [place for place, column in enumerate(section.columns) if details or not column.detail]
    columns = [section.columns[place] for place in places]
    rows = [[formatted_cell(row[place], section.columns[place]) for place in places] for row in section.rows[:longest]]
    texts = (ColumnKind.TEXT, ColumnKind.SENTENCE)
    right = frozenset(position for position, column in enumerate(columns) if column.kind not in texts)
    return Table([_(column.heading) for column in columns], rows, _(section.title) if section.title else "", right, bars(section)[:longest])


def bars(section: Section) -> list[float]:
    """Return the lengths of the bars of a table that is drawn with bars, as shares of the longest; else none."""
    if section.drawing is None or section.drawing.shape not in (Shape.BARS, Shape.LINE):
        return []
    place = next(place for place, each in enumerate(section.columns) if each.name == section.drawing.value)
    values = [float(cell) if isinstance(cell, int | float | Decimal) else 0.0 for cell in (row[place] for row in section.rows)]
    most = max(values, default=0.0)
    return [max(value, 0.0) / most for value in values] if most > 0 else []


def formatted_cell(cell: Cell, column: Column) -> str:
    """Format one cell for a person."""
    if cell is None:
        return _("unknown") if column.kind is ColumnKind.TEXT else "–"
    if column.vocabulary:
        return name(column.vocabulary(str(cell)))
    if column.kind is ColumnKind.HOURS and isinstance(cell, int | float):
        return _hours(float(cell))
    if isinstance(cell, Portion) or (column.kind is ColumnKind.RATE and isinstance(cell, int | float)):
        return f"{decimal(100 * cell, 2)} %"
    if column.kind is ColumnKind.NUMBER and isinstance(cell, int | float):
        return decimal(float(cell), 1)
    return _(str(cell)) if column.kind is ColumnKind.SENTENCE and cell else _shown(cell)


def _hours(hours: float) -> str:
    """Format a duration: hours up to two days, then days."""
    number, unit = (hours, _("h")) if hours < 48 else (hours / 24, _("d"))  # noqa: PLR2004  two days
    return f"{decimal(number, 1)} {unit}"


def _shown(value: object) -> str:
    """Format a figure for a person."""
    return money(value) if isinstance(value, Decimal) else str(value)


def plain_cell(value: object) -> str:
    """Format a figure for a program."""
    return "" if value is None else plain_amount(value) if isinstance(value, Decimal) else str(value)
