"""The cost or recovery that the program records along with a line: a payment of a ticket, or money returned to the buyer."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ozon_returns.store.buyer_tables import FulfillmentRow
from ozon_returns.store.columns import Row
from ozon_returns.store.line_tables import CostRow, PaymentRow, RecoveryRow, TicketRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import CostKind, FulfillmentKind, Payer, PaymentKind

_COSTS = {FulfillmentKind.REFUND.value: CostKind.REFUND, FulfillmentKind.BONUS.value: CostKind.BONUS}


class PairedMoney(NamedTuple):
    """The cost or recovery that belongs to a line: of what kind, or from whom, how much and when."""

    table: type[CostRow] | type[RecoveryRow]
    of: str
    amount: Decimal
    at: datetime

    @property
    def column(self) -> str:
        """Return the column that tells of what kind it is, or from whom."""
        return "kind" if self.table is CostRow else "payer"

    def row(self, case: int) -> Row:
        """Return it as a new row of a case."""
        named: dict[str, Any] = {self.column: self.of}
        return self.table(case=case, amount=self.amount, at=self.at, **named)


def paired(writing: Writing, row: Row) -> PairedMoney | None:
    """Return the cost or recovery that belongs to a line as it is now; `None` if none does."""
    if isinstance(row, PaymentRow):
        ticket = writing.session.get_one(TicketRow, row.ticket)
        if row.kind == PaymentKind.PAID:
            return PairedMoney(RecoveryRow, Payer(ticket.addressee).value, row.amount, row.at)
        return PairedMoney(CostRow, CostKind.DECOMPENSATION.value, row.amount, row.at)
    if isinstance(row, FulfillmentRow) and row.kind in _COSTS and row.amount is not None:
        return PairedMoney(CostRow, _COSTS[row.kind].value, row.amount, row.at)
    return None


def lines_with_money(writing: Writing, row: Row) -> Sequence[Row]:
    """Return the lines whose money a correction of a line may concern: those of a ticket are its payments."""
    return [row, *(writing.rows(PaymentRow, ticket=row.id) if isinstance(row, TicketRow) else ())]


def name_of(writing: Writing, row: CostRow | RecoveryRow) -> str:
    """Return the name of a cost or recovery as it is typed in a correction, such as `cost:1`."""
    ids = [each.id for each in writing.rows(type(row), case=row.case)]
    return f"{'cost' if isinstance(row, CostRow) else 'recovered'}:{ids.index(row.id) + 1}"


def held(writing: Writing, case: int, money: PairedMoney, taken: Sequence[Row]) -> CostRow | RecoveryRow | None:
    """Return the row of a cost or recovery, one that is not `taken` for another line; `None` if there is none."""
    rows: list[Any] = writing.rows(money.table, case=case, amount=money.amount, at=money.at, **{money.column: money.of})
    return next((each for each in rows if not any(each is other for other in taken)), None)
