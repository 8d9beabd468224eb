"""Step one: open a case, or add photos and findings to an existing one."""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ozon_returns.app import App
from ozon_returns.field import Field, Kind
from ozon_returns.field_options import OPTIONS, takes_fields
from ozon_returns.views.answer import Answer
from ozon_returns.vocabulary.case import LAST_DAYS, Defect, Milestone
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.cases.inspection import Findings
    from ozon_returns.evidence.barcodes import Codes
    from ozon_returns.evidence.intake import Named
    from ozon_returns.evidence.seen import SeenPhoto
    from ozon_returns.store.read_models import Case


@takes_fields
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
    from ozon_returns.cases.bounds import dear
    from ozon_returns.cases.known import contradictions, told_by_codes
    from ozon_returns.evidence.barcodes import merged
    from ozon_returns.evidence.intake import named
    from ozon_returns.questions.interview import is_bare
    from ozon_returns.questions.photos import groups_of, with_roles

    app: App = ctx.obj
    facts = {field.name: value for field in OPTIONS if (value := _value(app, field, given[field.name])) not in (None, "")}
    files, bare = [named(each) for each in photos or []], case is None and is_bare(ctx, "photos")
    if groups := groups_of(files, app.zone, app.places.home, bare=bare, can_ask=app.can_ask):
        if bare and app.can_ask:
            return Answer(commands=[["inspect", *map(str, group)] for group in groups])
        files = [each for group in groups for each in group]
    seen = _seen(app, files)
    codes, noticed = merged([each.codes for each in seen]), [_poor(each) for each in seen if each.faults]
    defects, dates = list(defect or []), [_date(app, each) for each in date or []]
    found = app.case(case) if case is not None else None
    nothing = not (facts or defects or seen or dates)
    asks = app.can_ask and (found is None or nothing)
    good = with_roles(seen, app.asked, can_ask=app.can_ask)
    if asks:
        noticed += _ask(app, facts, defects, dates, codes, found)
    else:
        noticed += _taken(facts, told_by_codes(codes, facts, found), _("the barcodes in the photos"))
        noticed += _take_known(app, facts, codes) if found is None else []
        _require_something(facts, found, nothing=nothing)
    noticed += contradictions([(each.photo.path.name, each.codes) for each in seen], facts, found)
    from ozon_returns.cases.inspection import Findings, add_findings

    findings = Findings(facts, defects, good, dates, app.text(force), noticed)
    if not findings.force:
        app.confirm(dear([facts.get("price")]))
    if found is not None:
        return app.changed(add_findings(found, findings, store=app.store, home=app.places.home))
    return _opened(app, findings)


def _opened(app: App, findings: "Findings") -> Answer:
    """Open a case; one that is open already for the same item is confirmed first, where somebody can be asked."""
    from dataclasses import replace

    from ozon_returns.cases.inspection import open_case
    from ozon_returns.errors.case import DuplicateCaseError

    try:
        return app.changed(open_case(findings, store=app.store, home=app.places.home))
    except DuplicateCaseError as error:
        if not app.can_ask:
            raise
        app.confirm([error.message()])
        return app.changed(open_case(replace(findings, force=error.message()), store=app.store, home=app.places.home))


def _value(app: App, field: Field, given: Any) -> Any:  # noqa: ANN401
    """Return what was typed for a field as it is stored."""
    from ozon_returns.questions.gaps import own_value

    if field.kind is Kind.MOMENT:
        return app.moment(given)
    if field.long:
        return app.text(given)
    return own_value(given.strip()) if type(given) is str else given


def _date(app: App, text: str) -> tuple[Milestone, datetime]:
    """Parse `KIND=WHEN`."""
    from ozon_returns.period import parse_moment
    from ozon_returns.prompts import member, pair

    word, when = pair(text, "--date claimed=2026-11-23")
    kind = member(word, Milestone)
    return kind, parse_moment(when, now=app.now, zone=app.zone, ends=kind in LAST_DAYS)


def _seen(app: App, files: "list[Named]") -> "list[SeenPhoto]":
    """Validate photos and return what is seen in them."""
    from concurrent.futures import ThreadPoolExecutor

    from ozon_returns.evidence.picture_quality import Wanted
    from ozon_returns.evidence.seen import examine

    chosen, zone = app.settings, app.zone
    wanted = Wanted(chosen.photo_brightness, chosen.photo_sharpness, chosen.photo_pixels)
    with ThreadPoolExecutor(1) as beside:  # decoding photos takes about as long as importing the store
        examining = beside.submit(examine, files, wanted, max_megapixels=chosen.max_megapixels, zone=zone)
        import_module("ozon_returns.cases.inspection")
    return examining.result()


def _poor(seen: "SeenPhoto") -> str:
    """Return what makes a photo poor evidence, as a note."""
    return _("{photo} is {faults}.").format(photo=seen.photo.path.name, faults="; ".join(seen.faults))


def _require_something(facts: dict[str, Any], case: "Case | None", *, nothing: bool) -> None:
    """Raise `UsageError` where no item is named, or nothing was found."""
    from ozon_returns.errors.usage import UsageError

    named = case is not None or any(each in facts for each in ("sku", "article", "product", "posting", "return_id"))
    if not named:
        raise UsageError(_("No item was specified."), _("Specify --product, --sku, --article or --posting."))
    if case is not None and nothing:
        raise UsageError(_("No finding was specified."), _("Specify photos, or what was found, such as --defect or --note."))


def _ask(
    app: App, facts: dict[str, Any], defects: list[Defect], dates: list[tuple[Milestone, datetime]], codes: "Codes", case: "Case | None"
) -> list[str]:
    """Ask for the findings, of a new case for what a claim needs too; return what was taken without a question."""
    from ozon_returns.cases.known import told_by_codes
    from ozon_returns.questions.inspection import ask_claim, ask_findings, ask_product
    from ozon_returns.store.shop import usual_scheme

    asked, read = app.interview(case), told_by_codes(codes, facts, case)
    if case is not None:
        ask_findings(asked, facts, defects)
        return []
    marking = {name: read.pop(name) for name in ("marking",) if name in read}
    told = _taken(facts, marking, _("the barcodes in the photos")) + _take_known(app, facts, codes)
    ask_product(asked, facts, is_named=bool(read))
    ask_findings(asked, facts, defects)
    told += _take_known(app, facts, codes)
    with app.reading() as reading:
        usual = usual_scheme(reading)
    ask_claim(asked, facts, dates, app.moment, {**read, **({"scheme": usual} if usual else {})})
    return told


def _take_known(app: App, facts: dict[str, Any], codes: "Codes") -> list[str]:
    """Add to a new case what is known of its item; return a note that says so."""
    from ozon_returns.cases.known import known_of_item

    if not (facts.get("sku") or facts.get("posting") or codes.ean):
        return []
    with app.reading() as reading:
        known = known_of_item(reading, facts, codes)
    source = _("what is known of the product") + (_(", and case {number}").format(number=known.number) if known.number else "")
    return _taken(facts, known.facts, source)


def _taken(facts: dict[str, Any], taken: Mapping[str, Any], source: str) -> list[str]:
    """Add values to the facts, and return a note that says where they come from."""
    from ozon_returns.views.cases import formatted

    facts |= taken
    told = ", ".join(formatted(name, value) for name, value in taken.items())
    return [_("Taken from {source}: {values}").format(source=source, values=told)] if taken else []
