"""What is known of an item before anybody types it: from the barcodes in its photos, its product, and earlier cases."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from ozon_returns.evidence.barcodes import Codes, is_return_barcode
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
    said = _said(facts, case)
    return {name: value for name in _READ if (value := getattr(codes, name)) and not said[name]}


def contradictions(photos: Sequence[tuple[str, Codes]], facts: Mapping[str, Any], case: Case | None) -> list[str]:
    """Return where a photo shows another posting, return or marking than was said, or than another photo: no proof of this item."""
    said, notes = _said(facts, case), []
    first: dict[str, str] = {}
    told = _("{photo} shows {shown}, but {said} was said or is in another photo; is it the label of this item?")
    for photo, codes in photos:
        for name in _READ:
            shown = getattr(codes, name)
            other = said[name] or first.get(name)
            if name == "return_id" and other and not is_return_barcode(other):
                continue  # Ozon's number of a return is not what its label shows
            if shown and other and shown != other:
                notes.append(told.format(photo=photo, shown=shown, said=other))
            if shown:
                first.setdefault(name, shown)
    return notes


def _said(facts: Mapping[str, Any], case: Case | None) -> dict[str, str | None]:
    """Return what the command or the case says of the fields that barcodes tell."""
    held: Mapping[str, Any] = cast("Mapping[str, Any]", case or {})
    return {name: facts.get(name) or held.get(name) for name in _READ}


def known_of_item(reading: Reading, facts: Mapping[str, Any], codes: Codes) -> KnownItem:
    """Return what is known of a new case's item by its SKU, else by the barcode of the product or an earlier case of the posting."""
    sku = facts.get("sku") or (None if "product" in facts or "article" in facts else sku_of(reading, codes.ean, facts.get("posting")))
    if not sku:
        return KnownItem({})
    found, number = known_of(reading, sku)
    return KnownItem({name: value for name, value in {"sku": sku, **found}.items() if name not in facts}, number)
