"""Reasons of returns of which nobody knows what they mean, so that the seller can say it."""

from collections import Counter
from collections.abc import Mapping

from ozon_returns.cases.ozon_kept import CLAIMS, REPORTS, RETURNS
from ozon_returns.sources.return_reasons import Quality, return_reason
from ozon_returns.store import ozon_rows
from ozon_returns.store.writing import Store


def reasons_of(store: Store, kind: str) -> list[tuple[str, int]]:
    """Return the reasons of what has no case, and how often each is."""
    with ozon_rows.opened(store.path) as connection:
        return ozon_rows.reasons_without_case(connection, kind)


def unknown_reasons(store: Store, own: Mapping[str, str]) -> list[tuple[str, int]]:
    """Return the unknown reasons of what has no case, and how often each is, the most frequent first; `own` is said by the seller."""
    found: Counter[str] = Counter()
    for kind in (RETURNS, CLAIMS, REPORTS):
        found.update(dict(reasons_of(store, kind)))
    return [(text, count) for text, count in found.most_common() if text and return_reason(text, own).quality is Quality.OPEN]
