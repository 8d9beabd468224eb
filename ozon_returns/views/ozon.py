"""What Ozon says of a case now, and which of its reasons nobody knows."""

from collections.abc import Sequence

from ozon_returns.period import restored
from ozon_returns.sources.ozon_statuses import ozon_status
from ozon_returns.store import ozon_facts, ozon_rows
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


_NAMED = 5
"""So many reasons are named."""


def unknown_told(reasons: Sequence[tuple[str, int]]) -> list[str]:
    """Return a note on reasons of which nobody knows what they mean."""
    if not reasons:
        return []
    named = "; ".join(f"«{reason}» ({count})" for reason, count in reasons[:_NAMED])
    told = _("Returns with reasons that are not known, so they are no cases: {named}. Say what one means: {command}")
    return [told.format(named=named, command='ozon-returns settings set "reasons.REASON" yes')]
