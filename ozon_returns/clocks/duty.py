"""What is due: a clock that runs, with how long is left, what it costs by now, and what to type."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.clocks.rules import Rule

_SECONDS = 3600
_DAILY = Decimal("0.01")
"""A hundredth of the price a day, all of it together at most the price (art. 23 of the consumer law as of 01.02.2026)."""

PROGRAM = "ozon-returns"


class Duty(NamedTuple):
    """One thing to do: in which case, by which rule, when, and the command for it.

    `hours_left` is below zero when it is overdue; `penalty` is what runs up by then, `None` where none does or the price is unknown.
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
    """A rule with what it says at a moment, in the language of this run."""

    rule: Rule
    title: str
    missed: str


def said(rule: Rule, now: datetime) -> Said:
    """Say what a rule says."""
    return Said(rule, rule.title(now), rule.text("missed"))


def duty(told: Said, clock: Running, now: datetime) -> Duty:
    """Say what is due at a moment."""
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
    """Give the penalty of the consumer law at a moment: 1 % of the price for each day after the last one, at most the price."""
    days = max(0, (now.astimezone(due_at.tzinfo).date() - due_at.date()).days)
    return min(price, price * days * _DAILY).quantize(Decimal("0.01"))
