"""Steps two and five: write to the buyer, record the reply, ask whether the buyer is satisfied."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.vocabulary.activity import (
    FOLLOW_UP,
    Channel,
    Decider,
    DecisionKind,
    DemandKind,
    FulfillmentKind,
    OfferKind,
    Spoken,
    YesNo,
)
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.buyer.exchange import Exchange
    from ozon_returns.letters.draft import Draft
    from ozon_returns.store.read_models import Case

_AUTO = "auto"
"""Letter name that selects the letter that fits."""


def contact(
    ctx: typer.Context,
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help=N_("Case number or posting number; left out: the case last worked on."))
    ] = None,
    offer: Annotated[list[OfferKind] | None, typer.Option(help=N_("What the buyer is offered; can be repeated."))] = None,
    amount: Annotated[
        Decimal | None, typer.Option(parser=money.parse_money, metavar="MONEY", help=N_("Amount of the bonus, or of the money returned."))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="WHEN", help=N_("Date until which the offer is valid, or the agreed date of a repair."))
    ] = None,
    letter: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Which letter to write; auto takes the one that fits."))] = None,
    letters: Annotated[bool, typer.Option("--letters", help=N_("Show all letters and when to use each."))] = False,
    letter_language: Annotated[Spoken | None, typer.Option(help=N_("Language of the letter (default: Russian)."))] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=N_("Value of a field in the letter; can be repeated."))
    ] = None,
    text: Annotated[str | None, typer.Option(help=N_("Your own text instead of a letter; - reads it from stdin."))] = None,
    channel: Annotated[Channel | None, typer.Option(help=N_("Channel of the message."))] = None,
    draft: Annotated[bool, typer.Option("--draft", help=N_("Save the letter as a draft, not yet sent to the buyer."))] = False,
    reply: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("What the buyer answered; - reads it from stdin."))] = None,
    choice: Annotated[OfferKind | None, typer.Option(help=N_("Which offer the buyer chose."))] = None,
    refused: Annotated[list[OfferKind] | None, typer.Option(help=N_("Which offer the buyer refused; can be repeated."))] = None,
    demand: Annotated[DemandKind | None, typer.Option(help=N_("What the buyer demands by law, whether it was offered or not."))] = None,
    decide: Annotated[DecisionKind | None, typer.Option(help=N_("The decision on the buyer's claim."))] = None,
    by: Annotated[Decider | None, typer.Option(help=N_("Who decided on the claim (default: the seller)."))] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Why the claim was decided so."))] = None,
    done: Annotated[
        FulfillmentKind | None, typer.Option(help=N_("What was done for the buyer: the money was returned, the new item sent ..."))
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help=N_("When it happened (default: now)."))] = None,
    follow_up: Annotated[
        bool, typer.Option("--follow-up", help=N_("Ask whether the buyer is satisfied, once the case is resolved."))
    ] = False,
    satisfied: Annotated[YesNo | None, typer.Option(help=N_("Whether the buyer is satisfied."))] = None,
    score: Annotated[int | None, typer.Option(min=1, max=5, help=N_("Score given by the buyer."))] = None,
    again: Annotated[YesNo | None, typer.Option(help=N_("Whether the buyer would buy again."))] = None,
    comment: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("What the buyer said; - reads it from stdin."))] = None,
    unreachable: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Why the buyer cannot be asked."))] = None,
    send: Annotated[
        bool,
        typer.Option(
            "--send",
            help=N_("Send the text through Ozon's chat, or decide the claim of rFBS there (after a confirmation; --yes: without one)."),
        ),
    ] = False,
    attach: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help=N_("A picture or a PDF that goes with --send; can be repeated."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Take what is proposed, without questions."))] = False,
    force: Annotated[str | None, typer.Option(metavar="WHY", help=N_("Override a refusal; the reason is recorded in the history."))] = None,
) -> Answer:
    """Run the command."""
    from ozon_returns.buyer.claim import Act
    from ozon_returns.buyer.exchange import BuyersWord, Exchange
    from ozon_returns.buyer.message import fitting
    from ozon_returns.buyer.offer import Offers
    from ozon_returns.letters.draft import known_letter
    from ozon_returns.questions.interview import asking, is_bare, meant_case

    app: App = ctx.obj
    if letters:
        return _letters(app, case)
    found, offers = app.case(meant_case(case, can_ask=app.can_ask)), list(offer or [])
    if (yes or app.can_ask) and is_bare(ctx):
        from ozon_returns.questions.contact import contact_commands

        return asking(found, contact_commands(found, app.interview(found, yes=yes)))
    if OfferKind.BONUS in offers and amount is None and app.can_ask:
        amount = _bonus(app)
    own, ends, when = app.text(text), app.moment(until, ends=True), app.moment(at)
    writes = bool(offers or letter or follow_up or draft or values or (channel is Channel.REVIEW and not reply)) and not own
    page = app.draft(found, letter_language, values)
    fits = fitting(found, offers, channel=channel, follow_up=follow_up, looked=app.can_ask or "finding" in page.facts)
    said = Exchange(
        offers=Offers(offers, amount, ends),
        letter=known_letter(fits if letter in (None, _AUTO) else letter, "buyer").name if writes else None,
        text=own,
        channel=channel,
        draft=draft,
        follow_up=follow_up or letter == FOLLOW_UP,
        reply=app.text(reply),
        choice=choice,
        refused=list(refused or []),
        word=BuyersWord(_yes(satisfied), score, _yes(again), app.text(comment)),
        unreachable=app.text(unreachable),
        act=Act(demand, decide, done, when, by, app.text(why), amount, ends if demand else None),
        amount=amount,
        at=when,
        force=app.text(force),
    )
    return _stored(app, found, said, page, attach or [], at_ozon=yes if send else None)


def _stored(app: App, case: "Case", said: "Exchange", page: "Draft", attached: list[str], *, at_ozon: bool | None) -> Answer:
    """Store an exchange; money that is probably a slip is confirmed first. `at_ozon`: it is decided there too, without asking if true."""
    from ozon_returns.buyer.claim import cost_of
    from ozon_returns.buyer.contact import Terms, check_exchange, exchange_with_buyer
    from ozon_returns.buyer.offer_rules import OfferRules
    from ozon_returns.buyer.slips import slips
    from ozon_returns.cases.resolution import Resolution, doubts
    from ozon_returns.questions.letter import fill

    if at_ozon is not None or attached:
        from ozon_returns.at_ozon import Outgoing, decide_at_ozon, files_to_send, recorded, send_through_chat

        files = files_to_send(attached, sends=at_ozon is not None and said.goes_out)
    terms = Terms(app.settings.follow_up_days, OfferRules(app.settings.offers, str(app.places.settings_file)))
    cost = cost_of(case, said.act)
    found = [] if said.force else [*slips(case, said), *(doubts(case, Resolution(costs=[cost])) if cost else ())]
    if found:
        check_exchange(case, said, app.now, terms)
        app.confirm(found)
    if app.can_ask and said.letter and not said.draft:
        check_exchange(case, said, app.now, terms)
        fill(page, said.letter, app.asked, now=app.now, offers=said.offers.kinds, amount=said.offers.amount, until=said.offers.until)
    if at_ozon is not None and said.goes_out:
        return send_through_chat(app, case, Outgoing(said, page, files), terms)
    if at_ozon is not None:
        check_exchange(case, said, app.now, terms)
        decide_at_ozon(app, case, said, sure=at_ozon)
        return app.changed(recorded(app, case, lambda now: exchange_with_buyer(now, said, page, terms, store=app.store)))
    change = exchange_with_buyer(case, said, page, terms, store=app.store)
    if said.act.decide and not said.act.by:
        from ozon_returns.views.ozon import undecided_told

        with app.reading() as reading:
            change.notes += undecided_told(reading, case["number"])
    return app.changed(change)


def _bonus(app: App) -> Decimal:
    """Prompt for the amount of a bonus."""
    from ozon_returns.prompts import ask

    def read(answer: str) -> Decimal:
        """Parse the answer, and keep it for a repetition."""
        amount = money.parse_money(answer)
        app.asked.extend(["--amount", answer])
        return amount

    return ask(_("How much is the bonus"), read)


def _letters(app: App, case: str | None) -> Answer:
    """List all letters; for a case, mark the one that fits now."""
    from ozon_returns.buyer.message import fitting
    from ozon_returns.letters.catalogue import letters
    from ozon_returns.letters.draft import command_for
    from ozon_returns.views.answer import Table

    fits, number = "", _("CASE")
    if case is not None:
        found = app.case(case)
        fits, number = fitting(found, (), channel=None, follow_up=found["status"] in ("resolved", "closed")), str(found["number"])
    every = list(letters().values())
    rows = [[("* " if each.name == fits else "") + each.name, each.title, each.when, command_for(each, number)] for each in every]
    told = [{"name": each.name, "to": each.to, "title": each.title, "when": each.when, "needs": list(each.needs)} for each in every]
    document: dict[str, object] = {"letters": told, "fits": fits or None}
    return Answer(document, [Table([_("Letter"), _("Title"), _("When"), _("Command")], rows, spare=(3,))])


def _yes(answer: YesNo | None) -> bool | None:
    """Return yes and no as a truth value."""
    return None if answer is None else answer is YesNo.YES
