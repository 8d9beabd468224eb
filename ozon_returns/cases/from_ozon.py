"""What Ozon tells of returns, brought into the store: rows of their own, new cases, and news of cases, never over the seller's words."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from ozon_returns.cases.adding import add_records
from ozon_returns.cases.import_lines import event_row
from ozon_returns.cases.ozon_news import add_news, is_news
from ozon_returns.cases.synced import Synced
from ozon_returns.ozon.claims import as_return, claim_of
from ozon_returns.ozon.lenient import Json
from ozon_returns.ozon.returns import OzonReturn, return_of
from ozon_returns.sources.ozon_case import return_record
from ozon_returns.sources.ozon_report import report_return
from ozon_returns.sources.ozon_statuses import Phase, ozon_status
from ozon_returns.sources.record import Record
from ozon_returns.sources.return_reasons import Quality, ReturnReason, return_reason
from ozon_returns.store import ozon_rows
from ozon_returns.store.ozon_rows import Alike, OzonHeld
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.case import Status
from ozon_returns.vocabulary.event import EventKind

RETURNS, CLAIMS, REPORTS = "return", "claim", "report"
OZON = "Ozon"
"""What an event names as the file it was read from."""

_CASE_FACTS = (
    "return_id",
    "posting",
    "sku",
    "article",
    "product",
    "price",
    "quantity",
    "scheme",
    "stage",
    "claimed_reason",
    "note",
    "suspected_cause",
)
_CANCELLED = "cancellation"


_MUST_ACT = frozenset({Phase.SENDING_FAILED, Phase.COMPENSATION_OFFERED, Phase.DISPUTE, Phase.CLAIM})


def _claim(told: Json) -> OzonReturn | None:
    """Return a claim that was kept as a return."""
    found = claim_of(told)
    return as_return(found, "", None) if found else None


_PARSERS: Mapping[str, Callable[[Json, datetime], OzonReturn | None]] = {
    RETURNS: lambda told, _now: return_of(told),
    CLAIMS: lambda told, _now: _claim(told),
    REPORTS: report_return,
}


class Taking:
    """Brings pages of returns or claims, as `kind` says, into the store; `own` is what the seller says of reasons."""

    def __init__(self, kind: str, own: Mapping[str, str], synced: Synced) -> None:
        """Keep what is brought in, what the seller says of reasons, and where to count."""
        self._kind, self._own, self.synced = kind, own, synced

    def kept(self, told: str, now: datetime) -> OzonReturn | None:
        """Return a return or a claim as it is kept."""
        return _PARSERS[self._kind](json.loads(told), now)

    def page(self, writing: Writing, page: Sequence[OzonReturn]) -> dict[int, int]:
        """Take in some returns, each once; return the cases of those that are news, by number."""
        found = {each.number: each for each in page}
        held = ozon_rows.held(writing.connection, self._kind, found)
        texts = {number: _as_text(each) for number, each in found.items()}
        news = [each for each in found.values() if each.number not in held or held[each.number].told != texts[each.number]]
        self.synced.unchanged += len(found) - len(news)
        cases = self._cases(writing, news, held)
        new = [each for each in news if each.number not in cases and self.opens_case(each)]
        opened = self._open(writing, new)
        cases |= opened
        there = ozon_rows.existing(writing.connection, cases.values())
        writing.prove_all(sorted({number for ozon, number in cases.items() if ozon not in opened and number in there}))
        for each in news:
            if each.number in cases and each.number not in opened and cases[each.number] in there:
                self._update(writing, cases[each.number], each, held.get(each.number))
        self.synced.kept += sum(each.number not in cases for each in news)
        rows = [
            OzonHeld(
                each.number,
                each.status,
                ozon_rows.moment_stored(each.status_at),
                each.reason,
                cases.get(each.number) or (held[each.number].case if each.number in held else None),
                texts[each.number],
            )
            for each in news
        ]
        ozon_rows.keep(writing.connection, self._kind, rows)
        return {number: case for number, case in cases.items() if number in opened or case in there}

    def _open(self, writing: Writing, found: Sequence[OzonReturn]) -> dict[int, int]:
        """Open a case for each of some returns; return the cases by the numbers of the returns."""
        cases = {}
        for (number, _new), each in zip(add_records(writing, [self._record(writing, one) for one in found]), found, strict=True):
            told = {"file": OZON, "ozon": each.status}
            writing.tell([event_row(number, at=writing.now, kind=EventKind.IMPORTED, status=Status.NEW, facts=told)])
            cases[each.number] = number
            self._tell(number, each, None)
        self.synced.added += len(found)
        return cases

    def opened(self, writing: Writing, found: Sequence[OzonReturn]) -> None:
        """Open the cases of returns that were kept without one."""
        cases = self._open(writing, [each for each in found if self.opens_case(each)])
        ozon_rows.set_cases(writing.connection, self._kind, cases)

    def opens_case(self, found: OzonReturn) -> bool:
        """Return whether a return that has no case gets one: one about quality that was not cancelled, nor its claim withdrawn."""
        if found.kind.casefold() == _CANCELLED or ozon_status(found.status).phase is Phase.WITHDRAWN:
            return False
        if found.is_defect is not None:
            return found.is_defect
        return self.meaning(found).quality in (Quality.YES, Quality.MAYBE)

    def meaning(self, found: OzonReturn) -> ReturnReason:
        """Return what the reason of a return means."""
        return return_reason(found.reason, self._own)

    def _record(self, writing: Writing, found: OzonReturn) -> Record:
        """Return the record of a return."""
        return return_record(found, self.meaning(found), writing.now)

    def _cases(self, writing: Writing, news: Iterable[OzonReturn], held: Mapping[int, OzonHeld]) -> dict[int, int]:
        """Return the cases of returns: those they had, else one that the seller opened for the same return, or posting and product."""
        cases = {each.number: number for each in news if each.number in held and (number := held[each.number].case) is not None}
        rest = [each for each in news if each.number not in cases]
        names = [name for each in rest for name in (str(each.number), each.name) if name]
        free = ozon_rows.alike(writing.connection, self._kind, names, [each.posting for each in rest if each.posting])
        for fits in (_same_return, _same_item_of_report if self._kind == REPORTS else _same_item):
            for each in rest:
                match = next((case for case in free if each.number not in cases and fits(each, case)), None)
                if match:
                    cases[each.number] = match.number
                    free.remove(match)
        return cases

    def _update(self, writing: Writing, number: int, found: OzonReturn, before: OzonHeld | None) -> None:
        """Bring the news of a return into its case; what is the seller's own stays."""
        earlier = self.kept(before.told, writing.now) if before else None
        new, old = self._record(writing, found), self._record(writing, earlier) if earlier else None
        case = writing.case(number)
        facts = {name: new.facts[name] for name in _CASE_FACTS if is_news(getattr(case, name), name, new, old)}
        if ozon_status(found.status).phase is Phase.WITHDRAWN and case.status == Status.NEW:
            facts |= {"status": Status.DISMISSED, "dismissed_at": writing.now}
        elif ozon_status(found.status).phase is Phase.WITHDRAWN and (not earlier or earlier.status != found.status):
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
    return json.dumps(found.raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _same_return(found: OzonReturn, case: Alike) -> bool:
    """Return whether a case is about a return by its number."""
    return bool(case.return_id) and case.return_id in (str(found.number), found.name)


def _same_item(found: OzonReturn, case: Alike) -> bool:
    """Return whether a case that names no return is about the same posting and product."""
    return not case.return_id and case.posting == found.posting and case.sku in (None, found.sku)


def _same_item_of_report(found: OzonReturn, case: Alike) -> bool:
    """Return whether a case is about the posting and the product of a return that has no number of its own."""
    return not found.is_numbered and case.posting == found.posting and case.sku in (None, found.sku)
