"""A report about one product or one supplier: its rate week by week, and its cases by cause, defect, supplier, batch and place."""

from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.period import Period, weeks_of
from ozon_returns.reports.report import Report
from ozon_returns.reports.summary import breakdown_section
from ozon_returns.reports.trend import USUAL_WEEKS, TrendRows, trend
from ozon_returns.reports.trend_sections import week_label
from ozon_returns.store.cohorts import by_week, lags, values_of
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest, breakdown
from ozon_returns.vocabulary.case import Dimension
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import _

_BY = (Dimension.PRODUCT, Dimension.CAUSE, Dimension.DEFECT, Dimension.SUPPLIER, Dimension.BATCH, Dimension.STAGE, Dimension.WAREHOUSE)


def report_about(reading: Reading, asked: ReportRequest, field: str, title: str) -> Report:
    """Return the report about the product or supplier that is asked for. Raise `UsageError` if none is, `InvalidError` if it is unknown."""
    value = _known(reading, asked, field)
    weeks = list(asked.parts) or weeks_of(asked.period, asked.as_of, USUAL_WEEKS, reading.zone)
    whole = Period(weeks[0].start, weeks[-1].end, f"{value}, {week_label(weeks[0])} – {week_label(weeks[-1])}")
    made = trend(TrendRows(weeks, by_week(reading, weeks, field, value), lags(reading, asked.as_of), {}), whole, asked.as_of)
    sections = [breakdown_section(by, breakdown(reading, whole, by, field, value)) for by in _BY]
    few = [each for each in sections if len(each.rows) > 1 or (each.rows and each.name in ("by_cause", "by_defect", "by_product"))]
    figures = {"dimension": field, "value": value, **made.figures}
    return Report(
        "product" if field == "sku" else field,
        title,
        whole,
        asked.as_of,
        figures,
        made.headline,
        [*made.sections, *few],
        notes=made.notes,
        rate_signals=[each._replace(dimension=field, value=value) for each in made.rate_signals],
    )


def _known(reading: Reading, asked: ReportRequest, field: str) -> str:
    """Return the value a report is about, as the cases and deliveries spell it."""
    every = values_of(reading, field)
    example = f'ozon-returns analyze {"product" if field == "sku" else "supplier"} "{every[0] if every else "..."}"'
    if not asked.subject:
        raise UsageError(
            _("Missing: {what}.").format(what=_("the SKU or the supplier")), _("Write it like {example}.").format(example=example)
        )
    found = next((each for each in every if each.casefold() == asked.subject.casefold()), None)
    if found is None:
        near = nearest(asked.subject, every)
        advice = _("Did you mean “{meant}”?").format(meant=near) if near else _("Write it like {example}.").format(example=example)
        raise InvalidError(_("There is no case or delivery of “{value}”.").format(value=asked.subject), advice)
    return found
