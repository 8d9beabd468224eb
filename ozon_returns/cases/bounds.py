"""Bounds of what can have happened: moments in the future, before the delivery or long ago; sums out of scale."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from ozon_returns.cases.change import between
from ozon_returns.errors.usage import InvalidError
from ozon_returns.money import format_money
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.case import LAST_DAYS, Milestone
from ozon_returns.words import _, format_day, format_moment, name

_LONG_AGO = timedelta(days=3 * 366)
"""Nothing that a case is about happened longer ago: defects can be claimed for two years (art. 19 of the consumer law)."""

LONGEST_CLAIM = timedelta(days=2 * 366)
"""A demand is not made later than this after the delivery (art. 19 of the consumer law)."""

_DEAR = Decimal(1_000_000)
"""A price in roubles above which a slip is more likely than such an item."""

_AFTER_DELIVERY = frozenset(
    {
        *(Milestone.CLAIMED, Milestone.DECIDED, Milestone.REJECTED, Milestone.PARTIAL_REFUSED, Milestone.DISPUTE_OPENED),
        *(each for each in Milestone if each.startswith("demand_")),
        *(Milestone.RETURN_SENT, Milestone.RETURN_RECEIVED, Milestone.REPLACEMENT_SENT, Milestone.REPLACEMENT_DELIVERED),
    }
)
"""Milestones that cannot come before the buyer has the item."""

_AHEAD = LAST_DAYS | {Milestone.SUPPLIED}
"""Milestones that may lie ahead, or far back."""


def require_possible_dates(dates: Sequence[tuple[Milestone, datetime]], known: Mapping[str, datetime], now: datetime) -> None:
    """Raise `InvalidError` for milestones that cannot have happened then; `known` are those of the case already."""
    every = {**known, **{kind.value: at for kind, at in dates}}
    delivered = every.get(Milestone.DELIVERED)
    for kind, at in dates:
        option = f"--date {kind}"
        if kind not in _AHEAD:
            between(at, now - _LONG_AGO, now, option)
        if delivered is not None and kind in _AFTER_DELIVERY and at.astimezone(now.tzinfo).date() < delivered.astimezone(now.tzinfo).date():
            told = _("“{kind}” {when} is before the delivery on {day}.")
            told = told.format(
                kind=name(kind), when=format_moment(at.astimezone(now.tzinfo)), day=format_day(delivered.astimezone(now.tzinfo))
            )
            raise InvalidError(told, _('Check the date (or override with --force "why").'))


def require_past(found_at: datetime | None, now: datetime) -> None:
    """Raise `InvalidError` for a defect found in the future, or longer ago than anybody deals with it."""
    between(found_at, now - _LONG_AGO, now, "--found-at")


def require_ahead(now: datetime, **moments: datetime | None) -> None:
    """Raise `InvalidError` for the first date that lies behind, by its option: what is promised or looked at comes later."""
    for option, when in moments.items():
        if when is not None and when.astimezone(now.tzinfo).date() < now.date():
            told = _("{option} {when} is in the past.").format(
                option="--" + option.replace("_", "-"), when=format_day(when.astimezone(now.tzinfo))
            )
            raise InvalidError(told, _('Check the date (or override with --force "why").'))


def dear(amounts: Iterable[Decimal | None]) -> list[str]:
    """Return a doubt for each amount that is out of scale; to be confirmed before it is saved."""
    told = _("{amount} is a lot of money.")
    return [told.format(amount=format_money(each)) for each in amounts if each is not None and each > _DEAR]


def began(case: Case) -> datetime:
    """Return the first moment at which the buyer can have acted: the delivery if it is known."""
    delivered = [each["at"] for each in case["dates"] if each["kind"] in ("delivered", "delivered_uninformed")]
    return min(delivered, default=case["found_at"] - LONGEST_CLAIM)


def require_after_claim(case: Case, at: datetime | None) -> None:
    """Raise `InvalidError` for a decision before the claim came; midnight stands for a day without a time."""
    came = max((each["at"] for each in case["dates"] if each["kind"] == Milestone.CLAIMED), default=None)
    if at and came and at < came and (at.date() < came.astimezone(at.tzinfo).date() or at.time() != time()):
        told = _("{option} {when} is before {first}, when it began.").format(
            option="--at", when=format_moment(at), first=format_moment(came)
        )
        raise InvalidError(told, _('Check the date (or override with --force "why").'))
