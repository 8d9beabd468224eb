"""What Ozon paid for cases or took back, beside what is recorded in them."""

from collections.abc import Iterable
from decimal import Decimal

from ozon_returns.money import format_money, plain_amount
from ozon_returns.period import restored
from ozon_returns.sources.ozon_accruals import PAID, TAKEN_BACK
from ozon_returns.store import ozon_facts
from ozon_returns.store.line_tables import CostRow, RecoveryRow, TicketRow
from ozon_returns.store.writing import Writing
from ozon_returns.vocabulary.activity import Addressee, CostKind, Payer
from ozon_returns.words import _


def money_notes(writing: Writing, cases: Iterable[int]) -> list[str]:
    """Return notes on what Ozon paid or took back, by all the accruals that were imported, and what is not recorded of it.

    Each has the command that records the difference. Money of a ticket is recorded in its case, too: recovered, or a cost.
    """
    notes = []
    numbers = sorted(cases)
    known = ozon_facts.accrued(writing.connection, numbers)
    for number in numbers:
        for kind in (PAID, TAKEN_BACK):
            total, last = known[number, kind]
            lacking = total - recorded_sum(writing, number, kind)
            if lacking > 0:
                told = _("Ozon has paid {amount} for case {case}: {command}")
                if kind == TAKEN_BACK:
                    told = _("Ozon has taken back {amount} of case {case}: {command}")
                notes.append(
                    told.format(amount=format_money(lacking), case=number, command=_recording(writing, number, kind, lacking, last))
                )
    return notes


def cost_kind(kind: str) -> str:
    """Return the kind of cost that an accrual is."""
    return CostKind.DECOMPENSATION if kind == TAKEN_BACK else kind


def recorded_sum(writing: Writing, number: int, kind: str) -> Decimal:
    """Return what is recorded in a case of a kind of accruals."""
    rows = (
        writing.rows(RecoveryRow, case=number, payer=Payer.OZON)
        if kind == PAID
        else writing.rows(CostRow, case=number, kind=cost_kind(kind))
    )
    return sum((row.amount for row in rows), Decimal(0))


def has_ticket(writing: Writing, number: int) -> bool:
    """Return whether a case has a ticket to Ozon that was handed in."""
    return any(row.addressee == Addressee.OZON and row.opened_at for row in writing.rows(TicketRow, case=number))


def _recording(writing: Writing, number: int, kind: str, amount: Decimal, last: str) -> str:
    """Return the command that records money of Ozon's: of its ticket, with the day of the last accrual, else of the case itself."""
    if not has_ticket(writing, number):
        return f"ozon-returns resolve {number} --{'recovered ozon' if kind == PAID else 'cost decompensation'}={plain_amount(amount)}"
    day = restored(last, writing.book.zone).date()
    return f"ozon-returns ticket {number} --to ozon --{'paid-at' if kind == PAID else 'taken-back'} {day} --amount {plain_amount(amount)}"
