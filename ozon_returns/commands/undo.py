"""Undo the last change; run again to redo it."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def undo(
    ctx: typer.Context,
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help=N_("Undo the last change of this case (default: the last change overall)."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask."))] = False,
) -> Answer:
    """Run the command."""
    from ozon_returns.cases.undo import plan_undo
    from ozon_returns.cases.undo import undo as undo_change
    from ozon_returns.prompts import confirm
    from ozon_returns.views.undo import sentences
    from ozon_returns.vocabulary.event import EventKind
    from ozon_returns.words import name

    app: App = ctx.obj
    number = None
    if case is not None:
        with app.reading() as reading:
            number = reading.ever(case)
    change = plan_undo(app.ready, number, home=app.places.home, now=app.now)
    told = sentences(change)
    if app.can_ask and not yes:
        app.screen.note("\n".join(told))
        confirm(_("Undo this?"))
    undo_change(change, number, store=app.store)
    again = "ozon-returns undo" + (f" {number}" if number is not None else "")
    document: dict[str, object] = {"event": EventKind.UNDONE, "undone": change.kind, "cases": list(change.cases), "told": told}
    if change.kind == EventKind.UNDONE:
        head, foot = _("The last undo is reversed:"), _("Reverse it again: {command}")
    else:
        head, foot = _("Undone: {event}").format(event=name(EventKind(change.kind))), _("Redo it: {command}")
    return Answer(document, [head, *(f"  {each}" for each in told), foot.format(command=again)], saved=True)
