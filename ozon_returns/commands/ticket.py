"""Step three: file a claim with Ozon, a supplier or a carrier, and record its progress."""

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
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help=N_("Case number or posting number; left out: the case last worked on."))
    ] = None,
    to: Annotated[Addressee | None, typer.Option(help=N_("Recipient of the ticket (default: Ozon)."))] = None,
    situation: Annotated[Situation | None, typer.Option(help=N_("Subject of the ticket; opens a new ticket."))] = None,
    ask: Annotated[
        Decimal | None, typer.Option(parser=money.parse_money, metavar="MONEY", help=N_("Amount claimed; opens a new ticket."))
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("Deadline for the answer."))] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("Save the ticket as a draft, not yet submitted."))] = False,
    sent: Annotated[bool, typer.Option("--sent", help=N_("The draft has been submitted."))] = False,
    ticket: Annotated[
        int | None, typer.Option("--ticket", min=1, metavar="NUMBER", help=N_("Which ticket of the case is meant: 1, 2 ..."))
    ] = None,
    number: Annotated[str | None, typer.Option(metavar="NO", help=N_("Number assigned to the ticket."))] = None,
    answer: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Answer received, verbatim; - reads it from stdin."))] = None,
    next_check: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When to check again."))] = None,
    outcome: Annotated[Verdict | None, typer.Option(help=N_("Decision on the ticket."))] = None,
    amount: Annotated[
        Decimal | None, typer.Option(parser=money.parse_money, metavar="MONEY", help=N_("Amount granted or received."))
    ] = None,
    paid_at: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When the money arrived; it counts as recovered."))] = None,
    appeal: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Your objection to the decision; - reads it from stdin."))] = None,
    taken_back: Annotated[
        str | None, typer.Option(metavar="WHEN", help=N_("When money already received was taken back; reopens the case."))
    ] = None,
    withdraw: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Why the ticket is no longer pursued."))] = None,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When the answer or decision came (default: now)."))] = None,
    letter: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Which letter to write (default: the one that fits)."))] = None,
    letter_language: Annotated[Spoken | None, typer.Option(help=N_("Language of the letter (default: Russian)."))] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=N_("Value of a field in the letter; can be repeated."))
    ] = None,
    send: Annotated[bool, typer.Option("--send", help=N_("Send a new ticket to an open chat with Ozon's support."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Take what is proposed, without questions."))] = False,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Override a refusal; the reason is recorded in the history."))] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.questions.interview import asking, is_bare, meant_case
    from ozon_returns.tickets.request import TicketRequest

    app: App = ctx.obj
    found = app.case(meant_case(case, can_ask=app.can_ask))
    if (yes or app.can_ask) and is_bare(ctx, "ticket"):
        from ozon_returns.questions.ticket import ticket_commands

        return asking(found, ticket_commands(found, app.interview(found, yes=yes), ticket))
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
        withdraw=app.text(withdraw),
        at=app.moment(at),
        letter=letter,
        force=app.text(force),
    )
    said = _about(app, said, found)
    _fill(app, said, page, found)
    return _worked(app, found, said, page, send=send)


def _worked(app: App, case: "Case", said: "TicketRequest", page: "Draft", *, send: bool) -> Answer:
    """Work on the ticket that is meant, and send a new one if that is wanted."""
    from ozon_returns.tickets.request import AttachmentFolder
    from ozon_returns.tickets.ticket import work_on_ticket

    folder = AttachmentFolder(app.places.home, app.settings.limits)
    if send:
        from ozon_returns.at_ozon import send_to_support

        answer = send_to_support(app, case, said, page, folder)
        app.remember(page, case)
        return answer
    change = work_on_ticket(case, said, page, folder, store=app.store)
    app.remember(page, case)
    return app.changed(change)


def _about(app: App, said: "TicketRequest", case: "Case") -> "TicketRequest":
    """Ask what a new ticket is about, where neither that nor the case tells."""
    from dataclasses import replace

    from ozon_returns.letters.situations import situation_of

    if not app.can_ask or situation_of(case) or said.follows or said.opens or said.until:
        return said
    return replace(said, situation=app.interview().kind("--situation", _("What is the ticket about"), Situation))


def _by_now(app: App, text: str | None) -> "datetime | None":
    """Read when something happened; a day alone is its end, today no later than now."""
    when = app.moment(text, ends=True)
    return min(when, app.now) if when and when.date() == app.now.date() else when


def _fill(app: App, said: "TicketRequest", page: "Draft", case: "Case") -> None:
    """Confirm a claim that is probably a slip; prompt on a terminal for the missing values of the letter."""
    from ozon_returns.letters.situations import letter_for, situation_of
    from ozon_returns.questions.letter import fill
    from ozon_returns.tickets.open import addressee, check_ticket, over_asked
    from ozon_returns.tickets.request import FOLLOWING, with_news
    from ozon_returns.tickets.ticket import select_ticket

    if said.opens and not said.ticket:
        app.confirm(over_asked(case, said))
    if not app.can_ask or said.draft:
        return
    meant = select_ticket(case, said)
    if said.letter in FOLLOWING:
        asked_of = page.about(meant and with_news(meant, said, app.now), case, now=app.now)
        fill(asked_of, said.letter or "", app.asked, now=app.now)
        page.facts.update({name: asked_of.facts[name] for name in page.typed})
    elif meant is None:
        if not said.force:
            check_ticket(case, said, app.places.home, app.now)
        known = situation_of(case)
        about = said.situation or (Situation(known) if known in set(Situation) else Situation.OTHER)
        fill(
            page, said.letter or letter_for(addressee(said), about, case["stage"]), app.asked, now=app.now, asked=said.ask, until=said.until
        )
