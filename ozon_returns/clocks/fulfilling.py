"""What fulfills an obligation to the buyer: for each kind of it the acts, and the costs whose money went to the buyer."""

from typing import NamedTuple

from ozon_returns.clocks.trigger import Found, Happening, Rows, milestone
from ozon_returns.vocabulary.activity import CostKind, DemandKind, FulfillmentKind
from ozon_returns.vocabulary.case import Milestone

PARTS = "parts"
BONUS = "bonus"

OFFERED = "offered"
"""What a claim is about while the buyer has not answered the offer of a compensation."""

DECIDED = "decided"
"""What an obligation is about that a decision on the claim confirms, so that it is not to be rejected any more."""

REFUSAL = "refusal"
"""The kind of a refund after a change of mind, which has a rule of its own (art. 26.1 of the consumer law)."""


class Fulfilling(NamedTuple):
    """The acts, the costs and the milestones that fulfill an obligation."""

    acts: frozenset[FulfillmentKind]
    costs: frozenset[CostKind]
    milestones: tuple[Milestone, ...] = ()


_REFUND = Fulfilling(frozenset({FulfillmentKind.REFUND}), frozenset({CostKind.REFUND}))
_PART = Fulfilling(_REFUND.acts | {FulfillmentKind.BONUS}, _REFUND.costs | {CostKind.BONUS})

FULFILLING: dict[str, Fulfilling] = {
    DemandKind.REFUND: _REFUND,
    REFUSAL: _REFUND,
    DemandKind.PRICE_CUT: _PART,
    BONUS: _PART,
    DemandKind.REPAIR: Fulfilling(_REFUND.acts | {FulfillmentKind.REPAIR}, _REFUND.costs | {CostKind.REPAIR}),
    DemandKind.REPLACEMENT: Fulfilling(
        _REFUND.acts | {FulfillmentKind.REPLACEMENT}, _REFUND.costs, (Milestone.REPLACEMENT_SENT, Milestone.REPLACEMENT_DELIVERED)
    ),
    PARTS: Fulfilling(_REFUND.acts | {FulfillmentKind.PARTS, FulfillmentKind.REPLACEMENT}, _REFUND.costs),
    DemandKind.REPAIR_COST: Fulfilling(frozenset({FulfillmentKind.REPAIR}), frozenset({CostKind.REPAIR})),
    DemandKind.LOSSES: Fulfilling(frozenset(), frozenset({CostKind.OTHER})),
}
"""By kind of the obligation; a refund of the whole price leaves nothing of the item to be owed."""


def fulfilled(kind: str, rows: Rows) -> Found:
    """Find what fulfilled obligations of a kind."""
    by = FULFILLING[kind]
    done = [Happening("", row["at"], row) for row in rows.get("fulfillment", {}).values() if row["kind"] in by.acts]
    done += [Happening("", row["at"], row) for row in rows.get("cost", {}).values() if row["kind"] in by.costs]
    return done + [each for dated in by.milestones for each in milestone(dated, rows)]
