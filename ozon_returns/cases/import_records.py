"""Import of records into the store: new cases are added, existing ones updated, nothing is removed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ozon_returns.batches import batches
from ozon_returns.cases.adding import add_records, add_tickets
from ozon_returns.cases.import_lines import INSIDE_TICKETS, LISTS, added_lines, event_row, line_rows, matched
from ozon_returns.cases.import_removed import Removed
from ozon_returns.cases.inspection import add_defects
from ozon_returns.cases.photos import attach
from ozon_returns.cases.status import further
from ozon_returns.evidence import shelf
from ozon_returns.fields import STATUS_MOMENTS
from ozon_returns.products.deliveries import Taken, keep_deliveries
from ozon_returns.products.products import keep_shop
from ozon_returns.sources.record import Contents, Record
from ozon_returns.store import tables
from ozon_returns.store.chain import EventFacts
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.event import EventKind

_AT_ONCE = 500
"""The number of cases written or compared per batch."""


@dataclass(frozen=True)
class Origin:
    """The source file of the records, and whether the import is a dry run."""

    file: str
    dry_run: bool = False


def take_in(contents: Contents, origin: Origin, *, store: Store, home: Path) -> Taken:
    """Import the contents of a file in one transaction, a batch at a time; in a dry run, only return what would change.

    The first batch, mostly the only one, is read and its photos are copied before the transaction begins, so that others wait less.
    """
    taken, removed = Taken(), Removed(store)
    with ExitStack() as copying:
        batches = (_batch(records, origin, copying, store, home) for records in _in_batches(contents.records, removed))
        batch = next(batches, None)
        with store.writing() as writing, ExitStack() as undoing:
            work = _Work(writing, origin, taken)
            while batch:
                undoing.enter_context(batch.incoming.undoing())
                work.cases(batch)
                batch = next(batches, None)
            keep_deliveries(writing, contents.deliveries, taken, file=origin.file)
            keep_shop(writing, contents.products, contents.lots, taken, file=origin.file)
            if origin.dry_run:
                writing.forget()
    taken.notes[:0] = removed.notes()
    return taken


def _in_batches(records: Iterable[Record], removed: Removed) -> Iterator[list[Record]]:
    """Return some records at a time, without those of cases that were removed."""
    return map(removed.without, batches(records, _AT_ONCE))


@dataclass(frozen=True)
class _Batch:
    """Records that are written together, with the copies of their new photos by the identity of what the file says of each."""

    records: Sequence[Record]
    incoming: shelf.Incoming
    copies: dict[int, shelf.Copied] = field(default_factory=dict)


def _batch(records: Sequence[Record], origin: Origin, copying: ExitStack, store: Store, home: Path) -> _Batch:
    """Copy the new photos of some records into the home; `copying` removes at its end those that were not placed."""
    pictured = [] if origin.dry_run else [record for record in records if record.photos]
    known = store.known([record.key for record in pictured]) if pictured else {}
    new = [shown for record in pictured for shown in record.photos if _is_new(shown.photo.path, known.get(record.key))]
    incoming = copying.enter_context(shelf.taking([shown.photo for shown in new], home))
    return _Batch(records, incoming, {id(shown): copied for shown, copied in zip(new, incoming.photos, strict=True)})


def _is_new(path: Path, held: frozenset[str] | None) -> bool:
    """Return whether a photo is not yet stored in its case."""
    return held is None or shelf.fingerprint(path) not in held


@dataclass
class _Work:
    """An import in progress."""

    writing: Writing
    origin: Origin
    taken: Taken
    batch: _Batch = field(init=False)

    def cases(self, batch: _Batch) -> None:
        """Import a batch of cases: add the new ones together, update existing ones one by one."""
        self.batch, records = batch, batch.records
        numbers = self.writing.numbers([record.key for record in records])
        new = [record for record in records if record.key not in numbers]
        self._add(new)
        for record in records:
            if record.key in numbers:
                self._update(record, numbers[record.key])
        self.writing.seal()

    def _add(self, records: Sequence[Record]) -> None:
        """Add cases, with their photos and their history."""
        for number, record in add_records(self.writing, records):
            self.writing.tell(self._history(number, record, self._photos(number, record)))
        self.taken.added += len(records)

    def _history(self, number: int, record: Record, photos: list[dict[str, str]]) -> list[EventFacts]:
        """Return the events of a new case: those in the file, else a single import event that names the source."""
        if record.history:
            return [event_row(number, **line) for line in record.history]
        told = {"file": self.origin.file, "line": record.line} | ({"photos": photos} if photos else {})
        return [event_row(number, at=self.writing.now, kind=EventKind.IMPORTED, status=record.facts["status"], facts=told)]

    def _photos(self, number: int, record: Record) -> list[dict[str, str]]:
        """Store the photos of a case and return the new ones."""
        told = {shown.photo.path: shown.facts for shown in record.photos}
        copies = [self.batch.copies[id(shown)] for shown in record.photos if id(shown) in self.batch.copies]
        if not copies:
            return []
        case = self.writing.case(number)
        photos, notes = attach(self.writing, self.batch.incoming, copies, case, told)
        self.taken.notes += notes
        return photos

    def _update(self, record: Record, number: int) -> None:
        """Update an existing case."""
        case = self.writing.case(number)
        changes = self.writing.change(case, **self._news(case, record))
        changes |= add_defects(self.writing, case, record.defects or ())
        more = {name: self._more(name, number, record) for name in LISTS if record.lines.get(name)}
        photos = [] if self.origin.dry_run else self._photos(number, record)
        new_photos = bool(photos) or (self.origin.dry_run and self._lacks_photos(number, record))
        more = {name: count for name, count in more.items() if count}
        if not (changes or more or new_photos):
            self.taken.unchanged += 1
            return
        self.taken.updated += 1
        self.writing.record(case, EventKind.UPDATED, {"file": self.origin.file, "changes": changes, "added": more, "photos": photos})

    @staticmethod
    def _news(case: tables.CaseRow, record: Record) -> dict[str, Any]:
        """Return the fields of a record to apply to its case, without derived values and without moving its status back."""
        facts = {name: value for name, value in record.facts.items() if name in record.told and name not in ("opened_at", "currency")}
        if further(case.status, facts.get("status")):
            facts = {
                name: value for name, value in facts.items() if name != "status" and not (name in STATUS_MOMENTS and getattr(case, name))
            }
        if "why" in facts:
            facts["why"] = [*case.why, *(each for each in facts["why"] if each not in case.why)]
        return facts

    def _lacks_photos(self, number: int, record: Record) -> bool:
        """Return whether a record has photos that its case lacks."""
        held = {row.sha256 for row in self.writing.rows(tables.PhotoRow, case=number)}
        return any(shelf.fingerprint(shown.photo.path) not in held for shown in record.photos)

    def _more(self, name: str, number: int, record: Record) -> int:
        """Add the entries that a case lacks and return the number of entries added or completed."""
        held: list[Any] = self.writing.rows(LISTS[name], case=number)
        lines, completed = added_lines(name, held, record.lines[name])
        if name == "tickets":
            completed += self._inside_tickets(held, record)
            last = max((row.no for row in held), default=0)
            add_tickets(self.writing, number, lines, last)
        else:
            self.writing.insert(LISTS[name], line_rows(name, number, lines))
        return len(lines) + completed

    def _inside_tickets(self, held: Sequence[Any], record: Record) -> int:
        """Add the messages and payments of tickets that the case has already, and count them."""
        count = 0
        for row, line in matched("tickets", held, record.lines["tickets"]):
            for inside, (table, known_by) in INSIDE_TICKETS.items():
                known = Counter(tuple(getattr(each, name) for name in known_by) for each in self.writing.rows(table, ticket=row.id))
                new = []
                for each in line.get(inside) or ():
                    key = tuple(each[name] for name in known_by)
                    new += [] if known[key] else [each]
                    known[key] -= 1
                self.writing.insert(table, [{"ticket": row.id, **each} for each in new])
                count += len(new)
        return count
