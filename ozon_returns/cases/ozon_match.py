"""Which case a return belongs to: the one it had, else one with its number or its key, else one of the same posting and product."""

from collections.abc import Iterable, Mapping, Sequence

from ozon_returns.cases.ozon_kept import CLAIMS, REPORTS, RETURNS, kept_return
from ozon_returns.ozon.returns import OzonReturn
from ozon_returns.sources.ozon_case import return_key
from ozon_returns.store import ozon_rows
from ozon_returns.store.ozon_rows import Alike, OzonHeld
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.case import Scheme

CANCELLED = "cancellation"
"""The type of a return, in lower case, whose item was never handed over."""


class Matching:
    """Finds the cases of returns of a kind; of a report, each case is the case of one row of it."""

    def __init__(self, kind: str) -> None:
        """Keep the kind."""
        self._kind = kind
        self._used: set[int] = set()

    def cases(self, writing: Writing, news: Sequence[OzonReturn], held: Mapping[int, OzonHeld]) -> dict[int, int]:
        """Return the cases of returns, by number; one that was deleted is still named, one that was undone is not for a report."""
        cases = self._held(writing, news, held)
        rest = [each for each in news if each.number not in cases and each.kind.casefold() != CANCELLED]
        ids = [name for each in rest for name in (str(each.number), each.name) if name]
        keys = {return_key(each): each.number for each in rest}
        found = ozon_rows.alike(writing.connection, ids, [each.posting for each in rest if each.posting], keys)
        rows: dict[int, list[tuple[str, OzonHeld]]] = {}
        for kind, row in ozon_rows.of_cases(writing.connection, [case.number for case in found]):
            rows.setdefault(row.case or 0, []).append((kind, row))
        for fits in (self._is_key, self._is_number, self._is_item):
            for each in rest:
                if each.number in cases:
                    continue
                free = [case for case in found if case.number not in self._used and self._is_free(each, rows.get(case.number, ()), writing)]
                match = next((case for case in self._likely(each, free, rows, writing) if fits(each, case)), None)
                if match:
                    self.take(each.number, match.number, cases)
        return cases

    def undone(self, writing: Writing, held: Mapping[int, OzonHeld]) -> set[int]:
        """Return which rows of a report had a case that was undone: the report is imported again, so that is what the seller wants."""
        if self._kind != REPORTS:
            return set()
        known = {number: each.case for number, each in held.items() if each.case is not None}
        there = ozon_rows.existing(writing.connection, known.values())
        gone = ozon_rows.gone(writing.connection, set(known.values()) - there)
        return {number for number, case in known.items() if case not in there and case not in gone}

    def take(self, number: int, case: int, cases: dict[int, int]) -> None:
        """Note the case of a return."""
        cases[number] = case
        self._used.add(case)

    def _held(self, writing: Writing, news: Iterable[OzonReturn], held: Mapping[int, OzonHeld]) -> dict[int, int]:
        """Return the cases that returns had; a case that was merged is the one it was merged into."""
        known = {each.number: case for each in news if each.number in held and (case := held[each.number].case) is not None}
        there = ozon_rows.existing(writing.connection, known.values())
        gone = ozon_rows.gone(writing.connection, set(known.values()) - there)
        cases: dict[int, int] = {}
        for number, case in known.items():
            if case in there or case in gone or self._kind != REPORTS:
                self.take(number, _end_of(case, gone, writing), cases)
        return cases

    def _is_free(self, found: OzonReturn, rows: Sequence[tuple[str, OzonHeld]], writing: Writing) -> bool:
        """Return whether a case has nothing of the kind yet, or of a report only what may be the same return."""
        own = [row for kind, row in rows if kind == self._kind]
        if self._kind != REPORTS:
            return not own
        return all(_may_be_same(found, kept_return(REPORTS, row, writing.book.zone)) for row in own)

    @staticmethod
    def _likely(
        found: OzonReturn, cases: Sequence[Alike], rows: Mapping[int, Sequence[tuple[str, OzonHeld]]], writing: Writing
    ) -> list[Alike]:
        """Return cases, those first of which something with the same barcode is kept."""

        def has_barcode(case: Alike) -> bool:
            """Return whether the barcode is that of a return of the case."""
            kept = (kept_return(kind, row, writing.book.zone) for kind, row in rows.get(case.number, ()))
            return any(each is not None and each.barcode == found.barcode for each in kept)

        return sorted(cases, key=lambda case: not (found.barcode and has_barcode(case))) if len(cases) > 1 else list(cases)

    @staticmethod
    def _is_key(found: OzonReturn, case: Alike) -> bool:
        """Return whether a case was opened for a return, perhaps in another home."""
        return case.key == return_key(found)

    def _is_number(self, found: OzonReturn, case: Alike) -> bool:
        """Return whether a case is about a return by its number; claims of rFBS and returns have numbers of their own."""
        if not found.is_numbered or not case.return_id or case.posting not in (None, found.posting):
            return False
        numbers = {found.name} if self._kind == CLAIMS and case.scheme not in (None, Scheme.RFBS) else {found.name, str(found.number)}
        return case.return_id in numbers and not (self._kind == RETURNS and case.scheme == Scheme.RFBS)

    def _is_item(self, found: OzonReturn, case: Alike) -> bool:
        """Return whether a case is about the same posting and product; but of a report, one that names another return is another one."""
        if case.return_id and (self._kind != REPORTS or found.is_numbered):
            return False
        same = case.sku in (None, found.sku) and (not case.article or not found.article or case.article == found.article)
        return same and bool(found.posting) and case.posting == found.posting


def _may_be_same(found: OzonReturn, other: OzonReturn | None) -> bool:
    """Return whether two rows of reports may tell of the same return: by their barcodes, else by the days it was given back."""
    if other is None:
        return False
    if found.barcode and other.barcode:
        return found.barcode == other.barcode
    return not (found.returned_at and other.returned_at) or found.returned_at.date() == other.returned_at.date()


def _end_of(case: int, gone: Mapping[int, int | None], writing: Writing) -> int:
    """Return the case that one was merged into, and that one into another, as far as it goes."""
    into = gone.get(case)
    if into is None:
        return case
    return _end_of(into, ozon_rows.gone(writing.connection, [into]), writing)
