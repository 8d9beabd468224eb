"""The fields of a case as options of a command."""

import inspect as signatures
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any

import typer

from ozon_returns import money
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.views.answer import Answer

OPTIONS = [each for each in CASE if each.help]
"""The fields of a case that are options of this command."""


def _option(field: Field) -> object:
    """Return the annotation of the option that takes a field."""
    name = field.option or "--" + field.name.replace("_", "-")
    if field.kind is Kind.WHOLE:
        return Annotated[int | None, typer.Option(name, min=field.least, max=field.most, help=field.help)]
    if field.kind is Kind.MONEY:
        return Annotated[Decimal | None, typer.Option(name, parser=money.parse_money, metavar="MONEY", help=field.help)]
    if field.kind is Kind.FLAG:
        return Annotated[bool | None, typer.Option(f"{name}/--no-{name.removeprefix('--')}", help=field.help)]
    if field.kind is Kind.MOMENT:
        return Annotated[str | None, typer.Option(name, metavar="WHEN", help=field.help)]
    value: Any = field.vocabulary or str
    return Annotated[value | None, typer.Option(name, help=field.help)]


def takes_fields(command: Callable[..., Answer]) -> Callable[..., Answer]:
    """Add an option for each field to a command that takes `**given`, after its first two parameters."""

    def parameters() -> Iterator[signatures.Parameter]:
        own = [each for each in signatures.signature(command, eval_str=True).parameters.values() if each.kind is not each.VAR_KEYWORD]
        yield from own[:2]
        for field in OPTIONS:
            yield signatures.Parameter(field.name, signatures.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=_option(field))
        yield from own[2:]

    made = list(parameters())
    command.__signature__ = signatures.Signature(made, return_annotation=Answer)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in made} | {"return": Answer}
    return command
