"""A task that is postponed: the deadline stays what it is, the task is not proposed again until then."""

from collections.abc import Sequence
from datetime import datetime

from ozon_returns.cases.bounds import require_ahead
from ozon_returns.cases.change import Change
from ozon_returns.errors.usage import InvalidError
from ozon_returns.period import stored
from ozon_returns.store.read_models import Case, ClockState
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_moment


def meant_tasks(case: Case, rule: str | None, about: str | None) -> list[ClockState]:
    """Return the running deadlines of a case, those of a rule and of what it is about if they are given."""
    running = [each for each in case["clocks"] if each["state"] in ("running", "missed") and not each["window"]]
    return [each for each in running if rule in (None, each["rule"]) and about in (None, each["about"] or "")]


def too_long(tasks: Sequence[ClockState], until: datetime, now: datetime) -> list[str]:
    """Return a doubt for each task that is postponed beyond its deadline, with what happens then."""
    told = _("The deadline “{title}” ends on {when}, before that: {what}.")
    return [
        told.format(title=each["title"], when=format_moment(each["due_at"]), what=each["what_happens"])
        for each in tasks
        if each["due_at"] and now < each["due_at"] <= until
    ]


def postpone(case: Case, meant: Sequence[ClockState], until: datetime, why: str, *, store: Store) -> Change:
    """Record that tasks of a case are postponed, with the reason.

    Raise `InvalidError` if there are none, or for a moment that is past.
    """
    if not meant:
        told = _("Case {number} has no such task.").format(number=case["number"])
        raise InvalidError(told, _("See them: {command}").format(command=f"ozon-returns show {case['number']}"))
    require_ahead(store.now, postpone=until)
    with store.writing() as writing:
        row = writing.case(case["number"], case["revision"])
        tasks = [[each["rule"], each["about"] or "", stored(each["started_at"])] for each in meant]
        writing.record(row, EventKind.NOTED, {"postponed": tasks, "until": stored(until), "why": why})
    told = _("Postponed until {when}: {titles}. The deadline stays.")
    titles = ", ".join(each["title"] for each in meant)
    return Change(case["number"], EventKind.NOTED, lines=[told.format(when=format_moment(until), titles=titles)])
