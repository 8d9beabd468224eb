"""Step one: inspection of an item and its photos as evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from ozon_returns.cases.change import Change, between
from ozon_returns.cases.status import Step, require_step, status_after
from ozon_returns.evidence import shelf
from ozon_returns.evidence.intake import JudgedPhoto
from ozon_returns.store import tables
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.vocabulary.case import Defect, Milestone, Status
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, readable


@dataclass(frozen=True)
class Findings:
    """The findings of an inspection: fields of the case by name, defects, validated photos, and dated milestones."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    defects: Sequence[Defect] = ()
    photos: Sequence[JudgedPhoto] = ()
    dates: Sequence[tuple[Milestone, datetime]] = ()
    force: str | None = None


def open_case(findings: Findings, *, store: Store, home: Path) -> Change:
    """Open a case with its photos, in one transaction."""
    _require_past(findings, store.now)
    with shelf.taking(list(findings.photos), home) as incoming:
        with store.writing() as writing, incoming.undoing():
            facts: dict[str, Any] = {"found_at": store.now, **findings.facts}
            case = tables.CaseRow(key=uuid4().hex, status=Status.INSPECTED, opened_at=store.now, **facts)
            writing.add(case)
            _set_defects(writing, case, findings.defects)
            photos, notes = attach(writing, incoming, incoming.photos, case)
            told = {
                **findings.facts,
                "defects": list(findings.defects),
                "photos": photos,
                "dates": set_dates(writing, case, findings.dates),
            }
            writing.record(case, EventKind.OPENED, told)
        return Change(numbered(case), EventKind.OPENED, folder=shelf.folder_of(numbered(case)), files=_files(photos), notes=notes)


def add_findings(case: Case, findings: Findings, *, store: Store, home: Path) -> Change:
    """Add photos and findings to a case; a new one becomes inspected."""
    require_step(case, Step.INSPECT, force=findings.force)
    _require_past(findings, store.now)
    facts = {**findings.facts, "status": status_after(case, Step.INSPECT)}
    if case["note"] and "note" in facts:
        facts["note"] = f"{case['note']}\n{facts['note']}"
    with shelf.taking(list(findings.photos), home) as incoming:
        with store.writing(findings.force) as writing, incoming.undoing():
            row = writing.case(case["number"], case["revision"])
            changes = writing.change(row, **facts)
            changes |= add_defects(writing, row, findings.defects)
            dates = set_dates(writing, row, findings.dates)
            photos, notes = attach(writing, incoming, incoming.photos, row)
            writing.record(row, EventKind.INSPECTED, {"changes": changes, "photos": photos, "dates": dates})
        folder = shelf.folder_of(case["number"])
        return Change(case["number"], EventKind.INSPECTED, folder=folder, files=_files(photos), notes=notes)


def _require_past(findings: Findings, now: datetime) -> None:
    """Raise `InvalidError` for a defect found in the future, unless it is forced."""
    found = findings.facts.get("found_at")
    if found is not None and not findings.force:
        between(found, found, now, "--found-at")


def _set_defects(writing: Writing, case: tables.CaseRow, defects: Sequence[str], start: int = 1) -> None:
    """Store the defects of a case in the order given, without duplicates."""
    unique = dict.fromkeys(defects)
    rows = [tables.DefectRow(case=numbered(case), kind=kind, position=position) for position, kind in enumerate(unique, start)]
    writing.add(*rows)


def add_defects(writing: Writing, case: tables.CaseRow, defects: Sequence[str]) -> dict[str, list[object]]:
    """Add the defects that a case lacks and return the change."""
    old = [row.kind for row in sorted(writing.rows(tables.DefectRow, case=case.number), key=lambda row: row.position)]
    new = [each for each in dict.fromkeys(defects) if each not in old]
    if not new:
        return {}
    _set_defects(writing, case, new, len(old) + 1)
    return {"defects": [old, [*old, *map(str, new)]]}


