"""Bring in from Ozon what it knows of returns."""

import gc
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ozon_returns.cases.sync import Sync
    from ozon_returns.cases.synced import Synced
    from ozon_returns.ozon.client import Client


def sync(
    ctx: typer.Context,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help=N_("Read what has changed since then (default: since the last time; at first, all)."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Dry run: show the result without saving anything."))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=N_("Print nothing unless something needs attention."))] = False,
) -> Answer:
    """Run the command."""
    from ozon_returns.cases.sync import Sync
    from ozon_returns.cases.unknown_reasons import unknown_reasons
    from ozon_returns.errors.base import ReturnsError
    from ozon_returns.views.ozon import undecided_told, undone_told, unknown_told
    from ozon_returns.views.synced import synced_told

    app: App = ctx.obj
    gc.set_threshold(20_000, 10, 10)  # a run may be long, and each page leaves garbage that refers to itself
    from_then = app.moment(since)
    run = Sync(app.store, app.settings.reasons, dry_run)
    try:
        with app.ozon() as client, _progress(app, quiet=quiet) as advance:
            refused = _read(app, run, client, from_then, advance)
            refused += [] if quiet else _disposal(client)
            missed = [] if dry_run else _chats(run, client, app) + _more(client, app)
    except ReturnsError:
        for note in [] if app.as_json else synced_told(run.synced):
            app.screen.note(note)
        raise
    unknown, synced = unknown_reasons(app.store, app.settings.reasons), run.synced
    counts = {each: getattr(synced, each) for each in ("added", "updated", "unchanged")}
    document = {**counts, "skipped": [], "dry_run": dry_run, "kept": synced.kept, "unknown_reasons": [each for each, _n in unknown]}
    with app.reading() as reading:
        refused += undecided_told(reading) + undone_told(reading, quiet=quiet)
    notes = refused + ([] if quiet else missed) + synced_told(synced) + ([] if quiet else unknown_told(unknown))
    told = _("Added: {added}, updated: {updated}, unchanged: {unchanged}.").format(**counts)
    told += " " + _("Returns that are no matter of quality: {n}.").format(n=synced.kept) if synced.kept else ""
    blocks = [told, *([_("Dry run: nothing was saved. Leave --dry-run out to save.")] if dry_run else _next(synced))]
    return Answer(document, blocks if not quiet else [], notes=notes, silent=quiet and not notes, saved=not dry_run)


def _read(app: App, run: "Sync", client: "Client", since: "datetime | None", advance: "Callable[[int], None]") -> list[str]:
    """Read returns, compensations and claims; return what could not be read, and why."""
    from ozon_returns.cases.ozon_pictures import Pictures

    run.open_classified()
    for count in chain(run.returns(client, since), run.compensations(client)):
        advance(count)
    return _claims(run.claims(client, Pictures(app.places.home, app.settings.max_megapixels, app.zone)), advance)


def _claims(claims: "Iterator[int]", advance: "Callable[[int], None]") -> list[str]:
    """Read the claims of rFBS, if the key may; return why not."""
    from ozon_returns.errors.ozon import KeyRoleError, MethodGoneError

    try:
        for count in claims:
            advance(count)
    except (KeyRoleError, MethodGoneError) as error:
        return [_("Claims of rFBS were not read. {why} {then}").format(why=error.message(), then=error.hint())]
    return []


def _chats(run: "Sync", client: "Client", app: App) -> list[str]:
    """Read the chats with buyers, if Ozon lets one; return why not."""
    from ozon_returns.cases.ozon_chats import bring_chats
    from ozon_returns.errors.ozon import OzonError

    try:
        for case in bring_chats(client, app.store):
            run.synced.answered.append(case)
    except OzonError as error:
        return [_("Chats with buyers were not read. {why} {then}").format(why=error.message(), then=error.hint())]
    return []


def _more(client: "Client", app: App) -> list[str]:
    """Read postings, products, units sold and orders, as far as the key may; return what was not read, and why."""
    from ozon_returns.cases.ozon_delivered import bring_delivered
    from ozon_returns.cases.ozon_postings import bring_postings
    from ozon_returns.cases.ozon_products import bring_products
    from ozon_returns.cases.ozon_units import bring_units
    from ozon_returns.errors.ozon import OzonError, OzonUnreachableError

    more = {
        bring_postings: _("More postings are to be read: run the command again."),
        bring_delivered: _("More orders are to be read: run the command again."),
    }
    notes = []
    for told, bring in (
        (_("Postings were not read. {why} {then}"), bring_postings),
        (_("Products were not read. {why} {then}"), bring_products),
        (_("Units sold were not read. {why} {then}"), bring_units),
        (_("Orders were not read. {why} {then}"), bring_delivered),
    ):
        try:
            left = bring(client, app.store)
        except (OzonError, OzonUnreachableError) as error:
            notes.append(told.format(why=error.message(), then=error.hint()))
            continue
        if left and bring in more:
            notes.append(more[bring])
    return notes


def _disposal(client: "Client") -> list[str]:
    """Return a warning if Ozon disposes of defective goods by itself: the evidence goes with them."""
    from ozon_returns.errors.ozon import OzonError, OzonUnreachableError
    from ozon_returns.money import format_money
    from ozon_returns.ozon.seller import disposed_of_below

    try:
        limit = disposed_of_below(client)
    except (OzonError, OzonUnreachableError):
        return []  # a beta of Ozon's, and no reason to call the run a failure
    told = _(
        "Ozon disposes of defective returns up to {amount} by itself, and of the evidence with them; "
        "switch that off in the seller's account, in the settings of returns."
    )
    return [told.format(amount=format_money(limit))] if limit else []


@contextmanager
def _progress(app: App, *, quiet: bool) -> "Iterator[Callable[[int], None]]":
    """Show on a terminal how many returns have been read."""
    if quiet or not app.on_terminal:
        yield lambda _count: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True, no_color=not app.colour), transient=True) as bar:
        task = bar.add_task(_("Reading from Ozon ..."))
        read = 0

        def advance(count: int) -> None:
            nonlocal read
            read += count
            bar.update(task, description=_("Reading from Ozon: {n}").format(n=read))

        yield advance


def _next(synced: "Synced") -> list[str]:
    """Return what to do with new cases."""
    return [_("Next: {command}").format(command="ozon-returns list status:new")] if synced.added else []
