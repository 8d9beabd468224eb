"""The conditions that limit a rule to certain cases, by name."""

from collections.abc import Callable
from functools import partial

from ozon_returns.clocks.buyer_triggers import is_rejected
from ozon_returns.clocks.remedy import is_owed
from ozon_returns.clocks.trigger import Rows, case_of, milestone
from ozon_returns.vocabulary.case import UNFOUNDED, Cause, Milestone, Outcome, Stage, reached_buyer

_SUPPLIERS = frozenset({Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING})
_OZONS = frozenset({Cause.TRANSPORT, Cause.OZON_STORAGE, Cause.SWAP})
_PLEASED = frozenset({Outcome.REFUND, Outcome.REPLACEMENT, Outcome.BONUS, Outcome.REPAIR})
"""Outcomes after which the buyer is asked whether all is well."""


def _fault_of(causes: frozenset[Cause], rows: Rows) -> bool:
    """Return whether the established, else the suspected, cause of the case is one of these."""
    return (case_of(rows)["cause"] or case_of(rows)["suspected_cause"]) in causes


def _reached_buyer(rows: Rows) -> bool:
    """Return whether the item reached the buyer."""
    return reached_buyer(case_of(rows))


def _asked_back(rows: Rows) -> bool:
    """Return whether the buyer is asked whether all is well: not one whose claim was refused or unfounded."""
    case = case_of(rows)
    cause = case["cause"] or case["suspected_cause"]
    return reached_buyer(case) and case["outcome"] in _PLEASED and cause not in UNFOUNDED and not (is_owed(rows) or is_rejected(rows))


def _at_buyer(rows: Rows) -> bool:
    """Return whether the item is with the buyer."""
    case = case_of(rows)
    return case["stage"] == Stage.BUYER if case["stage"] else reached_buyer(case)


def _technically_complex(rows: Rows) -> bool:
    """Return whether the product is technically complex by law."""
    return bool(case_of(rows)["technically_complex"])


def _no_warranty(rows: Rows) -> bool:
    """Return whether no end of the warranty is recorded."""
    return not milestone(Milestone.WARRANTY_UNTIL, rows)


CONDITIONS: dict[str, Callable[[Rows], bool]] = {
    "supplier_at_fault": partial(_fault_of, _SUPPLIERS),
    "ozon_at_fault": partial(_fault_of, _OZONS),
    "reached_buyer": _reached_buyer,
    "at_buyer": _at_buyer,
    "asked_back": _asked_back,
    "technically_complex": _technically_complex,
    "no_warranty": _no_warranty,
}
"""Conditions that limit a rule to certain cases."""
