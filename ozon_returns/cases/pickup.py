"""Where returns wait to be picked up, until when that is free, and when Ozon disposes of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from ozon_returns.cases.ozon_kept import REPORTS, kept_return
from ozon_returns.ozon.returns import OzonReturn
from ozon_returns.sources.ozon_statuses import Phase, names_of
from ozon_returns.store import ozon_rows
from ozon_returns.store.ozon_open import taken_from_ozon
from ozon_returns.store.reading import Reading


class PickupPoint(NamedTuple):
    """A place with the number of returns that wait there, the cases of those that have one, and the earliest of their dates."""

    place: str
    returns: int
    cases: Sequence[int]
    free_until: datetime | None
    disposal: datetime | None


def pickup_points(reading: Reading) -> list[PickupPoint]:
    """Return the places where returns wait, what costs money or is disposed of first at the top; days are those of the seller's zone.

    What the seller has recorded as picked up, or as staying at Ozon, no longer waits, though Ozon may say so until the next `sync`.
    """
    waiting = [
        (kind, held.case, kept)
        for kind, held in ozon_rows.waiting(reading.connection, names_of(Phase.WAITING))
        if (kept := kept_return(kind, held, reading.zone)) is not None
    ]
    taken = taken_from_ozon(reading.connection, {case for _kind, case, _kept in waiting if case is not None})
    alone = {kept.posting for kind, case, kept in waiting if kind == REPORTS and case is None}
    told_by_api = ozon_rows.known_postings(reading.connection, alone) if alone else set()
    found: dict[str, list[tuple[int | None, OzonReturn]]] = {}
    for kind, case, kept in waiting:
        if case not in taken and not (kind == REPORTS and case is None and kept.posting in told_by_api):
            found.setdefault(kept.place, []).append((case, kept))
    points = [
        PickupPoint(
            place,
            len(there),
            [case for case, _kept in there if case is not None],
            _earliest([each.paid_storage_from - timedelta(days=1) for _case, each in there if each.paid_storage_from], reading),
            _earliest([each.disposal_at for _case, each in there if each.disposal_at], reading),
        )
        for place, there in found.items()
    ]
    return sorted(points, key=lambda each: (_first(each) is None, _first(each) or reading.now, each.place))


def _first(point: PickupPoint) -> datetime | None:
    """Return the earliest date of a place."""
    return min((each for each in (point.free_until, point.disposal) if each), default=None)


def _earliest(moments: Sequence[datetime], reading: Reading) -> datetime | None:
    """Return the earliest of some moments, in the seller's zone."""
    return min(moments).astimezone(reading.zone) if moments else None
