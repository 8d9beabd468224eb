"""What Ozon says of a case now, and which of its reasons nobody knows."""

from collections.abc import Sequence

from ozon_returns.period import restored
from ozon_returns.sources.ozon_statuses import Phase, names_of, ozon_status
from ozon_returns.store import ozon_facts, ozon_rows
from ozon_returns.store.ozon_open import open_claims, undecided, undone_returns
from ozon_returns.store.reading import Reading
from ozon_returns.views.answer import Block, Facts
from ozon_returns.words import _, format_moment


def ozon_told(reading: Reading, number: int, posting: str | None) -> list[Block]:
    """Return the status of the returns and claims of a case at Ozon; nothing if there is none."""
    rows = [
        (
            format_moment(restored(each.status_at, reading.zone)) if each.status_at else "",
            " · ".join(part for part in (ozon_status(each.status).title, each.reason) if part),
        )
        for each in ozon_rows.of_case(reading.connection, number)
    ]
    rows += _posting_told(reading, posting) if posting else []
    return ["", _("At Ozon"), Facts(rows)] if rows else []


def _posting_told(reading: Reading, posting: str) -> list[tuple[str, str]]:
    """Return what Ozon told of a posting: what of it a person is to doubt."""
    told = ozon_facts.facts_told(reading.connection, ozon_facts.POSTINGS, [posting]).get(posting, {})
    if not told.get("delivered_at"):
        return []
    doubt = _("delivered, by Ozon's word; that may be the hand-over to delivery: ask the buyer before a term by law depends on it")
    return [(format_moment(restored(told["delivered_at"], reading.zone)), doubt)]


def undecided_told(reading: Reading, only: int | None = None) -> list[str]:
    """Return notes on cases whose claims are decided here while Ozon still waits; `only` one case, if named."""
    found = [each for each in undecided(reading.connection, names_of(Phase.CLAIM)) if only in (None, each.case)]
    claims, others = ([each.case for each in found if each.is_claim is wanted] for wanted in (True, False))
    notes = []
    if claims:
        told = _("Ozon still waits for your decision on cases {cases}: it is recorded here only. Decide it there: {command}")
        command = f"ozon-returns contact {claims[0]} --decide ... --send"
        notes.append(told.format(cases=", ".join(map(str, claims[:_NAMED])), command=command))
    if others:
        told = _(
            "Ozon still waits for your decision on cases {cases}: it is recorded here only. "
            "Decide it in the seller's account, and then: {command}"
        )
        notes.append(told.format(cases=", ".join(map(str, others[:_NAMED])), command="ozon-returns sync"))
    return notes


def claims_told(reading: Reading) -> list[str]:
    """Return a note on claims that can be decided at Ozon with the command that settles their deadline."""
    found = open_claims(reading.connection, names_of(Phase.CLAIM))
    named = ", ".join(map(str, found[:_NAMED]))
    return [_("With --send, the claims of cases {cases} are decided at Ozon, too.").format(cases=named)] if found else []


def undone_told(reading: Reading, *, quiet: bool) -> list[str]:
    """Return a note on returns whose cases were undone, if any; `quiet`: only where Ozon waits for the seller."""
    found = undone_returns(reading.connection, names_of(Phase.CLAIM))
    if not (found.waiting if quiet else found.returns):
        return []
    told = _(
        "Returns whose cases were undone are not opened again: {n}; of these wait for you at Ozon: {waiting}. Put them back: {command}"
    )
    return [told.format(n=found.returns, waiting=found.waiting, command="ozon-returns undo --redo")]


_NAMED = 5
"""So many reasons, or cases, are named."""


def unknown_told(reasons: Sequence[tuple[str, int]]) -> list[str]:
    """Return a note on reasons of which nobody knows what they mean."""
    if not reasons:
        return []
    named = "; ".join(f"«{reason}» ({count})" for reason, count in reasons[:_NAMED])
    told = _("Returns with reasons that are not known, so they are no cases: {named}. Say what one means: {command}")
    return [told.format(named=named, command='ozon-returns settings set "reasons.REASON" yes')]
