"""What goes in with a ticket: whether the evidence is enough, and which files are laid out for it."""

import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from ozon_returns.casework import checklist
from ozon_returns.dealings import Addressee, Situation
from ozon_returns.errors import EvidenceMissingError
from ozon_returns.evidence import attachments
from ozon_returns.evidence.attachments import Piece
from ozon_returns.evidence.proving import Kept, photo_faults
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.failures import EvidenceDamagedError, reason
from ozon_returns.kinds import Defect, Role
from ozon_returns.letters import filling
from ozon_returns.settings import Limits
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case, CaseDefect, Photo
from ozon_returns.store.writing import Writing, numbered
from ozon_returns.words import _, day, moment, name, speaking


def case_defects(writing: Writing, case: Case) -> list[Defect]:
    """Give the defects of a case, in the order they were named."""
    held = sorted(writing.rows(CaseDefect, case=numbered(case)), key=lambda row: row.position)
    return [Defect(row.kind) for row in held]


def suggested(writing: Writing, case: Case, to: Addressee) -> Situation | None:
    """Take what a ticket is about from the case, where it was not said; to a supplier it is always his defect."""
    if to is Addressee.SUPPLIER:
        return Situation.OTHER
    defects = case_defects(writing, case)
    found = (checklist.suggested(cause, defects) for cause in (case.cause or case.suspected_cause, None))
    return next((Situation(each) for each in found if each in set(Situation)), None)


def demand_sound(writing: Writing, case: Case, home: Path) -> None:
    """Refuse a ticket with photos that are gone or not what was taken in (`EvidenceDamagedError`)."""
    photos = [Kept(numbered(case), row.file, row.sha256, row.bytes) for row in writing.rows(Photo, case=case.number)]
    faults = [f"{fault.file}: {fault.what}" for fault in photo_faults(home, photos, quick=False)]
    if faults:
        raise EvidenceDamagedError(numbered(case), "; ".join(faults))


def demand_evidence(writing: Writing, case: Case, to: str, situation: str, *, force: bool) -> list[str]:
    """Refuse a ticket that lacks what it must show (`EvidenceMissingError`); forced, only say what it lacks."""
    about = checklist.SUPPLIER if to == Addressee.SUPPLIER else situation
    photos = writing.rows(Photo, case=case.number)
    lacking = [item for item in checklist.missing(about, vars(case), [row.role for row in photos]) if item.must]
    if not lacking:
        return []
    what = ", ".join(item.what for item in lacking)
    if force:
        return [_("The ticket lacks: {what}.").format(what=what)]
    raise EvidenceMissingError(numbered(case), what, " ".join(item.say for item in lacking))


def pieces(writing: Writing, case: Case, no: int) -> list[Piece]:
    """Plan the attachments of a ticket, with captions in the language of letters."""
    folder = f"{folder_of(numbered(case))}/ticket-{no}"
    with speaking(filling.LANGUAGE):
        told = [(row.file, row.role or "", _caption(row, writing)) for row in writing.rows(Photo, case=case.number)]
        parts = [
            _("Case {number}").format(number=case.number),
            case.product,
            case.posting,
            day(case.found_at.astimezone(writing.now.tzinfo)),
        ]
        return attachments.pieces(folder, told, " · ".join(part for part in parts if part))


def _caption(photo: Photo, writing: Writing) -> str:
    """Say what a photo shows and when it was shot."""
    shot = moment(photo.taken_at.astimezone(writing.now.tzinfo)) if photo.taken_at else ""
    return " · ".join(part for part in (name(Role(photo.role)) if photo.role else "", shot) if part)


def kept(row: rows.Ticket) -> list[Piece]:
    """Give the attachments that a ticket was given."""
    return attachments.read_pieces(json.dumps(row.files))


def keep(row: rows.Ticket, planned: Sequence[Piece]) -> None:
    """Write down the attachments of a ticket."""
    row.files = [vars(piece) for piece in planned]


def listed(planned: Sequence[Piece]) -> list[str]:
    """Tell of each attachment what it shows, as the text of a ticket lists them."""
    return [": ".join(part for part in (PurePosixPath(piece.file).name, piece.caption) if part) for piece in planned if piece.of]


def lay_out(home: Path, planned: Sequence[Piece], limits: Limits, *, again: bool = False) -> list[str]:
    """Make the attachments of a ticket that has been kept; gives what the seller should know.

    They can be made at any time, so the ticket stands even where the disk is full just now. With `again` the sheet is
    made anew, because photos have come to it.
    """
    try:
        for piece in planned if again else ():
            if not piece.of:
                (home / piece.file).unlink(missing_ok=True)
        return attachments.lay_out(home, planned, limits)
    except OSError as error:
        told = _("The ticket is kept, but its attachments could not be laid out: {why}. Later: ozon-returns check --repair")
        return [told.format(why=reason(error))]
