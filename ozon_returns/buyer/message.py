"""The letter to the buyer: which one fits, its text, and what in it breaks Ozon's rules."""

from collections.abc import Sequence
from typing import NamedTuple

from ozon_returns.buyer.exchange import Exchange
from ozon_returns.buyer.offer import way
from ozon_returns.cases.verdict import last_decision
from ozon_returns.errors.case import LintError
from ozon_returns.letters import lint
from ozon_returns.letters.case_facts import identifiers
from ozon_returns.letters.draft import Draft
from ozon_returns.letters.situations import situation_of
from ozon_returns.letters.template import write
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import FOLLOW_UP, LONGEST_MESSAGE, WARNING, Channel, DecisionKind, Direction, OfferKind, Situation
from ozon_returns.vocabulary.case import Outcome, Severity, Stage
from ozon_returns.words import _


class Message(NamedTuple):
    """A letter that was written, and what the seller should know of it."""

    text: str
    warnings: Sequence[str]


def fitting(case: Case, offers: Sequence[OfferKind], *, channel: Channel | None, follow_up: bool, looked: bool = True) -> str:
    """Return the letter to the buyer that fits what is offered and how far the case has come.

    `looked`: it is known, or can be asked, what the buyer's photos show; a compensation is explained by it.
    """
    sent = [each for each in case["letters"] if each["direction"] == Direction.OUT and each["sent_at"]]
    replied = any(each["direction"] == Direction.IN for each in case["letters"])
    last = last_decision(case)
    decided = last["kind"] if last else None
    approved = any(each["chosen_at"] and each["kind"] == OfferKind.REFUND for each in case["offers"])
    warned = any(each["name"] == WARNING for each in sent)
    asked = "buyer.ask_evidence" in {each["name"] for each in sent}
    choices = (
        (channel is Channel.REVIEW, "buyer.review_reply"),
        (follow_up, FOLLOW_UP),
        (list(offers) == [OfferKind.BONUS] and sent and looked, "buyer.partial_offer"),
        (offers, "buyer.first_answer"),
        (case["severity"] == Severity.DANGEROUS and not warned, WARNING),
        (case["outcome"] == Outcome.REJECTED or decided == DecisionKind.REJECT, "buyer.reject"),
        (decided in (DecisionKind.KEEP, DecisionKind.PARTIAL), "buyer.decided"),
        (approved or decided == DecisionKind.APPROVE, "buyer.approve"),
        (case["stage"] == Stage.SHIPPING, "buyer.proactive"),
        (asked and replied and situation_of(case) == Situation.NOT_WORKING, "buyer.need_item_for_check"),
    )
    return next((letter for fits, letter in choices if fits), "buyer.ask_evidence")


def write_message(case: Case, said: Exchange, draft: Draft) -> Message:
    """Write the letter of an exchange, or take the seller's own text, and look it through.

    Raise `GapsError` for placeholders without a value and `LintError` for what breaks Ozon's rules; a letter that is not sent
    yet, or is forced, is only warned of.
    """
    terms = {"amount": said.offers.amount, "until": said.offers.until}
    offers = [write("offer", {**draft.facts, "kind": kind, "how": way(kind, case), **terms}, draft.on) for kind in said.offers.kinds]
    by_hand = said.draft or bool(said.force)
    text = said.text or draft.text(said.letter or "", by_hand=by_hand, offers=offers, **terms)
    channel = said.channel or Channel.CHAT
    limit = LONGEST_MESSAGE if channel is Channel.CHAT else None
    found = [(each.what, each.words) for each in lint.violations(text, known=identifiers(draft.facts), limit=limit)]
    if channel is Channel.REVIEW and case["posting"] and case["posting"] in text:
        found.append((_("the order number in a public reply"), case["posting"]))
    if found and not by_hand:
        raise LintError(found)
    return Message(text, [LintError(found).message()] if found else [])
