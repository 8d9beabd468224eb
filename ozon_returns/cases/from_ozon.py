"""What Ozon tells of returns, brought into the store: rows of their own, new cases, and news of cases, never over the seller's words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ozon_returns.cases.adding import add_records
from ozon_returns.cases.import_lines import event_row
from ozon_returns.cases.ozon_kept import CLAIMS, REPORTS, RETURNS, kept_return, moment_told
from ozon_returns.cases.ozon_match import CANCELLED, Matching
from ozon_returns.cases.ozon_news import add_news, is_news
from ozon_returns.cases.synced import Synced
from ozon_returns.ozon.returns import OzonReturn
from ozon_returns.period import stored
from ozon_returns.sources.ozon_case import return_record
from ozon_returns.sources.ozon_statuses import Phase, ozon_status
from ozon_returns.sources.record import Record
from ozon_returns.sources.return_reasons import Quality, return_reason
from ozon_returns.store import ozon_rows
from ozon_returns.store.ozon_rows import OzonHeld
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.case import Status
from ozon_returns.vocabulary.event import EventKind

__all__ = ["CLAIMS", "REPORTS", "RETURNS", "Taking"]

OZON = "Ozon"
"""What an event names as the file it was read from."""

_CASE_FACTS = (
    *("return_id", "posting", "sku", "article", "product", "price", "quantity"),
    *("scheme", "stage", "claimed_reason", "suspected_cause"),
)
_MUST_ACT = frozenset({Phase.SENDING_FAILED, Phase.COMPENSATION_OFFERED, Phase.DISPUTE, Phase.CLAIM})


class Taking:
    """Brings pages of returns, claims or rows of a report, as `kind` says, into the store; `own` is what the seller says of reasons."""

    def __init__(self, kind: str, own: Mapping[str, str], synced: Synced) -> None:
        """Keep what is brought in, what the seller says of reasons, and where to count."""
        self._kind, self._own, self.synced = kind, own, synced
        self._matching = Matching(kind)

    def page(self, writing: Writing, page: Sequence[OzonReturn]) -> dict[int, int]:
        """Take in some returns, each once; return the cases that they have, by number."""
        found = {each.number: each for each in page}
        held = ozon_rows.held(writing.connection, self._kind, found)
        texts = {number: _as_text(each) for number, each in found.items()}
        undone = self._matching.undone(writing, held)
        news = [each for each in found.values() if each.number in undone or self._is_news(each, texts[each.number], held.get(each.number))]
        self.synced.unchanged += len(found) - len(news)
        cases = self._matching.cases(writing, news, held)
        opened = self._open(writing, [each for each in news if each.number not in cases and self.opens_case(each)])
        there = ozon_rows.existing(writing.connection, cases.values())
        writing.prove_all(sorted(set(cases.values()) & there))
        for each in news:
            if cases.get(each.number) in there:
                self._update(writing, cases[each.number], each, None if each.number in undone else held.get(each.number))
        cases |= opened
        self.synced.kept += sum(each.number not in cases for each in news)
        ozon_rows.keep(writing.connection, self._kind, [_row(each, cases.get(each.number), texts, writing.now) for each in news])
        had = {each.number: case for each in held.values() if (case := each.case) is not None and each.number not in cases}
        there |= ozon_rows.existing(writing.connection, had.values())
        return {number: case for number, case in (had | cases).items() if number in opened or case in there}

    def _is_news(self, found: OzonReturn, text: str, held: OzonHeld | None) -> bool:
        """Return whether something is told that is not known yet, and not older than what is known."""
        if held is None or (held.case is None and self.opens_case(found)):
            return True
        older = held.status_at is not None and found.status_at is not None and stored(found.status_at) < held.status_at
        return held.told != text and not older

    def _open(self, writing: Writing, found: Sequence[OzonReturn]) -> dict[int, int]:
        """Open a case for each of some returns; return the cases by the numbers of the returns."""
        cases: dict[int, int] = {}
        records = [self._record(one, writing.now) for one in found]
        for (number, _new), each in zip(add_records(writing, records), found, strict=True):
            told = {"file": OZON, "ozon": each.status}
            writing.tell([event_row(number, at=writing.now, kind=EventKind.IMPORTED, status=Status.NEW, facts=told)])
            self._matching.take(each.number, number, cases)
            self._tell(number, each, None)
        self.synced.added += len(found)
        return cases

    def open_kept(self, writing: Writing, rows: Iterable[OzonHeld]) -> None:
        """Open the cases of returns that were kept without one, unless the seller has opened one since."""
        found = [each for row in rows if (each := kept_return(self._kind, row, writing.book.zone)) is not None]
        wanted = [each for each in found if self.opens_case(each)]
        cases = self._matching.cases(writing, wanted, {})
        cases |= self._open(writing, [each for each in wanted if each.number not in cases])
        ozon_rows.set_cases(writing.connection, self._kind, cases)

    def opens_case(self, found: OzonReturn) -> bool:
        """Return whether a return that has no case gets one: one about quality that was not cancelled, nor its claim withdrawn."""
        if found.kind.casefold() == CANCELLED or ozon_status(found.status).phase is Phase.WITHDRAWN:
            return False
        if found.is_defect is not None:
            return found.is_defect
        return return_reason(found.reason, self._own).quality in (Quality.YES, Quality.MAYBE)

    def _record(self, found: OzonReturn, then: datetime) -> Record:
        """Return the record of a return, as it was at a moment."""
        return return_record(found, return_reason(found.reason, self._own), then)

    def _update(self, writing: Writing, number: int, found: OzonReturn, before: OzonHeld | None) -> None:
        """Bring the news of a return into its case; what is the seller's own stays."""
        earlier = kept_return(self._kind, before, writing.book.zone) if before else None
        new = self._record(found, writing.now)
        old = self._record(earlier, moment_told(before, writing.book.zone)) if earlier and before else None
        case = writing.case(number)
        facts = {name: new.facts[name] for name in _CASE_FACTS if is_news(getattr(case, name), name, new, old)}
        if ozon_status(found.status).phase is Phase.WITHDRAWN and (earlier is None or earlier.status != found.status):
            if case.status == Status.NEW and not ozon_rows.is_touched(writing.connection, number):
                facts |= {"status": Status.DISMISSED, "dismissed_at": writing.now}
            else:
                self.synced.withdrawn.append(number)
        changes = writing.change(case, **facts)
        added = add_news(writing, number, new, old)
        self._tell(number, found, earlier)
        if not (changes or added):
            self.synced.unchanged += 1
            return
        self.synced.updated += 1
        writing.record(case, EventKind.UPDATED, {"file": OZON, "ozon": found.status, "changes": changes, "added": added})

    def _tell(self, number: int, found: OzonReturn, earlier: OzonReturn | None) -> None:
        """Note what a person is to know of a case, once."""
        status = ozon_status(found.status)
        if status.phase in _MUST_ACT and (earlier is None or earlier.status != found.status):
            self.synced.waiting.append((number, status.title))
        if earlier is None or earlier.compensation != found.compensation:
            if found.compensation == "Received":
                self.synced.compensated.append(number)
            elif found.compensation == "DecompensationSent":
                self.synced.taken_back.append(number)


def _as_text(found: OzonReturn) -> str:
    """Return all that was told of a return, as it is compared and kept."""
    told = json.dumps(found.raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return told.encode("utf-8", "replace").decode("utf-8")


def _row(found: OzonReturn, case: int | None, texts: Mapping[int, str], now: datetime) -> OzonHeld:
    """Return what is kept of a return."""
    since = ozon_rows.moment_stored(found.status_at)
    return OzonHeld(found.number, found.status, since, found.reason, case, texts[found.number], stored(now))
