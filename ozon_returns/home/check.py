"""Verifies the whole home: the store, every photo, and that there are no files that nothing refers to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ozon_returns.clocks.rules import Rulebook
from ozon_returns.evidence import verification
from ozon_returns.evidence.attachments import Attachment, read_attachments
from ozon_returns.evidence.picture import WHOLE_MEGAPIXELS
from ozon_returns.period import stored
from ozon_returns.settings import Limits
from ozon_returns.store import inventory
from ozon_returns.store.head import Head, head_of, holds
from ozon_returns.store.inventory import TicketFiles
from ozon_returns.store.verification import faults
from ozon_returns.vocabulary.problem import Problem, ProblemKind
from ozon_returns.words import _


@dataclass
class CheckResult:
    """What a check found: how much was verified, the head of the history, the problems, and which of them were repaired."""

    cases: int = 0
    photos: int = 0
    head: Head | None = None
    problems: list[Problem] = field(default_factory=list)
    repaired: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class CheckRequest:
    """What is to be checked, and how."""

    home: Path
    store: Path
    now: datetime
    limits: Limits
    max_megapixels: int
    book: Rulebook
    quick: bool = False
    as_of: datetime | None = None
    against: Head | None = None


def check(how: CheckRequest) -> CheckResult:
    """Verify the store, then the files it knows, then that there are no others."""
    then = stored(how.as_of) if how.as_of else None
    present = verification.files_of_cases(how.home)
    found = CheckResult()
    with inventory.snapshot(how.store) as connection:
        found.cases = inventory.case_count(connection, then)
        found.head = head_of(connection)
        found.problems += faults(connection, quick=how.quick, then=then)
        if how.against and not holds(connection, how.against):
            told = _("the history does not contain the {n} events of the seal: it was truncated, altered, or is another history")
            found.problems.append(Problem(ProblemKind.HISTORY_CUT, told.format(n=how.against.events)))
        photos = [verification.Kept(*each) for each in inventory.photos(connection, then)]
        tickets = inventory.ticket_files(connection)
        undone = inventory.undone_files(connection)
        wrong = [] if then or how.quick else inventory.wrong_deadlines(connection, how.book)
        unseen = [] if then or how.quick else inventory.unseen_photos(connection, WHOLE_MEGAPIXELS)
    found.photos = len(photos)
    found.problems += verification.photo_faults(how.home, photos, quick=how.quick)
    told = _("its image fingerprint is not computed yet, so duplicates of it would not be recognized")
    found.problems += [Problem(ProblemKind.LOOK_MISSING, told, case, file) for case, file in unseen]
    told = _("its deadlines do not match its data and the rules")
    found.problems += [Problem(ProblemKind.CLOCKS_WRONG, told, number) for number in wrong]
    if not then:
        pieces = [(each.case, piece.file, piece.of) for each in tickets for piece in read_attachments(each.files)]
        found.problems += verification.attachment_faults(how.home, pieces, how.now)
        known = {photo.file for photo in photos} | undone
        found.problems += [verification.stray_fault(file) for file in _strays(how, present, known, tickets)]
        found.problems += verification.leftovers(how.home, how.now)
    return found


def attachments_of(tickets: Sequence[TicketFiles]) -> list[Attachment]:
    """Return all attachments of some tickets."""
    return [piece for each in tickets for piece in read_attachments(each.files)]


def _strays(how: CheckRequest, present: Sequence[str], photos: set[str], tickets: Sequence[TicketFiles]) -> list[str]:
    """Return the files that nothing refers to.

    A command that is just adding a photo has moved it to its place before its row can be seen; so what seems to be a stray
    is asked for again while no such command is between the two.
    """
    known = photos | {piece.file for piece in attachments_of(tickets)}
    seeming = [file for file in present if file not in known and not any(each.startswith(f"{file}/") for each in known)]
    if not seeming:
        return []
    with inventory.no_writer(how.store) as connection:
        now_known = known_files(connection) if connection else set()
        return [file for file in seeming if file not in now_known]


def known_files(connection: inventory.Connection, *, undone: bool = True) -> set[str]:
    """Return the files that the store knows; with `undone`, those too that an undo has taken out of their cases."""
    files, tickets = inventory.known_files(connection, undone=undone)
    return files | {piece.file for piece in attachments_of(tickets)}
