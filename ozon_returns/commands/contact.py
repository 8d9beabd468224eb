"""Steps two and five: write to the buyer, keep his answer, ask whether he is content."""

from decimal import Decimal
from typing import Annotated

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.dealings import Channel, Offer, YesNo
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _


def contact(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help=N_("Number of the case, its posting, or @last."))],
    offer: Annotated[list[Offer] | None, typer.Option(help=N_("What the buyer is offered; again for more."))] = None,
    amount: Annotated[Decimal | None, typer.Option(parser=money.parse, metavar="MONEY", help=N_("Amount of the bonus."))] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Until when the offer holds."))] = None,
    letter: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Which letter to write; the one that fits, if not said."))] = None,
    text: Annotated[str | None, typer.Option(help=N_("Your own words instead of a letter; - reads them from stdin."))] = None,
    channel: Annotated[Channel | None, typer.Option(help=N_("How the words go, or came."))] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("Keep the letter as a draft; the buyer does not have it yet."))] = False,
    reply: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("What the buyer answered; - reads it from stdin."))] = None,
    choice: Annotated[Offer | None, typer.Option(help=N_("Which offer the buyer chose."))] = None,
    follow_up: Annotated[bool, typer.Option("--follow-up", help=N_("Ask whether all is well, once the case is resolved."))] = False,
    satisfied: Annotated[YesNo | None, typer.Option(help=N_("Whether the buyer is content."))] = None,
    score: Annotated[int | None, typer.Option(min=1, max=5, help=N_("The buyer's mark."))] = None,
    again: Annotated[YesNo | None, typer.Option(help=N_("Whether the buyer would buy again."))] = None,
    comment: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("What the buyer said; - reads it from stdin."))] = None,
    unreachable: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Why the buyer cannot be asked."))] = None,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Go past a refusal; the reason is kept in the history."))] = None,
) -> Answer:
    """Carry out the command."""
    from ozon_returns.asking import ask, choose
    from ozon_returns.casework.contact import Talk, Word, talk
    from ozon_returns.views.change import changed

    app: App = ctx.obj
    number = app.number(case)
    offers = list(offer or [])
    nothing = not (offers or letter or text or reply or choice or follow_up or unreachable or comment)
    if nothing and not (satisfied or score or again) and app.can_ask:
        offers = choose(_("What do you offer"), Offer, several=True)
    if Offer.BONUS in offers and amount is None and app.can_ask:
        amount = ask(_("How much is the bonus"), money.parse)
    said = Talk(
        offers=offers,
        amount=amount,
        until=app.moment(until, ends=True),
        letter=letter,
        text=app.text(text),
        channel=channel,
        draft=draft,
        follow_up=follow_up,
        reply=app.text(reply),
        choice=choice,
        word=Word(_yes(satisfied), score, _yes(again), app.text(comment)),
        unreachable=app.text(unreachable),
        force=app.text(force),
    )
    done = talk(number, said, store=app.store, now=app.now)
    with app.reading() as reading:
        return changed(done, reading)


def _yes(answer: YesNo | None) -> bool | None:
    """Turn yes and no into a truth."""
    return None if answer is None else answer is YesNo.YES
