"""Proves the whole home: the store, every photo, and that nothing lies about."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ozon_returns.clocks.rules import Rulebook
from ozon_returns.evidence import proving
from ozon_returns.evidence.attachments import Piece, read_pieces
from ozon_returns.evidence.pictures import WHOLE_MEGAPIXELS
from ozon_returns.failures import HomeError
from ozon_returns.period import stored
from ozon_returns.problems import Problem, ProblemKind
from ozon_returns.settings import Limits
from ozon_returns.store import clocks
from ozon_returns.store import proving as store_proving
from ozon_returns.store.engine import alone, open_for_reading, refusing
from ozon_returns.store.undoing import taken_out
from ozon_returns.words import _

_PHOTOS = """SELECT "case", file, sha256, bytes FROM photo WHERE added_at <= ifnull(?, '9999') ORDER BY id"""
_LOOKS = f"""SELECT "case", file FROM photo
WHERE look IS NULL AND mime LIKE 'image/%' AND width * height <= {WHOLE_MEGAPIXELS * 1_000_000} ORDER BY id"""
"""Pictures of which it is not known how they look: those that were taken in before that was kept."""

_TICKETS = """SELECT "case", no, files FROM ticket WHERE files <> '[]' ORDER BY id"""
_CASES = """SELECT count(*) FROM "case" WHERE opened_at <= ifnull(?, '9999')"""


@dataclass
class Soundness:
    """What a check found: how much was proved, what is wrong, and what was mended."""

    cases: int = 0
    photos: int = 0
    problems: list[Problem] = field(default_factory=list)
    repaired: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Checking:
    """How a home is checked."""

    home: Path
    store: Path
    now: datetime
    limits: Limits
    max_megapixels: int
    book: Rulebook
    quick: bool = False
    as_of: datetime | None = None


def check(how: Checking) -> Soundness:
    """Prove the store, then the files it knows, then that no others are there."""
    then = stored(how.as_of) if how.as_of else None
    lying = proving.strays(how.home, ())
    found = Soundness()
    with refusing(how.store), closing(open_for_reading(how.store)) as connection:
        connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
        connection.execute("BEGIN")  # all that is asked is answered of one moment
        found.cases = connection.execute(_CASES, (then,)).fetchone()[0]
        found.problems += store_proving.faults(connection, quick=how.quick, then=then)
        photos = [proving.Kept(*row) for row in connection.execute(_PHOTOS, (then,))]
        pieces = laid_out(connection)
        undone = taken_out(connection)
        wrong = [] if then or how.quick else _wrong_clocks(connection, how.book)
        unlooked = [] if then else connection.execute(_LOOKS).fetchall()
    found.photos = len(photos)
    found.problems += proving.photo_faults(how.home, photos, quick=how.quick)
    told = _("it is not known yet how it looks, so the same picture would not be recognized")
    found.problems += [Problem(ProblemKind.LOOK_MISSING, told, case, file) for case, file in unlooked]
    told = _("its terms are not what its rows and the rules say")
    found.problems += [Problem(ProblemKind.CLOCKS_WRONG, told, number) for number in wrong]
    if not then:
        found.problems += proving.attachment_faults(
            how.home, [(case, piece.file, piece.of) for case, _no, planned in pieces for piece in planned], how.now
        )
        found.problems += [proving.stray_fault(file) for file in _unknown(how, lying, {photo.file for photo in photos} | undone, pieces)]
        found.problems += proving.leftovers(how.home, how.now)
    return found


def _wrong_clocks(connection: sqlite3.Connection, book: Rulebook) -> list[int]:
    """Give the cases whose clocks do not agree with their rows; what cannot be worked out at all has been told as damage."""
    try:
        return clocks.wrong(connection, [row[0] for row in connection.execute('SELECT number FROM "case"')], book)
    except (ValueError, TypeError, KeyError):
        return []


def laid_out(connection: sqlite3.Connection) -> list[tuple[int, int, list[Piece]]]:
    """Give for each ticket its case, its number within the case, and its attachments."""
    return [(case, no, read_pieces(files)) for case, no, files in connection.execute(_TICKETS)]


def _unknown(how: Checking, lying: Sequence[str], photos: set[str], pieces: Sequence[tuple[int, int, list[Piece]]]) -> list[str]:
    """Give the files that nobody points to.

    A command that is just taking a photo in has moved it to its place before its row can be seen; so what seems to be
    nobody's is asked for again while no such command is between the two.
    """
    known = photos | {piece.file for _case, _no, planned in pieces for piece in planned}
    seeming = [file for file in lying if file not in known and not any(each.startswith(f"{file}/") for each in known)]
    if not seeming:
        return []
    try:
        with alone(how.store) as connection:
            now_known = pointed_to(connection)
            return [file for file in seeming if file not in now_known]
    except HomeError:  # it can only be read, so nobody is writing
        return seeming


def pointed_to(connection: sqlite3.Connection, *, undone: bool = True) -> set[str]:
    """Give the files that the store knows; with `undone`, those too that an undo has taken out of their cases."""
    photos = {row[0] for row in connection.execute("SELECT file FROM photo")} | (taken_out(connection) if undone else set())
    return photos | {piece.file for _case, _no, planned in laid_out(connection) for piece in planned}
