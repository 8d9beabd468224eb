"""What the buyer is owed: which demand, decision or choice is in force, and since when.

The claim is taken for a demand of a refund, unless something else is demanded or the cause makes it unfounded. A later demand or
choice of something else replaces an earlier one, as the consumer law lets the buyer change the demand before it is fulfilled; one
of the same kind does not start the term again. A rejection leaves nothing in force.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ozon_returns.clocks.trigger import Found, Happening, Rows, case_of, milestone
from ozon_returns.vocabulary.activity import DecisionKind, DemandKind, OfferKind
from ozon_returns.vocabulary.case import UNFOUNDED, Milestone, Outcome, Stage, reached_buyer

PARTS = "parts"
BONUS = "bonus"

_REJECTION = ""
"""The kind of a decision after which nothing is owed."""

_REFUSAL = "refusal"
"""The kind of a refund after a change of mind, which has a rule of its own (art. 26.1 of the consumer law)."""

_DEMANDED = {
    Milestone.DEMAND_REFUND: DemandKind.REFUND,
    Milestone.DEMAND_PRICE_CUT: DemandKind.PRICE_CUT,
    Milestone.DEMAND_REPLACEMENT: DemandKind.REPLACEMENT,
    Milestone.DEMAND_REPLACEMENT_CHECK: DemandKind.REPLACEMENT,
    Milestone.DEMAND_REPLACEMENT_NO_STOCK: DemandKind.REPLACEMENT,
    Milestone.DEMAND_REPAIR: DemandKind.REPAIR,
}
_CHOSEN = {
    OfferKind.REFUND: DemandKind.REFUND,
    OfferKind.REFUND_KEEP: DemandKind.REFUND,
    OfferKind.REPLACEMENT: DemandKind.REPLACEMENT,
    OfferKind.BONUS: BONUS,
    OfferKind.REPAIR: DemandKind.REPAIR,
    OfferKind.PARTS: PARTS,
}
_DECIDED = {
    DecisionKind.APPROVE: DemandKind.REFUND,
    DecisionKind.KEEP: DemandKind.REFUND,
    DecisionKind.PARTIAL: BONUS,
    DecisionKind.REJECT: _REJECTION,
}
_BESIDE = frozenset({DemandKind.REPAIR_COST, DemandKind.LOSSES})
"""Demands that stand beside the others and replace none."""

_SAME = {BONUS: DemandKind.PRICE_CUT}
"""Kinds that are fulfilled alike: a part of the price is returned."""


class Remedy(NamedTuple):
    """What is owed to the buyer, since when; `row` has the amount and the agreed date, if any; `assumed`: the day is not recorded."""

    kind: str
    at: str
    row: Mapping[str, Any]
    assumed: bool = False


def claimed(rows: Rows) -> Found:
    """Find when the buyer made the claim: as recorded, else when the defect was found at the buyer's, which is assumed."""
    case = case_of(rows)
    at_buyer = case["stage"] == Stage.BUYER if case["stage"] else reached_buyer(case)
    assumed = [Happening("", case["found_at"], {"assumed": True})] if at_buyer else []
    return milestone(Milestone.CLAIMED, rows) or assumed


def in_force(rows: Rows) -> Remedy | None:
    """Return what is owed to the buyer; `None` if nothing is."""
    runs: list[Remedy] = []
    for each in sorted(_sources(rows), key=lambda remedy: remedy.at):
        last = runs[-1] if runs else None
        if each.row.get("refused_at"):
            runs = [run for run in runs if run.kind != BONUS]
        elif last and _alike(last.kind, each.kind):
            told = {name: value for name, value in each.row.items() if value is not None and name != "assumed"}
            runs[-1] = last._replace(row={**last.row, **told})
        else:
            runs.append(each)
    return runs[-1] if runs and runs[-1].kind != _REJECTION else None


def _alike(earlier: str, later: str) -> bool:
    """Return whether a remedy continues an earlier one: of the same kind, or a part of the price that was demanded before."""
    return earlier in (later, _SAME.get(later))


def _sources(rows: Rows) -> Iterator[Remedy]:
    """Yield everything by which something is owed to the buyer or refused."""
    case = case_of(rows)
    demands = [row for row in rows.get("demand", {}).values() if row["kind"] not in _BESIDE]
    dated = [(row, _DEMANDED[row["kind"]]) for row in rows.get("milestone", {}).values() if row["kind"] in _DEMANDED]
    unfounded = (case["cause"] or case["suspected_cause"]) in UNFOUNDED
    if not (demands or dated or unfounded or milestone(Milestone.REFUSED, rows)):
        yield from (Remedy(DemandKind.REFUND, each.at, each.row, bool(each.row.get("assumed"))) for each in claimed(rows))
    yield from (Remedy(kind, row["at"], row) for row, kind in dated)
    yield from (Remedy(row["kind"], row["at"], row) for row in demands)
    changed_mind = bool(milestone(Milestone.REFUSED, rows))
    for row in rows.get("decision", {}).values():
        kind = _DECIDED[row["kind"]]
        yield Remedy(_REFUSAL if changed_mind and kind == DemandKind.REFUND else kind, row["at"], row)
    for row in rows.get("offer", {}).values():
        if row["chosen_at"]:
            yield Remedy(_CHOSEN[row["kind"]], row["chosen_at"], {"amount": row["amount"]})
        elif row["refused_at"] and row["kind"] == OfferKind.BONUS:
            yield Remedy(BONUS, row["refused_at"], {"refused_at": row["refused_at"]})
    yield from (Remedy(_REJECTION, each.at, {}) for each in milestone(Milestone.REJECTED, rows))
    if case["outcome"] == Outcome.REJECTED and case["resolved_at"]:
        yield Remedy(_REJECTION, case["resolved_at"], {})


def owed(kind: str, rows: Rows) -> Found:
    """Find since when the buyer is owed a remedy of a kind."""
    found = in_force(rows)
    return [Happening("", found.at, {**found.row, "assumed": found.assumed})] if found and found.kind == kind else []


def replacement_owed(term: str, rows: Rows) -> Found:
    """Find since when a replacement is owed, if its term is this: the milestone that lengthens it, or empty for the usual term.

    The longest term applies: a month without stock, 20 days with a check, else 7 days (art. 21 of the consumer law).
    """
    lengthened = (Milestone.DEMAND_REPLACEMENT_NO_STOCK, Milestone.DEMAND_REPLACEMENT_CHECK)
    applies = next((each.value for each in lengthened if milestone(each, rows)), "")
    return owed(DemandKind.REPLACEMENT, rows) if applies == term else []


def demanded_beside(kind: str, dated: str, rows: Rows) -> Found:
    """Find when something was demanded beside the remedy itself: losses, or the cost of a repair."""
    found = [row["at"] for row in rows.get("demand", {}).values() if row["kind"] == kind]
    found += [each.at for each in milestone(dated, rows)]
    return [Happening("", min(found), {})] if found else []
