"""Reads the case file: `{cases: [...], deliveries: [...]}` in YAML or JSON, every fault found before anything is kept."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from ozon_returns.evidence.intake import Named, judge
from ozon_returns.evidence.shelf import fingerprint
from ozon_returns.failures import FileRefusedError, PhotosRefusedError
from ozon_returns.kinds import Role, Status
from ozon_returns.period import stored
from ozon_returns.sources import case_fields
from ozon_returns.sources.fields import LINE, Fault, Reader
from ozon_returns.sources.record import WORKED_OUT, Contents, Delivered, Line, Record, Shown
from ozon_returns.sources.tree import Node, TreeError, items
from ozon_returns.words import _

_IDENTITY = ("posting", "return_id", "sku", "article", "product", "batch", "serial", "found_at")
"""What a case without a key is known by."""

_NEEDS = {
    "letters": ("text",),
    "offers": ("kind",),
    "tickets": ("to", "situation"),
    "costs": ("kind", "amount"),
    "recovered": ("from", "amount"),
    "actions": ("kind", "text"),
    "dates": ("kind", "at"),
    "history": ("at", "kind", "status"),
    "photos": ("file",),
}
"""What a line cannot be without."""


@dataclass
class Reading:
    """A file on its way to records: its name, the folder its photos are named relative to, and how it is understood."""

    name: str
    folder: Path
    now: datetime
    zone: ZoneInfo
    max_megapixels: int
    faults: list[Fault] = field(default_factory=list)
    keys: Counter[str] = field(default_factory=Counter)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def reader(self) -> Reader:
        """Give what reads fields."""
        return Reader(self.now, self.zone, self.faults)

    def fault(self, line: int, where: str, why: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(line, where, why))


def read(file: TextIO, reading: Reading) -> Contents:
    """Read a case file. Raises `FileRefusedError` that names every fault."""
    records, deliveries = [], []
    try:
        for part, node in items(file, reading.name):
            if node.value is None or part not in ("cases", "deliveries"):
                reading.fault(node.line, part, _("a file has the lists “cases” and “deliveries”"))
            elif part == "cases" and node.value:
                records.append(_record(reading, node))
            elif node.value:
                deliveries.append(_delivered(reading, node))
    except TreeError as error:
        reading.fault(error.line, "", error.why)
    if reading.faults:
        raise FileRefusedError(reading.name, [str(each) for each in sorted(reading.faults, key=lambda each: each.line)])
    return Contents(records, deliveries)


def _record(reading: Reading, node: Node) -> Record:
    """Read one case."""
    found = reading.reader.read(node, case_fields.CASE, "")
    for name, needed in _NEEDS.items():
        for position, line in enumerate(found.get(name) or (), 1):
            lacking = [each for each in needed if line.get(each) is None]
            lacking += ["answers.text" for answer in line.get("answers") or () if not answer.get("text")]
            reading.faults.extend(Fault(line[LINE], f"{name}[{position}]", _missing(each)) for each in lacking)
    if not any(found.get(each) for each in ("sku", "article", "product", "posting", "return_id")):
        reading.fault(node.line, "", _("it is not said which item this is about (product, sku, article, posting or return_id)"))
    key, told = _key(reading, node, found), frozenset(found)
    found["found_at"] = found.get("found_at") or found.get("opened_at") or reading.now
    photos = [_shown(reading, photo) for photo in found.pop("photos", None) or ()]
    lists = {name: _completed(name, found.pop(name) or [], found["found_at"]) for name in case_fields.LISTS if name in found}
    history = [{name: value for name, value in line.items() if name != LINE} for line in found.pop("history", None) or ()]
    if reading.faults:
        return Record(node.line, key, found, told)
    facts = {name: value for name, value in _with_moments(found, lists).items() if value is not None}
    number, defects = facts.pop("number", None), facts.pop("defects", None)
    return Record(node.line, key, facts, told, number, defects, [each for each in photos if each], lists, history)


def _key(reading: Reading, node: Node, found: dict[str, Any]) -> str:
    """Give the key of a case, made from what it is known by where it has none; alike cases are counted."""
    key = found.pop("key", None)
    if key is None:
        known = [stored(each) if isinstance(each, datetime) else each or "" for each in map(found.get, _IDENTITY)]
        key = hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()[:24]
        reading.keys[key] += 1
        key = f"{key}-{reading.keys[key]}"
    if key in reading.lines:
        line = node.value["key"].line if isinstance(node.value, dict) and "key" in node.value else node.line
        reading.fault(line, "key", _("“{key}” is the key of the case on line {line} too").format(key=key, line=reading.lines[key]))
    reading.lines[key] = node.line
    return str(key)


def _shown(reading: Reading, facts: Line) -> Shown | None:
    """Judge a photo of a case."""
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
        reading.fault(facts[LINE], "photos.sha256", _("{file} is not the picture that was put out").format(file=facts["file"]))
    return Shown(photo, {name: facts[name] for name in ("original_name", "added_at", "taken_at") if facts.get(name)})


def _completed(name: str, lines: Sequence[dict[str, Any]], when: datetime) -> list[Line]:
    """Give lines the moments that a file may leave out: those of the case, so that reading it again finds the same."""
    dated = {"letters": "written_at", "tickets": "written_at"}.get(name, "at")
    for line in lines:
        for each in (line, *(line.get("answers") or ())):
            del each[LINE]
        line[WORKED_OUT] = frozenset({dated, "sent_at", "opened_at", "decided_at", "direction"} - set(line))
        line.setdefault(dated, line.get("sent_at") or line.get("opened_at") or when)
        if name == "letters":
            line.setdefault("direction", "out")
            line.setdefault("sent_at", line["written_at"])
        if name == "tickets":
            line.setdefault("opened_at", line["written_at"])
            if line.get("outcome"):
                line.setdefault("decided_at", line["written_at"])
            for answer in line.get("answers") or ():
                answer.setdefault("at", line["written_at"])
                answer.setdefault("kind", "answer")
    return list(lines)


def _with_moments(found: dict[str, Any], lists: dict[str, list[Line]]) -> dict[str, Any]:
    """Add to a case the moments and the status that follow from the rest of it."""
    found["opened_at"] = found.get("opened_at") or found["found_at"]
    sent = [line["sent_at"] for line in lists.get("letters", ()) if line["direction"] == "out" and line["sent_at"]]
    opened = [line["opened_at"] for line in lists.get("tickets", ()) if line["opened_at"]]
    for moment, moments in (("contacted_at", sent), ("ticketed_at", opened)):
        if moments:
            found.setdefault(moment, min(moments))
    known = [found["found_at"], *sent, *opened, *(line["at"] for line in lists.get("costs", ()))]
    if found.get("outcome"):
        found.setdefault("resolved_at", found.get("closed_at") or max(known))
    found["status"] = found.get("status") or _status(found)
    for status, moment in ((Status.CLOSED, "closed_at"), (Status.DISMISSED, "dismissed_at")):
        if found["status"] == status:
            found.setdefault(moment, found.get("resolved_at") or max(known))
    return found


def _status(found: dict[str, Any]) -> Status:
    """Tell how far a case has come from what is known of it."""
    for status in (Status.DISMISSED, Status.CLOSED, Status.RESOLVED):
        if found.get(f"{status}_at"):
            return status
    contacted, ticketed = found.get("contacted_at"), found.get("ticketed_at")
    if ticketed and ticketed >= (contacted or ticketed):
        return Status.TICKETED
    if contacted:
        return Status.CONTACTED
    return Status.INSPECTED if found.get("defects") or found.get("stage") else Status.NEW


def _missing(field: str) -> str:
    """Say that a field is missing."""
    return _("“{field}” is missing").format(field=field)


def _delivered(reading: Reading, node: Node) -> Delivered:
    """Read units delivered."""
    found = reading.reader.read(node, case_fields.DELIVERY, "deliveries")
    missing = [each for each in ("sku", "from", "to", "units") if found.get(each) is None]
    for each in missing:
        reading.fault(node.line, "deliveries", _missing(each))
    if not missing and found["from"] > found["to"]:
        reading.fault(node.line, "deliveries", _("“from” lies after “to”"))
    return Delivered(node.line, found)
