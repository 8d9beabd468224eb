"""Which lot a unit came from, where nobody said: first in, first out of the lots received.

It is an assumption: what was in stock before the first lot is not known, and nobody checks which box is taken.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ozon_returns.store.reading import Reading

_LOTS = "SELECT sku, supplier, batch, received, quantity FROM lot ORDER BY sku, received, id"
_SOLD = 'SELECT "from", "to", units FROM delivery WHERE sku = ? AND (? IS NULL OR supplier = ?) AND "to" >= ? ORDER BY "from", "to"'
_NAMED = "SELECT 1 FROM delivery WHERE sku = ? AND supplier IS NOT NULL LIMIT 1"
_DAY = timedelta(days=1)

SHORT_STORED, LONG_STORED = "0–30", "91+"
STORED = ((31, SHORT_STORED), (91, "31–90"))
"""Days in storage: the first day that belongs to the next band, and the name of the band; the last band is `LONG_STORED`."""


class ReceivedLot(NamedTuple):
    """A lot received: its supplier, its batch or else the day on which it came, that day, and the units."""

    supplier: str | None
    batch: str
    received: date
    quantity: int


class Lots:
    """The lots of all products, and which of them was in use on a day."""

    def __init__(self, reading: Reading) -> None:
        """Read the lots."""
        self._reading = reading
        self._of: dict[str, list[ReceivedLot]] = {}
        self._used: dict[tuple[str, str | None], list[tuple[date, ReceivedLot]]] = {}
        for sku, supplier, batch, received, quantity in reading.rows(_LOTS):
            self._of.setdefault(sku, []).append(ReceivedLot(supplier, batch or received, date.fromisoformat(received), quantity))

    def know(self, sku: str | None) -> bool:
        """Return whether a lot of a product is known."""
        return sku in self._of

    def named(self, sku: str, batch: str) -> ReceivedLot | None:
        """Return the first lot of a product with a batch number."""
        return next((each for each in self._of.get(sku, ()) if each.batch == batch), None)

    def on(self, sku: str, supplier: str | None, day: date) -> ReceivedLot | None:
        """Return the lot of a product, of a supplier if one is named, from which units were taken on a day."""
        used = self._in_use(sku, supplier)
        place = bisect_right(used, day, key=lambda each: each[0]) - 1
        return used[place][1] if place >= 0 else None

    def parts(self, sku: str, supplier: str | None, first: date, last: date) -> Iterator[tuple[date, date]]:
        """Yield the parts of a span of days, both included, in which the same lot was in use."""
        changes = [day for day, _lot in self._in_use(sku, supplier) if first < day <= last]
        for start, after in zip([first, *changes], [*changes, last + _DAY], strict=True):
            yield start, after - _DAY

    def _in_use(self, sku: str, supplier: str | None) -> Sequence[tuple[date, ReceivedLot]]:
        """Return the days from which on another lot of a product was in use.

        Where deliveries name their suppliers, what has none may be of any.
        """
        if (sku, supplier) not in self._used:
            lots = [each for each in self._of.get(sku, ()) if each.supplier in (supplier, None) or supplier is None]
            if supplier is None and self._reading.rows(_NAMED, sku):
                lots = []
            sold = self._reading.rows(_SOLD, sku, supplier, supplier, lots[0].received.isoformat()) if lots else []
            spans = [(date.fromisoformat(first), date.fromisoformat(last), units) for first, last, units in sold]
            self._used[sku, supplier] = first_in_first_out(lots, spans)
        return self._used[sku, supplier]


def first_in_first_out(lots: Sequence[ReceivedLot], sold: Sequence[tuple[date, date, int]]) -> list[tuple[date, ReceivedLot]]:
    """Return the days from which on each lot was in use, given the lots by the day they came and the spans in which units were sold.

    A lot is in use once all before it are sold, and has come; the last one stays in use. What was sold of a day beyond the end of a lot
    is of the next one, if that had come; else somebody has miscounted, and nothing is taken from the next.
    """
    if not lots:
        return []
    by_day: dict[date, float] = {}
    for first, last, units in sold:
        days = (last - first).days + 1
        for no in range(days):
            by_day[first + no * _DAY] = by_day.get(first + no * _DAY, 0.0) + units / days
    used, left, place, before = [(lots[0].received, lots[0])], float(lots[0].quantity), 0, lots[0].received
    for day in sorted(each for each in by_day if each >= lots[0].received):
        while left < 0.5 and place + 1 < len(lots) and lots[place + 1].received <= day:  # noqa: PLR2004  half a unit
            place += 1
            left = (left if lots[place].received <= before else max(0.0, left)) + lots[place].quantity
            used.append((day, lots[place]))
        left, before = left - by_day[day], day
    return used


def stored_for(lot: ReceivedLot, day: date) -> str | None:
    """Return the band of the days in storage of a unit of a lot up to a day; `None` if it had not come yet."""
    days = (day - lot.received).days
    return None if days < 0 else next((band for end, band in STORED if days < end), LONG_STORED)
