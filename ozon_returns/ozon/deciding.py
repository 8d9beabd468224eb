"""Deciding a claim of rFBS: it moves money for good, so a call is never repeated; where no answer comes, the claim is read again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ozon_returns.errors.ozon import OutcomeUnknownError, OzonError, OzonUnreachableError
from ozon_returns.ozon.claims import OzonAction, OzonClaim, OzonReason, claim
from ozon_returns.ozon.client import Client, is_doubtful
from ozon_returns.ozon.endpoints import DECIDE

REJECTIONS = frozenset({-1, -10})
"""Actions that reject a claim, which want a reason and a comment."""

PARTIAL = 1020
"""The action that offers a partial compensation, which wants an amount."""


@dataclass(frozen=True)
class OzonDecision:
    """An action on a claim as it was read, with what it wants."""

    claim: OzonClaim
    action: OzonAction
    reason: OzonReason | None = None
    comment: str = ""
    amount: Decimal | None = None

    @property
    def body(self) -> dict[str, Any]:
        """Return what is sent."""
        told: dict[str, Any] = {"return_id": self.claim.number, "id": self.action.number}
        if self.action.number in REJECTIONS and self.reason is not None:
            told |= {"rejection_reason_id": self.reason.number, "comment": self.comment}
        if self.action.number == PARTIAL and self.amount is not None:
            told["compensation_amount"] = float(self.amount)
        return told


def decide(client: Client, decision: OzonDecision) -> None:
    """Carry out a decision.

    Raise the error where no answer came, or one that the server failed, and the claim is as it was before; `OutcomeUnknownError` where
    it cannot be read.
    """
    try:
        client.call(DECIDE, decision.body)
    except (OzonError, OzonUnreachableError) as error:
        if not is_doubtful(error):
            raise
        try:
            now = claim(client, decision.claim.number)
        except (OzonError, OzonUnreachableError):
            raise OutcomeUnknownError(DECIDE.path, error.message().rstrip(".")) from error
        if now is None or (now.state, now.actions) == (decision.claim.state, decision.claim.actions):
            raise
