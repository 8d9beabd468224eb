"""What entitles the buyer to something or ends it: the claim, demands, decisions, choices, refusals and rejections, in their order."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from ozon_returns.clocks.fulfilling import BONUS, OFFERED, PARTS, REFUSAL, fulfilled
from ozon_returns.clocks.trigger import Found, Happening, Rows, case_of, milestone, once
from ozon_returns.vocabulary.activity import DecisionKind, DemandKind, OfferKind
from ozon_returns.vocabulary.case import UNFOUNDED, Milestone, Outcome, Severity, Stage, reached_buyer

_DEMANDED = {
    Milestone.DEMAND_REFUND: DemandKind.REFUND,
    Milestone.DEMAND_PRICE_CUT: DemandKind.PRICE_CUT,
    Milestone.DEMAND_REPLACEMENT: DemandKind.REPLACEMENT,
    Milestone.DEMAND_REPLACEMENT_CHECK: DemandKind.REPLACEMENT,
    Milestone.DEMAND_REPLACEMENT_NO_STOCK: DemandKind.REPLACEMENT,
    Milestone.DEMAND_REPAIR: DemandKind.REPAIR,
}
CHOSEN = {
    OfferKind.REFUND: DemandKind.REFUND,
    OfferKind.REFUND_KEEP: DemandKind.REFUND,
    OfferKind.REPLACEMENT: DemandKind.REPLACEMENT,
    OfferKind.BONUS: BONUS,
    OfferKind.REPAIR: DemandKind.REPAIR,
    OfferKind.PARTS: PARTS,
}
"""What is owed of a chosen offer."""

_DECIDED = {
    DecisionKind.APPROVE: DemandKind.REFUND,
    DecisionKind.KEEP: DemandKind.REFUND,
    DecisionKind.PARTIAL: BONUS,
}
_BESIDE = frozenset({DemandKind.REPAIR_COST, DemandKind.LOSSES})
"""Demands that stand beside the others and replace none."""


class By(StrEnum):
    """Whose act an entitlement comes from, or what ends one."""

    CLAIM = "claim"
    DEMAND = "demand"
    CHOICE = "choice"
    DECISION = "decision"
    REFUSAL = "refusal"
    REJECTION = "rejection"


class Entitlement(NamedTuple):
    """Something the buyer is entitled to since a moment; `row` has the amount and the agreed date, if any.

    `assumed`: the day is not recorded; `decided`: a decision on the claim says so. A refused compensation and a rejection end what
    there is.
    """

    kind: str
    at: str
    row: Mapping[str, Any]
    by: By
    assumed: bool = False
    decided: bool = False


def claimed(rows: Rows) -> Found:
    """Find, as `claims_made` does, when the buyer made the claim."""
    return list(claims_made(rows))


@once
def claims_made(rows: Rows) -> Found:
    """Find when the buyer made the claim: as recorded, else when the defect was found at the buyer's, which is assumed.

    It is about the compensation where that was agreed on or is on offer, or about the change of mind.
    """
    case = case_of(rows)
    at_buyer = case["stage"] == Stage.BUYER if case["stage"] else reached_buyer(case)
    assumed = [Happening("", case["found_at"], {"assumed": True})] if at_buyer else []
    part = BONUS if _agreed_on_part(rows) else OFFERED if _offers_part(rows) else ""
    about = REFUSAL if milestone(Milestone.REFUSED, rows) else part
    return [each._replace(about=about) for each in milestone(Milestone.CLAIMED, rows) or assumed]


def _agreed_on_part(rows: Rows) -> bool:
    """Return whether a compensation is what the buyer chose last, and demanded nothing since; none is agreed on for a danger."""
    chosen = [(row["chosen_at"], row["kind"]) for row in rows.get("offer", {}).values() if row["chosen_at"]]
    at, kind = max(chosen, default=("", ""))
    later = any(each.at >= at for each in demands(rows) if each.kind != DemandKind.PRICE_CUT)
    return kind == OfferKind.BONUS and not later and case_of(rows)["severity"] != Severity.DANGEROUS


def _offers_part(rows: Rows) -> bool:
    """Return whether a compensation was offered to which the buyer has not answered, and nothing else was demanded or chosen since."""
    offers = rows.get("offer", {}).values()
    last = max((row["at"] for row in offers if row["kind"] == OfferKind.BONUS and not (row["chosen_at"] or row["refused_at"])), default="")
    since = [row["chosen_at"] for row in offers if row["chosen_at"]]
    since += [each.at for each in demands(rows) if each.kind != DemandKind.PRICE_CUT]
    return last > max(since, default="") and case_of(rows)["severity"] != Severity.DANGEROUS


@once
def entitlements(rows: Rows) -> Iterator[Entitlement]:
    """Find everything by which something is owed to the buyer, refused or rejected, in no order."""
    yield from _claim(rows)
    yield from demands(rows)
    yield from _decisions(rows)
    yield from _offers(rows)
    yield from (Entitlement("", at, {}, By.REJECTION) for at in rejections(rows))


def _claim(rows: Rows) -> Iterator[Entitlement]:
    """Yield the refund that a claim asks for, unless something else is demanded or the cause makes it unfounded."""
    case = case_of(rows)
    unfounded = (case["cause"] or case["suspected_cause"]) in UNFOUNDED
    if not (unfounded or milestone(Milestone.REFUSED, rows) or demands(rows)):
        for each in claims_made(rows):
            at = _at_latest(DemandKind.REFUND, each.at, "", None, rows)
            yield Entitlement(DemandKind.REFUND, at, each.row, By.CLAIM, bool(each.row.get("assumed")))


@once
def demands(rows: Rows) -> Iterator[Entitlement]:
    """Find the demands that replace one another, as rows of their own or as milestones."""
    dated = [(row, _DEMANDED[row["kind"]]) for row in rows.get("milestone", {}).values() if row["kind"] in _DEMANDED]
    yield from (Entitlement(kind, row["at"], row, By.DEMAND) for row, kind in dated)
    yield from demanded(frozenset(DemandKind) - _BESIDE, rows)


def demanded(kinds: frozenset[str], rows: Rows) -> Iterator[Entitlement]:
    """Yield the demands of certain kinds that have rows of their own."""
    yield from (Entitlement(row["kind"], row["at"], row, By.DEMAND) for row in rows.get("demand", {}).values() if row["kind"] in kinds)


def _decisions(rows: Rows) -> Iterator[Entitlement]:
    """Yield what the claim was decided for."""
    changed_mind = bool(milestone(Milestone.REFUSED, rows))
    for row in rows.get("decision", {}).values():
        if row["kind"] in _DECIDED:
            kind = _DECIDED[row["kind"]]
            at = _at_latest(kind, row["at"], "", row["amount"], rows)
            yield Entitlement(REFUSAL if changed_mind and kind == DemandKind.REFUND else kind, at, row, By.DECISION, decided=True)


def _offers(rows: Rows) -> Iterator[Entitlement]:
    """Yield what the buyer chose, and the compensations that were refused."""
    for row in rows.get("offer", {}).values():
        if row["chosen_at"]:
            kind = CHOSEN[row["kind"]]
            at = _at_latest(kind, row["chosen_at"], row["at"], row["amount"], rows)
            yield Entitlement(kind, at, {"amount": row["amount"]}, By.CHOICE)
        elif row["refused_at"] and row["kind"] == OfferKind.BONUS:
            yield Entitlement(BONUS, row["refused_at"], {}, By.REFUSAL)


def _at_latest(kind: str, at: str, since: str, amount: int | None, rows: Rows) -> str:
    """Return since when something was owed that may be recorded late: at the latest since it was fulfilled.

    An act before `since` was not for it, nor was a compensation of another amount.
    """
    done = (each for each in fulfilled(kind, rows) if since <= each.at < at)
    meant = [each.at for each in done if kind != BONUS or each.row["kind"] != BONUS or each.row["amount"] in (None, amount)]
    return min(meant, default=at)


def rejections(rows: Rows) -> list[str]:
    """Return when the claim was rejected: by a decision, by its milestone, or by the outcome of the case."""
    case = case_of(rows)
    found = [row["at"] for row in rows.get("decision", {}).values() if row["kind"] == DecisionKind.REJECT]
    found += [each.at for each in milestone(Milestone.REJECTED, rows)]
    return found + ([case["resolved_at"]] if case["outcome"] == Outcome.REJECTED and case["resolved_at"] else [])
