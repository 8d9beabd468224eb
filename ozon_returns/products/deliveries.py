"""Import of the units delivered to buyers, the basis of all return rates."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
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
    """Return the deliveries from Ozon that others tell of now, but those whose units are only changed.

    Raise `InvalidError` where others tell of a part of the days only: units of the rest would be lost, or those of the part count twice.
    """
    told: defaultdict[str, list[ShopLine]] = defaultdict(list)
    for each in deliveries:
        told[each.facts["sku"]].append(each)
    same = {_span(_row(each.facts)) for each in deliveries}
    found = []
    for span, row in held.items():
        if row.id not in of_ozon or span in same:
            continue
        about = [each for each in told[row.sku] if _is_about(each.facts, row)]
        if not about:
            continue
        days = [row.first + timedelta(days=no) for no in range((row.last - row.first).days + 1)]
        if not all(any(each.facts["from"] <= day <= each.facts["to"] for each in about) for day in days):
            raise _overlapping(row, about[0].line, _("Nothing was imported. Ozon has told of whole weeks: tell of whole weeks, too."))
        found.append(row)
    return found


def _is_about(facts: Mapping[str, Any], row: DeliveryRow) -> bool:
    """Return whether a line tells of some of the units of a row: days overlap, and what both name (a scheme, a warehouse) is the same."""
    told = ((facts.get(name), getattr(row, name)) for name in _NAMES)
    return row.first <= facts["to"] and facts["from"] <= row.last and all(one is None or other in (None, one) for one, other in told)


def _overlapping(row: DeliveryRow, line: int, hint: str = "") -> InvalidError:
    """Return the error of a line whose days overlap with those of a row; `hint` is what to do, if it is not the usual."""
    told = _("line {line}: units of product {sku} from {first} to {last} are known already, and the days overlap.")
    return InvalidError(
        told.format(line=line, sku=row.sku, first=format_day(row.first), last=format_day(row.last)),
        hint or _("Nothing was imported. Give the same span of days, or take the earlier import back: ozon-returns undo"),
    )


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
                raise _overlapping(DeliveryRow(sku=row.sku, first=first, last=last, units=0), line)
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
