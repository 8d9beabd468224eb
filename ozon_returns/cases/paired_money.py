"""The cost or recovery that the program records along with a line: a payment of a ticket, or money returned to the buyer."""

from ozon_returns.store.buyer_tables import FulfillmentRow
from ozon_returns.store.columns import Row
from ozon_returns.store.line_tables import CostRow, PaymentRow, RecoveryRow, TicketRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import CostKind, FulfillmentKind, PaymentKind

_COSTS = {FulfillmentKind.REFUND.value: CostKind.REFUND, FulfillmentKind.BONUS.value: CostKind.BONUS}


def counterpart(writing: Writing, case: int, row: Row) -> CostRow | RecoveryRow | None:
    """Return the cost or recovery recorded with a line, of the same amount and moment; `None` if there is none."""
    if isinstance(row, PaymentRow):
        ticket = next(each for each in writing.rows(TicketRow, case=case) if each.id == row.ticket)
        if row.kind == PaymentKind.PAID:
            recovered = writing.rows(RecoveryRow, case=case, payer=ticket.addressee)
            return next((each for each in recovered if (each.amount, each.at) == (row.amount, row.at)), None)
        return _cost(writing, case, CostKind.DECOMPENSATION, row)
    if isinstance(row, FulfillmentRow) and row.kind in _COSTS:
        return _cost(writing, case, _COSTS[row.kind], row)
    return None


def _cost(writing: Writing, case: int, kind: CostKind, row: PaymentRow | FulfillmentRow) -> CostRow | None:
    """Return the cost of a kind with the amount and moment of a line."""
    costs = writing.rows(CostRow, case=case, kind=kind.value)
    return next((each for each in costs if (each.amount, each.at) == (row.amount, row.at)), None)
