"""Output of what is due: most urgent first, with the time left, the consequences, and the command to run."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from ozon_returns.clocks.duty import Duty
from ozon_returns.clocks.rules import Rule, Rulebook
from ozon_returns.money import format_money as money
from ozon_returns.period import restored
from ozon_returns.store.clocks import Moved
from ozon_returns.store.due import SOON
from ozon_returns.views.answer import Block, Entries, Entry, Tone
from ozon_returns.vocabulary.case import CURRENCY
from ozon_returns.words import N_, _, format_moment, n_

WEEK = timedelta(days=7)
_HOURS_SHOWN = 48
_DAY = 24
_ITEM = 24
"""Length up to which the name of a product is shown to a person: what happens otherwise stands behind it."""

_NOW, _WEEK, _LATER = N_("Now"), N_("This week"), N_("Later")


def blocks(duties: Sequence[Duty], now: datetime) -> list[Block]:
    """Return what is due in groups, in the order given; in a pipe one line each."""
    found: list[Block] = []
    for heading, members in groupby(duties, lambda each: _heading(each, now)):
        among = list(members)
        entries = [_entry(each, now) for each in among]
        found.append(Entries(f"{_(heading)} ({len(entries)})", entries, alert=any(each.overdue for each in among)))
    return found


def _heading(each: Duty, now: datetime) -> str:
    """Return the heading under which a duty is shown: what is overdue or due within a day comes first."""
    if each.due_at <= now + SOON:
        return _NOW
    return _WEEK if each.due_at <= now + WEEK else _LATER


def _group(each: Duty, now: datetime) -> str:
    """Return the group of a duty."""
    if each.overdue:
        return "overdue"
    if each.due_at.date() == now.astimezone(each.due_at.tzinfo).date():
        return "today"
    return "week" if each.due_at <= now + WEEK else "later"


_GROUPS = {"overdue": N_("overdue"), "today": N_("today"), "week": N_("week"), "later": N_("later")}


def _entry(each: Duty, now: datetime) -> Entry:
    """Return the entry of a duty: a line for time, money and title, one for case and consequences, one for the command."""
    group = _group(each, now)
    running = _("penalty so far {amount}").format(amount=money(each.penalty)) if each.penalty else ""
    item = " ".join(each.item.split())
    number = _("Case {number}").format(number=each.case)
    assumed = _("assumed from {when}").format(when=format_moment(each.started_at)) if each.assumed else ""
    stake = _("{amount} at stake").format(amount=money(each.at_stake)) if each.at_stake is not None else ""
    otherwise = "; ".join(part for part in (each.what_happens, assumed) if part)
    head = " · ".join(part for part in (left(each), running or stake, each.title) if part)
    about = item if len(item) <= _ITEM else item[: _ITEM - 1] + "…"
    where = " · ".join(part for part in (number, about, format_moment(each.due_at), otherwise) if part)
    record = [
        _(_GROUPS[group]),
        str(each.case),
        format_moment(each.due_at),
        left(each),
        each.title,
        item,
        "; ".join(part for part in (each.what_happens, assumed) if part),
        running or stake,
        each.command,
    ]
    tone = Tone.LATE if each.overdue else Tone.SOON if each.due_at <= now + SOON else None
    return Entry(record, [head, where, each.command], tone)


def left(each: Duty) -> str:
    """Format the time left or overdue: minutes up to an hour, hours up to two days, then days."""
    hours = abs(each.hours_left)
    if hours < 1:
        minutes = round(hours * 60)
        return n_("{n} min late", "{n} min late", minutes) if each.overdue else n_("{n} min left", "{n} min left", minutes)
    if hours < _HOURS_SHOWN:
        count = int(round(hours, 1))
        return n_("{n} h late", "{n} h late", count) if each.overdue else n_("{n} h left", "{n} h left", count)
    count = int(hours // _DAY)
    return n_("{n} day late", "{n} days late", count) if each.overdue else n_("{n} day left", "{n} days left", count)


def document(each: Duty) -> dict[str, object]:
    """Return a duty as a JSON document."""
    return {
        "case": each.case,
        "rule": each.rule,
        "title": each.title,
        "due_at": each.due_at.isoformat(),
        "hours_left": round(each.hours_left, 1),
        "overdue": each.overdue,
        "what_happens": each.what_happens,
        "command": each.command,
        "about": each.about or None,
        "item": each.item or None,
        "started_at": each.started_at.isoformat(),
        "at_stake": each.at_stake,
        "penalty": each.penalty,
        "assumed": each.assumed,
        "currency": CURRENCY,
    }


def court_told(duties: Iterable[Duty]) -> list[str]:
    """Return what a court adds to a penalty, once, if one accrues (art. 13 p. 6 of the consumer law)."""
    told = _("In court, half of what is awarded comes on top of a penalty (art. 13 p. 6 of the consumer law).")
    return [told] if any(each.penalty for each in duties) else []


def overdue_told(count: int) -> list[str]:
    """Return a note with the number of overdue deadlines; empty if there are none."""
    return [n_("{n} task is overdue: ozon-returns due", "{n} tasks are overdue: ozon-returns due", count)] if count else []


def unset_documents(waiting: Iterable[tuple[Rule, int]]) -> list[dict[str, object]]:
    """Return the deadlines that no source gives as a program reads them."""
    return [{"rule": rule.id, "title": rule.text("title"), "cases": number} for rule, number in waiting]


def unset_told(waiting: Iterable[tuple[Rule, int]]) -> list[str]:
    """Return requests to set the deadlines that no source gives."""
    told = _("No source sets the deadline for “{title}” (cases waiting: {n}). Set it in settings.toml: [rules.{rule}] days = N")
    return [told.format(title=rule.text("title"), n=count, rule=rule.id) for rule, count in waiting]


def moves_told(moved: Sequence[Moved], book: Rulebook, now: datetime, shown: int = 10) -> list[str]:
    """Return a note on the deadlines moved by a change of the rules."""
    lines = [n_("The rules have changed; {n} deadline has moved:", "The rules have changed; {n} deadlines have moved:", len(moved))]
    for each in moved[:shown]:
        rule = book.rules.get(each.rule)
        was, due_at = (format_moment(restored(text, book.zone)) if text else _("none") for text in (each.was, each.due_at))
        told = _("  case {number}, {title}: {was} → {due_at}")
        lines.append(told.format(number=each.case, title=rule.title(now) if rule else each.rule, was=was, due_at=due_at))
    if len(moved) > shown:
        lines.append("  " + _("... and {n} more").format(n=len(moved) - shown))
    return ["\n".join(lines)]
