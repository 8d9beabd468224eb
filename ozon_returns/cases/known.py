"""What is known of an item before anybody types it: from the barcodes in its photos, its product, and earlier cases."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ozon_returns.evidence.barcodes import Codes
from ozon_returns.store.read_models import Case
from ozon_returns.store.reading import Reading
from ozon_returns.store.shop import known_of, sku_of
from ozon_returns.words import _

_READ = ("posting", "return_id", "marking")
"""The fields of a case that barcodes tell."""


class KnownItem(NamedTuple):
    """Facts of an item that are known, and the number of the case they come from, if any."""

    facts: Mapping[str, Any]
    number: int | None = None


def told_by_codes(codes: Codes, facts: Mapping[str, Any], case: Case | None) -> dict[str, str]:
    """Return the fields that barcodes tell and neither the command nor the case does."""
    held: Mapping[str, Any] = {each: case[each] for each in _READ} if case is not None else {}  # type: ignore[literal-required]
    return {name: value for name in _READ if (value := getattr(codes, name)) and not (facts.get(name) or held.get(name))}


def contradictions(codes: Codes, facts: Mapping[str, Any], case: Case | None) -> list[str]:
    """Return where a label shows another posting or return than the case: a claim with such a photo is refused."""
    held: Mapping[str, Any] = {each: case[each] for each in _READ} if case is not None else {}  # type: ignore[literal-required]
    named = {"posting": codes.posting, "marking": codes.marking}
    told = _("A photo shows {shown}, but {said} was said; is it the label of this item?")
    pairs = [(shown, facts.get(name) or held.get(name)) for name, shown in named.items()]
    return [told.format(shown=shown, said=said) for shown, said in pairs if shown and said and shown != said]


def known_of_item(reading: Reading, facts: Mapping[str, Any], codes: Codes) -> KnownItem:
    """Return what is known of a new case's item by its SKU, else by the barcode of the product or an earlier case of the posting."""
    sku = facts.get("sku") or (None if "product" in facts or "article" in facts else sku_of(reading, codes.ean, facts.get("posting")))
    if not sku:
        return KnownItem({})
    found, number = known_of(reading, sku)
    return KnownItem({name: value for name, value in {"sku": sku, **found}.items() if name not in facts}, number)
