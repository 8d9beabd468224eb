"""A report as one self-contained HTML page, with charts."""

from collections.abc import Iterator
from decimal import Decimal

from ozon_returns.reports.report import Report, Section
from ozon_returns.views.html import block_html, commands, html_page, items, picture, section, table, text
from ozon_returns.views.report_cells import section_table
from ozon_returns.views.report_chart import chart
from ozon_returns.views.report_table import why
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.words import _, format_moment, n_, name

LONGEST = 200
"""Maximum number of rows of a table on a page; the others are counted."""

_MOST_SIGNALS = 5
"""Maximum number of what needs attention."""


def report_text(report: Report) -> str:
    """Return a report as an HTML page."""
    title = f"{_(report.title)}: {report.period.label}"
    return html_page(title, _parts(report, title))


def _parts(report: Report, title: str) -> Iterator[str]:
    """Yield the parts of the page: what matters at once first."""
    seen = _("As of {when}").format(when=format_moment(report.as_of))
    yield f'<h1>{text(title)}</h1><p class="quiet">{text(seen)}</p>'
    yield block_html(report.lead)
    yield _tiles(report.headline)
    if report.signals:
        told = [
            (f"{_('Case {number}').format(number=each.case)}: {each.what} ({format_moment(each.at)})", each.command)
            for each in report.signals
        ]
        yield section(_("Needs attention now"), commands(told[:_MOST_SIGNALS], alarm=True), _rest(len(told), _MOST_SIGNALS))
    if report.rate_signals:
        yield section(_("Signals"), items([f"{each.week}: {each.what}" for each in report.rate_signals], alarm=True))
    if report.advice:
        yield section(_("What to do"), commands((f"{name(ActionKind(each.kind))}: {why(each)}", each.command) for each in report.advice))
    if report.illustrations:
        shown = "".join(picture(each.jpeg, each.caption) for each in report.illustrations)
        yield section(_("The dearest cases"), f'<div class="photos">{shown}</div>')
    centre = report.figures.get("centre")
    for each in report.shown:
        yield section(_(each.title), chart(each, centre), _table(each), _rest(len(each.rows), LONGEST))
    if report.notes:
        yield "".join(f'<p class="quiet">{text(note)}</p>' for note in report.notes)


def _rest(count: int, longest: int) -> str:
    """Return how many entries are left out."""
    rest = count - longest
    return block_html(n_("... and {n} more row", "... and {n} more rows", rest)) if rest > 0 else ""


def _tiles(headline: Section) -> str:
    """Return the main figures, each with that of the period before."""
    shown = section_table(headline)
    tiles = []
    for row in shown.rows:
        before = f"<span>{text(shown.columns[2])}: {text(row[2])}</span>" if len(row) > 2 and row[2] else ""  # noqa: PLR2004  the third column
        tiles.append(f"<li><span>{text(row[0])}</span><b>{text(row[1])}</b>{before}</li>")
    return f'<ul class="tiles">{"".join(tiles)}</ul>'


def _table(shown: Section) -> str:
    """Return the table of a section, sorted by the values of its cells."""
    keys = [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in shown.rows[:LONGEST]]
    return table(section_table(shown, LONGEST), keys)
