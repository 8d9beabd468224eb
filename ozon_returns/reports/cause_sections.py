"""The tables and sentences of the cause report."""

from collections.abc import Mapping, Sequence

from ozon_returns.money import format_money, from_kopecks
from ozon_returns.reports.comparisons import PAST, PEERS
from ozon_returns.reports.hypotheses import Hypothesis
from ozon_returns.reports.interval import wilson
from ozon_returns.reports.report import Column, ColumnKind, Drawing, Section, Shape
from ozon_returns.reports.suspects import LEAST_DEFECTS, Suspect
from ozon_returns.store.margins import Margin
from ozon_returns.vocabulary.origin import DefectOrigin
from ozon_returns.words import N_, _, decimal, n_

_DIMENSIONS = {
    "supplier": N_("supplier"),
    "batch": N_("batch"),
    "sku": N_("product"),
    "scheme": N_("scheme"),
    "warehouse": N_("warehouse"),
    "carrier": N_("carrier"),
    "storage": N_("days in storage"),
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
    ("storage", PEERS): N_(
        "{value} days in storage: {defects} of {units} ({low}–{high} %), the same products stored otherwise {against} %"
    ),
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
        Column("sku", N_("SKU"), ColumnKind.TEXT),
        Column("dimension", N_("What"), ColumnKind.SENTENCE, detail=True),
        Column("compared", N_("Against"), ColumnKind.SENTENCE),
        Column("defects", N_("Claimed")),
        Column("units", N_("Units")),
        Column("rate", N_("Rate"), ColumnKind.RATE, detail=True),
        Column("against", N_("Theirs"), ColumnKind.RATE, detail=True),
        Column("ratio", N_("Times"), ColumnKind.NUMBER),
        Column("low", N_("From"), ColumnKind.NUMBER),
        Column("high", N_("To"), ColumnKind.NUMBER),
        Column("proven", N_("Proven"), ColumnKind.SENTENCE),
    )
    rows = []
    for each in every:
        it = each.contrast
        proven = N_("yes") if each.is_culprit else N_("follows from another") if each.is_found else N_("no")
        bounds = (None if bound == float("inf") else round(bound, 4) for bound in (it.ratio, it.low, it.high))
        rates = round(it.rate, 6), round(it.against, 6)
        who = (each.value, each.sku if each.sku and each.sku != each.value else "", _DIMENSIONS[each.dimension], _AGAINST[each.against])
        rows.append((*who, it.defects, it.units, *rates, *bounds, proven))
    return Section(
        "contrasts",
        N_("More or fewer defects than the others"),
        columns,
        rows,
        Drawing(Shape.RATIOS, "ratio", "low", "high", labels=("sku", "compared")),
    )


def hypothesis_section(ways: Sequence[Hypothesis]) -> Section:
    """Return how the leading findings may have come about, the likeliest way first."""
    columns = (
        Column("of", N_("Who"), ColumnKind.TEXT),
        Column("origin", N_("Perhaps"), ColumnKind.TEXT, DefectOrigin),
        Column("for", N_("Speaks for it"), ColumnKind.TEXT),
        Column("against", N_("Speaks against it"), ColumnKind.TEXT),
        Column("missing", N_("Would decide"), ColumnKind.TEXT, detail=True),
    )
    rows = []
    for each in ways:
        missing = _(each.missing).format(case=each.case) if each.missing else ""
        rows.append((each.of, each.origin, "; ".join(map(_, each.speaks_for)), "; ".join(map(_, each.speaks_against)), missing))
    return Section("hypotheses", N_("How it may have come about"), columns, rows)


def measure_words(found: Suspect, tried: int, *, sample: int = 0) -> str:
    """Return a finding as a sentence, with the size of the sample that shows it where something is to be checked."""
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
    told += _("; about {excess} too many; comparisons tried: {tried}").format(excess=round(it.excess), tried=tried)
    if found.is_assumed:
        told += _("; the batch is assumed from the lots received, first in, first out")
    if sample:
        told += n_("; {n} unit checked on receipt would show it", "; {n} units checked on receipt would show it", sample)
    return told


def stop_words(it: Margin, defects: int, units: int) -> str:
    """Return why a product loses money."""
    told = _(
        "product {value}: {defects} of {units} defective, each at {loss}, a unit sold earns {margin}: nothing is left from {even} % on"
    )
    money = {"loss": format_money(from_kopecks(round(it.loss))), "margin": format_money(from_kopecks(round(it.margin)))}
    return told.format(value=it.sku, defects=defects, units=units, even=decimal(100 * it.break_even, 1), **money)


def note_words(every: Sequence[Suspect], ways: Sequence[Hypothesis], *, known_lags: int | None) -> list[str]:
    """Return what would decide between the likeliest ways, what the figures do not bear yet, and what they rest on."""
    notes = []
    likeliest = {each.of: each for each in reversed(ways)}
    for each in reversed(likeliest.values()):
        if each.missing:
            told = _("{who}: what would decide is {missing}")
            notes.append(told.format(who=each.of, missing=_(each.missing).format(case=each.case)))
    if not every:
        notes.append(
            _(
                "Nothing can be compared: that takes deliveries of a product by two suppliers, in two batches or the like, "
                "or in the weeks before: ozon-returns import FILE"
            )
        )
    leading = next((each for each in every if each.contrast.ratio > 1 and each.contrast.defects), None)
    if leading and not any(each.is_culprit for each in every):
        told = _("Not enough data to blame anybody: the nearest is {value} with n = {n}, about {needed} needed.")
        if leading.needed <= leading.contrast.units:
            told = _("Not enough data to blame anybody: the nearest is {value} with n = {n}.")
        notes.append(told.format(value=leading.value, n=leading.contrast.units, needed=leading.needed))
    notes.append(
        _("A finding has at least {least} defects; of all findings at most one in twenty is due to chance.").format(least=LEAST_DEFECTS)
    )
    if known_lags is None:
        notes.append(_("The units of young weeks count as far as claims usually have come in, so there are fewer than were delivered."))
    else:
        notes.append(_("How fast claims come in is not known yet (n = {n}), so young weeks count in full.").format(n=known_lags))
    return notes
