"""Import of Ozon's report of returns: the good rows in one transaction, the bad ones named."""

from collections.abc import Iterator, Mapping

from ozon_returns.batches import batches
from ozon_returns.cases.from_ozon import REPORTS, Taking
from ozon_returns.cases.synced import Synced
from ozon_returns.sources.ozon_report import ReportRow
from ozon_returns.store.writing import Store

_AT_ONCE = 500


def take_report(rows: Iterator[ReportRow], own: Mapping[str, str], store: Store, *, dry_run: bool) -> tuple[Synced, list[ReportRow]]:
    """Take in the rows of a report; return what came of it, and the rows that could not be read. `own` is said of reasons."""
    synced = Synced()
    taking = Taking(REPORTS, own, synced)
    bad: list[ReportRow] = []
    with store.writing() as writing:
        for batch in batches(rows, _AT_ONCE):
            bad += [each for each in batch if each.found is None]
            taking.page(writing, [each.found for each in batch if each.found is not None])
            writing.seal()
        if dry_run:
            writing.forget()
    return synced, bad
