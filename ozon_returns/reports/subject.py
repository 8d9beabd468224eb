"""A report about one product or one supplier: its rate week by week, and its cases by cause, defect, supplier, batch and place."""

from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.period import Period
from ozon_returns.reports.history import history
from ozon_returns.reports.report import Report
from ozon_returns.reports.summary import breakdown_section
from ozon_returns.reports.trend import trend, trend_weeks
from ozon_returns.store.cohorts import product_names, values_of, without_sku
from ozon_returns.store.reading import Reading
from ozon_returns.store.summary import ReportRequest, breakdown
from ozon_returns.vocabulary.case import Dimension
from ozon_returns.vocabulary.command import argument
from ozon_returns.vocabulary.nearest import folded, nearest
from ozon_returns.words import _

_BY = (Dimension.PRODUCT, Dimension.CAUSE, Dimension.DEFECT, Dimension.SUPPLIER, Dimension.BATCH, Dimension.STAGE, Dimension.WAREHOUSE)
_MOST_NAMED = 5


def report_about(reading: Reading, asked: ReportRequest, field: str, title: str) -> Report:
    """Return the report about the product or supplier that is asked for. Raise `UsageError` if none is, `InvalidError` if it is unknown."""
    value = _known(reading, asked, field)
    seen = history(reading, trend_weeks(reading, asked), asked.as_of).only(lambda key: getattr(key, field) == value)
    named = ", ".join([value, *sorted(product_names(reading).get(value, ()))]) if field == "sku" else value
    whole = Period(seen.whole.start, seen.whole.end, f"{named}, {seen.whole.label}")
    made = trend(seen, asked.as_of)
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
        rate_signals=[each if each.dimension else each._replace(dimension=field, value=value) for each in made.rate_signals],
    )


def _known(reading: Reading, asked: ReportRequest, field: str) -> str:
    """Return the value a report is about, as the cases and deliveries spell it; a product also by its article or a part of its name."""
    every = values_of(reading, field)
    which = "product" if field == "sku" else "supplier"
    example = f"ozon-returns analyze {which} {argument(every[0]) if every else 'NAME'}"
    if not asked.subject or not asked.subject.strip():
        raise UsageError(
            _("Missing: {what}.").format(what=_("the SKU or the supplier")), _("Write it like {example}.").format(example=example)
        )
    wanted = folded(asked.subject.strip())
    found = [asked.subject] if asked.subject in every else [each for each in every if folded(each) == wanted]
    names = product_names(reading) if field == "sku" else {each: {each} for each in every}
    if not found:
        found = [each for each in every if any(wanted in folded(name) for name in names.get(each, ()))]
    if len(found) > 1:
        several = ", ".join(f"{each} ({', '.join(sorted(names[each]))})" if field == "sku" else each for each in found[:_MOST_NAMED])
        raise InvalidError(
            _("“{value}” may be any of several: {several}.").format(value=asked.subject, several=several),
            _("Write it like {example}.").format(example=f"ozon-returns analyze {which} {argument(found[0])}"),
        )
    nameless = [number for number, product in without_sku(reading) if wanted in folded(product)] if field == "sku" and not found else []
    if nameless:
        told = _("Case {number} of “{value}” has no SKU, by which products are told apart.").format(number=nameless[0], value=asked.subject)
        raise InvalidError(told, _("Add it: {command}").format(command=f"ozon-returns fix {nameless[0]} sku=..."))
    if not found:
        near = nearest(asked.subject, every)
        advice = _("Did you mean “{meant}”?").format(meant=near) if near else _("Write it like {example}.").format(example=example)
        raise InvalidError(_("There is no case or delivery of “{value}”.").format(value=asked.subject), advice)
    return found[0]
