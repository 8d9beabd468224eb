"""How cases are shown: one line each in a list, or a whole page for one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from ozon_returns import dealings, kinds
from ozon_returns.money import show as money
from ozon_returns.store.reading import CaseDict
from ozon_returns.store.shape import FACTS
from ozon_returns.views.answer import Table
from ozon_returns.words import _, day, moment, name

CASE = (
    "number status opened_at found_at closed_at sku article product posting return_id scheme quantity price currency supplier "
    "batch serial stage defects severity claimed_reason suspected_cause cause liable outcome disposition note photos letters "
    "tickets costs recovered net_cost actions feedback clocks history"
).split()
"""The fields of a case that the contract names, in its order; what is known besides follows them."""

_VOCABULARY: dict[str, type[StrEnum]] = {
    "status": kinds.Status,
    "stage": kinds.Stage,
    "severity": kinds.Severity,
    "suspected_cause": kinds.Cause,
    "cause": kinds.Cause,
    "liable": kinds.Liable,
    "outcome": kinds.Outcome,
    "disposition": kinds.Disposition,
}


def document(case: CaseDict) -> CaseDict:
    """Order a case as the contract does; lists that were not asked for are left out."""
    named = [*CASE, *(each for each in (*FACTS, "offers", "dates") if each not in CASE)]
    return {each: case[each] for each in named if each in case}


def said(field: str, value: Any) -> str:  # noqa: ANN401  any field of a case
    """Write the value of a field for a person; nothing where it is unknown."""
    if value in (None, [], ""):
        return ""
    if field in _VOCABULARY:
        return name(_VOCABULARY[field](value))
    if field == "defects":
        return ", ".join(name(kinds.Defect(each)) for each in value)
    if field in ("price", "net_cost"):
        return money(value)
    return moment(value) if isinstance(value, datetime) else str(value)


def title(case: CaseDict) -> str:
    """Name the item of a case: the product, or whatever it is known by."""
    return " ".join(str(case["product"] or case["article"] or case["sku"] or case["posting"] or case["return_id"] or "").split())


def table(cases: list[CaseDict]) -> Table:
    """Show cases one a line."""
    columns = [_("No."), _("Status"), _("Found"), _("Product"), _("Defects"), _("Cause"), _("Net")]
    rows = [
        [
            str(case["number"]),
            said("status", case["status"]),
            day(case["found_at"]),
            title(case),
            said("defects", case["defects"]),
            said("cause", case["cause"] or case["suspected_cause"]),
            money(case["net_cost"]),
        ]
        for case in cases
    ]
    return Table(columns, rows, right=frozenset({0, 6}))


def owed_table(owed: list[CaseDict]) -> Table:
    """Show money that is to come: by whom, since when, how much of what."""
    columns = [_("No."), _("By whom"), _("Number"), _("Since"), _("Promised"), _("Arrived"), _("To come"), _("Next check")]
    rows = [
        [
            str(each["case"]),
            name(dealings.Addressee(each["from"])),
            each["number"] or "",
            day(each["since"]) if each["since"] else "",
            money(each["promised"]),
            money(each["arrived"]),
            money(each["amount"]),
            day(each["next_check"]) if each["next_check"] else "",
        ]
        for each in owed
    ]
    return Table(columns, rows, right=frozenset({0, 4, 5, 6}))


def headline(case: CaseDict) -> str:
    """Say in one line what a case is about."""
    parts = [title(case), said("defects", case["defects"]), said("status", case["status"])]
    return _("Case {number}").format(number=case["number"]) + ": " + " · ".join(part for part in parts if part)
