"""Step four: record the outcome of a case, its cost, its cause and the actions taken."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ozon_returns.app import App
from ozon_returns.errors.usage import UsageError
from ozon_returns.views.answer import Answer
from ozon_returns.vocabulary.action import ActionKind, ActionScope
from ozon_returns.vocabulary.activity import CostKind, Payer
from ozon_returns.vocabulary.case import Cause, Disposition, Liable, Outcome
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.store.read_models import Case


def resolve(
    ctx: typer.Context,
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help=N_("Case number or posting number; left out: the case last worked on."))
    ] = None,
    outcome: Annotated[Outcome | None, typer.Option(help=N_("How it ended."))] = None,
    cause: Annotated[Cause | None, typer.Option(help=N_("What caused it, as you have established."))] = None,
    liable: Annotated[Liable | None, typer.Option(help=N_("Who is liable."))] = None,
    why: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help=N_("Why it happened; repeat up to five times to reach the root cause."))
    ] = None,
    cost: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=AMOUNT",
            help=N_(
                "Cost, of all items of the case together; can be repeated. KIND: refund, goods, delivery, return_delivery, "
                "processing, storage, disposal, bonus, repair, examination, labour, decompensation, other; "
                "labour also in hours: labour=1.5h."
            ),
        ),
    ] = None,
    recovered: Annotated[
        list[str] | None,
        typer.Option(metavar="FROM=AMOUNT", help=N_("Money recovered from ozon, supplier, carrier, buyer or resale; can be repeated.")),
    ] = None,
    disposition: Annotated[Disposition | None, typer.Option(help=N_("What became of the item."))] = None,
    action: Annotated[
        list[str] | None,
        typer.Option(
            metavar='"KIND: TEXT"',
            help=N_(
                "Action to prevent recurrence; can be repeated. KIND: change_supplier, supplier_claim, "
                "improve_packaging, improve_storage, fix_listing, inbound_check, training, stop_selling, other."
            ),
        ),
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Deadline for the action."))] = None,
    scope: Annotated[ActionScope | None, typer.Option(help=N_("What the action changes, by which its effect is measured."))] = None,
    owner: Annotated[str | None, typer.Option(metavar="WHO", help=N_("Who carries the action out."))] = None,
    no_action: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Why nothing needs to be done."))] = None,
    done: Annotated[bool, typer.Option("--done", help=N_("Mark the actions of the case as done."))] = False,
    close: Annotated[bool, typer.Option("--close", help=N_("Close the case."))] = False,
    reopen: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Reopen the case."))] = None,
    dismiss: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Dismiss the case: it was not a defect."))] = None,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Take what is proposed, without questions."))] = False,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Override a refusal; the reason is recorded in the history."))] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.cases.resolution import Resolution, doubts
    from ozon_returns.cases.resolution import resolve as store_resolution
    from ozon_returns.prompts import amount
    from ozon_returns.questions.interview import asking, is_bare, meant_case

    app: App = ctx.obj
    found = app.case(meant_case(case, can_ask=app.can_ask))
    if (yes or app.can_ask) and is_bare(ctx):
        from ozon_returns.questions.resolve import resolve_commands

        number = str(found["number"])
        asked = app.interview(found, yes=yes)
        return asking(found, resolve_commands(found, asked, lambda: app.case(number), app.screen.note, _unit_cost(app, found)))
    given = {"outcome": outcome, "cause": cause, "liable": liable, "disposition": disposition}
    facts: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
    said = Resolution(
        facts=facts,
        why=[app.text(each) or "" for each in why or ()],
        costs=[_cost(app, each) for each in cost or []],
        recovered=[amount(each, Payer, "--recovered ozon=1990") for each in recovered or []],
        actions=[_action(app, each) for each in action or []],
        due=app.moment(due, ends=True),
        scope=scope,
        owner=app.text(owner),
        no_action=app.text(no_action),
        done=done,
        close=close,
        reopen=app.text(reopen),
        dismiss=app.text(dismiss),
        force=app.text(force),
    )
    if not said.force:
        app.confirm(doubts(found, said))
    return app.changed(store_resolution(found, said, store=app.store))


def _unit_cost(app: App, case: "Case") -> Decimal | None:
    """Return what an item of a case was bought for; `None` where it is unknown."""
    from ozon_returns.store.shop import product_of

    with app.reading() as reading:
        known = product_of(reading, case["sku"])
    return known["cost"] if known else None


def _cost(app: App, text: str) -> tuple[CostKind, Decimal]:
    """Parse `KIND=AMOUNT`, of labour also hours, each at the rate of the settings. Raise `UsageError` where no rate is set."""
    from ozon_returns.money import parse_hours
    from ozon_returns.prompts import amount, member, pair

    example = "--cost refund=1990"
    word, value = pair(text, example)
    hours = parse_hours(value) if member(word, CostKind) is CostKind.LABOUR else None
    if hours is None:
        return amount(text, CostKind, example)
    if not app.settings.labour_rate:
        told = _("It is not known what an hour of work costs.")
        raise UsageError(told, _("Set it, in roubles: ozon-returns settings set labour_rate 500; or give roubles: --cost labour=900"))
    return CostKind.LABOUR, (hours * Decimal(str(app.settings.labour_rate))).quantize(Decimal("0.01"))


def _action(app: App, text: str) -> tuple[ActionKind, str]:
    """Parse `KIND: TEXT`."""
    from ozon_returns.prompts import member
    from ozon_returns.typed import word_for

    word, sign, told = text.partition(":")
    if not sign or not told.strip():
        example = f'--action "{word_for(ActionKind.IMPROVE_PACKAGING)}: ..."'
        raise UsageError(
            _("“{text}” does not specify the kind of action.").format(text=text), _("Write it like {example}.").format(example=example)
        )
    return member(word, ActionKind), app.text(told.strip()) or ""
