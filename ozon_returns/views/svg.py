"""Charts as SVG: text stays text, colours are those of the page, and each mark has a tooltip.

A chart is as wide as its view box of 720 units; labels that are too long are cut, and their tooltip has all of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import ceil, isfinite, log
from typing import NamedTuple

from ozon_returns.views.safe_text import clean
from ozon_returns.words import decimal

WIDTH = 720
_LABEL, _VALUE, _ROW, _TOP = 236, 112, 26, 8
"""Widths of the labels and of the values beside the marks, the height of a row, and the space above the first one."""

_MOST_LETTERS = 28


def _safe(told: str) -> str:
    """Return a text without control characters, escaped."""
    return escape(clean(told, lines=False))


class Bar(NamedTuple):
    """A bar: its label, its length, the value as it is written, and the share up to it for a cumulative line."""

    label: str
    value: float
    shown: str
    up_to: float | None = None


class Range(NamedTuple):
    """An interval with its point, and the values as they are written; a bound may be infinite."""

    label: str
    point: float
    low: float
    high: float
    shown: str


class LinePoint(NamedTuple):
    """A point of a line: its label, its value and the limit at it, if there are any, whether it is a signal, and its tooltip."""

    label: str
    value: float | None
    limit: float | None
    is_signal: bool
    shown: str


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Return horizontal bars, with a cumulative line where they have shares; empty where there is nothing to draw."""
    most = max((each.value for each in rows), default=0.0)
    if most <= 0:
        return ""
    room = WIDTH - _LABEL - _VALUE
    marks = []
    for place, each in enumerate(rows):
        top = _TOP + place * _ROW
        length = max(0.0, each.value) / most * room
        marks.append(
            _label(each.label, top) + _tip(f'<rect class="bar" x="{_LABEL}" y="{top + 4}" width="{length:.1f}" height="{_ROW - 8}"', each)
        )
        marks.append(f'<text class="value" x="{WIDTH}" y="{top + 18}" text-anchor="end">{_safe(each.shown)}</text>')
    line = [(_LABEL + each.up_to * room, _TOP + place * _ROW + _ROW / 2) for place, each in enumerate(rows) if each.up_to is not None]
    if len(line) > 1:
        marks.append(f'<polyline class="line" points="{_points(line)}"/>')
        marks += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in line]
    return _svg(title, _TOP * 2 + len(rows) * _ROW, marks)


def ranges(title: str, rows: Sequence[Range], *, reference: float | None = None, ratio: bool = False) -> str:
    """Return intervals with their points one below the other, those of a `ratio` on a logarithmic scale, with a line at `reference`."""
    known = [each for each in rows if isfinite(each.point) and each.point > 0] if ratio else list(rows)
    if not known:
        return ""
    edges = [bound for each in known for bound in (each.low, each.point, each.high) if isfinite(bound) and (bound > 0 or not ratio)]
    edges += [] if reference is None else [reference]
    low, high = (max(min(edges), 0.05), min(max(edges), 50.0)) if ratio else (0.0, max(edges))
    room = WIDTH - _LABEL - _VALUE - 16

    def across(value: float) -> float:
        bound = min(max(value, low), high)
        part = log(bound / low) / log(high / low) if ratio and high > low else (bound - low) / (high - low) if high > low else 0.5
        return _LABEL + 8 + part * room

    height = _TOP * 2 + len(known) * _ROW
    marks = (
        []
        if reference is None
        else [f'<line class="reference" x1="{across(reference):.1f}" x2="{across(reference):.1f}" y1="0" y2="{height}"/>']
    )
    for place, each in enumerate(known):
        top = _TOP + place * _ROW
        middle = top + _ROW / 2
        marks.append(_label(each.label, top))
        marks.append(f'<line class="range" x1="{across(each.low):.1f}" x2="{across(each.high):.1f}" y1="{middle}" y2="{middle}"/>')
        marks.append(_tip(f'<circle class="dot" cx="{across(each.point):.1f}" cy="{middle}" r="4.5"', each))
        marks.append(f'<text class="value" x="{WIDTH}" y="{top + 18}" text-anchor="end">{_safe(each.shown)}</text>')
    return _svg(title, height, marks)


