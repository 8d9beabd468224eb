"""The chart of a table of a report, by its drawing."""

from collections.abc import Iterator
from decimal import Decimal
from math import inf
from typing import NamedTuple

from ozon_returns.reports.report import Cell, ColumnKind, Drawing, Section, Shape
from ozon_returns.views import svg
from ozon_returns.views.report_cells import formatted_cell
from ozon_returns.words import _

MOST = 15
"""Maximum number of rows of a chart but a line."""


class Drawn(NamedTuple):
    """A row to draw: its label, the value as it is written and as a number, its bounds, and the share up to it."""

    label: str
    shown: str
    value: float | None
    low: float | None
    high: float | None
    up_to: float | None
    is_marked: bool


def chart(section: Section, centre: object = None) -> str:
    """Return the chart of a section, a line with its `centre`; empty where it is not drawn, or there is nothing to draw."""
    drawing, title = section.drawing, _(section.title)
    if drawing is None:
        return ""
    rows = list(_rows(section, drawing))
    if drawing.shape is Shape.LINE:
        points = [
            svg.LinePoint(each.label.partition("-")[2], each.value, each.high, each.is_marked, f"{each.label}, {each.shown}")
            for each in rows
        ]
        kind = next(each.kind for each in section.columns if each.name == drawing.value)
        return svg.line(title, points[::-1], centre if isinstance(centre, float) else None, percent=kind is ColumnKind.RATE)
    if drawing.shape is Shape.BARS:
        return svg.bars(title, [svg.Bar(each.label, each.value or 0.0, each.shown, each.up_to) for each in rows[:MOST]])
    found = [
        svg.Range(each.label, each.value, each.low or 0.0, inf if each.high is None else each.high, each.shown)
        for each in rows[:MOST]
        if each.value is not None
    ]
    ratio = drawing.shape is Shape.RATIOS
    return svg.ranges(title, found, reference=1.0 if ratio else None, ratio=ratio)


def _rows(section: Section, drawing: Drawing) -> Iterator[Drawn]:
    """Yield the rows of a section as they are drawn; a row is marked if its last cell says something."""
    places = {each.name: place for place, each in enumerate(section.columns)}
    value = places[drawing.value]
    for row in section.rows:
        named = [0, *(places[each] for each in drawing.labels)]
        label = ", ".join(filter(None, (formatted_cell(row[place], section.columns[place]) for place in named)))
        low, high, up_to = (_number(row[places[name]]) if name else None for name in (drawing.low, drawing.high, drawing.up_to))
        shown = formatted_cell(row[value], section.columns[value])
        yield Drawn(label, shown, _number(row[value]), low, high, up_to, is_marked=bool(row[-1]))


def _number(cell: Cell) -> float | None:
    """Return a cell as a number, if it is one."""
    return float(cell) if isinstance(cell, int | float | Decimal) else None
