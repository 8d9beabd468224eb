"""What the buyer is offered, within the bounds of Ozon: how it is carried out, what was chosen and refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ozon_returns.cases.change import at_most, require
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.money import format_money
from ozon_returns.store.line_tables import OfferRow
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import OfferKind, Way
from ozon_returns.vocabulary.case import Scheme
from ozon_returns.words import _, name

MOST_BONUSES = 2
"""Ozon takes so many partial compensations for one claim (docs.ozon.com/global/en/fulfillment/rfbs/refunds/partial-refunds)."""

_LEAST = Decimal(1)


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


def judge_offers(case: Case, offers: Offers, *, force: bool) -> list[str]:
    """Raise `InvalidError` for a bonus that Ozon would not take; return what the seller should know of the rest."""
    notes = []
    if len(set(offers.kinds)) != len(offers.kinds):
        raise UsageError(_("The same offer is named twice."), _("Name each offer once."))
    if OfferKind.REPLACEMENT in offers.kinds and way(OfferKind.REPLACEMENT, case) is Way.REORDER:
        notes.append(_("Only rFBS sellers can send a replacement: the letter offers a refund and a new order."))
    if OfferKind.BONUS not in offers.kinds:
        return notes
    require(offers.amount, "--amount", _("the bonus amount"))
    amount = offers.amount or Decimal(0)
    if case["price"] is not None:
        at_most(amount, case["price"] - 1, _("A bonus"))
    else:
        notes.append(_("The price is unknown, so it was not checked that the bonus is below it; set it with inspect --price."))
    if amount < _LEAST:
        raise InvalidError(_("A bonus of {amount} is too small.").format(amount=format_money(amount)), _("Ozon takes 1 ₽ and more."))
    made = sum(each["kind"] == OfferKind.BONUS for each in case["offers"])
    if made >= MOST_BONUSES and not force:
        told = _("Case {number} already has {n} partial compensation offers; Ozon accepts no more for one claim.")
        raise InvalidError(told.format(number=case["number"], n=made), _("Offer something else: --offer refund"))
    told = _("This is partial compensation {n} of {most}; after it, rejecting the claim may become impossible.")
    return [*notes, told.format(n=made + 1, most=MOST_BONUSES)]


def judge_choice(case: Case, choice: OfferKind | None, refused: Sequence[OfferKind]) -> None:
    """Raise for the choice or refusal of what was not offered, and for one that is both."""
    if len(set(refused)) != len(refused):
        raise UsageError(_("The same offer is named twice."), _("Name each offer once."))
    if choice in refused:
        raise UsageError(_("The same offer cannot be chosen and refused."), _("Leave --choice or --refused out."))
    for kind in [*refused, *([choice] if choice else [])]:
        if kind not in {each["kind"] for each in case["offers"]}:
            told = _("The buyer of case {number} was not offered “{offer}”.").format(number=case["number"], offer=name(kind))
            raise InvalidError(told, _("First: {command}").format(command=f"ozon-returns contact {case['number']} --offer {kind}"))


def add_offers(writing: Writing, case: Case, offers: Offers) -> None:
    """Store what was offered."""
    for kind in offers.kinds:
        amount = offers.amount if kind is OfferKind.BONUS else None
        how = way(kind, case)
        writing.add(OfferRow(case=case["number"], kind=kind, amount=amount, until=offers.until, at=writing.now, how=how))


def choose(writing: Writing, case: Case, choice: OfferKind) -> None:
    """Store which offer the buyer chose: the last of that kind, and no other."""
    rows = writing.rows(OfferRow, case=case["number"])
    last = [row for row in rows if row.kind == choice][-1]
    for row in rows:
        row.chosen_at = writing.now if row is last else None
    last.refused_at = None


def refuse(writing: Writing, case: Case, refused: OfferKind) -> None:
    """Store that the buyer refused an offer: the last of that kind."""
    row = [row for row in writing.rows(OfferRow, case=case["number"]) if row.kind == refused][-1]
    row.refused_at, row.chosen_at = writing.now, None
