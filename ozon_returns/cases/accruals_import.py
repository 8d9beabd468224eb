"""Import of Ozon's accruals: costs of returns go to their cases, once; what Ozon paid or took back is told with the command for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ozon_returns.money import format_money, plain_amount
from ozon_returns.products.deliveries import Taken
from ozon_returns.sources.ozon_accruals import PAID, TAKEN_BACK, Accrual
from ozon_returns.store import ozon_rows
from ozon_returns.store.line_tables import CostRow, PaymentRow, RecoveryRow, TicketRow
from ozon_returns.store.ozon_rows import Alike
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.activity import Addressee, CostKind, Payer
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_day, name

_NAMED = 10

Key = tuple[int, str, date]
"""Case, kind and day of costs, which an import compares as a sum: Ozon may write one service in several rows."""


@dataclass
class AccrualsTaken(Taken):
    """What came of the import: costs `added`, those there already, and accruals that no case has."""

    without_case: int = 0
    bad: list[Accrual] = field(default_factory=list)


def take_accruals(accruals: Iterable[Accrual], store: Store, file: str, *, dry_run: bool) -> AccrualsTaken:
    """Import accruals in one transaction."""
    taken = AccrualsTaken()
    good: list[Accrual] = []
    for each in accruals:
        (taken.bad if each.why else good).append(each)
    if not any(each.amount > 0 for each in good if each.kind != PAID):
        good = [each._replace(amount=abs(each.amount)) for each in good]  # a report without signs
    with store.writing() as writing:
        sums: defaultdict[Key, Decimal] = defaultdict(Decimal)
        shared = _sum(writing, good, sums, taken)
        sums = defaultdict(Decimal, {key: amount for key, amount in sums.items() if amount > 0})
        costs = {key: amount for key, amount in sums.items() if key[1] not in (PAID, TAKEN_BACK)}
        for number in sorted({case for case, _kind, _day in costs}):
            _add(writing, number, {key: amount for key, amount in costs.items() if key[0] == number}, taken, file)
        taken.notes += _money(writing, {key: amount for key, amount in sums.items() if key not in costs})
        if dry_run:
            writing.forget()
    taken.notes += [
        _("Line {line}: {amount} is of several cases ({cases}); divide it by hand: {command}").format(
            line=each.line,
            amount=format_money(each.amount),
            cases=", ".join(map(str, numbers)),
            command=f"ozon-returns resolve {numbers[0]} --cost {each.kind}=...",
        )
        for each, numbers in shared[:_NAMED]
    ]
    return taken


def _sum(
    writing: Writing, accruals: Sequence[Accrual], sums: defaultdict[Key, Decimal], taken: AccrualsTaken
) -> list[tuple[Accrual, list[int]]]:
    """Add up the accruals of each case by kind and day; return those that may be of several cases, with these."""
    postings = {each.posting for each in accruals}
    known: dict[str, list[Alike]] = {}
    for case in ozon_rows.alike(writing.connection, (), postings, ()):
        known.setdefault(case.posting or "", []).append(case)
    shared = []
    for each in accruals:
        cases = [case for case in known.get(each.posting, ()) if _is_of(each, case)]
        if len(cases) == 1:
            day = each.at.astimezone(writing.book.zone).date()
            sums[cases[0].number, each.kind, day] += each.amount
        elif cases:
            shared.append((each, [case.number for case in cases]))
        else:
            taken.without_case += 1
    return shared


def _is_of(accrual: Accrual, case: Alike) -> bool:
    """Return whether an accrual of the posting of a case may be of its product."""
    if accrual.sku and case.sku:
        return accrual.sku == case.sku
    return not (accrual.article and case.article) or accrual.article == case.article


def _add(writing: Writing, number: int, sums: dict[Key, Decimal], taken: AccrualsTaken, file: str) -> None:
    """Add to a case the costs it does not have; of the money for the buyer, what is recorded already stays."""
    held = writing.rows(CostRow, case=number)
    refunded = any(row.kind == CostKind.REFUND for row in held)
    new = []
    for (_case, kind, day), amount in sums.items():
        same = [row for row in held if row.kind == kind and row.at.astimezone(writing.book.zone).date() == day]
        there = sum((row.amount for row in same), Decimal(0))
        if there == amount or (kind == CostKind.REFUND and refunded):
            taken.unchanged += 1
        elif same:
            told = _("Case {case} has {there} of “{kind}” on {day}, and Ozon writes {amount}: left as it is.")
            taken.notes.append(
                told.format(
                    case=number, there=format_money(there), kind=name(CostKind(kind)), day=format_day(day), amount=format_money(amount)
                )
            )
        else:
            at = writing.now.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0)
            new.append({"case": number, "kind": kind, "amount": amount, "at": at})
    if new:
        case = writing.case(number)
        writing.insert(CostRow, new)
        writing.record(case, EventKind.UPDATED, {"file": file, "added": {"costs": len(new)}})
        taken.added += len(new)


def _money(writing: Writing, sums: dict[Key, Decimal]) -> list[str]:
    """Return notes on what Ozon paid for cases or took back that is not recorded in them, each with the command that records it."""
    notes = []
    for (number, kind, day), amount in sums.items():
        tickets = [row for row in writing.rows(TicketRow, case=number) if row.addressee == Addressee.OZON]
        made = [row.amount for ticket in tickets for row in writing.rows(PaymentRow, ticket=ticket.id) if row.kind == kind]
        if kind == PAID:
            made += [row.amount for row in writing.rows(RecoveryRow, case=number, payer=Payer.OZON)]
        else:
            made += [row.amount for row in writing.rows(CostRow, case=number, kind=CostKind.DECOMPENSATION)]
        if amount in made:
            continue
        told = _("Ozon has paid {amount} for case {case}: {command}")
        if kind == TAKEN_BACK:
            told = _("Ozon has taken back {amount} of case {case}: {command}")
        command = _recording(number, kind, plain_amount(amount), day if tickets else None)
        notes.append(told.format(amount=format_money(amount), case=number, command=command))
    return notes


def _recording(number: int, kind: str, amount: str, of_ticket: date | None) -> str:
    """Return the command that records money of Ozon's: of the ticket, with its day, else of the case itself."""
    if of_ticket is None:
        return f"ozon-returns resolve {number} --{'recovered ozon' if kind == PAID else 'cost decompensation'}={amount}"
    option = "paid-at" if kind == PAID else "taken-back"
    return f"ozon-returns ticket {number} --to ozon --{option} {of_ticket} --amount {amount}"
