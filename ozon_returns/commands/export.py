"""Export all cases for re-import into an identical store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.views.forms import CaseForm
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ozon_returns.store.reading import Reading


def export(
    ctx: typer.Context,
    format: Annotated[  # noqa: A002  the option's name
        CaseForm | None,
        typer.Option(help=N_("Output format (default: by the ending of the file, else yaml); CSV contains only simple fields.")),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to this file; photo paths are relative to it."))
    ] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.files import save
    from ozon_returns.views import case_file
    from ozon_returns.views.safe_text import BOM

    app: App = ctx.obj
    ending = Path(output or "").suffix.lower().removeprefix(".")
    named = format or (CaseForm(ending) if ending in set(CaseForm) else CaseForm.YAML)
    form = CaseForm.JSON if app.as_json and not output else named
    beside = Path(output).absolute().parent if output else None
    reading = app.reading()
    pieces = _until_the_last(reading, case_file.case_file_text(form, reading.every(), _shop(reading), home=app.places.home, beside=beside))
    if output in (None, "", "-"):
        return Answer(raw=pieces)
    save(output, (BOM if form is CaseForm.CSV else "") + "".join(pieces))
    return Answer({"file": output}, [_("Written to {file}.").format(file=output)], saved=True)


def _until_the_last(reading: "Reading", pieces: "Iterable[str]") -> "Iterator[str]":
    """Yield pieces of text, and close what they are read from after the last one."""
    with reading:
        yield from pieces


def _shop(reading: "Reading") -> dict[str, list[dict[str, Any]]]:
    """Return deliveries, products and lots, without values that are unknown."""
    from ozon_returns.store.shop import lots, products

    told = cast("Mapping[str, list[Mapping[str, Any]]]", {"products": products(reading), "lots": lots(reading)})
    known = {name: [{key: value for key, value in row.items() if value is not None} for row in rows] for name, rows in told.items()}
    return {"deliveries": reading.deliveries(), **known}
