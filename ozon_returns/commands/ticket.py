"""Step three: a claim on Ozon, a supplier or a carrier, and what comes of it."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.vocabulary.activity import Addressee, Situation, Spoken, Verdict
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from ozon_returns.letters.draft import Draft
    from ozon_returns.store.read_models import Case
    from ozon_returns.tickets.request import TicketRequest


def ticket(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help=N_("Number of the case, its posting, or @last."))],
    to: Annotated[Addressee | None, typer.Option(help=N_("Whom the ticket is written to; Ozon, if not said."))] = None,
    situation: Annotated[Situation | None, typer.Option(help=N_("What it is about; opens a new ticket."))] = None,
    ask: Annotated[
        Decimal | None, typer.Option(parser=money.parse_money, metavar="MONEY", help=N_("How much is asked for; opens a new ticket."))
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Until when an answer is wanted."))] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("Keep the ticket as a draft; it is not handed in yet."))] = False,
    sent: Annotated[bool, typer.Option("--sent", help=N_("The draft has been handed in."))] = False,
    ticket: Annotated[
        int | None, typer.Option("--ticket", min=1, metavar="NUMBER", help=N_("Which ticket of the case is meant: 1, 2 ..."))
    ] = None,
    number: Annotated[str | None, typer.Option(metavar="NO", help=N_("Number the ticket was given."))] = None,
    answer: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("What was answered, word for word; - reads it from stdin."))] = None,
    next_check: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When to look again."))] = None,
    outcome: Annotated[Verdict | None, typer.Option(help=N_("How it was decided."))] = None,
    amount: Annotated[
        Decimal | None, typer.Option(parser=money.parse_money, metavar="MONEY", help=N_("How much was granted, or arrived."))
    ] = None,
    paid_at: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When the money arrived; it counts as recovered."))] = None,
    appeal: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("What you put forward against the decision; - reads it from stdin."))
    ] = None,
    taken_back: Annotated[
        str | None, typer.Option(metavar="WHEN", help=N_("When money that had arrived was taken back; the case opens again."))
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When the answer or the decision came; now, if not said."))] = None,
    letter: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Which letter to write; the one that fits, if not said."))] = None,
    letter_language: Annotated[Spoken | None, typer.Option(help=N_("The language of the letter; Russian, if not chosen."))] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=N_("What stands in a gap of the letter; again for more."))
    ] = None,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Go past a refusal; the reason is kept in the history."))] = None,
) -> Answer:
    """Carry out the command."""
    from dataclasses import replace

    from ozon_returns.letters.situations import situation_of
    from ozon_returns.prompts import choose
    from ozon_returns.tickets.request import AttachmentFolder, TicketRequest
    from ozon_returns.tickets.ticket import work_on_ticket

    app: App = ctx.obj
    found = app.case(case)
    page = app.draft(found, letter_language, values)
    said = TicketRequest(
        to=to,
        situation=situation,
        ask=ask,
        until=app.moment(until, ends=True),
        draft=draft,
        sent=sent,
        ticket=ticket,
        number=number,
        answer=app.text(answer),
        next_check=app.moment(next_check, ends=True),
        outcome=outcome,
        amount=amount,
        paid_at=app.moment(paid_at),
        appeal=app.text(appeal),
        taken_back=_by_now(app, taken_back),
        at=app.moment(at),
        letter=letter,
        force=app.text(force),
    )
    known = situation_of(found)
    if app.can_ask and not (known or said.follows or situation or ask or until):
        chosen = choose(_("What is the ticket about"), Situation)
        said = replace(said, situation=chosen[0] if chosen else None)
    _fill(app, said, page, found)
    folder = AttachmentFolder(app.places.home, app.settings.limits)
    return app.changed(work_on_ticket(found, said, page, folder, store=app.store))


def _by_now(app: App, text: str | None) -> "datetime | None":
    """Read when something happened; a day alone is its end, today no later than now."""
    when = app.moment(text, ends=True)
    return min(when, app.now) if when and when.date() == app.now.date() else when


def _fill(app: App, said: "TicketRequest", page: "Draft", case: "Case") -> None:
    """Ask on a terminal for what the letter of a ticket lacks."""
    from ozon_returns.letters.situations import letter_for, situation_of
    from ozon_returns.prompts import fill
    from ozon_returns.tickets.open import addressee
    from ozon_returns.tickets.request import FOLLOWING
    from ozon_returns.tickets.ticket import select_ticket

    if not app.can_ask or said.draft or said.force:
        return
    meant = select_ticket(case, said)
    if said.letter in FOLLOWING:
        fill(page.about(meant, case, now=app.now), said.letter or "", now=app.now)
    elif meant is None:
        known = situation_of(case)
        about = said.situation or (Situation(known) if known in set(Situation) else Situation.OTHER)
        fill(page, said.letter or letter_for(addressee(said), about), now=app.now, asked=said.ask, until=said.until)
