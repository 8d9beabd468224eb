"""What advice consists of: the figures it rests on, and the ways with their probable cost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from ozon_returns.reports.chance import Chance

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Known:
    """What the sums rest on, per item; `None` is unknown. `resale` is a share of the price, the other shares of what tickets asked.

    It, the chances and the disposal come from the shop's own record.
    """

    commission: Decimal | None
    cost: Decimal | None
    delivery_out: Decimal | None
    delivery_back: Decimal | None
    disposal: Decimal | None
    resale: Decimal | None
    ticket: Chance
    ticket_share: Decimal
    supplier: Chance
    supplier_share: Decimal
    bonus: Chance
    resold: Chance
    upheld: Chance


@dataclass(frozen=True)
class Path:
    """A way for a case: its probable cost (negative: money comes back), the range of it, the chance it rests on, the command."""

    way: str
    label: str
    cost: Decimal | None
    low: Decimal | None
    high: Decimal | None
    command: str
    chance: Chance | None = None
    note: str = ""
    beside: bool = False
    lawful: bool = True


@dataclass
class Advice:
    """The ways that are open, cheapest first; the break-even of a partial compensation; what is unknown, by field; the law's duties."""

    paths: list[Path] = field(default_factory=list)
    break_even: Decimal | None = None
    unknown: dict[str, str] = field(default_factory=dict)
    law: list[str] = field(default_factory=list)


def path(way: str, label: str, cost: Callable[[Decimal], Decimal | None], command: str, chance: Chance | None = None) -> Path:
    """Return a way whose cost depends on a chance: at its mean, and at both ends of its range."""
    if chance is None:
        only = _rounded(cost(Decimal(0)))
        return Path(way, label, only, only, only, command)
    found = [_rounded(cost(Decimal(str(each)))) for each in (chance.mean, chance.low, chance.high)]
    ends = [each for each in found[1:] if each is not None]
    return Path(way, label, found[0], min(ends, default=None), max(ends, default=None), command, chance)


def _rounded(amount: Decimal | None) -> Decimal | None:
    """Return an amount to the kopeck."""
    return None if amount is None else amount.quantize(_CENT)
