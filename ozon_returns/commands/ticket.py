"""Step three: a claim on Ozon, a supplier or a carrier, and what comes of it."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.dealings import Addressee, Situation, Spoken, Verdict
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from ozon_returns.casework.claim import Claim
    from ozon_returns.casework.paper import Paper
    from ozon_returns.store.reading import CaseDict


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

    from ozon_returns.asking import choose
    from ozon_returns.casework.checklist import situation_of
    from ozon_returns.casework.claim import Claim, Desk
    from ozon_returns.casework.ticketing import ticket as keep
    from ozon_returns.views.change import changed

    app: App = ctx.obj
    found = app.number(case)
    with app.reading() as reading:
        case_told = reading.case(str(found))
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
        taken_back=_by_now(app, taken_back),
        at=app.moment(at),
        letter=letter,
        paper=_paper(app, case_told, letter_language, values or []),
        force=app.text(force),
    )
    known = situation_of(case_told)
    if app.can_ask and not (known or claim.follows or situation or ask or until):
        chosen = choose(_("What is the ticket about"), Situation)
        claim = replace(claim, situation=chosen[0] if chosen else None)
    _fill(app, claim, known, opened=any(claim.to in (None, each["to"]) for each in case_told["tickets"]))
    desk = Desk(app.places.home, app.settings.limits)
    done = keep(found, claim, store=app.store, desk=desk, now=app.now)
    with app.reading() as reading:
        return changed(done, reading)


def _by_now(app: App, text: str | None) -> "datetime | None":
    """Read when something happened; a day alone is its end, of today so much as has passed."""
    when = app.moment(text, ends=True)
    return None if when is None else min(when, app.now)


def _paper(app: App, case: "CaseDict", spoken: Spoken | None, values: list[str]) -> "Paper":
    """Give what the letter is written on; Ozon and carriers are written to in Russian, unless said."""
    from ozon_returns.asking import pair
    from ozon_returns.casework.letter_facts import Desk, paper_for

    given = [pair(each, "--set city=...") for each in values]
    return paper_for(case, Desk(app.settings, app.places.settings_file.parent, app.now), spoken, given)


def _fill(app: App, claim: "Claim", known: str | None, *, opened: bool) -> None:
    """Ask on a terminal for what the letter of a ticket lacks."""
    from ozon_returns.asking import ask
    from ozon_returns.casework.claim import FOLLOWING
    from ozon_returns.casework.situations import letter_for
    from ozon_returns.casework.ticketing import addressee

    if not app.can_ask or claim.draft or claim.force:
        return
    if claim.letter in FOLLOWING:
        claim.paper.fill(claim.letter or "", ask, now=app.now)
    elif claim.opens or not opened:
        about = claim.situation or (Situation(known) if known in set(Situation) else Situation.OTHER)
        letter = claim.letter or letter_for(addressee(claim), about)
        claim.paper.fill(letter, ask, now=app.now, asked=claim.ask, until=claim.until)
