"""What cases and reports can be put out as."""

from enum import StrEnum


class CaseForm(StrEnum):
    """What all cases can be put out as."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"


class ReportForm(StrEnum):
    """What a report can be put out as."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
