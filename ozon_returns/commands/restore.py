"""Restore everything from a backup."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _, n_


def restore(ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help=N_("File created by “backup”."))]) -> Answer:
    """Run the command."""
    from pathlib import Path

    from ozon_returns.home.check import CheckRequest
    from ozon_returns.home.restore import restore as put_back
    from ozon_returns.prompts import confirm
    from ozon_returns.views.check import line

    app: App = ctx.obj
    places, chosen = app.places, app.settings
    if app.can_ask and places.store.exists():
        confirm(_("The data folder {home} is set aside and replaced by the backup. Continue?").format(home=places.home))
    how = CheckRequest(places.home, places.store, app.now, chosen.limits, chosen.max_megapixels, app.book)
    done = put_back(Path(file).expanduser().absolute(), places, how, app.now)
    told = ", ".join([n_("{n} case", "{n} cases", done.cases), n_("{n} photo", "{n} photos", done.photos)])
    blocks = [_("Restored to {home}: {what}.").format(home=places.home, what=told)]
    blocks += [_("The previous data is in {folder}.").format(folder=done.aside)] if done.aside else []
    notes = [line(problem) for problem in done.problems]
    aside = str(done.aside) if done.aside else None
    document = {"home": str(places.home), "cases": done.cases, "photos": done.photos, "aside": aside, "problems": notes}
    return Answer(document, blocks, notes=notes, exit=3 if notes else 0, saved=True)
