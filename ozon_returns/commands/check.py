"""Prove every photo and every row, and mend what loses nothing."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.errors import UsageError
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def check(
    ctx: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help=N_("Look at the sizes of the photos only, do not read them."))] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help=N_("Mend what loses nothing: leftovers of killed commands, attachments, stray files."))
    ] = False,
    purge: Annotated[
        bool, typer.Option("--purge", help=N_("With --repair: remove for good the photos that an undo has taken out of their cases."))
    ] = False,
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Only what was known then."))] = None,
) -> Answer:
    """Carry out the command."""
    from ozon_returns.casework import checking
    from ozon_returns.failures import StoreDamagedError
    from ozon_returns.views.soundness import damaged, told

    app: App = ctx.obj
    if purge and not repair:
        raise UsageError(_("--purge goes with --repair."), _("Type: ozon-returns check --repair --purge"))
    try:
        how = checking.Checking(
            app.places.home,
            app.ready,
            app.now,
            app.settings.limits,
            app.settings.max_megapixels,
            app.book,
            quick=quick,
            as_of=app.moment(as_of, ends=True),
        )
        if not repair:
            return told(checking.check(how))
        from ozon_returns.casework import mending

        removed = mending.purge(how) if purge else None
        return told(mending.mend(how), removed)
    except StoreDamagedError as error:
        return damaged(error)
