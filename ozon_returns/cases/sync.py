"""Reading of Ozon's lists into the store: page by page, each in one transaction, so that an interrupted run goes on where it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ozon_returns.cases.from_ozon import CLAIMS, REPORTS, RETURNS, Taking
from ozon_returns.cases.ozon_pictures import Pictures
from ozon_returns.cases.photos import attach
from ozon_returns.cases.synced import Synced
from ozon_returns.cases.unknown_reasons import reasons_of
from ozon_returns.ozon.claims import as_return, claim, claims
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.returns import OzonReturn, compensations, returns
from ozon_returns.period import stored
from ozon_returns.sources.return_reasons import Quality, return_reason
from ozon_returns.store import ozon_rows
from ozon_returns.store.ozon_rows import Progress
from ozon_returns.store.writing import Store

_QUALITY = frozenset({Quality.YES, Quality.MAYBE})
_AT_ONCE = 500

_OVERLAP = timedelta(hours=1)
"""Changes of the last hour before a run are read again in the next one, as Ozon may list them late."""


_NEW = timedelta(days=30)

_PURSUED = timedelta(days=180)
"""Compensations of returns of so long ago are looked at."""


@dataclass(frozen=True)
class Sync:
    """A run: the store, what the seller says of reasons, whether it is only tried, and what came of it so far."""

    store: Store
    own: Mapping[str, str]
    dry_run: bool = False
    synced: Synced = field(default_factory=Synced)
    seen: set[int] = field(default_factory=set)

    def returns(self, client: Client, since: datetime | None = None) -> Iterator[int]:
        """Read the returns whose status has changed since they were last read, or since a moment; yield how many each page had.

        Where more than what is new is read, because a moment says so, what is new then is read the next time all the same. Raise
        `OzonError` and `OzonUnreachableError`.
        """
        known = self._progress()
        if since is not None and known != Progress():
            yield from self._changes(client, Progress(stored(since), stored(self.store.now)), keeps_place=False)
            return
        begun = known if since is None else Progress(stored(since))
        while True:
            goes_on = begun.until is not None
            until = datetime.fromisoformat(begun.until) if begun.until else self.store.now
            yield from self._changes(client, begun._replace(until=stored(until)), keeps_place=True)
            begun = Progress(stored(until - _OVERLAP))
            if not self.dry_run:
                with self.store.writing() as writing:
                    ozon_rows.set_progress(writing.connection, RETURNS, begun)
            if not goes_on:
                return

    def _changes(self, client: Client, begun: Progress, *, keeps_place: bool) -> Iterator[int]:
        """Read the changes of a period; yield after each page how many returns it had."""
        since = datetime.fromisoformat(begun.since) if begun.since else None
        taking = Taking(RETURNS, self.own, self.synced)
        for page in returns(client, since, datetime.fromisoformat(begun.until or ""), after=begun.last):
            with self.store.writing() as writing:
                taking.page(writing, page if not self.dry_run else self._unseen(page))
                if self.dry_run:
                    writing.forget()
                elif keeps_place:
                    writing.seal()
                    last = max(each.number for each in page)
                    ozon_rows.set_progress(writing.connection, RETURNS, begun._replace(last=last))
            yield len(page)

    def compensations(self, client: Client) -> Iterator[int]:
        """Read the returns of the last months about whose compensation Ozon says something; yield how many each page had."""
        taking = Taking(RETURNS, self.own, self.synced)
        for page in compensations(client, self.store.now - _PURSUED, self.store.now):
            with self.store.writing() as writing:
                taking.page(writing, page if not self.dry_run else self._unseen(page))
                if self.dry_run:
                    writing.forget()
            yield len(page)

    def _unseen(self, page: Sequence[OzonReturn]) -> list[OzonReturn]:
        """Return the returns of a page that this run, of which nothing is kept, has not seen yet."""
        new = [each for each in page if each.number not in self.seen]
        self.seen.update(each.number for each in new)
        return new

    def claims(self, client: Client, pictures: Pictures) -> Iterator[int]:
        """Read the claims of rFBS whose state is another than when they were last read, with the buyer's photos; yield 1 after each.

        A claim of which a photo could not be had is read again the next time, while it is new.
        """
        taking = Taking(CLAIMS, self.own, self.synced)
        with ozon_rows.opened(self.store.path) as connection:
            states = ozon_rows.statuses(connection, CLAIMS)
        for number, state in claims(client):
            if states.get(number) == state:
                self.synced.unchanged += 1
            elif (found := claim(client, number)) is not None:
                item = as_return(found, state, self.store.now if number in states else None)
                photos = () if self.dry_run or not taking.opens_case(item) else found.photos
                with pictures.of(client, photos, self.synced) as (incoming, lost), self.store.writing() as writing, incoming.undoing():
                    cases = taking.page(writing, [item])
                    if number in cases:
                        attach(writing, incoming, incoming.photos, writing.case(cases[number]), {})
                    again = lost and found.created_at is not None and self.store.now - found.created_at < _NEW
                    ozon_rows.set_status(writing.connection, CLAIMS, number, "" if again else item.status)
                    if self.dry_run:
                        writing.forget()
            yield 1

    def _progress(self) -> Progress:
        """Return how far the returns have been read; nowhere if that is ahead of now, as a clock that was wrong would have it."""
        with ozon_rows.opened(self.store.path) as connection:
            known = ozon_rows.progress(connection, RETURNS)
        return Progress() if known.since and known.since > stored(self.store.now) else known

    def open_classified(self) -> None:
        """Open the cases of what was kept without one and whose reason the seller has since said to be about quality."""
        for kind in (RETURNS, CLAIMS, REPORTS):
            reasons = [text for text, _count in reasons_of(self.store, kind) if self._by_seller(text)]
            last = -1
            while reasons:
                with self.store.writing() as writing:
                    rows = ozon_rows.told_for(writing.connection, kind, reasons, last, _AT_ONCE)
                    Taking(kind, self.own, self.synced).open_kept(writing, rows)
                    if self.dry_run:
                        writing.forget()
                if not rows:
                    break
                last = rows[-1].number

    def _by_seller(self, text: str) -> bool:
        """Return whether it is the seller who says that a reason is about quality."""
        return return_reason(text, self.own).quality in _QUALITY and return_reason(text).quality not in _QUALITY
