"""Step one: inspection of an item and its photos as evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from ozon_returns.cases.bounds import require_past, require_possible_dates
from ozon_returns.cases.change import Change
from ozon_returns.cases.photos import attach, file_names
from ozon_returns.cases.status import Step, require_step, status_after
from ozon_returns.errors.case import DuplicateCaseError
from ozon_returns.evidence import shelf
from ozon_returns.evidence.intake import JudgedPhoto
from ozon_returns.store import tables
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.vocabulary.case import OPEN, Defect, Milestone, Status
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_day, format_moment


@dataclass(frozen=True)
class Findings:
    """The findings of an inspection: fields of the case by name, defects, validated photos, and dated milestones.

    `noticed` is what the seller should know of where they come from.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    defects: Sequence[Defect] = ()
    photos: Sequence[JudgedPhoto] = ()
    dates: Sequence[tuple[Milestone, datetime]] = ()
    force: str | None = None
    noticed: Sequence[str] = ()


def open_case(findings: Findings, *, store: Store, home: Path) -> Change:
    """Open a case with its photos, in one transaction.

    Raise `DuplicateCaseError` for a posting, or photos, of which a case is open already, unless it is forced.
    """
    _require_possible(findings, {}, store.now)
    found_at, noticed = _found_at(findings, store.now)
    with shelf.taking(list(findings.photos), home) as incoming:
        with store.writing(findings.force) as writing, incoming.undoing():
            if not findings.force:
                _refuse_duplicate(writing, findings, [each.sha256 for each in incoming.photos])
            facts: dict[str, Any] = {"found_at": found_at, **findings.facts}
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
        return Change(
            numbered(case),
            EventKind.OPENED,
            folder=shelf.folder_of(numbered(case)),
            files=file_names(photos),
            notes=[*findings.noticed, *noticed, *_early(findings.photos, found_at, store.now), *notes],
        )


def _refuse_duplicate(writing: Writing, findings: Findings, hashes: Sequence[str]) -> None:
    """Raise `DuplicateCaseError` where the posting has an open case, or all photos are those of one."""
    posting = findings.facts.get("posting")
    same = [row for row in writing.rows(tables.CaseRow, posting=posting) if row.status in OPEN] if posting else []
    if same:
        raise DuplicateCaseError(numbered(same[-1]), str(posting))
    holders = [{row.case for row in writing.rows(tables.PhotoRow, sha256=each)} for each in hashes]
    common = set.intersection(*holders) if holders else set()
    open_ones = [number for number in sorted(common) if any(row.status in OPEN for row in writing.rows(tables.CaseRow, number=number))]
    if open_ones:
        raise DuplicateCaseError(open_ones[-1])


def _found_at(findings: Findings, now: datetime) -> tuple[datetime, list[str]]:
    """Return when the defect was found: as said, else with the claim, else when the first photo was taken, with a note that says so."""
    said: datetime | None = findings.facts.get("found_at")
    shot = [each.taken_at for each in findings.photos if each.taken_at and now - _FRESH <= each.taken_at <= now]
    claims = [at for kind, at in findings.dates if kind is Milestone.CLAIMED]
    earlier = min(claims or shot, default=None)
    if said is not None or earlier is None or earlier >= now:
        return said or now, []
    source = _("the claim") if claims else _("the first photo")
    told = _("Found at {when}, as {source} shows; otherwise: --found-at WHEN")
    return earlier, [told.format(when=format_moment(earlier.astimezone(now.tzinfo)), source=source)]


_FRESH = timedelta(days=30)
"""A photo older than this was not taken when the defect was found: the clock of the camera was wrong."""


def _early(photos: Sequence[JudgedPhoto], found_at: datetime, now: datetime) -> list[str]:
    """Return a note on photos that were taken before the defect was found, which a claim is refused for."""
    early = [each for each in photos if each.taken_at and each.taken_at < found_at - _CLOSE]
    if not early:
        return []
    told = _("Taken before the defect was found: {photos}. Check the clock of the camera, and that they show this item.")
    shown = [f"{each.path.name} ({format_day(each.taken_at.astimezone(now.tzinfo))})" for each in early if each.taken_at]
    return [told.format(photos=", ".join(shown))]


_CLOSE = timedelta(days=1)
"""A photo may be older than the moment when the defect was found by this much, as moments are often known by their day alone."""


def add_findings(case: Case, findings: Findings, *, store: Store, home: Path) -> Change:
    """Add photos and findings to a case; a new one becomes inspected."""
    require_step(case, Step.INSPECT, force=findings.force)
    _require_possible(findings, {each["kind"]: each["at"] for each in case["dates"]}, store.now)
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
        notes = [*findings.noticed, *_early(findings.photos, case["found_at"], store.now), *notes]
        return Change(case["number"], EventKind.INSPECTED, folder=folder, files=file_names(photos), notes=notes)


def _require_possible(findings: Findings, known: Mapping[str, datetime], now: datetime) -> None:
    """Raise `InvalidError` for moments that cannot be, unless they are forced."""
    if not findings.force:
        require_past(findings.facts.get("found_at"), now)
        require_possible_dates(findings.dates, known, now)


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
