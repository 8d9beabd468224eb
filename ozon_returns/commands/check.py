"""Verify every photo and every row, and repair what can be repaired without loss."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.errors.usage import UsageError
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def check(
    ctx: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help=N_("Check only the file sizes of the photos, not their content."))] = False,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help=N_("Repair what can be repaired without loss: leftovers of killed commands, attachments, stray files.")
        ),
    ] = False,
    purge: Annotated[
        bool, typer.Option("--purge", help=N_("With --repair: permanently delete photos that an undo removed from their cases."))
    ] = False,
    seal: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("Write the number and hash of the last event to a file, to be kept elsewhere."))
    ] = None,
    against: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("Check that the history still contains the event recorded in a seal file."))
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Only what was known then."))] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.errors.home import StoreDamagedError
    from ozon_returns.home.check import CheckRequest
    from ozon_returns.home.check import check as run_check
    from ozon_returns.home.seal import read_seal, write_seal
    from ozon_returns.views.check import damaged, result

    app: App = ctx.obj
    if purge and not repair:
        raise UsageError(_("--purge requires --repair."), _("Run: ozon-returns check --repair --purge"))
    if seal and as_of:
        raise UsageError(_("--seal and --as-of are mutually exclusive."), _("Leave one of them out."))
    known = read_seal(against) if against else None
    try:
        how = CheckRequest(
            app.places.home,
            app.existing,
            app.now,
            app.settings.limits,
            app.settings.max_megapixels,
            app.book,
            quick=quick,
            as_of=app.moment(as_of, ends=True),
            against=known,
        )
        if repair:
            from ozon_returns.home import repair as repairs

            removed = repairs.purge(how) if purge else None
            found = repairs.repair(how)
        else:
            removed, found = None, run_check(how)
    except StoreDamagedError as error:
        return damaged(error)
    if seal and not found.problems:
        write_seal(seal, found.head)
    return result(found, removed, seal=seal)
