"""Show one case in full."""

from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.vocabulary.activity import Spoken
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ozon_returns.letters.draft import Draft
    from ozon_returns.store.read_models import Case
    from ozon_returns.views.answer import Block

_LONGEST_SIDE = 640
"""Pixels of the longest side of a photo on a page."""

_SIDE_BY_SIDE, _HEIGHT = 6, 240
"""Number of photos shown in a terminal, and their height in pixels."""


def show(
    ctx: typer.Context,
    case: Annotated[
        str, typer.Argument(metavar="[CASE]", help=N_("Case number or posting number; left out: the case last worked on."))
    ] = "@last",
    letter: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("Write a letter or document about the case; nothing is saved."))
    ] = None,
    ticket: Annotated[
        int | None, typer.Option("--ticket", min=1, metavar="NUMBER", help=N_("Print the text of this ticket of the case: 1, 2 ..."))
    ] = None,
    letter_language: Annotated[Spoken | None, typer.Option(help=N_("Language of the letter (default: Russian)."))] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=N_("Value of a field in the letter; can be repeated."))
    ] = None,
    by_hand: Annotated[bool, typer.Option("--by-hand", help=N_("Leave a blank line to fill in where a value is missing."))] = False,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help=N_("Write the case with its photos as one page to this file; - prints it."))
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("As it was then."))] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.cases.next_step import next_step
    from ozon_returns.views.batch import others_told
    from ozon_returns.views.case_page import page
    from ozon_returns.views.cases import document
    from ozon_returns.views.checklist import checklist_document, still_to_show
    from ozon_returns.views.ozon import ozon_told

    app: App = ctx.obj
    with app.reading(app.moment(as_of, ends=True), case) as reading:
        found = reading.case(case)
        others = others_told(found, reading)
        at_ozon = [] if as_of else ozon_told(reading, found["number"], found["posting"])
    if ticket is not None:
        return _ticket(found, ticket)
    if letter:
        return _paper(app, found, letter, app.draft(found, letter_language, values), by_hand=by_hand)
    missing, following = still_to_show(found), next_step(found)
    blocks = [*page(found), *at_ozon, *(["", *missing] if missing else []), *others]
    if following:
        blocks += ["", _("Next: {command}").format(command=following)]
    if html:
        return _page(app, found, blocks, html)
    told: dict[str, object] = {"case": document(found), "checklist": checklist_document(found), "next": following or None}
    return Answer(told, [*_pictures(app, found), *blocks])


def _pictures(app: App, case: "Case") -> "list[Block]":
    """Return the photos of a case side by side, for a terminal that shows pictures."""
    from ozon_returns.views.answer import Picture

    photos = [app.places.home / each["file"] for each in case["photos"] if each["mime"].startswith("image/")]

    def make() -> bytes:
        from ozon_returns.evidence.rendering import strip

        return strip(photos[:_SIDE_BY_SIDE], _HEIGHT)

    return [Picture(make)] if photos else []


def _page(app: App, case: "Case", blocks: "Sequence[Block]", output: str) -> Answer:
    """Write a case with its photos as one HTML page."""
    from ozon_returns.evidence.rendering import thumbnail
    from ozon_returns.files import save
    from ozon_returns.views.case_html import case_text

    pictures = {each["file"]: thumbnail(app.places.home / each["file"], _LONGEST_SIDE) for each in case["photos"]}
    told = case_text(case, blocks, {file: found for file, found in pictures.items() if found})
    if output == "-":
        return Answer({"case": {"number": case["number"]}}, raw=told)
    save(output, told)
    return Answer({"file": output}, [_("Written to {file}.").format(file=output)], saved=True)


def _ticket(case: "Case", no: int) -> Answer:
    """Print the text of a ticket. Raise `TicketNotFoundError` for one that the case does not have."""
    from ozon_returns.errors.case import TicketNotFoundError
    from ozon_returns.views.answer import Verbatim

    found = next((each["text"] for each in case["tickets"] if each["no"] == no), None)
    if found is None:
        raise TicketNotFoundError(case["number"], str(no))
    return Answer({"case": case["number"], "ticket": no, "text": found}, [Verbatim(found)])


def _paper(app: App, case: "Case", letter: str, draft: "Draft", *, by_hand: bool) -> Answer:
    """Write a letter or paper about a case without saving it; about a ticket, it is the last one to that addressee."""
    from ozon_returns.letters.draft import known_letter
    from ozon_returns.questions.letter import fill
    from ozon_returns.views.answer import Verbatim

    to = known_letter(letter).to
    tickets = [each for each in case["tickets"] if each["to"] == to and each["opened_at"]]
    page = draft.about(tickets[-1] if tickets else None, case, now=app.now)
    if app.can_ask and not by_hand:
        fill(page, letter, app.asked, now=app.now)
    text = page.text(letter, by_hand=by_hand)
    app.remember(page, case)
    return Answer({"case": case["number"], "letter": letter, "text": text}, [Verbatim(text)])
