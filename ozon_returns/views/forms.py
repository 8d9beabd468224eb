"""Output formats of cases and reports."""

from enum import StrEnum


class CaseForm(StrEnum):
    """Output formats for an export of all cases."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"


class ReportForm(StrEnum):
    """Output formats for a report."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
