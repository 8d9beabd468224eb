"""A decision of the seller as one of the actions that Ozon offers for a claim of rFBS."""

from collections.abc import Callable, Sequence

from ozon_returns.buyer.claim import Act, amount_decided
from ozon_returns.errors.usage import InvalidError
from ozon_returns.money import format_money
from ozon_returns.ozon.claims import OzonAction, OzonClaim, OzonReason, claim
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.deciding import PARTIAL, REJECTIONS, OzonDecision
from ozon_returns.store import ozon_rows
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.activity import DecisionKind
from ozon_returns.vocabulary.nearest import folded
from ozon_returns.words import _

Pick = Callable[[str, Sequence[str]], int] | None
"""Asks for one of some lines and returns its position; `None` where nobody can be asked."""

_KIND = "claim"
_KEEPS = ("без возврата товара", "оставить товар")
"""Words of an action by which the buyer keeps the item and gets all of the money."""

_APPROVES = ("вернуть деньги", "возврат денег", "получить товар", "принять", "одобрить", "согласиться")
"""Words of an action that approves the claim."""


def decision_at_ozon(client: Client, store: Store, case: Case, act: Act, pick: Pick) -> OzonDecision:
    """Return what a decision is at Ozon, by the actions it offers for the claim now; where several fit, one is asked for.

    Raise `InvalidError` for a case without a claim of rFBS, and a decision that Ozon does not offer, or not by itself.
    """
    found = _claim(client, store, case)
    action = found.actions[_one([each.name for each in found.actions], _fitting(act, found.actions), _("What is decided at Ozon"), pick)]
    reason = None
    if action.number in REJECTIONS:
        reason = found.rejections[
            _one([each.name for each in found.rejections], _meant(act.why, found.rejections), _("For what reason"), pick)
        ]
    return OzonDecision(found, action, reason, act.why or "", amount_decided(case, act) if action.number == PARTIAL else None)


def decision_told(decision: OzonDecision) -> str:
    """Return what will happen, for a person to confirm."""
    words = [_("At Ozon “{action}” is done for claim {number}").format(action=decision.action.name, number=decision.claim.name)]
    words += [_("reason: {reason}").format(reason=decision.reason.name)] if decision.reason else []
    words += [_("{amount} for the buyer").format(amount=format_money(decision.amount))] if decision.amount is not None else []
    return ", ".join(words) + ". " + _("It moves money and cannot be undone.")


def _claim(client: Client, store: Store, case: Case) -> OzonClaim:
    """Return the claim of a case as Ozon tells it now."""
    with ozon_rows.opened(store.path) as connection:
        number = ozon_rows.number_of(connection, _KIND, case["number"])
    found = claim(client, number) if number is not None else None
    if found is None or not found.actions:
        refused = _("Ozon offers no decision for case {number}: it has no open claim of rFBS that `sync` has brought in.")
        raise InvalidError(refused.format(number=case["number"]), _("Decide it in the seller's account, and record it without --send."))
    return found


def _fitting(act: Act, actions: Sequence[OzonAction]) -> list[int]:
    """Return the places of the actions that may be meant by a decision."""
    if act.decide is DecisionKind.REJECT:
        return [place for place, each in enumerate(actions) if each.number in REJECTIONS]
    if act.decide is DecisionKind.PARTIAL:
        return [place for place, each in enumerate(actions) if each.number == PARTIAL]
    others = [place for place, each in enumerate(actions) if each.number not in REJECTIONS | {PARTIAL}]
    keeps = [place for place in others if any(words in folded(actions[place].name) for words in _KEEPS)]
    approves = [place for place in others if place not in keeps and any(words in folded(actions[place].name) for words in _APPROVES)]
    return keeps if act.decide is DecisionKind.KEEP else approves


def _meant(why: str | None, reasons: Sequence[OzonReason]) -> list[int]:
    """Return the places of the reasons that are named, or else of all."""
    named = [place for place, each in enumerate(reasons) if why and folded(each.name) in folded(why)]
    return named or list(range(len(reasons)))


def _one(names: Sequence[str], places: Sequence[int], question: str, pick: Pick) -> int:
    """Return the place that is meant. Raise `InvalidError` where none fits, or where several do and nobody can be asked."""
    if len(places) == 1:
        return places[0]
    if not places or pick is None:
        listed = "; ".join(names)
        refused = _("It is not clear which of these is meant at Ozon: {names}.") if places else _("Ozon offers only: {names}.")
        raise InvalidError(
            refused.format(names=listed), _("Decide it on a terminal, or in the seller's account, and record it without --send.")
        )
    return places[pick(question, [names[place] for place in places])]
