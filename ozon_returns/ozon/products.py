"""What Ozon knows of products: name, article, price, barcodes, and what it takes for a sale."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.batches import batches
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import PRODUCTS
from ozon_returns.ozon.lenient import Json, amount, items, text, word
from ozon_returns.vocabulary.case import CURRENCY

MOST = 1000
"""So many products are asked for at once."""

_WHOLE = Decimal(100)


class OzonProduct(NamedTuple):
    """A product under one of its SKUs; sums are in roubles per item, `commission` is a share of the price; `None` is not said."""

    sku: str
    article: str | None
    product: str | None
    price: Decimal | None
    commission: Decimal | None
    delivery_out: Decimal | None
    delivery_back: Decimal | None
    barcodes: str | None


def products(client: Client, skus: Sequence[str], scheme: str | None) -> Iterator[OzonProduct]:
    """Yield the products with some SKUs, each once for every one of these; what a sale costs is that of a scheme.

    SKUs that Ozon does not know are left out. Raise `OzonError` and `OzonUnreachableError`.
    """
    numbers = [each for each in dict.fromkeys(skus) if each.isascii() and each.isdigit()]
    for part in batches(numbers, MOST):
        asked = set(part)
        for entry in items(client.call(PRODUCTS, {"sku": part}).get("items")):
            own = [text(entry.get("sku")), *(text(each.get("sku")) for each in items(entry.get("sources")))]
            for sku in dict.fromkeys(each for each in own if each in asked):
                yield _product(entry, sku, scheme)


def _product(entry: Json, sku: str, scheme: str | None) -> OzonProduct:
    """Return a product under a SKU."""
    is_rouble = text(entry.get("currency_code")) in ("", CURRENCY)
    sale = _sale(entry, scheme)
    percent = amount(sale.get("percent"))
    told = entry.get("barcodes")
    barcodes = [code for each in (told if isinstance(told, list) else [told]) if (code := text(each))]
    return OzonProduct(
        sku,
        text(entry.get("offer_id")) or None,
        text(entry.get("name")) or None,
        amount(entry.get("price")) or None if is_rouble else None,
        (percent / _WHOLE).quantize(Decimal("0.0001")) if percent is not None and percent <= _WHOLE else None,
        amount(sale.get("delivery_amount")) if is_rouble else None,
        amount(sale.get("return_amount")) if is_rouble else None,
        ", ".join(barcodes) or None,
    )


def _sale(entry: Json, scheme: str | None) -> Json:
    """Return what a sale costs by a scheme; the only one told if the scheme is not known."""
    told = items(entry.get("commissions"))
    fits = [each for each in told if scheme and word(each.get("sale_schema")) == scheme]
    return fits[0] if fits else told[0] if len(told) == 1 else {}
