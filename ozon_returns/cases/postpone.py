"""A task that is postponed: the deadline stays what it is, the task is not proposed again until then."""

from datetime import datetime

from ozon_returns.cases.bounds import require_ahead
from ozon_returns.cases.change import Change
from ozon_returns.errors.usage import InvalidError
from ozon_returns.period import stored
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_moment


def postpone(case: Case, rule: str | None, until: datetime, why: str, *, store: Store) -> Change:
    """Record that the tasks of a rule, or all tasks of a case, are postponed, with the reason.

    Raise `InvalidError` for a case without such a task, or a moment that is past.
    """
    running = [each for each in case["clocks"] if each["state"] in ("running", "missed") and not each["window"]]
    meant = [each for each in running if rule in (None, each["rule"])]
    if not meant:
        told = _("Case {number} has no such task.").format(number=case["number"])
        raise InvalidError(told, _("See them: {command}").format(command=f"ozon-returns show {case['number']}"))
    require_ahead(store.now, postpone=until)
    with store.writing() as writing:
        row = writing.case(case["number"], case["revision"])
        tasks = [[each["rule"], each["about"] or ""] for each in meant]
        writing.record(row, EventKind.NOTED, {"postponed": tasks, "until": stored(until), "why": why})
    told = _("Postponed until {when}: {titles}. The deadline stays.")
    titles = ", ".join(each["title"] for each in meant)
    return Change(case["number"], EventKind.NOTED, lines=[told.format(when=format_moment(until), titles=titles)])
