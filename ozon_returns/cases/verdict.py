"""What speaks against the buyer's claim: its last decision, or a cause that makes it unfounded."""

from ozon_returns.store.read_models import Case, Decision
from ozon_returns.vocabulary.activity import DecisionKind
from ozon_returns.vocabulary.case import UNFOUNDED


def is_unfounded(case: Case) -> bool:
    """Return whether the buyer's claim is unfounded by its established, else its suspected, cause."""
    return (case["cause"] or case["suspected_cause"]) in UNFOUNDED


def last_decision(case: Case) -> Decision | None:
    """Return the decision on the claim that is in force: the last by its date."""
    return max(reversed(case["decisions"]), key=lambda each: each["at"], default=None)


def is_rejected(case: Case) -> bool:
    """Return whether the last decision on the claim is a rejection, after which nothing was done for the buyer."""
    last = last_decision(case)
    if last is None or last["kind"] != DecisionKind.REJECT:
        return False
    return not any(each["at"] > last["at"] for each in case["fulfillments"])
