"""Where returns wait to be picked up, until when that is free, and when Ozon disposes of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ozon_returns.ozon.lenient import moment
from ozon_returns.sources.ozon_statuses import Phase, names_of
from ozon_returns.store import ozon_rows
from ozon_returns.store.reading import Reading


class PickupPoint(NamedTuple):
    """A place with the number of returns that wait there, the cases of those that have one, and the earliest of their dates."""

    place: str
    returns: int
    cases: Sequence[int]
    free_until: datetime | None
    disposal: datetime | None


def pickup_points(reading: Reading) -> list[PickupPoint]:
    """Return the places where returns wait, what costs money or is disposed of first at the top; days are those of the seller's zone."""
    found: dict[str, list[ozon_rows.Waiting]] = {}
    for each in ozon_rows.waiting(reading.connection, names_of(Phase.WAITING)):
        found.setdefault(each.place or "", []).append(each)
    points = [
        PickupPoint(
            place,
            len(waiting),
            [each.case for each in waiting if each.case is not None],
            _earliest([at - timedelta(days=1) for each in waiting if (at := moment(each.paid_from))], reading),
            _earliest([at for each in waiting if (at := moment(each.disposal))], reading),
        )
        for place, waiting in found.items()
    ]
    return sorted(points, key=lambda each: (_first(each) is None, _first(each) or reading.now, each.place))


def _first(point: PickupPoint) -> datetime | None:
    """Return the earliest date of a place."""
    return min((each for each in (point.free_until, point.disposal) if each), default=None)


def _earliest(moments: Sequence[datetime], reading: Reading) -> datetime | None:
    """Return the earliest of some moments, in the seller's zone."""
    return min(moments).astimezone(reading.zone) if moments else None
