"""What the buyer demands, the decision on the claim, and what was done: each judged and stored by itself.

A letter decides nothing, and a choice fulfills nothing: each is an act of its own, with its own row.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ozon_returns.buyer.offer import judge_count, judge_part, partial_offers, refuse_bargaining
from ozon_returns.cases.bounds import LONGEST_CLAIM, began, require_after_claim
from ozon_returns.cases.change import between, require
from ozon_returns.cases.next_step import CLAIMS, OBLIGATIONS
from ozon_returns.cases.outcome import agreed_amount
from ozon_returns.cases.verdict import last_decision
from ozon_returns.clocks.fulfilling import FULFILLING
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.store.buyer_tables import DecisionRow, DemandRow, FulfillmentRow
from ozon_returns.store.line_tables import CostRow
from ozon_returns.store.read_models import Case, Decision
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import CostKind, Decider, DecisionKind, DemandKind, FulfillmentKind, OfferKind
from ozon_returns.words import _, format_moment, name

_LONGEST_REPAIR = timedelta(days=45)
"""The longest term of a repair that can be agreed in writing (art. 20 of the consumer law)."""

MONEY = {FulfillmentKind.REFUND: CostKind.REFUND, FulfillmentKind.BONUS: CostKind.BONUS}
"""What money went to the buyer is a cost of the case."""


@dataclass(frozen=True)
class Act:
    """A demand, a decision or a fulfillment at a moment; `amount` is that of a partial compensation, or the money returned."""

    demand: DemandKind | None = None
    decide: DecisionKind | None = None
    done: FulfillmentKind | None = None
    at: datetime | None = None
    by: Decider | None = None
    why: str | None = None
    amount: Decimal | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        """Return whether anything was said."""
        return bool(self.demand or self.decide or self.done)


def judge_act(case: Case, act: Act, now: datetime, *, force: bool) -> list[str]:
    """Raise for what makes no sense together or cannot have happened; return what the seller should know."""
    if not force:
        between(act.at, max(began(case), now - LONGEST_CLAIM), now, "--at")
        if act.decide:
            require_after_claim(case, act.at)
    return [
        *(_judge_demand(case, act, now) if act.demand else ()),
        *(_judge_decision(case, act, now, force=force) if act.decide else ()),
        *(_judge_done(case, act, force=force) if act.done else ()),
    ]


def _judge_demand(case: Case, act: Act, now: datetime) -> list[str]:
    """Raise for a term that the law does not allow; return a note if the demand was made before."""
    if act.until is not None and act.demand is not DemandKind.REPAIR:
        raise UsageError(_("Only the term of a repair can be agreed with --until."), _("Leave --until out."))
    at = act.at or now
    if act.until is not None and not at <= act.until <= at + _LONGEST_REPAIR + timedelta(days=1):
        told = _("A repair can be agreed for at most 45 days after the demand (art. 20 of the consumer law).")
        raise InvalidError(told, _("Give the date of the written agreement: --until WHEN"))
    paid = [each["at"] for each in case["fulfillments"] if each["kind"] == FulfillmentKind.REFUND and each["at"] < at]
    earlier = [each["at"] for each in case["demands"] if each["kind"] == act.demand and each["at"] >= max(paid, default=each["at"])]
    told = _("The buyer demanded this on {when} already; the term runs from then.")
    notes = [told.format(when=format_moment(earlier[0]))] if earlier and earlier[0] <= at else []
    told = _("A refund was made on {when} already, so this is a new demand; if it came before that, say when: --at")
    return notes + ([told.format(when=format_moment(paid[-1]))] if paid else [])


def _judge_decision(case: Case, act: Act, now: datetime, *, force: bool) -> list[str]:
    """Raise for a decision without its reason or amount, or one made already; return what it replaces."""
    if act.decide is DecisionKind.REJECT:
        require(act.why, "--why", _("the reason of the rejection"))
    amount = amount_decided(case, act)
    last = last_decision(case)
    same = last and (last["kind"], last["by"], last["amount"]) == (act.decide, act.by or Decider.SELLER, amount)
    if last and same and not force:
        told = _("The claim of case {number} was decided so on {when} already.")
        told = told.format(number=case["number"], when=format_moment(last["at"]))
        raise InvalidError(told, _("See it: {command}").format(command=f"ozon-returns show {case['number']}"))
    if last and last["by"] == Decider.OZON and last["kind"] != DecisionKind.REJECT and _contradicts(act, last, now) and not force:
        told = _("Ozon decided the claim of case {number} as “{kind}” on {when}, so it cannot be rejected any more.")
        told = told.format(number=case["number"], kind=name(DecisionKind(last["kind"])), when=format_moment(last["at"]))
        command = f"ozon-returns ticket {case['number']} --letter ozon.wrong_approval"
        raise InvalidError(told, _('Contest it: {command}  (or override with --force "why")').format(command=command))
    notes = _judge_partial(case, act, amount, force=force) if act.decide is DecisionKind.PARTIAL else []
    if last:
        later = last["at"] > (act.at or now)
        told = _("The later decision “{kind}” of {when} stays in force.") if later else _("This replaces the decision “{kind}” of {when}.")
        notes.append(told.format(kind=name(DecisionKind(last["kind"])), when=format_moment(last["at"])))
    if act.decide is DecisionKind.REJECT and any(each["kind"] == OfferKind.BONUS for each in case["offers"]):
        notes.append(_("A partial compensation was offered, so Ozon may not let you reject the claim: see in your account."))
    if act.at is None and term_over(case):
        notes.append(_("It is recorded as decided now; if that was earlier, say when: --at"))
    if act.decide in (DecisionKind.KEEP, DecisionKind.PARTIAL) and case["scheme"] == "fbs":
        told = _("No source confirms “{offer}” for {scheme}: see in your account whether it is there.")
        notes.append(told.format(offer=name(act.decide), scheme="FBS"))
    return notes


def term_over(case: Case) -> datetime | None:
    """Return when the term to decide the claim ended, if it is over and nothing was decided."""
    return next((each["due_at"] for each in case["clocks"] if each["rule"] in CLAIMS and each["state"] == "missed"), None)


def _contradicts(act: Act, last: Decision, now: datetime) -> bool:
    """Return whether the seller rejects what was decided before."""
    return act.decide is DecisionKind.REJECT and act.by is not Decider.OZON and (act.at or now) >= last["at"]


def _judge_partial(case: Case, act: Act, amount: Decimal | None, *, force: bool) -> list[str]:
    """Raise for a partial compensation that cannot be decided, or is not to be; return what the seller should know of it."""
    require(amount, "--amount", _("the amount of the compensation"))
    if act.by is not Decider.OZON and not force:
        refuse_bargaining(case, [OfferKind.BONUS])
    notes = judge_part(case, amount or Decimal(0))
    return notes if amount in partial_offers(case) else [*notes, *judge_count(case, force=force)]


def amount_decided(case: Case, act: Act) -> Decimal | None:
    """Return the partial compensation that a decision is about: as said, else agreed, else offered and not refused; else `None`."""
    if act.decide is not DecisionKind.PARTIAL:
        return None
    offered = [each["amount"] for each in case["offers"] if each["kind"] == OfferKind.BONUS and not each["refused_at"]]
    return next((each for each in (act.amount, agreed_amount(case), *offered[-1:]) if each is not None), None)


def _judge_done(case: Case, act: Act, *, force: bool) -> list[str]:
    """Raise for what was done already and is not owed again, or a compensation of an unknown amount."""
    if act.done is FulfillmentKind.BONUS:
        require(amount_done(case, act), "--amount", _("the amount of the compensation"))
    same = [each["at"] for each in case["fulfillments"] if each["kind"] == act.done]
    if same and not force and not _is_owed(case, act):
        told = _("Case {number} has “{kind}” of {when} already.")
        told = told.format(number=case["number"], kind=name(act.done or FulfillmentKind.REFUND), when=format_moment(same[-1]))
        raise InvalidError(told, _('Check it (or override with --force "why").'))
    return []


def _is_owed(case: Case, act: Act) -> bool:
    """Return whether something is owed to the buyer that such an act fulfills, or is demanded or decided with it."""
    running = {
        OBLIGATIONS[each["rule"]] for each in case["clocks"] if each["rule"] in OBLIGATIONS and each["state"] in ("running", "missed")
    }
    return bool(act.demand or act.decide) or any(act.done in FULFILLING[kind].acts for kind in running)


def amount_done(case: Case, act: Act) -> Decimal | None:
    """Return how much money went to the buyer: as said, else what was agreed or the price; `None` if unknown, or none went."""
    if act.amount is not None:
        return act.amount
    if act.done is FulfillmentKind.REFUND:
        return None if case["price"] is None else case["price"] * case["quantity"]
    return agreed_amount(case) if act.done is FulfillmentKind.BONUS else None


def cost_of(case: Case, act: Act) -> tuple[CostKind, Decimal] | None:
    """Return the cost that comes with what was done; `None` if there is none, or it is recorded already."""
    kind = MONEY.get(act.done) if act.done else None
    amount = amount_done(case, act)
    if kind is None or amount is None:
        return None
    booked = Counter(each["amount"] for each in case["costs"] if each["kind"] == kind)
    booked -= Counter(each["amount"] for each in case["fulfillments"] if each["kind"] == act.done and each["amount"] is not None)
    return None if booked[amount] > 0 else (kind, amount)


def store_act(writing: Writing, case: Case, act: Act, at: datetime) -> Mapping[str, Any]:
    """Store what was demanded, decided or done, and the cost that comes with it; return the facts of the event."""
    number = case["number"]
    if act.demand:
        writing.add(DemandRow(case=number, kind=act.demand, at=at, until=act.until))
    if act.decide:
        amount = amount_decided(case, act)
        writing.add(DecisionRow(case=number, kind=act.decide, decider=act.by or Decider.SELLER, at=at, why=act.why, amount=amount))
    if act.done:
        writing.add(FulfillmentRow(case=number, kind=act.done, at=at, amount=amount_done(case, act)))
        if cost := cost_of(case, act):
            writing.add(CostRow(case=number, kind=cost[0], amount=cost[1], at=at))
    by = (act.by or Decider.SELLER) if act.decide else None
    return {"demand": act.demand, "decision": act.decide, "by": by, "why": act.why, "done": act.done}
