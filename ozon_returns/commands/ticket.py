"""Step three: a claim on Ozon, a supplier or a carrier, and what comes of it."""

from decimal import Decimal
from typing import Annotated

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.dealings import Addressee, Situation, Verdict
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def ticket(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help=N_("Number of the case, its posting, or @last."))],
    to: Annotated[Addressee | None, typer.Option(help=N_("Whom the ticket is written to; Ozon, if not said."))] = None,
    situation: Annotated[Situation | None, typer.Option(help=N_("What it is about; opens a new ticket."))] = None,
    ask: Annotated[
        Decimal | None, typer.Option(parser=money.parse, metavar="MONEY", help=N_("How much is asked for; opens a new ticket."))
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Until when an answer is wanted."))] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("Keep the ticket as a draft; it is not handed in yet."))] = False,
    number: Annotated[str | None, typer.Option(metavar="NO", help=N_("Number the ticket was given."))] = None,
    answer: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("What was answered, word for word; - reads it from stdin."))] = None,
    next_check: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When to look again."))] = None,
    outcome: Annotated[Verdict | None, typer.Option(help=N_("How it was decided."))] = None,
    amount: Annotated[
        Decimal | None, typer.Option(parser=money.parse, metavar="MONEY", help=N_("How much was granted, or arrived."))
    ] = None,
    paid_at: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When the money arrived; it counts as recovered."))] = None,
    appeal: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("What you put forward against the decision; - reads it from stdin."))
    ] = None,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Go past a refusal; the reason is kept in the history."))] = None,
) -> Answer:
    """Carry out the command."""
    from dataclasses import replace

    from ozon_returns.asking import choose
    from ozon_returns.casework.checklist import situation_of
    from ozon_returns.casework.claim import Claim, Desk
    from ozon_returns.casework.ticketing import ticket as keep
    from ozon_returns.views.change import changed

    app: App = ctx.obj
    found = app.number(case)
    claim = Claim(
        to=to,
        situation=situation,
        ask=ask,
        until=app.moment(until, ends=True),
        draft=draft,
        number=number,
        answer=app.text(answer),
        next_check=app.moment(next_check),
        outcome=outcome,
        amount=amount,
        paid_at=app.moment(paid_at),
        appeal=app.text(appeal),
        force=app.text(force),
    )
    with app.reading() as reading:
        known = situation_of(reading.case(str(found)))
    if app.can_ask and not (known or claim.follows or situation or ask or until):
        chosen = choose(_("What is the ticket about"), Situation)
        claim = replace(claim, situation=chosen[0] if chosen else None)
    desk = Desk(app.places.home, app.settings.limits)
    done = keep(found, claim, store=app.store, desk=desk, now=app.now)
    with app.reading() as reading:
        return changed(done, reading)
