"""Step one: open a case, or add photos and findings to an existing one."""

import inspect as signatures
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.field import Field, Kind
from ozon_returns.fields import CASE
from ozon_returns.views.answer import Answer
from ozon_returns.vocabulary.case import LAST_DAYS, Cause, Defect, Milestone, Stage
from ozon_returns.words import N_, _

_OPTIONS = [each for each in CASE if each.help]
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


def _takes_fields(command: Callable[..., Answer]) -> Callable[..., Answer]:
    """Add an option for each field to a command that takes `**given`, after its first two parameters."""

    def parameters() -> Iterator[signatures.Parameter]:
        own = [each for each in signatures.signature(command, eval_str=True).parameters.values() if each.kind is not each.VAR_KEYWORD]
        yield from own[:2]
        for field in _OPTIONS:
            yield signatures.Parameter(field.name, signatures.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=_option(field))
        yield from own[2:]

    made = list(parameters())
    command.__signature__ = signatures.Signature(made, return_annotation=Answer)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in made} | {"return": Answer}
    return command


@_takes_fields
def inspect(
    ctx: typer.Context,
    photos: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ROLE=]PHOTO...", help=N_("Photos; ROLE is packaging, label, overall, defect, serial, inside, video or document.")
        ),
    ] = None,
    defect: Annotated[list[Defect] | None, typer.Option(help=N_("What is wrong; can be repeated."))] = None,
    date: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=WHEN",
            help=N_(
                "A date from which a deadline is counted or on which it ends; can be repeated. KIND: claimed, "
                "decided, rejected, delivered, demand_refund, demand_replacement, demand_repair, dispute_opened, "
                "return_created, return_sent, return_received, free_until, disposal, picked_up, supplied, "
                "warranty_until ..."
            ),
        ),
    ] = None,
    case: Annotated[str | None, typer.Option(metavar="CASE", help=N_("Add to this case instead of opening one."))] = None,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Override a refusal; the reason is recorded in the history."))] = None,
    **given: Any,  # noqa: ANN401  a value for each field
) -> Answer:
    """Run the command."""
    from concurrent.futures import ThreadPoolExecutor
    from dataclasses import replace

    from ozon_returns.cases.bounds import dear
    from ozon_returns.errors.case import DuplicateCaseError
    from ozon_returns.evidence.intake import judge, named

    app: App = ctx.obj
    facts = {field.name: value for field in _OPTIONS if (value := _value(app, field, given[field.name])) not in (None, "")}
    defects = list(defect or [])
    with ThreadPoolExecutor(1) as beside:  # decoding photos takes about as long as importing the store
        judging = beside.submit(judge, [named(each) for each in photos or []], max_megapixels=app.settings.max_megapixels, zone=app.zone)
        from ozon_returns.cases.inspection import Findings, add_findings, open_case
    good = judging.result()
    dates = [_date(app, each) for each in date or []]
    _ask_what_is_missing(app, facts, defects, nothing=not (facts or defects or good or dates), case=case)
    dates += _ask_claim(app, facts, dates, case)
    noticed = _take_known(app, facts) if case is None else []
    findings = Findings(facts, defects, good, dates, app.text(force), noticed)
    if not findings.force:
        app.confirm(dear([facts.get("price")]))
    parts: dict[str, Any] = {"store": app.store, "home": app.places.home}
    if case is not None:
        return app.changed(add_findings(app.case(case), findings, **parts))
    try:
        return app.changed(open_case(findings, **parts))
    except DuplicateCaseError as error:
        if not app.can_ask:
            raise
        app.confirm([error.message()])
        return app.changed(open_case(replace(findings, force=error.message()), **parts))


def _value(app: App, field: Field, given: Any) -> Any:  # noqa: ANN401
    """Return what was typed for a field as it is stored."""
    if field.kind is Kind.MOMENT:
        return app.moment(given)
    if field.long:
        return app.text(given)
    return given.strip() if type(given) is str else given


def _date(app: App, text: str) -> tuple[Milestone, datetime]:
    """Parse `KIND=WHEN`."""
    from ozon_returns.period import parse_moment
    from ozon_returns.prompts import member, pair

    word, when = pair(text, "--date claimed=2026-11-23")
    kind = member(word, Milestone)
    return kind, parse_moment(when, now=app.now, zone=app.zone, ends=kind in LAST_DAYS)


def _take_known(app: App, facts: dict[str, Any]) -> list[str]:
    """Add to a new case what is known of its product, and from the last case of it; return a note that says so."""
    if not facts.get("sku"):
        return []
    from ozon_returns.store.shop import known_of
    from ozon_returns.views.cases import formatted

    with app.reading() as reading:
        known, number = known_of(reading, facts["sku"])
    taken = {name: value for name, value in known.items() if name not in facts}
    facts |= taken
    if not taken:
        return []
    source = _("what is known of the product") + (_(", and case {number}").format(number=number) if number else "")
    told = ", ".join(formatted(name, value) for name, value in taken.items())
    return [_("Taken from {source}: {values}").format(source=source, values=told)]


def _ask_claim(
    app: App, facts: dict[str, Any], dates: list[tuple[Milestone, datetime]], case: str | None
) -> list[tuple[Milestone, datetime]]:
    """Prompt on a terminal for the moment the claim came, of a new case at a buyer's; its 24 hours run from then."""
    from ozon_returns.prompts import optional

    known = any(kind is Milestone.CLAIMED for kind, _at in dates)
    if case is not None or known or not app.can_ask or facts.get("stage") != Stage.BUYER:
        return []
    question = _("When did the buyer make the claim in Ozon's form")
    when = optional(question, app.moment)
    return [(Milestone.CLAIMED, when)] if when else []


def _product(text: str) -> str:
    """Return what was typed for a product. Raise `UsageError` for a file, which was meant as a photo."""
    from ozon_returns.errors.usage import UsageError

    if Path(text.strip("'\"")).is_file():
        raise UsageError(
            _("“{text}” is a file, not a product.").format(text=text), _("Photos are named after the command: ozon-returns inspect PHOTO")
        )
    return text


def _ask_what_is_missing(app: App, given: dict[str, Any], defects: list[Defect], *, nothing: bool, case: str | None) -> None:
    """Prompt on a terminal for the facts a new case needs, or for the findings of an existing one.

    Raise `UsageError` if they are missing and prompting is not possible.
    """
    from ozon_returns.errors.usage import UsageError
    from ozon_returns.prompts import ask, choose

    named = case or any(each in given for each in ("sku", "article", "product", "posting", "return_id"))
    if not named and not app.can_ask:
        advice = _("Specify --product, --sku, --article or --posting.")
        raise UsageError(_("No item was specified."), advice)
    if case and nothing and not app.can_ask:
        raise UsageError(_("No finding was specified."), _("Specify photos, or what was found, such as --defect or --note."))
    if not app.can_ask or (case and not nothing):
        return
    if not named:
        given["product"] = ask(_("Which product is it"), _product)
    if not defects:
        defects.extend(choose(_("What is wrong"), Defect, several=True))
    if "stage" not in given and (stages := choose(_("Where was it found"), Stage)):
        given["stage"] = stages[0]
    if "suspected_cause" not in given and (causes := choose(_("What probably caused it"), Cause)):
        given["suspected_cause"] = causes[0]
