"""Back up the whole home to one file."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _, decimal, n_


def backup(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help=N_("Output file (default: in the backup folder)."))] = None,
) -> Answer:
    """Run the command."""
    from pathlib import Path

    from ozon_returns.files import private
    from ozon_returns.home.backup import back_up

    app: App = ctx.obj
    app.existing  # noqa: B018  migrates an older store
    private(app.places.backups)
    target = Path(file).expanduser().absolute() if file else app.places.backups
    made = back_up(app.places, private(target) if file and file.endswith("/") else target, app.now)
    told = [
        n_("{n} case", "{n} cases", made.cases),
        n_("{n} photo", "{n} photos", made.photos),
        _("{size} MB").format(size=decimal(made.bytes / 1_000_000, 1)),
    ]
    document: dict[str, object] = {"file": str(made.file), "cases": made.cases, "photos": made.photos, "bytes": made.bytes}
    document |= {"damaged": made.damaged, "events": made.head.events if made.head else 0, "head": made.head.hash if made.head else None}
    named = file if file and target == made.file else str(made.file)
    head = [_("History: {head}").format(head=made.head.short)] if made.head else []
    blocks = [f"{named}: {', '.join(told)}", *head, _("To restore it: {command}").format(command=f"ozon-returns restore {named}")]
    return Answer(document, blocks, notes=made.damaged, exit=3 if made.damaged else 0, saved=True)
