"""What the buyer is offered, as Ozon knows it: its bounds, how it is carried out, what he chose and refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ozon_returns.casework.done import require, within
from ozon_returns.dealings import Offer, Way
from ozon_returns.errors import InvalidError
from ozon_returns.kinds import Scheme
from ozon_returns.money import show
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case
from ozon_returns.store.writing import Writing, numbered
from ozon_returns.words import _, name

MOST_BONUSES = 2
"""So many partial compensations Ozon takes for one claim (docs.ozon.com/global/en/fulfillment/rfbs/refunds/partial-refunds)."""

_LEAST = Decimal(1)


@dataclass(frozen=True)
class Offering:
    """What is offered at once: the kinds, the amount of the bonus, until when."""

    kinds: Sequence[Offer] = ()
    amount: Decimal | None = None
    until: datetime | None = None


def way(kind: Offer, case: Case) -> Way | None:
    """Tell how an offer is carried out: only a seller who delivers himself (rFBS) can send a replacement."""
    if kind is not Offer.REPLACEMENT:
        return None
    return Way.POST if case.scheme == Scheme.RFBS else Way.REORDER


def judge(writing: Writing, case: Case, offered: Offering, *, force: bool) -> list[str]:
    """Refuse a bonus that Ozon would not take (`InvalidError`); gives what the seller should know of the rest."""
    notes = []
    if Offer.REPLACEMENT in offered.kinds and way(Offer.REPLACEMENT, case) is Way.REORDER:
        notes.append(_("Only rFBS sellers can send a replacement: the letter offers a refund and a new order."))
    if Offer.BONUS not in offered.kinds:
        return notes
    require(offered.amount, "--amount", _("the amount of the bonus"))
    amount = offered.amount or Decimal(0)
    if case.price is not None:
        within(amount, case.price - 1, _("A bonus"))
    else:
        notes.append(_("The price is not known, so it was not checked whether the bonus is below it: --price with inspect."))
    if amount < _LEAST:
        raise InvalidError(_("A bonus of {amount} is too small.").format(amount=show(amount)), _("Ozon takes 1 ₽ and more."))
    made = sum(row.kind == Offer.BONUS for row in writing.rows(rows.OfferMade, case=case.number))
    if made >= MOST_BONUSES and not force:
        told = _("Case {number} has had {n} partial compensations offered; Ozon takes no more for one claim.")
        raise InvalidError(told.format(number=case.number, n=made), _("Offer something else: --offer refund"))
    told = _("This is partial compensation {n} of {most}; after it, rejecting the claim may become impossible.")
    return [*notes, told.format(n=made + 1, most=MOST_BONUSES)]


def keep(writing: Writing, case: Case, offered: Offering) -> None:
    """Keep what was offered."""
    for kind in offered.kinds:
        amount = offered.amount if kind is Offer.BONUS else None
        writing.add(rows.OfferMade(case=numbered(case), kind=kind, amount=amount, until=offered.until, at=writing.now, how=way(kind, case)))


def choose(writing: Writing, case: Case, choice: Offer) -> None:
    """Keep which offer the buyer chose."""
    last = _last(writing, case, choice)
    for row in writing.rows(rows.OfferMade, case=numbered(case)):
        row.chosen_at = writing.now if row is last else None
    last.refused_at = None


def refuse(writing: Writing, case: Case, refused: Offer) -> None:
    """Keep which offer the buyer refused."""
    row = _last(writing, case, refused)
    row.refused_at, row.chosen_at = writing.now, None


def _last(writing: Writing, case: Case, kind: Offer) -> rows.OfferMade:
    """Find the last offer of a kind; `InvalidError` where there was none."""
    offers = [row for row in writing.rows(rows.OfferMade, case=numbered(case)) if row.kind == kind]
    if not offers:
        told = _("The buyer of case {number} was not offered “{offer}”.").format(number=case.number, offer=name(kind))
        raise InvalidError(told, _("First: {command}").format(command=f"ozon-returns contact {case.number} --offer {kind}"))
    return offers[-1]
