"""The whole of one case."""

from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.dealings import Spoken
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_

if TYPE_CHECKING:
    from ozon_returns.store.reading import CaseDict


def show(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help=N_("Number of the case, its posting, or @last."))],
    letter: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Write a letter or paper about the case; nothing is kept."))] = None,
    letter_language: Annotated[Spoken | None, typer.Option(help=N_("The language of the letter; Russian, if not chosen."))] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=N_("What stands in a gap of the letter; again for more."))
    ] = None,
    by_hand: Annotated[bool, typer.Option("--by-hand", help=N_("Leave a line to write on in every gap that lacks."))] = False,
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("As it was then."))] = None,
) -> Answer:
    """Carry out the command."""
    from ozon_returns.views.case_page import page
    from ozon_returns.views.cases import document
    from ozon_returns.views.evidence import checklist_document, still_to_show

    app: App = ctx.obj
    with app.reading(app.moment(as_of, ends=True)) as reading:
        found = reading.case(case)
    if letter:
        return _paper(app, found, letter, letter_language, values or [], by_hand=by_hand)
    missing = still_to_show(found)
    return Answer({"case": document(found), "checklist": checklist_document(found)}, [*page(found), *(["", *missing] if missing else [])])


def _paper(app: App, case: "CaseDict", letter: str, spoken: Spoken | None, values: list[str], *, by_hand: bool) -> Answer:
    """Write a letter or paper about a case without keeping it."""
    from ozon_returns.asking import ask, pair
    from ozon_returns.casework.letter_facts import Desk, paper_for
    from ozon_returns.casework.paper import known_letter
    from ozon_returns.views.answer import Verbatim

    known_letter(letter)
    given = [pair(each, "--set city=...") for each in values]
    paper = paper_for(case, Desk(app.settings, app.places.settings_file.parent, app.now), spoken, given)
    if app.can_ask and not by_hand:
        paper.fill(letter, ask, now=app.now)
    text = paper.text(letter, by_hand=by_hand)
    return Answer({"case": case["number"], "letter": letter, "text": text}, [Verbatim(text)])
