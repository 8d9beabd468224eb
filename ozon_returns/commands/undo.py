"""Undo the last change, the one before it the next time; --redo puts back what was undone."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def undo(
    ctx: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(metavar=N_("[CASE]"), help=N_("Undo the last change of this case (default: the last change overall).")),
    ] = None,
    steps: Annotated[int, typer.Option("--steps", min=1, max=100, metavar="N", help=N_("How many changes to go back."))] = 1,
    redo: Annotated[bool, typer.Option("--redo", help=N_("Put back what was undone last."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask."))] = False,
) -> Answer:
    """Run the command."""
    from ozon_returns.vocabulary.event import EventKind

    app: App = ctx.obj
    number = None
    if case is not None:
        with app.reading() as reading:
            number = reading.ever(case)
    told: list[str] = []
    blocks: list[str] = []
    undone, count, cases = "", 0, set()
    for step in range(steps):
        done = _one(app, number, redo=redo, ask=not yes, first=step == 0)
        if done is None:
            break
        blocks += done[0]
        told += done[1]
        undone = undone or done[2]
        count += 1
        cases |= set(done[3])
    if steps > 1:
        blocks.append((_("Changes redone: {n}.") if redo else _("Changes undone: {n}.")).format(n=count))
    also = f" {number}" if number is not None else ""
    foot = _("Redo it: {command}") if not redo else _("Undo it again: {command}")
    blocks.append(foot.format(command="ozon-returns undo" + also + ("" if redo else " --redo")))
    event = EventKind.REDONE if redo else EventKind.UNDONE
    return Answer({"event": event, "undone": undone, "cases": sorted(cases), "told": told}, blocks, saved=True)


def _one(app: App, number: int | None, *, redo: bool, ask: bool, first: bool) -> tuple[list[str], list[str], str, tuple[int, ...]] | None:
    """Undo or redo one change; return what was done, what it meant, its kind and its cases. `None`: no further one can be undone."""
    from ozon_returns.cases.undo import plan_undo
    from ozon_returns.cases.undo import undo as undo_change
    from ozon_returns.errors.usage import InvalidError
    from ozon_returns.prompts import confirm
    from ozon_returns.views.undo import sentences
    from ozon_returns.vocabulary.event import EventKind
    from ozon_returns.words import name

    try:
        change = plan_undo(app.ready, number, home=app.places.home, now=app.now, redo=redo)
    except InvalidError:
        if first:
            raise
        return None
    kind = EventKind(change.kind)
    if app.can_ask and ask:
        head = _("This will be redone:") if redo else _("This will be undone: {event}").format(event=name(kind))
        app.screen.note("\n".join([head, *(f"  {each}" for each in sentences(change, before=True))]))
        confirm(_("Redo this?") if redo else _("Undo this?"))
    told = sentences(change)
    undo_change(change, number, store=app.store, redo=redo)
    head = _("Redone:") if redo else _("Undone: {event}").format(event=name(kind))
    return [head, *(f"  {each}" for each in told)], told, change.kind, change.cases
