"""Parser for case files: lists of cases, deliveries, products and lots in YAML or JSON; all errors are found before storing."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TextIO

from ozon_returns.errors.file import FileRefusedError, PhotosRefusedError
from ozon_returns.evidence.intake import Named, judge
from ozon_returns.evidence.shelf import fingerprint
from ozon_returns.line_fields import LISTS, TICKET_LISTS
from ozon_returns.period import stored
from ozon_returns.sources import case_fields
from ozon_returns.sources.case_reading import CaseFile
from ozon_returns.sources.defaults import completed, with_moments
from ozon_returns.sources.record import Contents, Line, Record, ShopLine, Shown
from ozon_returns.sources.shop_lines import delivery_line, missing, shop_line
from ozon_returns.sources.values import LINE, Fault
from ozon_returns.sources.yaml_tree import Node, TreeError, items
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import _

_IDENTITY = ("posting", "return_id", "sku", "article", "product", "batch", "serial", "found_at")
"""The fields that identify a case without a key."""


def read(file: TextIO, reading: CaseFile) -> Contents:
    """Read a case file; a fault ends its records, and after the last one they raise `FileRefusedError` that names every fault."""
    shop: dict[str, list[ShopLine]] = {name: [] for name in _SHOP}
    return Contents(_records(file, reading, shop), **shop)


def _records(file: TextIO, reading: CaseFile, shop: dict[str, list[ShopLine]]) -> Iterator[Record]:
    """Yield the cases of a file, and add to the lists of what belongs to none."""
    counts: Counter[str] = Counter()
    last = 1
    try:
        for part, node in items(file, reading.name):
            before = len(reading.faults)
            counts[part] += 1
            if node.value is None or part not in ("cases", *_SHOP):
                reading.fault(node.line, part, _("expected a list named “cases”, “deliveries”, “products” or “lots”"))
            elif part == "cases" and node.value:
                record = _record(reading, node)
                if not reading.faults:
                    yield record
            elif node.value:
                shop[part].append(_SHOP[part](reading, node))
            if node.line == last and part in ("cases", *_SHOP):
                reading.locate(before, f"{part}[{counts[part]}]")
            last = node.line
    except TreeError as error:
        reading.fault(error.line, "", error.why)
    if reading.faults:
        raise FileRefusedError(reading.name, [str(each) for each in sorted(reading.faults, key=lambda each: each.line)])


def _record(reading: CaseFile, node: Node) -> Record:
    """Parse one case."""
    found = reading.reader.read(node, case_fields.CASE, "")
    for name, needed in case_fields.REQUIRED.items():
        for position, line in enumerate(found.get(name) or (), 1):
            lacking = [each for each in needed if line.get(each) is None]
            lacking += [
                f"{inside}.{each}"
                for inside in LISTS[name].inside
                for more in line.get(inside) or ()
                for each in TICKET_LISTS[inside].required
                if more.get(each) is None
            ]
            reading.faults.extend(Fault(line[LINE], f"{name}[{position}]", missing(each)) for each in lacking)
    if not any(found.get(each) for each in ("sku", "article", "product", "posting", "return_id")):
        reading.fault(node.line, "", _("the item is not identified: set product, sku, article, posting or return_id"))
    key, told = _key(reading, node, found), frozenset(found)
    found["found_at"] = found.get("found_at") or found.get("opened_at") or reading.now
    photos = [_shown(reading, photo) for photo in found.pop("photos", None) or ()]
    lists: dict[str, list[Line]] = {}
    for name in sorted(case_fields.LISTS, key=lambda each: each == "tickets"):  # their payments are found in what was recovered
        if name in found:
            lists[name] = completed(name, found.pop(name) or [], found["found_at"], lists.get("recovered", ()))
    history = [{name: value for name, value in line.items() if name != LINE} for line in found.pop("history", None) or ()]
    for line in history:
        if unfit := case_fields.unfit_change((line.get("facts") or {}).get("changes", {}), reading.reader):
            reading.fault(node.line, "history.facts", _("a change of “{field}” is not one of its values").format(field=unfit))
    if reading.faults:
        return Record(node.line, key, found, told)
    facts = {name: value for name, value in with_moments(found, lists).items() if value is not None}
    number, defects = facts.pop("number", None), facts.pop("defects", None)
    return Record(node.line, key, facts, told, number, defects, [each for each in photos if each], lists, history)


def _key(reading: CaseFile, node: Node, found: dict[str, Any]) -> str:
    """Return the key of a case, derived from its identifying fields if it has none; identical cases are numbered."""
    key = found.pop("key", None)
    if key is None:
        known = [stored(each) if isinstance(each, datetime) else each or "" for each in map(found.get, _IDENTITY)]
        key = hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()[:24]
        reading.keys[key] += 1
        key = f"{key}-{reading.keys[key]}"
    if key in reading.lines:
        line = node.value["key"].line if isinstance(node.value, dict) and "key" in node.value else node.line
        reading.fault(line, "key", _("“{key}” is already the key of the case on line {line}").format(key=key, line=reading.lines[key]))
    reading.lines[key] = node.line
    return str(key)


def _shown(reading: CaseFile, facts: Line) -> Shown | None:
    """Check a photo of a case."""
    if not facts.get("file"):
        return None
    path = reading.folder / facts["file"]
    role = Role(facts["role"]) if facts.get("role") else None
    try:
        photo = judge([Named(path, role)], max_megapixels=reading.max_megapixels, zone=reading.zone)[0]
    except PhotosRefusedError as error:
        reading.fault(facts[LINE], "photos.file", f"{facts['file']}: {error.faults[0][1]}")
        return None
    if facts.get("sha256") and facts["sha256"] != fingerprint(path):
        reading.fault(facts[LINE], "photos.sha256", _("{file} is not the picture that was exported").format(file=facts["file"]))
    return Shown(photo, {name: facts[name] for name in ("original_name", "added_at", "taken_at") if facts.get(name)})


def _product(reading: CaseFile, node: Node) -> ShopLine:
    """Check a product."""
    return shop_line(reading, "products", node.line, reading.reader.read(node, case_fields.PRODUCT, "products"))


def _lot(reading: CaseFile, node: Node) -> ShopLine:
    """Check a lot received."""
    return shop_line(reading, "lots", node.line, reading.reader.read(node, case_fields.LOT, "lots"))


def _delivered(reading: CaseFile, node: Node) -> ShopLine:
    """Parse an entry of delivered units."""
    return delivery_line(reading, node.line, reading.reader.read(node, case_fields.DELIVERY, "deliveries"))


_SHOP: dict[str, Callable[[CaseFile, Node], ShopLine]] = {"deliveries": _delivered, "products": _product, "lots": _lot}
