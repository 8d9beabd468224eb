"""Step one: open a case, or add photos and findings to one."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.kinds import LAST_DAYS, Cause, Defect, Milestone, Scheme, Severity, Stage
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def inspect(
    ctx: typer.Context,
    photos: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ROLE=]PHOTO...", help=N_("Photos; ROLE is packaging, label, overall, defect, serial, inside, video or document.")
        ),
    ] = None,
    sku: Annotated[str | None, typer.Option(help=N_("Ozon's number of the product."))] = None,
    article: Annotated[str | None, typer.Option(help=N_("Your own number of the product."))] = None,
    product: Annotated[str | None, typer.Option(help=N_("What the product is called."))] = None,
    posting: Annotated[str | None, typer.Option(help=N_("Number of the posting."))] = None,
    return_id: Annotated[str | None, typer.Option(help=N_("Number of the return."))] = None,
    scheme: Annotated[Scheme | None, typer.Option(help=N_("How the product is sold."))] = None,
    quantity: Annotated[int | None, typer.Option(min=1, max=1_000_000, help=N_("How many items."))] = None,
    price: Annotated[
        Decimal | None, typer.Option(parser=money.parse, metavar="MONEY", help=N_("Price the buyer paid for one item."))
    ] = None,
    supplier: Annotated[str | None, typer.Option(help=N_("Who supplied it."))] = None,
    batch: Annotated[str | None, typer.Option(help=N_("Batch or delivery it came with."))] = None,
    serial: Annotated[str | None, typer.Option(help=N_("Serial number."))] = None,
    marking: Annotated[str | None, typer.Option(help=N_("Marking code."))] = None,
    stage: Annotated[Stage | None, typer.Option(help=N_("Where the defect was found."))] = None,
    defect: Annotated[list[Defect] | None, typer.Option(help=N_("What is wrong; again for more."))] = None,
    severity: Annotated[Severity | None, typer.Option(help=N_("How bad it is."))] = None,
    reason: Annotated[str | None, typer.Option(help=N_("What the buyer claims, in Ozon's words."))] = None,
    suspect: Annotated[Cause | None, typer.Option(help=N_("What probably caused it."))] = None,
    note: Annotated[str | None, typer.Option(help=N_("Anything else; - reads it from stdin."))] = None,
    found_at: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When it was found; now, if not said."))] = None,
    date: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=WHEN",
            help=N_(
                "A day that terms count from or end on; again for more. KIND: claimed, decided, rejected, delivered, demand_refund, "
                "demand_replacement, demand_repair, dispute_opened, return_created, return_sent, return_received, free_until, "
                "disposal, picked_up, supplied, warranty_until ..."
            ),
        ),
    ] = None,
    case: Annotated[str | None, typer.Option(metavar="CASE", help=N_("Add to this case instead of opening one."))] = None,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Go past a refusal; the reason is kept in the history."))] = None,
) -> Answer:
    """Carry out the command."""
    from concurrent.futures import ThreadPoolExecutor

    from ozon_returns.evidence.intake import judge, named

    app: App = ctx.obj
    facts: dict[str, Any] = {
        "sku": sku,
        "article": article,
        "product": product,
        "posting": posting,
        "return_id": return_id,
        "scheme": scheme,
        "quantity": quantity,
        "price": price,
        "supplier": supplier,
        "batch": batch,
        "serial": serial,
        "marking": marking,
        "stage": stage,
        "severity": severity,
        "claimed_reason": app.text(reason),
        "suspected_cause": suspect,
        "note": app.text(note),
        "found_at": app.moment(found_at),
    }
    given = {field: value for field, value in zip(facts, map(_stripped, facts.values()), strict=True) if value not in (None, "")}
    defects = list(defect or [])
    with ThreadPoolExecutor(1) as beside:  # decoding the photos and importing the store take as long as each other
        judging = beside.submit(judge, [named(each) for each in photos or []], max_megapixels=app.settings.max_megapixels, zone=app.zone)
        from ozon_returns.casework.inspection import Findings, add_findings, open_case
        from ozon_returns.views.change import changed
    good = judging.result()
    dates = [_date(app, each) for each in date or []]
    _ask_what_is_missing(app, given, defects, nothing=not (given or defects or good or dates), case=case)
    number = None if case is None else app.number(case)
    findings = Findings(given, defects, good, dates, force)
    parts: dict[str, Any] = {"store": app.store, "home": app.places.home, "now": app.now}
    done = open_case(findings, **parts) if number is None else add_findings(number, findings, **parts)
    with app.reading() as reading:
        return changed(done, reading)


def _stripped(value: object) -> object:
    """Take the blanks off the ends of a text."""
    return value.strip() if type(value) is str else value


def _date(app: App, text: str) -> tuple[Milestone, datetime]:
    """Read `KIND=WHEN`."""
    from ozon_returns.asking import member, pair
    from ozon_returns.period import moment

    word, when = pair(text, "--date claimed=2026-11-23")
    kind = member(word, Milestone)
    return kind, moment(when, now=app.now, zone=app.zone, ends=kind in LAST_DAYS)


def _ask_what_is_missing(app: App, given: dict[str, Any], defects: list[Defect], *, nothing: bool, case: str | None) -> None:
    """Ask on a terminal for what a new case needs, or what was found in an old one; `UsageError` where nobody can be asked."""
    from ozon_returns.asking import ask, choose
    from ozon_returns.errors import UsageError

    named = case or any(each in given for each in ("sku", "article", "product", "posting", "return_id"))
    if not named and not app.can_ask:
        advice = _("Say it with --product, --sku, --article or --posting.")
        raise UsageError(_("It is not said which item this is about."), advice)
    if case and nothing and not app.can_ask:
        raise UsageError(_("It is not said what was found."), _("Say it with --defect, --stage, --suspect, --note, or name photos."))
    if not app.can_ask or (case and not nothing):
        return
    if not named:
        given["product"] = ask(_("Which product is it"), str)
    if not defects:
        defects.extend(choose(_("What is wrong"), Defect, several=True))
    if "stage" not in given and (stages := choose(_("Where was it found"), Stage)):
        given["stage"] = stages[0]
    if "suspected_cause" not in given and (causes := choose(_("What probably caused it"), Cause)):
        given["suspected_cause"] = causes[0]
