"""Put right what was recorded wrongly: any field, any line, a case made by mistake, duplicates, two cases in one."""

from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.cases.removal import Part
    from ozon_returns.sources.values import Reader
    from ozon_returns.store.read_models import Case


def fix(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help=N_("Case number, posting number or @last."))],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=N_("[FIELD=VALUE]..."),
            help=N_("What to correct, such as price=1990, cost:2=500, photo:3.role=label or letter:1.sent_at=; FIELD= empties it."),
        ),
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar=N_("LINE"), help=N_("Remove a line, such as cost:2, defect:crack or ticket:1."))
    ] = None,
    delete: Annotated[str | None, typer.Option("--delete", metavar="WHY", help=N_("Remove the case: it was made by mistake."))] = None,
    merge: Annotated[
        tuple[str, str] | None,
        typer.Option("--merge", metavar=N_("CASE WHY"), help=N_("Move everything of another case, a duplicate, into this one.")),
    ] = None,
    split: Annotated[
        bool,
        typer.Option("--split", help=N_("Open a second case for some of the items: quantity=1 defects=crack photos=2,3.")),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask."))] = False,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Override a refusal; the reason is recorded in the history."))] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.cases.correct import Correction, correct
    from ozon_returns.cases.line_name import as_typed
    from ozon_returns.cases.removal import delete_case, merge_cases, split_case
    from ozon_returns.errors.usage import UsageError
    from ozon_returns.prompts import confirm, pair

    app: App = ctx.obj
    ways = [bool(delete is not None), merge is not None, split, bool(remove or (values and not split))]
    if sum(ways) > 1:
        raise UsageError(_("Corrections, --delete, --merge and --split exclude each other."), _("Do one after the other."))
    found = app.case(case)
    if delete is not None:
        why = _reason(app, delete, "--delete")
        if app.can_ask and not yes:
            confirm(_("Remove case {number} with everything that belongs to it?").format(number=found["number"]))
        return _removed(delete_case(found, why, store=app.store).number, why)
    if merge is not None:
        other = app.case(merge[0])
        return app.changed(merge_cases(found, other, _reason(app, merge[1], f"--merge {merge[0]}"), store=app.store, force=app.text(force)))
    if split:
        return app.changed(split_case(found, _part(app, found, values or []), store=app.store))
    edits = [pair(each, f"{as_typed('price')}=1990") for each in values or []]
    if not (edits or remove):
        if not app.can_ask:
            return _form(found)
        app.screen.show(_form(found))
        edits = _asked(app, found)
        if not edits:
            return Answer({"case": {"number": found["number"]}, "fields": []}, [_("Nothing was corrected.")])
    said = Correction([(name, _text(app, text)) for name, text in edits], remove or [], app.text(force))
    return app.changed(correct(found, said, store=app.store, zone=app.zone))


def _text(app: App, text: str) -> str:
    """Return a typed value; `-` reads it from stdin."""
    return app.text(text) or "" if text == "-" else text


def _reason(app: App, text: str, option: str) -> str:
    """Return the reason that was given. Raise `UsageError` if there is none."""
    from ozon_returns.errors.usage import UsageError

    why = app.text(text)
    if not why:
        raise UsageError(
            _("Missing: {what}.").format(what=_("the reason")),
            _("Write it in quotation marks: {example}").format(example=f'{option} "..."'),
        )
    return why


def _removed(number: int, why: str) -> Answer:
    """Return the answer for a case that was removed."""
    from ozon_returns.vocabulary.event import EventKind
    from ozon_returns.words import name

    lines = [
        _("Case {number}: {event}").format(number=number, event=name(EventKind.DELETED)),
        _("Put it back: {command}").format(command=f"ozon-returns undo {number}"),
    ]
    return Answer({"case": {"number": number}, "event": EventKind.DELETED, "why": why}, lines, saved=True)


def _form(case: "Case") -> Answer:
    """Return the case as a form."""
    from ozon_returns.cases.line_name import as_typed
    from ozon_returns.views.answer import Facts
    from ozon_returns.views.cases import headline
    from ozon_returns.views.form import form

    rows = form(case)
    document: dict[str, object] = {"case": case["number"], "fields": [{"name": name, "value": value or None} for name, value in rows]}
    empty = ", ".join(as_typed(name) for name, value in rows if not value)
    filled = Facts([(as_typed(name), value) for name, value in rows if value])
    return Answer(document, [headline(case), filled, _("Empty: {names}").format(names=empty)])


def _asked(app: App, case: "Case") -> list[tuple[str, str]]:
    """Prompt for corrections until an empty line; each is asked again until it can be used."""
    from ozon_returns.cases.correct import require_readable
    from ozon_returns.errors.usage import UsageError
    from ozon_returns.prompts import optional, pair
    from ozon_returns.sources.values import Reader

    def read(text: str) -> tuple[str, str]:
        told, reader = pair(text, "price=1990"), Reader(app.now, app.zone, [])
        require_readable(case, told, reader)
        several = [word for word in told[1].split()[1:] if "=" in word and _is_field(case, word, reader)]
        if several:
            raise UsageError(_("“{text}” holds several fields.").format(text=text), _("Type one of them, press Enter, then the next."))
        return told

    found: list[tuple[str, str]] = []
    while given := optional(_("FIELD=VALUE"), read):
        found.append(given)
    return found


def _is_field(case: "Case", word: str, reader: "Reader") -> bool:
    """Return whether a word corrects a field by itself, such as `price=1990`."""
    from ozon_returns.cases.correct import require_readable
    from ozon_returns.errors.base import ReturnsError
    from ozon_returns.prompts import pair

    try:
        require_readable(case, pair(word, ""), reader)
    except ReturnsError:
        return False
    return True


def _part(app: App, case: "Case", values: list[str]) -> "Part":
    """Return what is split off, asked for on a terminal where it is not said."""
    from ozon_returns.cases.removal import Part
    from ozon_returns.errors.usage import UsageError
    from ozon_returns.prompts import ask, choose, pair, whole
    from ozon_returns.typed import named
    from ozon_returns.vocabulary.case import Defect

    given = dict(pair(each, "quantity=1") for each in values)
    if not given and app.can_ask:
        defects = [each.value for each in choose(_("Which defects does the other item have"), Defect, several=True)]
        return Part(ask(_("How many items are in the other case"), whole), defects)
    given = {named(each, ("quantity", "defects", "photos"), "field") or each: value for each, value in given.items()}
    unknown = [each for each in given if each not in ("quantity", "defects", "photos")]
    if unknown or "quantity" not in given:
        told = _("A split needs the number of items, and may name defects and photos.")
        raise UsageError(
            told,
            _("Write it like {example}.").format(example=f"ozon-returns fix {case['number']} --split quantity=1 defects=crack photos=2,3"),
        )
    parts = {name: [part.strip() for part in text.split(",") if part.strip()] for name, text in given.items()}
    return Part(whole(given["quantity"]), parts.get("defects", []), [whole(each) for each in parts.get("photos", [])])
