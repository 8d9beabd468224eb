"""What a table lacks to be one of Ozon's reports, where it lacks a single column: Ozon renames them now and then."""

from collections.abc import Iterator, Sequence
from itertools import islice

from ozon_returns.sources import ozon_accruals, ozon_orders
from ozon_returns.sources.ozon_report import folded_heading
from ozon_returns.words import N_, _

_HEAD = 15
_REPORTS = (
    (N_("it looks like Ozon's report of accruals, but has no column {columns}"), ozon_accruals.NEEDED, ozon_accruals.COLUMNS),
    (N_("it looks like Ozon's report of orders, but has no column {columns}"), ozon_orders.NEEDED, ozon_orders.COLUMNS),
)


def missing_columns(rows: Iterator[Sequence[str]]) -> str:
    """Return what is missing; empty for a table that is like none of the reports."""
    for cells in islice(rows, _HEAD):
        for told, needed, columns in _REPORTS:
            missing = needed - {columns.get(folded_heading(cell)) for cell in cells}
            if len(missing) == 1:
                return _(told).format(columns=" / ".join(f"«{heading}»" for heading, name in columns.items() if name in missing))
    return ""
