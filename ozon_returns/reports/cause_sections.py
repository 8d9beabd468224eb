"""The tables and sentences of the cause report."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ozon_returns.reports.comparisons import PAST, PEERS
from ozon_returns.reports.interval import wilson
from ozon_returns.reports.report import Column, ColumnKind, Drawing, Section, Shape
from ozon_returns.reports.suspects import LEAST_DEFECTS, Suspect
from ozon_returns.store.summary import Sums
from ozon_returns.vocabulary.case import Cause
from ozon_returns.words import N_, _, decimal

_DIMENSIONS = {
    "supplier": N_("supplier"),
    "batch": N_("batch"),
    "sku": N_("product"),
    "scheme": N_("scheme"),
    "warehouse": N_("warehouse"),
    "carrier": N_("carrier"),
}
_AGAINST = {PEERS: N_("others"), PAST: N_("before")}
_SAID = {
    ("supplier", PEERS): N_("supplier {value}: {defects} of {units} ({low}–{high} %), the others of the same products {against} %"),
    ("supplier", PAST): N_("supplier {value}: {defects} of {units} ({low}–{high} %), in the weeks before {against} %"),
    ("batch", PEERS): N_("batch {value} of {sku}: {defects} of {units} ({low}–{high} %), other batches {against} %"),
    ("carrier", PEERS): N_("carrier {value}: {defects} of {units} ({low}–{high} %), the others of the same products {against} %"),
    ("carrier", PAST): N_("carrier {value}: {defects} of {units} ({low}–{high} %), in the weeks before {against} %"),
    ("warehouse", PEERS): N_("warehouse {value}: {defects} of {units} ({low}–{high} %), the others of the same products {against} %"),
    ("warehouse", PAST): N_("warehouse {value}: {defects} of {units} ({low}–{high} %), in the weeks before {against} %"),
    ("scheme", PEERS): N_("scheme {value}: {defects} of {units} ({low}–{high} %), the others of the same products {against} %"),
    ("sku", PAST): N_("product {value}: {defects} of {units} ({low}–{high} %), in the weeks before {against} %"),
}


def headline_of(figures: Mapping[str, object]) -> Section:
    """Return the main figures."""
    rows = [
        (N_("Defects claimed"), figures["defects"]),
        (N_("Units delivered"), figures["units"]),
        (N_("Comparisons tried"), figures["tried"]),
        (N_("More than chance"), figures["found"]),
    ]
    columns = (Column("figure", N_("Metric"), ColumnKind.SENTENCE), Column("now", N_("This period")))
    return Section("figures", "", columns, rows)


def contrast_section(every: Sequence[Suspect]) -> Section:
    """Return the comparisons, the findings first."""
    columns = (
        Column("value", N_("Who"), ColumnKind.TEXT),
        Column("dimension", N_("What"), ColumnKind.SENTENCE),
        Column("compared", N_("Against"), ColumnKind.SENTENCE),
        Column("defects", N_("Claimed")),
        Column("units", N_("Units")),
        Column("rate", N_("Rate"), ColumnKind.RATE),
        Column("against", N_("Theirs"), ColumnKind.RATE),
        Column("ratio", N_("Ratio"), ColumnKind.NUMBER),
        Column("low", N_("From"), ColumnKind.NUMBER),
        Column("high", N_("To"), ColumnKind.NUMBER),
    )
    rows = []
    for each in every:
        it = each.contrast
        bounds = (None if bound == float("inf") else round(bound, 4) for bound in (it.ratio, it.low, it.high))
        rates = round(it.rate, 6), round(it.against, 6)
        who = (each.value, _DIMENSIONS[each.dimension], _AGAINST[each.against])
        rows.append((*who, it.defects, it.units, *rates, *bounds))
    return Section("contrasts", N_("More or fewer defects than the others"), columns, rows, Drawing(Shape.RATIOS, "ratio", "low", "high"))


def cause_section(causes: Sequence[tuple[str | None, Sums]]) -> Section:
    """Return the causes of defects, those that cost most first, with the share of the cost up to each."""
    columns = (
        Column("cause", N_("Cause"), ColumnKind.TEXT, Cause),
        Column("cases", N_("Cases")),
        Column("units", N_("Items")),
        Column("net", N_("Net"), ColumnKind.MONEY),
        Column("up_to", N_("Share up to here"), ColumnKind.RATE),
    )
    founded = [each for each in causes if each[0] != Cause.NO_DEFECT]
    ordered = sorted(founded, key=lambda each: (-each[1].net, -each[1].cases, str(each[0])))
    total = sum((max(each.net, Decimal(0)) for _cause, each in ordered), Decimal(0))
    rows, so_far = [], Decimal(0)
    for cause, sums in ordered:
        so_far += max(sums.net, Decimal(0))
        rows.append((cause, sums.cases, sums.units, sums.net, round(float(so_far / total), 4) if total else None))
    return Section("by_cause", N_("Causes by cost"), columns, rows, Drawing(Shape.BARS, "net", up_to="up_to"))


def measure_words(found: Suspect, tried: int) -> str:
    """Return a finding as a sentence."""
    it = found.contrast
    low, high = wilson(it.defects, it.units)
    told = _(_SAID[found.dimension, found.against]).format(
        value=found.value,
        sku=found.sku,
        defects=it.defects,
        units=it.units,
        low=decimal(100 * low, 1),
        high=decimal(100 * high, 1),
        against=decimal(100 * it.against, 1),
    )
    return told + _("; about {excess} too many, one of {tried} comparisons").format(excess=round(it.excess), tried=tried)


def note_words(every: Sequence[Suspect], *, known_lags: int | None) -> list[str]:
    """Return what the figures do not bear yet, and what they rest on."""
    notes = []
    if not every:
        notes.append(_("Nothing can be compared: deliveries by product, supplier and batch are not known: ozon-returns import FILE"))
    leading = next((each for each in every if each.contrast.ratio > 1 and each.contrast.defects), None)
    if leading and not any(each.is_culprit for each in every):
        told = _("Not enough data to blame anybody: the nearest is {value} with n = {n}, about {needed} needed.")
        if leading.needed <= leading.contrast.units:
            told = _("Not enough data to blame anybody: the nearest is {value} with n = {n}.")
        notes.append(told.format(value=leading.value, n=leading.contrast.units, needed=leading.needed))
    notes.append(
        _("A finding has at least {least} defects; of all findings at most one in twenty is due to chance.").format(least=LEAST_DEFECTS)
    )
    if known_lags is not None:
        notes.append(_("How fast claims come in is not known yet (n = {n}), so young weeks count in full.").format(n=known_lags))
    return notes
