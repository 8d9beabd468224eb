"""A return of Ozon as a record of a case: what it says of the item, the claim, the money and the way back.

A status tells what is, not how it came to be. So a claim is dated only while it waits for the seller or was just decided; of a return that
is on its way or has ended, only that it was decided and what became of the money, so that no term of long ago runs.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ozon_returns.ozon.returns import OzonReturn
from ozon_returns.sources.ozon_statuses import Phase, ozon_status
from ozon_returns.sources.record import Line, Record
from ozon_returns.sources.return_reasons import ReturnReason
from ozon_returns.vocabulary.activity import (
    Addressee,
    Channel,
    CostKind,
    Decider,
    DecisionKind,
    Direction,
    FulfillmentKind,
    OfferKind,
    Situation,
    Verdict,
)
from ozon_returns.vocabulary.case import CURRENCY, Cause, Milestone, Scheme, Stage, Status

_STALE = timedelta(days=30)
"""After so long the status of a claim is no news any more: nobody waits for it."""

_CLAIMS = frozenset(
    {Phase.CLAIM, Phase.PART_OFFERED, Phase.APPROVED, Phase.APPROVED_BY_OZON, Phase.REJECTED, Phase.REJECTED_BY_OZON, Phase.DISPUTE}
)
"""The item is with the buyer, and the claim is open or was just decided."""

_DECISIONS = {
    Phase.APPROVED: (DecisionKind.APPROVE, Decider.SELLER),
    Phase.APPROVED_BY_OZON: (DecisionKind.APPROVE, Decider.OZON),
    Phase.REJECTED: (DecisionKind.REJECT, Decider.SELLER),
    Phase.REJECTED_BY_OZON: (DecisionKind.REJECT, Decider.OZON),
    Phase.PART_DUE: (DecisionKind.PARTIAL, Decider.SELLER),
}
_SINCE = {
    Phase.PART_OFFERED: Milestone.DECIDED,
    Phase.DISPUTE: Milestone.DISPUTE_OPENED,
    Phase.COMPENSATION_OFFERED: Milestone.COMPENSATION_OFFERED,
    Phase.COMPENSATION_REFUSED: Milestone.COMPENSATION_ANSWERED,
    Phase.COMPENSATION_DECLINED: Milestone.COMPENSATION_ANSWERED,
}
"""Dates that are the moment of the status."""

_WITHOUT_ITEM = frozenset({Phase.REFUND_DUE, Phase.PART_DUE, Phase.PART_PAID, Phase.WITHDRAWN, Phase.UNKNOWN})
"""Phases that do not say that the buyer gave the item back."""

_MONEY_ALONE = frozenset({Phase.REFUND_DUE, Phase.PART_DUE, Phase.PART_PAID, Phase.REFUNDED})
"""Phases that tell of money only: the item of rFBS, which Ozon does not take back, is with the buyer as far as is known."""

_BY_BUYER = "ClientReturn"
"""The type of a return that the buyer made after he had the item; the others were refused or cancelled before."""

_SITUATIONS = {"transport": Situation.TRANSPORT, "incomplete": Situation.INCOMPLETE, "wrong_item": Situation.SWAPPED}


def return_key(found: OzonReturn) -> str:
    """Return the key of the case of a return or a claim."""
    kind = "report" if not found.is_numbered else "claim" if found.scheme == Scheme.RFBS else "return"
    return f"ozon-{kind}-{found.number}"


def return_record(found: OzonReturn, meaning: ReturnReason, now: datetime) -> Record:
    """Return the record of a return of FBO or FBS; days end in the time zone of `now`.

    That the production is at fault is for the seller to find out: a buyer who says that an item does not work starts no term of a
    notice to the supplier.
    """
    phase = ozon_status(found.status).phase
    began = min(found.created_at or found.returned_at or found.status_at or now, now)
    since = found.status_at or began
    is_stale = now - since > _STALE
    if is_stale and phase in _CLAIMS | {Phase.PART_DUE, Phase.DISPUTED_BY_SELLER}:
        phase = Phase.UNKNOWN if phase in _CLAIMS | {Phase.PART_DUE} else Phase.RECEIVED
    facts: dict[str, Any] = {
        "status": Status.NEW,
        "opened_at": now,
        "found_at": began,
        "return_id": found.name or (str(found.number) if found.is_numbered else None),
        "posting": found.posting or None,
        "sku": found.sku or None,
        "article": found.article or None,
        "product": found.product or None,
        "price": found.price or None,
        "currency": CURRENCY,
        "quantity": max(1, found.quantity),
        "scheme": Scheme(found.scheme) if found.scheme in set(Scheme) else None,
        "stage": Stage.BUYER if phase in _CLAIMS or (found.scheme == Scheme.RFBS and phase in _MONEY_ALONE) else Stage.RETURN,
        "claimed_reason": found.reason or None,
        "note": found.comment if found.comment and phase is not Phase.CLAIM else None,
        "suspected_cause": None if is_stale or meaning.cause is Cause.PRODUCTION else meaning.cause,
    }
    dates: list[Line] = [{"kind": kind, "at": at} for kind, at in _dates(phase, found, began, since, now) if at is not None]
    lines: dict[str, list[Line]] = {"dates": dates, **_acts(phase, found, since), "tickets": _tickets(phase, found, meaning, since, now)}
    if found.comment and phase is Phase.CLAIM:
        lines["letters"] = [
            {"direction": Direction.IN, "channel": Channel.CLAIM, "text": found.comment, "written_at": began, "sent_at": began}
        ]
    told = frozenset(name for name, value in facts.items() if value is not None)
    return Record(0, return_key(found), facts, told, lines={name: each for name, each in lines.items() if each})


def _dates(phase: Phase, found: OzonReturn, began: datetime, since: datetime, now: datetime) -> Iterator[tuple[Milestone, datetime | None]]:
    """Yield the dates that a status tells; a claim waits since its status if that is new, and is decided when the item was given back."""
    if phase in _CLAIMS:
        yield Milestone.CLAIMED, since if phase is Phase.CLAIM else began
    elif phase is not Phase.WITHDRAWN:
        yield Milestone.DECIDED, since if phase in _WITHOUT_ITEM else found.returned_at or since
    if phase in _SINCE:
        yield _SINCE[phase], since
    yield from _way_back(phase, found, since, now)


def _way_back(phase: Phase, found: OzonReturn, since: datetime, now: datetime) -> Iterator[tuple[Milestone, datetime | None]]:
    """Yield the dates of the item on its way to the seller, or to where it ended."""
    if phase in (Phase.MOVING, Phase.WAITING, Phase.RECEIVED):
        yield Milestone.RETURN_CREATED, found.created_at
    if phase is Phase.WAITING:
        yield Milestone.FREE_UNTIL, _day_before(found.paid_storage_from, now)
        yield Milestone.DISPOSAL, _end_of(found.disposal_at, now)
    if phase is Phase.RECEIVED:
        yield Milestone.RETURN_RECEIVED, found.final_at or since
    if phase is Phase.AT_OZON:
        yield Milestone.ENDED_AT_OZON, found.final_at or since


def _acts(phase: Phase, found: OzonReturn, since: datetime) -> dict[str, list[Line]]:
    """Return the decision, the offer and the money of a status; of a return by the buyer, Ozon returns it when the item is given back."""
    lines: dict[str, list[Line]] = {}
    if phase in _DECISIONS:
        kind, by = _DECISIONS[phase]
        lines["decisions"] = [{"kind": kind, "by": by, "at": since}]
    if phase is Phase.PART_OFFERED:
        lines["offers"] = [{"kind": OfferKind.BONUS, "at": since}]
    if phase is Phase.PART_PAID:
        lines["fulfillments"] = [{"kind": FulfillmentKind.BONUS, "at": since}]
    given_back = found.kind == _BY_BUYER and phase not in _CLAIMS | _WITHOUT_ITEM
    if phase is Phase.REFUNDED or given_back:
        at = since if phase is Phase.REFUNDED else found.returned_at or since
        amount = found.price * max(1, found.quantity) if found.price else None
        lines["fulfillments"] = [{"kind": FulfillmentKind.REFUND, "at": at, "amount": amount}]
        lines["costs"] = [{"kind": CostKind.REFUND, "at": at, "amount": amount}] if amount else []
    return lines


def _tickets(phase: Phase, found: OzonReturn, meaning: ReturnReason, since: datetime, now: datetime) -> list[Line]:
    """Return the claim on Ozon that a status or a compensation shows; how much was granted Ozon does not say here."""
    granted = phase is Phase.COMPENSATED or found.compensation == "Received"
    refused = phase is Phase.COMPENSATION_REFUSED and now - since <= _STALE
    if not (granted or refused or phase is Phase.DISPUTED_BY_SELLER):
        return []
    at = (found.compensation_at if found.compensation == "Received" else None) or since
    decided = {"outcome": Verdict.APPROVED if granted else Verdict.REFUSED, "decided_at": at} if granted or refused else {}
    situation = _SITUATIONS.get(meaning.group, Situation.OTHER)
    return [{"to": Addressee.OZON, "situation": situation, "text": "", "written_at": at, "opened_at": at, **decided}]


def _day_before(at: datetime | None, now: datetime) -> datetime | None:
    """Return the end of the day before a moment."""
    return _end_of(at - timedelta(days=1), now) if at else None


def _end_of(at: datetime | None, now: datetime) -> datetime | None:
    """Return the end of the day of a moment."""
    return at.astimezone(now.tzinfo).replace(hour=23, minute=59, second=59, microsecond=0) if at else None
