"""The quality report: what is not known of the cases of a period, and what that costs the figures."""

from ozon_returns.reports.report import Column, ColumnKind, Report, Section
from ozon_returns.reports.week_sections import quality_section
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest
from ozon_returns.store.week import known
from ozon_returns.words import N_


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return what is not known of the cases found in a period."""
    every, counts = known(reading, asked.period)
    figures = {"cases": every, **{f"{name}_known": count for name, count in counts.items()}}
    columns = (Column("figure", N_("Metric"), ColumnKind.SENTENCE), Column("now", N_("This period")))
    headline = Section("figures", "", columns, [(N_("Cases found"), every)])
    return Report(
        "quality",
        N_("Data quality"),
        asked.period,
        asked.as_of,
        figures,
        headline,
        [quality_section(every, counts, N_("What is not known"))],
    )
