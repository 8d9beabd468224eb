"""Import of Ozon's accruals: costs of returns, and what Ozon paid or took back, go to their cases, once; money of a ticket is told of.

Each row is remembered, so that the next file, which may begin in the middle of the last one, adds only what is new in it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.cases.accruals_money import cost_kind, has_ticket, money_notes, recorded_sum
from ozon_returns.money import format_money, plain_amount
from ozon_returns.period import local, stored
from ozon_returns.products.deliveries import Taken
from ozon_returns.sources.ozon_accruals import PAID, TAKEN_BACK, Accrual, Accruals
from ozon_returns.store import ozon_facts, ozon_rows
from ozon_returns.store.line_tables import CostRow, RecoveryRow
from ozon_returns.store.ozon_facts import ACCRUALS
from ozon_returns.store.ozon_rows import Alike
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.activity import CostKind, Payer
from ozon_returns.vocabulary.case import Status
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, name

_NAMED = 10


@dataclass
class AccrualsTaken(Taken):
    """What came of the import: costs `added`, rows there already, accruals that no case has, and rows that could not be read."""

    without_case: int = 0
    bad: list[Accrual] = field(default_factory=list)


class _Row(NamedTuple):
    """An accrual of a case, and the key that it is remembered by."""

    accrual: Accrual
    case: int
    key: str


def take_accruals(found: Accruals, store: Store, file: str, *, dry_run: bool) -> AccrualsTaken:
    """Import accruals in one transaction."""
    taken = AccrualsTaken(bad=[each for each in found.rows if each.why])
    with store.writing() as writing:
        rows, shared = _with_cases(writing, found.readable(), taken)
        before = ozon_facts.facts_told(writing.connection, ACCRUALS, [each.key for each in rows])
        taken.unchanged = sum(each.key in before for each in rows)
        new = [each for each in rows if each.key not in before]
        by_case: defaultdict[int, defaultdict[str, list[tuple[Accrual, bool]]]] = defaultdict(lambda: defaultdict(list))
        for each in rows:
            by_case[each.case][each.accrual.kind].append((each.accrual, each.key in before))
        earlier = ozon_facts.accrued(writing.connection, by_case)
        for number, by_kind in sorted(by_case.items()):
            _add(writing, _OfCase(number, by_kind, {kind: earlier[number, kind].amount for kind in by_kind}), taken, file)
        told = {
            each.key: {
                "case": each.case,
                "kind": each.accrual.kind,
                "amount": plain_amount(each.accrual.amount),
                "at": stored(each.accrual.at),
            }
            for each in new
        }
        ozon_facts.keep_facts(writing.connection, ACCRUALS, told, stored(writing.now))
        taken.notes += money_notes(writing, {each.case for each in rows if each.accrual.kind in (PAID, TAKEN_BACK)})
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


def _with_cases(writing: Writing, accruals: Sequence[Accrual], taken: AccrualsTaken) -> tuple[list[_Row], list[tuple[Accrual, list[int]]]]:
    """Return the accruals that are of one case, and those that may be of several; equal rows are told apart by their number."""
    known: defaultdict[str, list[Alike]] = defaultdict(list)
    for case in ozon_rows.alike(writing.connection, (), {each.posting for each in accruals}, ()):
        known[case.posting or ""].append(case)
    again: Counter[str] = Counter()
    rows, shared = [], []
    for each in accruals:
        cases = [case.number for case in known[each.posting] if _is_of(each, case)]
        cases = [number for number in cases if writing.status(number) != Status.DISMISSED]
        told = f"{each.posting}\t{each.sku}\t{each.article}\t{each.kind}\t{each.amount}\t{stored(each.at)}"
        again[told] += 1
        if len(cases) == 1:
            rows.append(_Row(each, cases[0], hashlib.sha256(f"{told}\t{again[told]}".encode("utf-8", "replace")).hexdigest()))
        elif cases:
            shared.append((each, cases))
        else:
            taken.without_case += 1
    return rows, shared


def _is_of(accrual: Accrual, case: Alike) -> bool:
    """Return whether an accrual of the posting of a case may be of its product."""
    if accrual.sku and case.sku:
        return accrual.sku == case.sku
    return not (accrual.article and case.article) or accrual.article == case.article


class _OfCase(NamedTuple):
    """The accruals of a file for a case by kind, each with whether it was known before, and the sums of all that were known before."""

    number: int
    by_kind: Mapping[str, Sequence[tuple[Accrual, bool]]]
    earlier: Mapping[str, Decimal]


def _add(writing: Writing, of: _OfCase, taken: AccrualsTaken, file: str) -> None:
    """Add the costs of a file that a case does not have: the new ones, or all of it where those of before were undone.

    What the seller has recorded of a kind, or what reverses more than is new, is only told of.
    """
    number = of.number
    costs, recovered = [], []
    for kind, own in of.by_kind.items():
        if kind in (PAID, TAKEN_BACK) and has_ticket(writing, number):
            continue  # money of a ticket is recorded in the ticket
        recorded = recorded_sum(writing, number, kind)
        earlier = of.earlier[kind]
        known, new = ([each for each, is_known in own if is_known is wanted] for wanted in (True, False))
        was_undone = recorded != earlier and recorded == earlier - _total(known)
        sums, reversed_sum = _by_day([*known, *new] if was_undone else new, writing)
        if (was_undone or recorded == earlier) and not reversed_sum:
            lines = [{"case": number, "amount": amount, "at": local(day, writing.book.zone)} for day, amount in sums.items()]
            recovered += [{**each, "payer": Payer.OZON} for each in lines if kind == PAID]
            costs += [{**each, "kind": cost_kind(kind)} for each in lines if kind != PAID]
        elif recorded != earlier + _total(new) and kind not in (PAID, TAKEN_BACK):
            taken.notes.append(_differs(number, kind, recorded, earlier + _total(new)))
    if costs or recovered:
        case = writing.case(number)
        writing.insert(CostRow, costs)
        writing.insert(RecoveryRow, recovered)
        added = {name: len(lines) for name, lines in (("costs", costs), ("recovered", recovered)) if lines}
        writing.record(case, EventKind.UPDATED, {"file": file, "added": added})
        taken.added += len(costs) + len(recovered)


def _total(accruals: Iterable[Accrual]) -> Decimal:
    """Return the sum of accruals."""
    return sum((each.amount for each in accruals), Decimal(0))


def _by_day(accruals: Iterable[Accrual], writing: Writing) -> tuple[dict[date, Decimal], Decimal]:
    """Return the sums of costs by day, less what reverses them, the last ones first, and what is reversed beyond them."""
    sums: defaultdict[date, Decimal] = defaultdict(Decimal)
    for each in accruals:
        sums[each.at.astimezone(writing.book.zone).date()] += each.amount
    left = -sum((amount for amount in sums.values() if amount < 0), Decimal(0))
    costs = {day: amount for day, amount in sorted(sums.items()) if amount > 0}
    for day in sorted(costs, reverse=True):
        off = min(left, costs[day])
        costs[day] -= off
        left -= off
    return {day: amount for day, amount in costs.items() if amount}, left


def _differs(number: int, kind: str, recorded: Decimal, told: Decimal) -> str:
    """Return a note on costs of which the case has another sum than Ozon."""
    return _("Case {case} has {there} of “{kind}”, and Ozon writes {amount} in all: left as it is; correct it: {command}").format(
        case=number,
        there=format_money(recorded),
        kind=name(CostKind(kind)),
        amount=format_money(told) if told >= 0 else f"−{format_money(-told)}",
        command=f"ozon-returns fix {number}",
    )
