"""Reports as files, in the format that is asked for or that their ending tells."""

from importlib import import_module
from pathlib import PurePath

from ozon_returns.errors.usage import UsageError
from ozon_returns.files import save
from ozon_returns.reports.report import Report
from ozon_returns.views.forms import ReportForm
from ozon_returns.views.report_csv import table_text
from ozon_returns.views.safe_text import BOM
from ozon_returns.words import _


def has_ending(output: str | None) -> bool:
    """Return whether the name of a file has an ending."""
    return bool(PurePath(output or "").suffix)


def asked_form(form: ReportForm, output: str | None) -> ReportForm:
    """Return the format of a report: the one that is named, else that which the ending of its file tells.

    Raise `UsageError` where the ending tells none, or another one than is named.
    """
    if output in (None, "", "-"):
        return form
    ending = PurePath(output or "").suffix[1:].lower()
    forms = {each.value: each for each in ReportForm if each is not ReportForm.TABLE}
    told = forms.get(ending)
    if form is ReportForm.TABLE and told is None:
        said = (
            _("No report is written as “.{ending}”.").format(ending=ending)
            if ending
            else _("The file has no ending that tells the format.")
        )
        raise UsageError(said, _("Use one of: {names}").format(names=", ".join(f".{each}" for each in forms)))
    if told and form not in (ReportForm.TABLE, told):
        raise UsageError(
            _("The file ends in “.{ending}”, but --format says {form}.").format(ending=ending, form=form), _("Leave out --format.")
        )
    return told or form


def write(report: Report, form: ReportForm, output: str) -> None:
    """Write a report to a file; as CSV, each of its tables also to a file of its own beside it."""
    if form is ReportForm.XLSX:
        from ozon_returns.views.report_xlsx import report_bytes  # noqa: PLC0415  XlsxWriter is loaded for workbooks only

        save(output, report_bytes(report))
        return
    mark = BOM if form is ReportForm.CSV else ""
    save(output, mark + report_text(report, form))
    for section in report.sections if form is ReportForm.CSV else ():
        if section.rows:
            save(f"{output.removesuffix('.csv')}.{section.name}.csv", mark + table_text(section))


def report_text(report: Report, form: ReportForm) -> str:
    """Return a report in a format: that of the file `views/report_FORMAT.py`."""
    return str(import_module(f"ozon_returns.views.report_{form}").report_text(report))