def set_dates(writing: Writing, case: tables.CaseRow, dates: Sequence[tuple[Milestone, datetime]]) -> dict[str, datetime]:
    """Store milestones of a case, replacing earlier dates, and return them."""
    held = {row.kind: row for row in writing.rows(tables.MilestoneRow, case=case.number)}
    for kind, at in dates:
        if kind in held:
            held[kind].at = at
        else:
            held[kind] = tables.MilestoneRow(case=numbered(case), kind=kind, at=at)
            writing.add(held[kind])
    return {kind.value: at for kind, at in dates}


def attach(
    writing: Writing,
    incoming: shelf.Incoming,
    photos: Sequence[shelf.Copied],
    case: tables.CaseRow,
    told: Mapping[Path, Mapping[str, Any]] | None = None,
) -> tuple[list[dict[str, str]], list[str]]:
    """Store photos with their files and rows; return the new ones, and notes on duplicates and similar photos.

    `told` holds additional fields from an import file for each photo, by path.
    """
    held = writing.rows(tables.PhotoRow, case=case.number)
    hashes = {row.sha256 for row in held}
    added: list[dict[str, str]] = []
    notes: list[str] = []
    same = _("{photo} is the same file as {file} of case {number}.")
    for copied in photos:
        known = writing.rows(tables.PhotoRow, sha256=copied.sha256)
        if copied.sha256 in hashes:
            own = next(row for row in known if row.case == case.number)
            notes.append(_given_role(own, copied) or _likeness(copied, own.file, own.case, same))
            continue
        notes += [_likeness(copied, row.file, row.case, same) for row in known[:_NAMED]]
        hashes.add(copied.sha256)
        file = incoming.place(copied, numbered(case), len(held) + len(added) + 1)
        row = _row(copied, {"case": numbered(case), "file": file, "added_at": writing.now, **(told or {}).get(copied.photo.path, {})})
        writing.add(row)
        added.append({"file": file, "sha256": copied.sha256})
        if not known:
            resembling = _("{photo} looks like {file} of case {number}, saved again or resized; does it show this item?")
            notes += [_likeness(copied, file, number, resembling) for number, file in writing.alike(row)[:_NAMED]]
    incoming.settle()
    return added, notes


def _given_role(row: tables.PhotoRow, copied: shelf.Copied) -> str:
    """Set the role of a photo already in the case, if it had none, and return a note.

    If it has a different role, the note says so and the role is not changed.
    """
    role = copied.photo.role
    if role is None or role == row.role:
        return ""
    if row.role is not None:
        told = _("{file} is already saved as “{role}”; “{other}” needs a separate photo.")
        return told.format(file=Path(row.file).name, role=row.role, other=role)
    row.role = role
    return _("{file} is now saved as “{role}”.").format(file=Path(row.file).name, role=role)


def _likeness(copied: shelf.Copied, file: str, number: int, told: str) -> str:
    """Return a note that names an identical or similar photo."""
    return told.format(photo=copied.photo.path.name, file=Path(file).name, number=number)


_NAMED = 3
"""The maximum number of similar photos named per photo."""


def _row(copied: shelf.Copied, facts: Mapping[str, Any]) -> tables.PhotoRow:
    """Return the row of a photo; `facts` take precedence over the values of the photo itself."""
    photo = copied.photo
    known = {
        "original_name": readable(photo.path.name),
        "role": photo.role,
        "sha256": copied.sha256,
        "bytes": photo.bytes,
        "mime": photo.mime,
        "width": photo.width,
        "height": photo.height,
        "taken_at": photo.taken_at,
        "look": photo.look.coarse if photo.look else None,
        "look_fine": photo.look.fine if photo.look else None,
    }
    return tables.PhotoRow(**{**known, **facts})


def _files(photos: list[dict[str, str]]) -> list[str]:
    """Return the file names of new photos."""
    return [photo["file"] for photo in photos]
