"""What each way that is open for a case would probably cost, and from what that was worked out."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns import money
from ozon_returns.app import App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.buyer.advice_model import Known
    from ozon_returns.store.read_models import Case
    from ozon_returns.store.reading import Reading


def advise(
    ctx: typer.Context,
    case: Annotated[
        str, typer.Argument(metavar="[CASE]", help=N_("Case number or posting number; left out: the case last worked on."))
    ] = "@last",
) -> Answer:
    """Run the command."""
    from ozon_returns.buyer.advice import advise as work_out
    from ozon_returns.buyer.offer_rules import OfferRules
    from ozon_returns.views.advice import advice_document, blocks

    app: App = ctx.obj
    found = app.case(case)
    _ask_once(app, found)
    with app.reading() as reading:
        known = _known(reading, found)
    told = work_out(found, known, OfferRules(app.settings.offers, str(app.places.settings_file)))
    return Answer({"advice": advice_document(found, told)}, blocks(found, told))


def _known(reading: "Reading", case: "Case") -> "Known":
    """Return what the sums rest on: the product of the case, and the shop's record."""
    from ozon_returns.buyer.advice_model import Known
    from ozon_returns.letters.situations import suggested
    from ozon_returns.reports.chance import chance
    from ozon_returns.store import record
    from ozon_returns.store.shop import product_of
    from ozon_returns.vocabulary.case import Cause, Scheme

    product = product_of(reading, case["sku"])
    cause = case["cause"] or case["suspected_cause"]
    to = "carrier" if case["scheme"] == Scheme.RFBS and cause == Cause.TRANSPORT else "ozon"
    about = suggested(cause, case["defects"])
    commission = product["commission"] if product else None
    return Known(
        commission=None if commission is None else Decimal(str(commission)),
        cost=product["cost"] if product else None,
        delivery_out=product["delivery_out"] if product else None,
        delivery_back=product["delivery_back"] if product else None,
        disposal=record.usual_cost(reading, "disposal"),
        resale=record.resale_share(reading),
        ticket=chance(*record.tickets_won(reading, to, about)),
        ticket_share=record.share_granted(reading, to, about),
        supplier=chance(*record.tickets_won(reading, "supplier", None)),
        supplier_share=record.share_granted(reading, "supplier", None),
        bonus=chance(*record.offers_chosen(reading, "bonus")),
        resold=chance(*record.items_resold(reading, None)),
        upheld=chance(*record.rejections_upheld(reading)),
    )


def _ask_once(app: App, case: "Case") -> None:
    """Prompt on a terminal for what of the product is unknown; it is saved, so that it is asked once."""
    from ozon_returns.prompts import optional
    from ozon_returns.store.shop import product_of

    sku = case["sku"]
    if not (app.can_ask and sku):
        return
    with app.reading() as reading:
        product = product_of(reading, sku)
    facts: dict[str, object] = {}
    if product is None or product["cost"] is None:
        cost = optional(_("What does one item cost you, {sku}").format(sku=sku), money.parse_money)
        facts |= {"cost": cost} if cost is not None else {}
    if product is None or product["commission"] is None:
        rate = optional(_("What is Ozon's commission, such as 15%"), lambda text: _rate(app, text))
        facts |= {"commission": rate} if rate is not None else {}
    if facts:
        from ozon_returns.products.products import set_product

        set_product(sku, facts, store=app.store)


def _rate(app: App, text: str) -> Decimal:
    """Parse a commission. Raise `UsageError` for what is none."""
    from ozon_returns.errors.usage import UsageError
    from ozon_returns.sources.parsers import rate
    from ozon_returns.sources.values import Reader

    try:
        return rate(text, Reader(app.now, app.zone, []))
    except ValueError as error:
        raise UsageError(f"{error}.", _("Write it like {example}.").format(example="15%")) from error
