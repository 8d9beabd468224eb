"""Import of the units delivered to buyers, the basis of all return rates."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ozon_returns.errors.usage import InvalidError
from ozon_returns.sources.record import ShopLine
from ozon_returns.store.shop_tables import DeliveryRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_day

_NAMES = ("supplier", "batch", "scheme", "warehouse", "carrier")
"""What a delivery is told apart by, besides its product and its days."""


@dataclass
class Taken:
    """The result of an import: counts of cases and deliveries; `deliveries` are those of them that are no cases."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deliveries: int = 0
    notes: list[str] = field(default_factory=list)


def keep_deliveries(writing: Writing, deliveries: Sequence[ShopLine], taken: Taken, *, file: str, replacing: bool = False) -> None:
    """Store deliveries; units already stored for the same product, period, supplier and batch are replaced.

    So are those of a product and a period of which nothing else was known, such as those from Ozon, by more detailed ones of as many
    units, or of any number if they are `replacing` them.

    Raise `InvalidError` if the days of two overlap: their units would count twice.
    """
    writing.prove(None)
    before = taken.added + taken.updated
    held = {_span(row): row for row in writing.rows(DeliveryRow)}
    days = _Days(held.values())
    for general in _told_in_detail(held, deliveries, replacing=replacing):
        del held[_span(general)]
        days.leave(general)
        writing.session.delete(general)
    writing.session.flush()
    for delivered in deliveries:
        facts = delivered.facts
        row = DeliveryRow(
            sku=facts["sku"],
            first=facts["from"],
            last=facts["to"],
            units=facts["units"],
            **{name: facts.get(name) for name in _NAMES},
        )
        known = held.get(_span(row))
        if known is None:
            days.take(row, delivered.line)
            held[_span(row)] = row
            writing.add(row)
            taken.added += 1
            taken.deliveries += 1
        elif known.units != row.units:
            known.units = row.units
            taken.updated += 1
        else:
            taken.unchanged += 1
    if taken.added + taken.updated > before:
        facts = {"file": file, "changed": taken.added + taken.updated - before}
        writing.record_event(None, EventKind.DELIVERIES, None, facts)


def _told_in_detail(
    held: Mapping[tuple[object, ...], DeliveryRow], deliveries: Sequence[ShopLine], *, replacing: bool
) -> list[DeliveryRow]:
    """Return the deliveries of which nothing but product, days and units is known, and that are told in more detail now, all of them."""
    sums: Counter[tuple[object, ...]] = Counter()
    for each in deliveries:
        if any(each.facts.get(name) for name in _NAMES):
            sums[each.facts["sku"], each.facts["from"], each.facts["to"]] += each.facts["units"]
    found = ((held.get((*span, *[None] * len(_NAMES))), units) for span, units in sums.items())
    return [row for row, units in found if row is not None and (replacing or units >= row.units)]


class _Days:
    """The spans of days that are known, by what tells deliveries apart, each list in the order of its days."""

    def __init__(self, rows: Iterable[DeliveryRow]) -> None:
        """Take what is stored."""
        self._of: dict[tuple[object, ...], list[tuple[date, date]]] = {}
        for row in rows:
            self._of.setdefault(_what(row), []).append((row.first, row.last))
        for spans in self._of.values():
            spans.sort()

    def take(self, row: DeliveryRow, line: int) -> None:
        """Add a span. Raise `InvalidError` if it overlaps with another one of the same deliveries."""
        spans = self._of.setdefault(_what(row), [])
        place = bisect_left(spans, (row.first, row.last))
        for first, last in spans[max(0, place - 1) : place + 1]:
            if first <= row.last and row.first <= last:
                told = _("line {line}: units of product {sku} from {first} to {last} are known already, and the days overlap.")
                days = {"first": format_day(first), "last": format_day(last)}
                raise InvalidError(
                    told.format(line=line, sku=row.sku, **days),
                    _("Nothing was imported. Give the same span of days, or take the earlier import back: ozon-returns undo"),
                )
        spans.insert(place, (row.first, row.last))

    def leave(self, row: DeliveryRow) -> None:
        """Take out a span that is told in more detail now."""
        self._of[_what(row)].remove((row.first, row.last))


def _what(row: DeliveryRow) -> tuple[object, ...]:
    """Return what tells deliveries apart besides their days."""
    return row.sku, *(getattr(row, name) for name in _NAMES)


def _span(row: DeliveryRow) -> tuple[object, ...]:
    """Return the key that identifies a delivery."""
    return row.sku, row.first, row.last, *(getattr(row, name) for name in _NAMES)
