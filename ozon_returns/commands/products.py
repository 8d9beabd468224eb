"""What is known of products and lots: shown, typed, or imported from a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer, Block
from ozon_returns.words import N_, _

if TYPE_CHECKING:
    from ozon_returns.products.deliveries import Taken


def products(
    ctx: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar=N_("[list|FILE|SKU]"), help=N_("list, a file (.csv, .xlsx, .yaml, .json), or the SKU of a product."))
    ] = "list",
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=N_("[FIELD=VALUE]..."),
            help=N_(
                "What is known of the product: product, article, cost, commission, delivery_out, delivery_back, technically_complex, "
                "marked, packaging, supplier, stock, price; FIELD= empties it."
            ),
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Dry run: show the result without saving anything."))] = False,
) -> Answer:
    """Run the command."""
    from ozon_returns.errors.usage import UsageError

    app: App = ctx.obj
    if values:
        return _typed(app, what, values)
    if what == "list":
        return _list(app)
    if _is_known(app, what):
        return _list(app, what)
    if Path(what).suffix or Path(what).exists():
        return _imported(app, what, dry_run=dry_run)
    raise UsageError(
        _("“{text}” is neither a file nor followed by what is known of the product.").format(text=what),
        _("Write it like {example}.").format(example=f"ozon-returns products {what} cost=650 commission=15%"),
    )


def _is_known(app: App, sku: str) -> bool:
    """Return whether there is a product or a lot of a SKU."""
    from ozon_returns.store.shop import lots
    from ozon_returns.store.shop import products as every

    with app.reading() as reading:
        return any(each["sku"] == sku for each in (*every(reading), *lots(reading)))


def _list(app: App, sku: str | None = None, notes: list[str] | None = None) -> Answer:
    """List the products and the lots, or one product."""
    from ozon_returns.store.shop import lots
    from ozon_returns.store.shop import products as every
    from ozon_returns.views.products import lot_table, product_facts, product_table, shop_document

    with app.reading() as reading:
        known = [each for each in every(reading) if sku in (None, each["sku"])]
        received = [each for each in lots(reading) if sku in (None, each["sku"])]
    told = [*(notes or []), *([] if known or received else [_("No products yet.")])]
    shown: list[Block] = [product_facts(each) for each in known] if sku else [product_table(known)] if known else []
    blocks = [*shown, *([lot_table(received)] if received else [])]
    told_of: dict[str, object] = {"products": [shop_document(each) for each in known], "lots": [shop_document(each) for each in received]}
    return Answer(told_of, blocks, notes=told, saved=bool(notes))


def _typed(app: App, sku: str, values: list[str]) -> Answer:
    """Store what was typed of one product."""
    from ozon_returns.errors.base import ReturnsError
    from ozon_returns.errors.usage import UsageError
    from ozon_returns.product_fields import HEADINGS, PRODUCT
    from ozon_returns.products.products import set_product
    from ozon_returns.prompts import pair
    from ozon_returns.sources.case_fields import read_field
    from ozon_returns.sources.values import Reader
    from ozon_returns.vocabulary.nearest import folded, nearest

    fields = {each.name: each for each in PRODUCT if each.name != "sku"}
    facts = {}
    for word, text in (pair(each, "cost=650") for each in values):
        known = ((name, (folded(_(each.label)), *HEADINGS.get(name, ()))) for name, each in fields.items())
        field = next((name for name, words in known if word == name or folded(word) in words), None)
        if field is None:
            near = nearest(word, fields)
            advice = _("Did you mean “{meant}”?").format(meant=near) if near else _("Available: {names}").format(names=", ".join(fields))
            raise UsageError(_("There is no field “{name}”.").format(name=word), advice)
        try:
            facts[field] = read_field(fields[field], text.strip(), Reader(app.now, app.zone, [])) if text.strip() else None
        except ReturnsError:
            raise
        except ValueError as error:
            raise UsageError(f"{word}: {error}.", _("Write it like {example}.").format(example="cost=650 commission=15%")) from error
    set_product(sku, facts, store=app.store)
    return _list(app, sku, [_("Saved: {event}").format(event=_("what is known of {sku}").format(sku=sku))])


def _imported(app: App, file: str, *, dry_run: bool) -> Answer:
    """Import products and lots from a file."""
    from ozon_returns.cases.import_file import take_file
    from ozon_returns.sources.case_reading import CaseFile

    reading = CaseFile(file, Path(file).absolute().parent, app.now, app.zone, app.settings.max_megapixels)
    taken: Taken = take_file(reading, store=app.store, home=app.places.home, dry_run=dry_run)
    counts = {"added": taken.added, "updated": taken.updated, "unchanged": taken.unchanged}
    told = [_("Added: {added}, updated: {updated}, unchanged: {unchanged}.").format(**counts)]
    told += [_("Dry run: nothing was saved. Import without --dry-run to save.")] if dry_run else []
    return Answer({**counts, "skipped": [], "dry_run": dry_run}, told, notes=taken.notes, saved=not dry_run)
