"""Photos of a case as rows: stored with their files, and compared with those that are known already."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ozon_returns.cases.similar import remember, similar
from ozon_returns.evidence import shelf
from ozon_returns.store import tables
from ozon_returns.store.writing import Writing, numbered
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import _, name, readable


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
        remember(writing, copied)
        alike = [] if known else similar(writing, copied, row.case)[:_NAMED]
        resembling = _("{photo} looks like {file} of case {number}, saved again or altered.")
        notes += [_likeness(copied, file, number, resembling) for number, file in alike]
        if known or alike:
            notes.append(_if_of_another(row.case, len(held) + len(added)))
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
        return told.format(file=Path(row.file).name, role=name(Role(row.role)), other=name(Role(role)))
    row.role = role
    return _("{file} is now saved as “{role}”.").format(file=Path(row.file).name, role=role)


def _likeness(copied: shelf.Copied, file: str, number: int, told: str) -> str:
    """Return a note that names an identical or similar photo."""
    return told.format(photo=copied.photo.path.name, file=Path(file).name, number=number)


def _if_of_another(case: int, place: int) -> str:
    """Return what to do about a photo that shows another item."""
    return _("If it shows another item, remove it: {command}").format(command=f"ozon-returns fix {case} --remove photo:{place}")


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
    }
    return tables.PhotoRow(**{**known, **facts})


def file_names(photos: list[dict[str, str]]) -> list[str]:
    """Return the file names of new photos."""
    return [photo["file"] for photo in photos]
