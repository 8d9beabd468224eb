"""What Ozon knows of the postings of open cases, brought into what is empty there; each posting is asked for until nothing can change."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ozon_returns.cases.from_ozon import OZON
from ozon_returns.errors.ozon import OzonError
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.postings import Posting, posting
from ozon_returns.period import restored, stored
from ozon_returns.store import ozon_facts, ozon_rows, tables
from ozon_returns.store.ozon_facts import POSTINGS, AskedPosting
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.case import Milestone, Scheme
from ozon_returns.vocabulary.event import EventKind

MOST = 200
"""So many postings are asked for in one run: at two calls a second, not two minutes."""

_AT_ONCE = 25
"""So many postings are stored together."""

_AGAIN = timedelta(days=1)
_FACTS = ("scheme", "warehouse", "carrier")


def bring_postings(client: Client, store: Store) -> bool:
    """Read postings of open cases that lack something, and fill that in; return whether some are left for the next run.

    Raise `OzonError` and `OzonUnreachableError`; what was read before stays.
    """
    with ozon_rows.opened(store.path) as connection:
        asked = ozon_facts.wanted(connection, stored(store.now - _AGAIN), MOST + 1)
    refused: list[OzonError] = []
    for start in range(0, min(len(asked), MOST), _AT_ONCE):
        found: list[tuple[AskedPosting, Posting]] = []
        try:
            for each in asked[start : min(start + _AT_ONCE, MOST)]:
                told = _read(client, each, refused)
                found += [(each, told)] if told is not None else []
        finally:
            with store.writing() as writing:
                for each, told in found:
                    _bring(writing, each, told)
    if refused:
        raise refused[-1]
    return len(asked) > MOST


def _read(client: Client, asked: AskedPosting, refused: list[OzonError]) -> Posting | None:
    """Return a posting; `None` and one more of the `refused` if Ozon refuses this one only."""
    try:
        return posting(client, asked.posting, asked.scheme)
    except OzonError as error:
        if type(error) is not OzonError:
            raise
        refused.append(error)
        return None


def _bring(writing: Writing, asked: AskedPosting, found: Posting) -> None:
    """Bring a posting into its cases, and keep what was told."""
    new = {name: getattr(found, name) for name in (*_FACTS, "status", "is_final")}
    new["delivered_at"] = stored(found.delivered_at) if found.delivered_at else ""
    before = ozon_facts.facts_told(writing.connection, POSTINGS, [asked.posting]).get(asked.posting, {})
    cases = ozon_facts.cases_of(writing.connection, asked.posting)
    new["cases"] = sorted({*before.get("cases", ()), *cases})
    for number in cases:
        case = writing.case(number)
        old = before if number in before.get("cases", ()) else {}
        facts = {name: new[name] for name in _FACTS if new[name] and getattr(case, name) == (old.get(name) or None)}
        if facts.get("scheme") not in {*Scheme, None}:
            del facts["scheme"]
        changes = writing.change(case, **facts)
        added = _deliver(writing, case, new, old)
        if changes or added:
            writing.record(case, EventKind.UPDATED, {"file": OZON, "ozon": found.status, "changes": changes, "added": added})
    ozon_facts.keep_facts(writing.connection, POSTINGS, {asked.posting: new}, stored(writing.now))


def _deliver(writing: Writing, case: tables.CaseRow, new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, int]:
    """Add the date of delivery to a case that has none and never had Ozon's, unless it is after what followed from it."""
    if not new["delivered_at"] or old.get("delivered_at"):
        return {}
    at = restored(new["delivered_at"], writing.book.zone)
    rows = {row.kind: row.at for row in writing.rows(tables.MilestoneRow, case=case.number)}
    if Milestone.DELIVERED in rows or at > min([case.found_at, *rows.values()]):
        return {}
    writing.insert(tables.MilestoneRow, [{"case": case.number, "kind": Milestone.DELIVERED, "at": at}])
    return {"dates": 1}
