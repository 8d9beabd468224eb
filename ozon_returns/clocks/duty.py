"""Tasks that are due: a running deadline with the time left, the penalty so far, and the command to run."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.clocks.rules import Rule

_SECONDS = 3600
_DAILY = Decimal("0.01")
"""Daily penalty of 1 % of the price, in total at most the price (art. 23 of the consumer law as of 01.02.2026)."""

PROGRAM = "ozon-returns"


class Duty(NamedTuple):
    """A task to complete: its case, its rule, its deadline, and the command for it.

    `hours_left` is negative if overdue; `penalty` is the amount accrued so far, `None` if there is none or the price is
    unknown.
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
    penalty: Decimal | None
    command: str


class Running(NamedTuple):
    """A clock that runs: in which case, with what item, about what of it; `price` is that of all its items.

    `ticket` is the place of the ticket it is about, where the case has several to the same addressee.
    """

    case: int
    item: str
    about: str
    ticket: int | None
    started_at: datetime
    due_at: datetime
    price: Decimal | None


class Said(NamedTuple):
    """A rule with its texts at a given moment, in the current language."""

    rule: Rule
    title: str
    missed: str


def said(rule: Rule, now: datetime) -> Said:
    """Return a rule with its texts."""
    return Said(rule, rule.title(now), rule.text("missed"))


def duty(told: Said, clock: Running, now: datetime) -> Duty:
    """Return the task of a running deadline at a given moment."""
    rule, late = told.rule, clock.due_at <= now
    template = rule.command if clock.ticket is None else rule.command.replace("--to {about}", f"--ticket {clock.ticket}")
    command = template.format(case=clock.case, about=clock.about.rpartition("-")[0] or clock.about)
    return Duty(
        clock.case,
        clock.item,
        rule.id,
        clock.about,
        told.title,
        clock.started_at,
        clock.due_at,
        round((clock.due_at - now).total_seconds() / _SECONDS, 1),
        late,
        told.missed,
        penalty(clock.price, clock.due_at, now) if rule.penalty and late and clock.price is not None else None,
        f"{PROGRAM} {command}",
    )


def penalty(price: Decimal, due_at: datetime, now: datetime) -> Decimal:
    """Return the penalty under the consumer law at a given moment.

    It is 1 % of the price for each day after the last one, at most the price.
    """
    days = max(0, (now.astimezone(due_at.tzinfo).date() - due_at.date()).days)
    return min(price, price * days * _DAILY).quantize(Decimal("0.01"))
