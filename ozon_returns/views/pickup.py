"""Where returns wait to be picked up, for a person and as JSON."""

from collections.abc import Sequence

from ozon_returns.cases.pickup import PickupPoint
from ozon_returns.views.answer import Block, Facts
from ozon_returns.words import _, format_day

_MOST = 5
"""So many places, and cases of a place, are named."""


def pickup_blocks(points: Sequence[PickupPoint]) -> list[Block]:
    """Return the places where returns wait; nothing if there are none."""
    if not points:
        return []
    rows = [(each.place or _("place unknown"), _told(each)) for each in points[:_MOST]]
    more = [_("... and {n} more").format(n=len(points) - _MOST)] if len(points) > _MOST else []
    return ["", _("Returns that wait to be picked up:"), Facts(rows), *more]


def _told(point: PickupPoint) -> str:
    """Return what waits at a place, and until when."""
    parts = [_("returns: {n}").format(n=point.returns)]
    if point.cases:
        named = ", ".join(str(each) for each in point.cases[:_MOST])
        parts.append(_("cases {cases}").format(cases=named + (" ..." if len(point.cases) > _MOST else "")))
    parts += [_("free until {day}").format(day=format_day(point.free_until))] if point.free_until else []
    parts += [_("disposed of from {day}").format(day=format_day(point.disposal))] if point.disposal else []
    return ", ".join(parts)


def pickup_document(point: PickupPoint) -> dict[str, object]:
    """Return a place as JSON."""
    days = {name: at.date().isoformat() if at else None for name, at in (("free_until", point.free_until), ("disposal", point.disposal))}
    return {"place": point.place, "returns": point.returns, "cases": list(point.cases), **days}