def line(title: str, points: Sequence[LinePoint], centre: float | None, *, percent: bool) -> str:
    """Return a line with its limits and its centre, of shares in per cent or of counts; signals are marked.

    Empty where no point has a value.
    """
    values = [bound for each in points for bound in (each.value, each.limit) if bound is not None]
    if not values or len(points) < 2 or max(values) <= 0:  # noqa: PLR2004  a line has two ends
        return ""
    height, left, bottom, most = 220, 56, 34, max(values) * 1.08

    def at(place: int, value: float) -> tuple[float, float]:
        return left + place * (WIDTH - left - 10) / (len(points) - 1), _TOP + (1 - value / most) * (height - bottom - _TOP)

    marks = [
        f'<line class="grid" x1="{left}" x2="{WIDTH}" y1="{at(0, value)[1]:.1f}" y2="{at(0, value)[1]:.1f}"/>'
        f'<text class="axis" x="{left - 6}" y="{at(0, value)[1] + 4:.1f}" text-anchor="end">{_short(value, percent=percent)}</text>'
        for value in (0.0, most / 2, most)
    ]
    if centre is not None:
        marks.append(f'<line class="centre" x1="{left}" x2="{WIDTH}" y1="{at(0, centre)[1]:.1f}" y2="{at(0, centre)[1]:.1f}"/>')
    for name, rows in (("limit", [each.limit for each in points]), ("line", [each.value for each in points])):
        marks += [
            f'<polyline class="{name}" points="{_points(part)}"/>'
            for part in _runs([None if v is None else at(p, v) for p, v in enumerate(rows)])
        ]
    for place, each in enumerate(points):
        if each.value is not None:
            x, y = at(place, each.value)
            kind = "signal" if each.is_signal else "dot"
            marks.append(_tip(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{6 if each.is_signal else 3.5}"', each))
    step = max(1, ceil(len(points) / 8))
    marks += [
        f'<text class="axis" x="{at(place, 0)[0]:.1f}" y="{height - 10}" text-anchor="middle">{_safe(points[place].label)}</text>'
        for place in range(len(points) - 1, -1, -step)
        if at(place, 0)[0] < WIDTH - 20 or place == len(points) - 1
    ]
    return _svg(title, height, marks)


def _runs(points: Iterable[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Yield the unbroken runs of points."""
    run: list[tuple[float, float]] = []
    for each in points:
        if each is not None:
            run.append(each)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _short(value: float, *, percent: bool) -> str:
    """Return a value of an axis: a share as a per cent, a count as it is."""
    return f"{decimal(100 * value, 1)} %" if percent else decimal(value, 0 if value >= 10 else 1)  # noqa: PLR2004  two digits


def _points(points: Iterable[tuple[float, float]]) -> str:
    """Return points as SVG wants them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _label(text: str, top: float) -> str:
    """Return a label at the left, cut if it is long, with all of it as its tooltip."""
    cut = text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
    return f'<text class="label" x="0" y="{top + 18}">{_safe(cut)}<title>{_safe(text)}</title></text>'


def _tip(mark: str, of: Bar | Range | LinePoint) -> str:
    """Return a mark with its tooltip; `mark` lacks its end."""
    return f"{mark}><title>{_safe(of.label)}: {_safe(of.shown)}</title>{'</rect>' if mark.startswith('<rect') else '</circle>'}"


def _svg(title: str, height: float, marks: Iterable[str]) -> str:
    """Return a chart with its title for those who do not see it, in a frame that scrolls where the screen is narrow."""
    drawn = f'<svg role="img" viewBox="0 0 {WIDTH} {height:.0f}"><title>{_safe(title)}</title>{"".join(marks)}</svg>'
    return f'<div class="scroll" tabindex="0">{drawn}</div>'
