"""Tasks that are due: a running deadline with the time left, what is at stake, the penalty so far, and the command to run."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.clocks.fulfilling import BONUS, DECIDED, OFFERED, REFUSAL
from ozon_returns.clocks.rules import Rule
from ozon_returns.money import plain_amount
from ozon_returns.vocabulary.activity import Addressee
from ozon_returns.vocabulary.case import UNFOUNDED, Cause, Milestone

_SECONDS = 3600
_DAILY = Decimal("0.01")
"""Daily penalty of 1 % of the price, in total at most the price (art. 23 of the consumer law as of 01.02.2026)."""

_LEAST = Decimal(1)
"""A stake below this stands for a sum that is not known."""

PROGRAM = "ozon-returns"


class Duty(NamedTuple):
    """A task to complete: its case, its rule, its deadline, and the command for it.

    `hours_left` is negative if overdue; `at_stake` is `None` if no money is at risk, or it is unknown how much; `penalty` is the
    amount accrued so far, `None` if there is none or the price is unknown; `assumed`: the moment it starts from is not recorded.
    """

    case: int
    item: str
    rule: str
    about: str
    title: str
    started_at: datetime
    due_at: datetime
    hours_left: float
    overdue: bool
    what_happens: str
    at_stake: Decimal | None
    penalty: Decimal | None
    assumed: bool
    command: str


class Running(NamedTuple):
    """A clock that runs: in which case, with what item, about what of it; `price` is that of all its items.

    `cause` is the established cause of the case, or the suspected one.
    """

    case: int
    item: str
    about: str
    started_at: datetime
    due_at: datetime
    stake: Decimal
    assumed: bool
    price: Decimal | None
    cause: str | None


class Said(NamedTuple):
    """A rule with its texts at a given moment, in the current language; `late` is its title when its term is over."""

    rule: Rule
    title: str
    late: str
    missed: str


def said(rule: Rule, now: datetime) -> Said:
    """Return a rule with its texts."""
    return Said(rule, rule.title(now), rule.title(now, late=True), rule.text("missed"))


def duty(told: Said, clock: Running, now: datetime) -> Duty:
    """Return the task of a running deadline at a given moment."""
    rule, late = told.rule, clock.due_at <= now
    return Duty(
        clock.case,
        clock.item,
        rule.id,
        clock.about,
        told.late if late else told.title,
        clock.started_at,
        clock.due_at,
        (clock.due_at - now).total_seconds() / _SECONDS,
        late,
        told.missed,
        known_stake(clock.stake),
        penalty_of(rule, clock.price, clock.due_at, now),
        clock.assumed,
        command_of(rule, Subject(clock.case, clock.about, clock.stake, clock.cause), late=late),
    )


class Subject(NamedTuple):
    """What a deadline is about: the case, the part of it, the money at risk, and the established or suspected cause."""

    case: int
    about: str
    stake: Decimal
    cause: str | None


def command_of(rule: Rule, subject: Subject, *, late: bool) -> str:
    """Return the command that settles a deadline.

    A claim or demand whose cause makes it unfounded is to be rejected, another one fulfilled.
    """
    kind, _dash, no = subject.about.rpartition("-")
    amount = known_stake(subject.stake)
    changed_mind = REFUSAL in (subject.about, rule.starts) or rule.starts == Milestone.REFUSED
    unfounded = subject.cause in UNFOUNDED - ({Cause.NO_DEFECT} if changed_mind else set()) and subject.about != DECIDED
    approve = "partial" if subject.about == BONUS or (subject.about == OFFERED and not late) else "approve"
    values = {
        "case": subject.case,
        "about": kind or subject.about,
        "ticket": no or "1",
        "decide": 'reject --why "..."' if unfounded else approve,
        "approve": approve,
        "refund": "",
        "amount": f" --amount {plain_amount(amount).removesuffix('.00')}" if amount is not None else " --amount ...",
    }
    values["remind"] = "--letter ozon.reminder" if kind == Addressee.OZON else '--answer "..."'
    values["refund"] = '--decide reject --why "..."' if unfounded else f"--done refund{values['amount']}"
    return f"{PROGRAM} {((rule.late_command if late else '') or rule.command).format(**values)}"


def known_stake(stake: Decimal) -> Decimal | None:
    """Return the money at risk; `None` if there is none, or it is unknown how much."""
    return stake if stake >= _LEAST else None


def penalty_of(rule: Rule, price: Decimal | None, due_at: datetime, until: datetime) -> Decimal | None:
    """Return the penalty of a deadline up to a moment; `None` if it has none, is not missed, or the price is unknown."""
    return penalty(price, due_at, until) if rule.penalty and due_at <= until and price is not None else None


def penalty(price: Decimal, due_at: datetime, now: datetime) -> Decimal:
    """Return the penalty under the consumer law at a given moment.

    It is 1 % of the price for each day after the last one, at most the price.
    """
    days = max(0, (now.astimezone(due_at.tzinfo).date() - due_at.date()).days)
    return min(price, price * days * _DAILY).quantize(Decimal("0.01"))
