"""The morning: what is due, one task at a time by what is at stake, each with the keys that settle it."""

from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from ozon_returns.clocks.duty import Duty
    from ozon_returns.questions.desk import Desk


def work(
    ctx: typer.Context,
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help=N_("Only the tasks of this case."))] = None,
    within: Annotated[
        str, typer.Option(metavar="SPAN", help=N_("Only what is due within this span, such as 2d or 36h, and what is overdue."))
    ] = "1d",
    postpone: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Postpone the tasks of the case; the deadline stays."))] = None,
    rule: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Postpone only the tasks of this rule."))] = None,
    about: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Postpone only the task about this, such as ozon-1."))] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Why it is postponed."))] = None,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Postpone beyond the deadline without a question."))] = None,
) -> Answer:
    """Run the command."""
    from threading import Thread

    from ozon_returns.cases.change import require
    from ozon_returns.errors.usage import TerminalNeededError
    from ozon_returns.period import ahead
    from ozon_returns.questions.work import morning
    from ozon_returns.views.due import document

    app: App = ctx.obj
    if postpone is not None:
        from ozon_returns.cases.postpone import meant_tasks, too_long
        from ozon_returns.cases.postpone import postpone as store_postponed
        from ozon_returns.questions.interview import meant_case

        require(why, "--why", _("the reason"))
        found = app.case(meant_case(case, can_ask=app.can_ask))
        until, tasks = ahead(postpone, now=app.now, zone=app.zone), meant_tasks(found, rule, about)
        if not force:
            app.confirm(too_long(tasks, until, app.now))
        return app.changed(store_postponed(found, tasks, until, app.text(why) or "", store=app.store))
    if rule or about or why:
        require(None, "--postpone", _("until when the task is postponed"))
    until = ahead(within, now=app.now, zone=app.zone, ends=True)
    number = None if case is None else app.case(case)["number"]
    if app.as_json:
        return Answer({"due": [document(each) for each in _tasks(app, until)[0] if number in (None, each.case)]})
    if not app.can_ask:
        raise TerminalNeededError("work")
    if not any(number in (None, each.case) for some in _tasks(app, until) for each in some):
        return Answer({"due": []}, [_("Nothing is due; what comes later: ozon-returns due")])
    Thread(target=_prepare, daemon=True).start()
    return Answer(commands=morning(_desk(app), until, number), goes_on=True)


def _prepare() -> None:
    """Load what writing needs while the first task is read, so that the first key is answered as quickly as the others."""
    import ozon_returns.cases.resolution
    import ozon_returns.tickets.ticket  # noqa: F401


def _desk(app: App) -> "Desk":
    """Return what the morning works with."""
    from ozon_returns.period import ahead
    from ozon_returns.questions.desk import Desk

    return Desk(
        lambda until: _tasks(app, until),
        lambda number: app.case(str(number)),
        lambda case, letter: app.draft(case, None, None).text(letter, by_hand=True),
        lambda: app.refused is not None,
        app.screen.note,
        app.interview(),
        app.asked,
        app.places.home,
        lambda text: ahead(text, now=app.now, zone=app.zone),
    )


def _tasks(app: App, until: "datetime") -> "tuple[list[Duty], list[Duty]]":
    """Read what is due now: what is to be done, and what is postponed."""
    from ozon_returns.store.due import due
    from ozon_returns.store.postponed import postponed, task_of

    app.tick()
    with app.reading() as reading:
        found = due(reading, until)
        later = postponed(reading, [each.case for each in found])
    return [each for each in found if task_of(each) not in later], [each for each in found if task_of(each) in later]
