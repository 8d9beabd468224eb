"""Import cases and deliveries from files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.errors.base import ReturnsError
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.products.deliveries import Taken


_NAMED = 10
"""So many bad rows are named."""


def import_cases(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help=N_("Case files (.yaml, .json), tables of units delivered and Ozon's report of returns (.csv, .xlsx); - reads stdin."),
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Dry run: show the result without saving anything."))] = False,
) -> Answer:
    """Run the command."""
    app: App = ctx.obj
    skipped: list[dict[str, object]] = []
    counts, deliveries = {"added": 0, "updated": 0, "unchanged": 0}, 0
    refused: list[ReturnsError] = []
    notes: list[str] = []
    for file in files:
        try:
            taken = _report(app, file, skipped, dry_run=dry_run) or _take_in(app, file, dry_run=dry_run)
        except ReturnsError as error:
            if len(files) == 1 or error.exit not in (4, 5):
                raise
            refused.append(error)
            skipped.append({"file": file, "row": None, "why": error.message()})
            continue
        notes += taken.notes
        counts = {each: count + getattr(taken, each) for each, count in counts.items()}
        deliveries += taken.deliveries
    if len(refused) == len(files):
        raise refused[0]
    notes += [_("{file}, row {row}: {why}.").format(**each) for each in skipped if each["row"]][:_NAMED]
    notes += [each.message() for each in refused]
    return Answer(
        {**counts, "skipped": skipped, "dry_run": dry_run},
        _said(counts, deliveries, dry_run=dry_run),
        notes=notes,
        exit=3 if skipped else 0,
        saved=not dry_run,
    )


def _report(app: App, file: str, skipped: list[dict[str, object]], *, dry_run: bool) -> "Taken | None":
    """Import a report of Ozon's, and add its bad rows to those skipped; return `None` for any other file."""
    from ozon_returns.cases.ozon_files import take_ozon_file
    from ozon_returns.cases.unknown_reasons import unknown_reasons
    from ozon_returns.views.ozon import unknown_told

    taken = take_ozon_file(Path(file), app.settings, app.store, skipped, dry_run=dry_run)
    if taken is not None:
        taken.notes += unknown_told(unknown_reasons(app.store, app.settings.reasons))
    return taken


def _take_in(app: App, file: str, *, dry_run: bool) -> "Taken":
    """Import one file: cases, or a table of units delivered, of lots or of products."""
    from ozon_returns.cases.import_file import take_file
    from ozon_returns.sources.case_reading import CaseFile

    folder = Path.cwd() if file == "-" else Path(file).absolute().parent
    reading = CaseFile(file, folder, app.now, app.zone, app.settings.max_megapixels)
    return take_file(reading, store=app.store, home=app.places.home, dry_run=dry_run)


def _said(counts: dict[str, int], deliveries: int, *, dry_run: bool) -> list[str]:
    """Return a summary of the import, in the order of the counts, and how many of the new entries are `deliveries`."""
    told = _("Added: {added}, updated: {updated}, unchanged: {unchanged}.").format(**counts)
    told += " " + _("Of those added, {n} are lines of units delivered.").format(n=deliveries) if deliveries else ""
    if dry_run:
        return [told, _("Dry run: nothing was saved. Import without --dry-run to save.")]
    return [told, _("Next: {command}").format(command="ozon-returns list status:open")] if counts["added"] > deliveries else [told]
