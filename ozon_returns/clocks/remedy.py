"""What is owed to the buyer, and since when; what was owed and fulfilled stays, to be seen as met.

The claim is taken for a demand of a refund, unless something else is demanded or the cause makes it unfounded. A later demand or
choice of something else replaces an earlier one, as the consumer law lets the buyer change the demand before it is fulfilled; one
of the same kind does not start the term again. The approval of the claim replaces neither, for that is the seller's act or Ozon's;
only a compensation is off when the whole price is returned. What comes after a fulfillment is owed by itself. A rejection leaves
nothing in force, but ends a demand with its term, as the act that answers it.
"""

from collections.abc import Iterable
from itertools import chain

from ozon_returns.clocks.entitlement import By, Entitlement, demanded, entitlements, rejections
from ozon_returns.clocks.fulfilling import BONUS, DECIDED, REFUSAL, fulfilled
from ozon_returns.clocks.trigger import Found, Happening, Rows, milestone, once
from ozon_returns.vocabulary.activity import DemandKind
from ozon_returns.vocabulary.case import Milestone

_SAME = {BONUS: DemandKind.PRICE_CUT}
"""Kinds that are fulfilled alike: a part of the price is returned."""

_REFUNDS = (DemandKind.REFUND, REFUSAL)


def _replay(sources: Iterable[Entitlement], rows: Rows) -> dict[str, Entitlement]:
    """Return what is owed, or was and is fulfilled, by kind; of one kind the last."""
    ordered = sorted(sources, key=lambda source: source.at)
    standing: list[Entitlement] = []
    ended: dict[str, Entitlement] = {}
    acts = {kind: sorted(each.at for each in fulfilled(kind, rows)) for kind in {each.kind for each in ordered} if kind}
    for each in ordered:
        last = standing[-1] if standing else None
        if last and any(last.at <= act < each.at for act in acts[last.kind]):
            ended[last.kind], standing, last = last, [], None
        if each.by is By.REJECTION:
            ended |= {last.kind: last} if last and last.by is By.DEMAND else {}
            standing = []
        elif each.by is By.REFUSAL:
            standing = [other for other in standing if other.kind != BONUS]
        elif last and last.kind in (each.kind, _SAME.get(each.kind)):
            told = {name: value for name, value in each.row.items() if value is not None and name != "assumed"}
            standing[-1] = last._replace(row={**last.row, **told}, decided=last.decided or each.decided)
        elif not (last and _outranks(last, each)):
            standing.append(each)
    return {**ended, **{each.kind: each for each in standing[-1:]}}


def _outranks(last: Entitlement, each: Entitlement) -> bool:
    """Return whether what the buyer demanded or chose stands against a later decision on the claim."""
    off = last.kind == BONUS and each.kind in _REFUNDS
    return each.by is By.DECISION and last.by in (By.DEMAND, By.CHOICE) and not off


def owed(kind: str, rows: Rows) -> Found:
    """Find since when the buyer is owed a remedy of a kind, or was until it was fulfilled."""
    return [_happening(each) for each in _remedies(rows) if each.kind == kind]


@once
def _remedies(rows: Rows) -> Iterable[Entitlement]:
    """Find what is owed of the remedies that replace one another, or was until it was fulfilled; of one kind the last."""
    return _replay(entitlements(rows), rows).values()


def _happening(found: Entitlement) -> Happening:
    """Return an entitlement as the rules see it."""
    return Happening(DECIDED if found.decided else "", found.at, {**found.row, "assumed": found.assumed})


def replacement_owed(term: str, rows: Rows) -> Found:
    """Find since when a replacement is owed, if its term is this: the milestone that lengthens it, or empty for the usual term.

    The longest term applies: a month without stock, 20 days with a check, else 7 days (art. 21 of the consumer law).
    """
    lengthened = (Milestone.DEMAND_REPLACEMENT_NO_STOCK, Milestone.DEMAND_REPLACEMENT_CHECK)
    applies = next((each.value for each in lengthened if milestone(each, rows)), "")
    return owed(DemandKind.REPLACEMENT, rows) if applies == term else []


def demanded_beside(kind: DemandKind, dated: str, rows: Rows) -> Found:
    """Find when something was demanded beside the remedy itself: losses, or the cost of a repair."""
    milestones = (Entitlement(kind, each.at, each.row, By.DEMAND) for each in milestone(dated, rows))
    found = _replay(chain(demanded(frozenset({kind}), rows), milestones), rows)
    return [_happening(each) for each in found.values()]


def turned_down(rows: Rows) -> Found:
    """Find when the seller answered a demand with a rejection, which answers none that was made later on the day."""
    return [Happening("", at, {"exact": True}) for at in rejections(rows)]


def is_owed(rows: Rows) -> bool:
    """Return whether anything is owed to the buyer that was neither fulfilled nor rejected."""
    beside = ((DemandKind.LOSSES, Milestone.DEMAND_LOSSES), (DemandKind.REPAIR_COST, Milestone.DEMAND_REPAIR_COST))
    found = [(each.kind, each.at) for each in _remedies(rows)]
    found += [(kind, each.at) for kind, dated in beside for each in demanded_beside(kind, dated, rows)]
    found += [(REFUSAL, each.at) for each in milestone(Milestone.REFUSED, rows)]
    ended = rejections(rows)
    return any(not any(at >= since for at in [*ended, *(each.at for each in fulfilled(kind, rows))]) for kind, since in found)
