"""The morning: what is due, one task at a time by what is at stake, each with the keys that settle it."""

from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from ozon_returns.clocks.duty import Duty
    from ozon_returns.questions.work import Desk


def work(
    ctx: typer.Context,
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help=N_("Only the tasks of this case."))] = None,
    within: Annotated[
        str, typer.Option(metavar="SPAN", help=N_("Only what is due within this span, such as 2d or 36h, and what is overdue."))
    ] = "1d",
    postpone: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Postpone the tasks of the case; the deadline stays."))] = None,
    rule: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Postpone only the tasks of this rule."))] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Why it is postponed."))] = None,
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
        from ozon_returns.cases.postpone import postpone as store_postponed

        require(why, "--why", _("the reason"))
        found = app.case(case or "@last")
        until = ahead(postpone, now=app.now, zone=app.zone)
        return app.changed(store_postponed(found, rule, until, app.text(why) or "", store=app.store))
    until = ahead(within, now=app.now, zone=app.zone, ends=True)
    number = None if case is None else app.case(case)["number"]
    if app.as_json:
        return Answer({"due": [document(each) for each in _tasks(app, until) if number in (None, each.case)]})
    if not app.can_ask:
        raise TerminalNeededError("work")
    Thread(target=_prepare, daemon=True).start()
    return Answer(commands=morning(_desk(app), until, number), goes_on=True)


def _prepare() -> None:
    """Load what writing needs while the first task is read, so that the first key is answered as quickly as the others."""
    import ozon_returns.cases.resolution
    import ozon_returns.tickets.ticket  # noqa: F401


def _desk(app: App) -> "Desk":
    """Return what the morning works with."""
    from ozon_returns.questions.work import Desk

    return Desk(
        lambda until: _tasks(app, until),
        lambda number: app.case(str(number)),
        lambda case, letter: app.draft(case, None, None).text(letter, by_hand=True),
        lambda: app.refused is not None,
        app.screen.note,
        app.interview(),
        app.asked,
        app.places.home,
    )


def _tasks(app: App, until: "datetime") -> "list[Duty]":
    """Read what is due now, without what is postponed."""
    from ozon_returns.store.due import due
    from ozon_returns.store.postponed import postponed

    app.tick()
    with app.reading() as reading:
        found = due(reading, until)
        later = postponed(reading, [each.case for each in found])
    return [each for each in found if (each.case, each.rule, each.about or "") not in later]
