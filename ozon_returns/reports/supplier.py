"""The report about one supplier."""

from ozon_returns.reports.report import Report
from ozon_returns.reports.subject import report_about
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest
from ozon_returns.words import N_


def report(reading: Reading, asked: ReportRequest) -> Report:
    """Return the report about the supplier that is asked for."""
    return report_about(reading, asked, "supplier", N_("Supplier"))
