"""What the buyer is offered, within the bounds of Ozon: how it is carried out, what was chosen and refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ozon_returns.buyer.offer_rules import OfferRules, Possible
from ozon_returns.cases.change import at_most, require
from ozon_returns.cases.outcome import agreed_amount
from ozon_returns.cases.verdict import is_rejected, is_unfounded
from ozon_returns.clocks.entitlement import CHOSEN
from ozon_returns.clocks.fulfilling import FULFILLING
from ozon_returns.errors.case import StateRefusedError
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.money import format_money
from ozon_returns.store.buyer_tables import OfferRow
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import DecisionKind, OfferKind, Way
from ozon_returns.vocabulary.case import Scheme, Severity, Status
from ozon_returns.words import _, name

MOST_BONUSES = 2
"""Ozon takes so many partial compensations for one claim (docs.ozon.com/global/en/fulfillment/rfbs/refunds/partial-refunds)."""

_LEAST = Decimal(1)
FULL = frozenset({OfferKind.REFUND, OfferKind.REFUND_KEEP})
"""Offers of the whole price."""


@dataclass(frozen=True)
class Offers:
    """The offers made at one time: kinds, bonus amount and deadline."""

    kinds: Sequence[OfferKind] = ()
    amount: Decimal | None = None
    until: datetime | None = None


def way(kind: OfferKind, case: Case) -> Way | None:
    """Return how an offer is carried out: only a seller who delivers the goods (rFBS) can send a replacement."""
    if kind is not OfferKind.REPLACEMENT:
        return None
    return Way.POST if case["scheme"] == Scheme.RFBS else Way.REORDER


def judge_offers(case: Case, offers: Offers, rules: OfferRules, *, force: bool) -> list[str]:
    """Raise for what cannot or must not be offered; return what the seller should know of the rest."""
    if len(set(offers.kinds)) != len(offers.kinds):
        raise UsageError(_("The same offer is named twice."), _("Name each offer once."))
    if offers.kinds and not force:
        _refuse_money_for_nothing(case)
        refuse_bargaining(case, offers.kinds)
    notes = [note for kind in offers.kinds for note in _judge_scheme(case, kind, rules, force=force)]
    if OfferKind.BONUS not in offers.kinds:
        return notes
    require(offers.amount, "--amount", _("the bonus amount"))
    notes += judge_part(case, offers.amount or Decimal(0))
    return [*notes, *judge_count(case, force=force)]


def judge_count(case: Case, *, force: bool) -> list[str]:
    """Raise `InvalidError` for a partial compensation beyond those that Ozon takes; return which one it is."""
    made = len(partial_offers(case))
    if made >= MOST_BONUSES and not force:
        told = _("Case {number} already has {n} partial compensation offers; Ozon accepts no more for one claim.")
        raise InvalidError(told.format(number=case["number"], n=made), _("Offer something else: --offer refund"))
    told = _("This is partial compensation {n} of {most}; after it, rejecting the claim may become impossible.")
    return [told.format(n=made + 1, most=MOST_BONUSES)]


def partial_offers(case: Case) -> list[Decimal | None]:
    """Return the amounts of the partial compensations; a decision that carries out an offer is none of its own."""
    offered = [each["amount"] for each in case["offers"] if each["kind"] == OfferKind.BONUS]
    decided = [each["amount"] for each in case["decisions"] if each["kind"] == DecisionKind.PARTIAL]
    return [*offered, *(each for each in decided if each not in offered)]


def judge_part(case: Case, amount: Decimal) -> list[str]:
    """Raise `InvalidError` for a partial compensation that Ozon would not take: 1 ₽ to the price less 1 ₽."""
    if amount < _LEAST:
        raise InvalidError(_("A bonus of {amount} is too small.").format(amount=format_money(amount)), _("Ozon takes 1 ₽ and more."))
    if case["price"] is None:
        return [_("The price is unknown, so it was not checked that the bonus is below it; set it with inspect --price.")]
    at_most(amount, case["price"] - 1, _("A bonus"))
    return []


def _refuse_money_for_nothing(case: Case) -> None:
    """Raise `StateRefusedError` for an offer to a buyer whose claim is unfounded or was rejected."""
    number, status = case["number"], name(Status(case["status"]))
    if is_unfounded(case):
        why = _("the item was swapped, used or damaged by the buyer, so no money is offered")
        raise StateRefusedError(number, status, why, f'ozon-returns contact {number} --decide reject --why "..."')
    if is_rejected(case) and not case["demands"]:
        raise StateRefusedError(number, status, _("the claim was rejected"), f"ozon-returns contact {number} --decide approve")


def refuse_bargaining(case: Case, kinds: Sequence[OfferKind]) -> None:
    """Raise `StateRefusedError` for bargaining over a dangerous item, which leaves it in use (art. 7, 14 of the consumer law)."""
    if case["severity"] == Severity.DANGEROUS and set(kinds) - FULL:
        why = _("a dangerous item is not left in use and its refund not bargained over")
        command = f"ozon-returns contact {case['number']} --letter buyer.danger"
        raise StateRefusedError(case["number"], name(Status(case["status"])), why, command)


def _judge_scheme(case: Case, kind: OfferKind, rules: OfferRules, *, force: bool) -> list[str]:
    """Raise `InvalidError` for what cannot be offered with the scheme; return a warning of what is not confirmed."""
    possible, scheme = rules.possible(kind, case["scheme"]), (case["scheme"] or "").upper()
    if possible is Possible.NO and not force:
        told = _("“{offer}” cannot be carried out with {scheme}: Ozon gives no address.").format(offer=name(kind), scheme=scheme)
        raise InvalidError(told, _('Offer something else: --offer refund (or override with --force "why").'))
    if possible is Possible.UNCONFIRMED:
        return [
            _("No source confirms “{offer}” for {scheme}: see in your account whether it is there.").format(offer=name(kind), scheme=scheme)
        ]
    if possible is Possible.REORDER:
        return [_("Only rFBS sellers can send a replacement: the letter offers a refund and a new order.")]
    return []


def judge_choice(choice: OfferKind | None, refused: Sequence[OfferKind], amount: Decimal | None, case: Case) -> list[str]:
    """Raise for what is both chosen and refused, and for a compensation that cannot be or of which nobody knows how much it is.

    Return what the seller should know of a choice that was not offered.
    """
    if len(set(refused)) != len(refused):
        raise UsageError(_("The same offer is named twice."), _("Name each offer once."))
    if choice in refused:
        raise UsageError(_("The same offer cannot be chosen and refused."), _("Leave --choice or --refused out."))
    offered = [each for each in case["offers"] if each["kind"] == choice]
    if choice is OfferKind.BONUS:
        if not offered:
            require(amount, "--amount", _("the bonus amount"))
        if amount is not None:
            judge_part(case, amount)
    told = _("“{offer}” was not offered here; it is recorded as agreed elsewhere.")
    return [] if choice is None or offered else [told.format(offer=name(choice))]


def add_offers(writing: Writing, case: Case, offers: Offers) -> None:
    """Store what was offered."""
    for kind in offers.kinds:
        amount = offers.amount if kind is OfferKind.BONUS else None
        how = way(kind, case)
        writing.add(OfferRow(case=case["number"], kind=kind, amount=amount, until=offers.until, at=writing.now, how=how))


def choose(writing: Writing, case: Case, choice: OfferKind, at: datetime, amount: Decimal | None) -> None:
    """Store which offer the buyer chose: the last of that kind, and none of another that is not carried out yet.

    One that was agreed elsewhere is stored with it.
    """
    last = _last_offer(writing, case, choice, at, amount)
    for row in writing.rows(OfferRow, case=case["number"]):
        if row.kind != choice and not _is_carried_out(case, row):
            row.chosen_at = None
    last.chosen_at, last.refused_at = at, None


def _is_carried_out(case: Case, offer: OfferRow) -> bool:
    """Return whether what the buyer chose was done since."""
    acts = FULFILLING[CHOSEN[OfferKind(offer.kind)]].acts
    return offer.chosen_at is not None and any(each["kind"] in acts and each["at"] >= offer.chosen_at for each in case["fulfillments"])


def refuse(writing: Writing, case: Case, refused: OfferKind, at: datetime, amount: Decimal | None) -> None:
    """Store that the buyer refused an offer: the last of that kind; one that was made elsewhere is stored with it."""
    if amount is None and refused is OfferKind.BONUS:
        amount = agreed_amount(case)
    row = _last_offer(writing, case, refused, at, amount)
    row.refused_at, row.chosen_at = at, None


def _last_offer(writing: Writing, case: Case, kind: OfferKind, at: datetime, amount: Decimal | None) -> OfferRow:
    """Return the last offer of a kind, and of an amount if one is said; stored now if there is none."""
    made = [row for row in writing.rows(OfferRow, case=case["number"]) if row.kind == kind]
    same = [row for row in made if kind is not OfferKind.BONUS or amount is None or row.amount == amount]
    if same:
        return same[-1]
    row = OfferRow(case=case["number"], kind=kind, amount=amount if kind is OfferKind.BONUS else None, at=at, how=way(kind, case))
    writing.add(row)
    return row
