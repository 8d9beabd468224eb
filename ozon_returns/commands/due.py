"""List what must be done now, most urgent first, each with the command to run."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from ozon_returns.cases.pickup import PickupPoint
    from ozon_returns.store.due import Later
    from ozon_returns.store.reading import Reading


_SHOWN = 50
_ON_SCREEN = 4
"""So many tasks fit on a terminal of 24 lines."""


class DueReason(StrEnum):
    """A reason for exit code 6."""

    OVERDUE = "overdue"


def due(
    ctx: typer.Context,
    within: Annotated[
        str | None,
        typer.Option(
            metavar="SPAN",
            help=N_("Only what is due within this span, such as 2d or 36h (default: a week; with --json and --ics everything)."),
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, max=1_000_000_000, metavar="N", help=N_("Show at most N (default: 50); 0 shows all."))
    ] = None,
    ics: Annotated[str | None, typer.Option(metavar="FILE", help=N_("Write a calendar for a phone; - writes it to stdout."))] = None,
    fail_on: Annotated[DueReason | None, typer.Option(help=N_("Exit with code 6 if something is overdue."))] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=N_("Print nothing if nothing is due."))] = False,
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("As it was then."))] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.store import due as asked
    from ozon_returns.views import due as view
    from ozon_returns.views.pickup import pickup_blocks, pickup_document

    app: App = ctx.obj
    then = app.moment(as_of, ends=True)
    with app.reading(then) as reading:
        now = reading.now
        until = _until(app, within, now)
        week = until or now + view.WEEK
        if ics is not None:
            return _calendar(reading, ics, until)
        most = (0 if app.as_json else _ON_SCREEN if app.on_terminal else _SHOWN) if limit is None else limit
        duties = asked.due(reading, until if app.as_json else week, most or -1)
        later, waiting = asked.later(reading, week), asked.unset(reading)
        count, late = asked.counted(reading, week), asked.counted(reading, now)
        total = asked.counted(reading, until) if app.as_json else count
        points, open_there, to_decide = ([], [], []) if then else _at_ozon(reading)
    exit_code = 6 if fail_on and late else 0
    if quiet and not (count or open_there):
        return Answer(silent=True, exit=exit_code)
    document: dict[str, object] = {"due": [view.document(each) for each in duties] if app.as_json else [], "total": total}
    document |= {"pickup": [pickup_document(each) for each in points], "unset": view.unset_documents(waiting)}
    notes = _rest(later, now, something=bool(duties)) + ([] if quiet else view.unset_told(waiting))
    notes += view.court_told(duties) + open_there + ([] if quiet else to_decide)
    if len(duties) < count:
        notes.append(_("Shown: {shown} of {total}; all: ozon-returns due --limit 0").format(shown=len(duties), total=count))
    answer = Answer(
        document,
        [] if app.as_json else [*view.blocks(duties, now), *pickup_blocks(points)],
        notes=[] if app.as_json else notes,
        exit=exit_code,
    )
    if not (app.can_ask and waiting) or quiet or then or app.as_json:
        return answer
    app.screen.show(answer)
    _ask_once(app)
    return Answer(silent=True, exit=exit_code)


def _at_ozon(reading: "Reading") -> "tuple[list[PickupPoint], list[str], list[str]]":
    """Return where returns wait, what Ozon still waits for, and what can be decided there."""
    from ozon_returns.cases.pickup import pickup_points
    from ozon_returns.views.ozon import claims_told, undecided_told

    return pickup_points(reading), undecided_told(reading), claims_told(reading)


def _until(app: App, within: str | None, now: "datetime") -> "datetime | None":
    """Parse the latest deadline to list: a time span from now, or a date."""
    from ozon_returns.period import ahead

    return None if within is None else ahead(within, now=now, zone=app.zone, ends=True)


def _calendar(reading: "Reading", ics: str, until: "datetime | None") -> Answer:
    """Write everything that is due as a calendar."""
    from ozon_returns.files import save
    from ozon_returns.store.due import due as asked
    from ozon_returns.store.due import store_name
    from ozon_returns.views.ics import calendar_text

    duties = asked(reading, until)
    written = calendar_text(duties, now=reading.now, store=store_name(reading))
    if ics in ("", "-"):
        return Answer(raw=written)
    save(ics, written)
    return Answer({"file": ics, "due": len(duties)}, [_("Written to {file}.").format(file=ics)], saved=True)


def _rest(later: "Later", now: "datetime", *, something: bool) -> list[str]:
    """Return notes that nothing is due, and on what is due after the period shown."""
    from ozon_returns.words import format_day

    lines = [] if something else [_("Nothing is due.")]
    if later.first is None or later.last is None:
        return lines
    told = _("Later: {n}, the first on {day}; see them: ozon-returns due --within {days}d")
    return [*lines, told.format(n=later.number, day=format_day(later.first), days=(later.last - now).days + 1)]


def _ask_once(app: App) -> None:
    """Prompt for the deadlines that no source gives and that a case waits for.

    “None” is saved as an answer too, so the question is not repeated.
    """
    from ozon_returns.prompts import number
    from ozon_returns.settings_file import set_rule
    from ozon_returns.store.due import unset

    with app.reading() as reading:
        waiting = [rule for rule, _count in unset(reading)]
    for rule in waiting:
        set_rule(app.places.settings_file, rule.id, number(rule.text("ask") or rule.text("title")) or 0)
    if waiting:
        app.read_settings_again()
