"""The tables of causes: what costs most, what is most frequent, what buyers claimed against what was established, and the whys."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ozon_returns.reports.report import Column, ColumnKind, Drawing, Section, Shape
from ozon_returns.store.causes import CauseSums, Whys
from ozon_returns.vocabulary.case import Cause
from ozon_returns.words import N_

MOST_CLAIMS, MOST_WHYS, TOP = 12, 3, 3
"""So many pairs of claim and cause are shown, and of so many top causes so many answers to the whys."""


def cause_section(causes: Sequence[CauseSums], *, by_cost: bool) -> Section:
    """Return the causes of defects, the first those that cost most or are most frequent, with the share of the whole up to each."""
    columns = (
        Column("cause", N_("Cause"), ColumnKind.TEXT, Cause),
        Column("known", N_("Known"), ColumnKind.SENTENCE),
        Column("cases", N_("Cases")),
        Column("units", N_("Items"), detail=True),
        Column("net", N_("Net"), ColumnKind.MONEY),
        Column("up_to", N_("Share up to here"), ColumnKind.RATE),
    )
    weights = {each: max(each.net, Decimal(0)) if by_cost else Decimal(each.cases) for each in causes if each.cause != Cause.NO_DEFECT}
    ordered = sorted(weights, key=lambda each: (-weights[each], -each.cases, -each.net, str(each.cause), not each.is_established))
    total, so_far, rows = sum(weights.values(), Decimal(0)), Decimal(0), []
    for each in ordered:
        so_far += weights[each]
        known = N_("established") if each.is_established else N_("suspected") if each.cause else ""
        rows.append((each.cause, known, each.cases, each.units, each.net, round(float(so_far / total), 4) if total else None))
    if by_cost:
        return Section("by_cause", N_("Causes by cost"), columns, rows, Drawing(Shape.BARS, "net", up_to="up_to", labels=("known",)))
    return Section("by_count", N_("Causes by number"), columns, rows, Drawing(Shape.BARS, "cases", up_to="up_to", labels=("known",)))


def claimed_section(found: Mapping[tuple[str, str], int]) -> Section:
    """Return what buyers claimed against the cause that was established, the most frequent first."""
    columns = (
        Column("claimed", N_("Buyer claims"), ColumnKind.TEXT),
        Column("cause", N_("Established cause"), ColumnKind.TEXT, Cause),
        Column("cases", N_("Cases")),
    )
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    rows = [(reason, cause, cases) for (reason, cause), cases in ordered[:MOST_CLAIMS]]
    return Section("claimed", N_("Claimed and established"), columns, rows)


def whys_section(causes: Sequence[CauseSums], answers: Sequence[Whys]) -> Section:
    """Return the last answers to the whys of the causes that cost most."""
    columns = (
        Column("cause", N_("Cause"), ColumnKind.TEXT, Cause),
        Column("case", N_("Case")),
        Column("why", N_("Why"), ColumnKind.TEXT),
    )
    asked = {each.cause for each in answers}
    top = sorted((each for each in causes if each.is_established and each.cause in asked), key=lambda each: (-each.net, -each.cases))[:TOP]
    rows = []
    for each in top:
        last = [told for told in answers if told.cause == each.cause][-MOST_WHYS:]
        rows += [(each.cause, told.case, " → ".join(told.answers)) for told in reversed(last)]
    return Section("whys", N_("Why, and why that"), columns, rows)
