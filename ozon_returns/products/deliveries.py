"""Import of the units delivered to buyers, the basis of all return rates."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ozon_returns.errors.usage import InvalidError
from ozon_returns.sources.record import ShopLine
from ozon_returns.store.ozon_facts import TOLD_BY_OZON, units_from_ozon
from ozon_returns.store.shop_tables import DeliveryRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_day

_NAMES = ("supplier", "batch", "scheme", "warehouse", "carrier")
"""What a delivery is told apart by, besides its product and its days."""


_Held = Mapping[tuple[object, ...], DeliveryRow]
"""Deliveries that are stored, by what they are identified by."""


@dataclass
class Taken:
    """The result of an import: counts of cases and deliveries; `deliveries` are those of them that are no cases."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deliveries: int = 0
    notes: list[str] = field(default_factory=list)


def keep_deliveries(
    writing: Writing, deliveries: Sequence[ShopLine], taken: Taken, *, file: str, instead_of: Sequence[DeliveryRow] = ()
) -> None:
    """Store deliveries; units already stored for the same product, period, supplier and batch are replaced.

    So are those that they stand `instead_of`; those of a product and a period of which nothing else was known, by more detailed ones of as
    many units; and those that Ozon told, by what anybody else says of the same product and days.

    Raise `InvalidError` if the days of two overlap: their units would count twice.
    """
    writing.prove(None)
    before = taken.added + taken.updated
    held = {_span(row): row for row in writing.rows(DeliveryRow)}
    days = _Days(held.values())
    given_way = [] if file in TOLD_BY_OZON else _told_by_ozon(held, deliveries, units_from_ozon(writing.connection))
    replaced = {_span(row): row for row in (*instead_of, *_told_in_detail(held, deliveries), *given_way)}
    for span, row in replaced.items():
        del held[span]
        days.leave(row)
        writing.session.delete(row)
    if given_way:
        taken.notes.append(_("Units that Ozon had told of the same products and days gave way: {n}.").format(n=len(given_way)))
    writing.session.flush()
    for delivered in deliveries:
        row = _row(delivered.facts)
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
    if taken.added + taken.updated > before or replaced:
        facts = {"file": file, "changed": max(taken.added + taken.updated - before, len(replaced))}
        writing.record_event(None, EventKind.DELIVERIES, None, facts)


def _row(facts: Mapping[str, Any]) -> DeliveryRow:
    """Return the row of a delivery."""
    names = {name: facts.get(name) for name in _NAMES}
    return DeliveryRow(sku=facts["sku"], first=facts["from"], last=facts["to"], units=facts["units"], **names)


def _told_by_ozon(held: _Held, deliveries: Sequence[ShopLine], of_ozon: Collection[int]) -> list[DeliveryRow]:
    """Return the deliveries from Ozon of the products and days of others, but those whose units are only changed."""
    told: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in deliveries:
        told[each.facts["sku"]].append(each.facts)
    same = {(each.facts["sku"], each.facts["from"], each.facts["to"], *map(each.facts.get, _NAMES)) for each in deliveries}
    return [
        row
        for span, row in held.items()
        if row.id in of_ozon and span not in same and any(row.first <= each["to"] and each["from"] <= row.last for each in told[row.sku])
    ]


def _told_in_detail(held: _Held, deliveries: Sequence[ShopLine]) -> list[DeliveryRow]:
    """Return the deliveries of which nothing but product, days and units is known, and that are told in more detail now, all of them."""
    sums: Counter[tuple[object, ...]] = Counter()
    for each in deliveries:
        if any(each.facts.get(name) for name in _NAMES):
            sums[each.facts["sku"], each.facts["from"], each.facts["to"]] += each.facts["units"]
    found = ((held.get((*span, *[None] * len(_NAMES))), units) for span, units in sums.items())
    return [row for row, units in found if row is not None and units >= row.units]


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
