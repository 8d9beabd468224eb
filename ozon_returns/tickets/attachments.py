"""What goes with a ticket: whether the evidence suffices, and which files are made for it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, cast

from ozon_returns.cases import checklist
from ozon_returns.errors.case import EvidenceMissingError
from ozon_returns.errors.file import reason
from ozon_returns.errors.home import EvidenceDamagedError
from ozon_returns.evidence import attachments
from ozon_returns.evidence.attachments import Attachment
from ozon_returns.evidence.shelf import folder_of
from ozon_returns.evidence.verification import Kept, photo_faults
from ozon_returns.letters import template
from ozon_returns.letters.situations import SUPPLIER
from ozon_returns.settings import Limits
from ozon_returns.store.line_tables import TicketRow
from ozon_returns.store.read_models import Case, Photo
from ozon_returns.store.writing import Store
from ozon_returns.vocabulary.activity import Addressee
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import _, format_day, format_moment, name, speaking


def require_sound_photos(case: Case, home: Path) -> None:
    """Raise `EvidenceDamagedError` for photos that are gone or altered."""
    photos = [Kept(case["number"], each["file"], each["sha256"], each["bytes"]) for each in case["photos"]]
    faults = [f"{fault.file}: {fault.what}" for fault in photo_faults(home, photos, quick=False)]
    if faults:
        raise EvidenceDamagedError(case["number"], "; ".join(faults))


def require_evidence(case: Case, to: str, situation: str, *, force: bool) -> list[str]:
    """Raise `EvidenceMissingError` for a ticket without the required evidence; forced, return what is missing."""
    about = SUPPLIER if to == Addressee.SUPPLIER else situation
    roles = [each["role"] for each in case["photos"]]
    lacking = [item for item in checklist.missing_evidence(about, cast("Mapping[str, Any]", case), roles) if item.must]
    if not lacking:
        return []
    what = ", ".join(item.what for item in lacking)
    if force:
        return [_("The ticket lacks: {what}.").format(what=what)]
    raise EvidenceMissingError(case["number"], what, " ".join(item.say for item in lacking))


def plan(case: Case, no: int, store: Store, *, beside: Sequence[Case] = ()) -> list[Attachment]:
    """Plan the attachments of a ticket, with captions in the language of letters: the photos of the case, and of those `beside` it.

    The contact sheet names the end of the history, so that whoever receives it can prove later that what came before it stood then.
    """
    head = store.head()
    folder = f"{folder_of(case['number'])}/ticket-{no}"
    with speaking(template.LANGUAGE):
        told = [(each["file"], each["role"] or "", _caption(each)) for each in case["photos"]]
        for other in beside:
            of = _("Case {number}").format(number=other["number"])
            told += [
                (each["file"], each["role"] or "", " · ".join(part for part in (of, _caption(each)) if part)) for each in other["photos"]
            ]
        found = format_day(case["found_at"].astimezone(store.now.tzinfo))
        parts = [_("Case {number}").format(number=case["number"]), case["product"], case["posting"], found]
        parts += [_("History: {head}").format(head=head.short)] if head else []
        return attachments.pieces(folder, told, " · ".join(part for part in parts if part))


def _caption(photo: Photo) -> str:
    """Return what a photo shows and when it was shot."""
    shot = format_moment(photo["taken_at"]) if photo["taken_at"] else ""
    return " · ".join(part for part in (name(Role(photo["role"])) if photo["role"] else "", shot) if part)


def stored(row: TicketRow) -> list[Attachment]:
    """Return the attachments that a ticket has."""
    return attachments.read_attachments(json.dumps(row.files))


def as_stored(planned: Sequence[Attachment]) -> list[dict[str, str]]:
    """Return attachments as the row of a ticket keeps them."""
    return [dict(vars(piece)) for piece in planned]


def listed(planned: Sequence[Attachment]) -> list[str]:
    """Return each attachment with what it shows, as the text of a ticket lists them."""
    return [": ".join(part for part in (PurePosixPath(piece.file).name, piece.caption) if part) for piece in planned if piece.of]


def lay_out(home: Path, planned: Sequence[Attachment], limits: Limits, *, replaced: Sequence[Attachment] = ()) -> list[str]:
    """Make the attachments of a ticket that was saved; return what the seller should know.

    They can be made at any time, so the ticket is saved even where the disk is full just now. The contact sheet is made anew
    where there was one; of files that were `replaced`, as after a change of role, those that the ticket no longer has are deleted.
    """
    wanted = {piece.file for piece in planned if piece.of}
    try:
        for piece in replaced:
            if piece.file not in wanted:
                (home / piece.file).unlink(missing_ok=True)
        return attachments.lay_out(home, planned, limits)
    except OSError as error:
        told = _("The ticket was saved, but its attachments could not be prepared: {why}. Later: ozon-returns check --repair")
        return [told.format(why=reason(error))]
