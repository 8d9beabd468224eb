"""The whole of one case."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_


def show(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help=N_("Number of the case, its posting, or @last."))],
    as_of: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("As it was then."))] = None,
) -> Answer:
    """Carry out the command."""
    from ozon_returns.views.case_page import page
    from ozon_returns.views.cases import document
    from ozon_returns.views.evidence import checklist_document, still_to_show

    app: App = ctx.obj
    with app.reading(app.moment(as_of, ends=True)) as reading:
        found = reading.case(case)
    missing = still_to_show(found)
    return Answer({"case": document(found), "checklist": checklist_document(found)}, [*page(found), *(["", *missing] if missing else [])])
