"""What `check` and `backup` ask of the store: the files it knows, counts, photos without a fingerprint, wrong deadlines."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from ozon_returns.clocks.rules import Rulebook
from ozon_returns.errors.home import HomeError
from ozon_returns.store import clocks, journal, similar_photos, verification
from ozon_returns.store.connection import alone, open_for_reading, refusing
from ozon_returns.store.head import Head, head_of, holds
from ozon_returns.store.undo import taken_out
from ozon_returns.vocabulary.problem import Problem

Connection = sqlite3.Connection

_PHOTOS = """SELECT "case", file, sha256, bytes FROM photo WHERE added_at <= ifnull(?, '9999') ORDER BY id"""
_WRONG = """SELECT sha256 FROM fingerprint f WHERE NOT (typeof(width) = 'integer' AND width > 0
AND typeof(height) = 'integer' AND height > 0 AND typeof(thumbnail) = 'text' AND length(thumbnail) = 1368)
OR EXISTS (SELECT 1 FROM keypoint WHERE fingerprint = f.id AND NOT (typeof(descriptor) = 'integer' AND typeof(place) = 'integer'))"""
_UNSEEN = f"""SELECT "case", file FROM photo WHERE mime LIKE 'image/%' AND width * height <= ? * 1000000
AND (sha256 NOT IN (SELECT sha256 FROM fingerprint) OR sha256 IN ({_WRONG})) ORDER BY id"""
_FORGOTTEN = "SELECT sha256 FROM fingerprint WHERE sha256 NOT IN (SELECT sha256 FROM photo)"
_TICKETS = """SELECT "case", no, files FROM ticket WHERE files <> '[]' ORDER BY id"""
_CASES = """SELECT count(*) FROM "case" WHERE opened_at <= ifnull(?, '9999')"""


class KnownPhoto(NamedTuple):
    """A photo as recorded in the store."""

    case: int
    file: str
    sha256: str
    bytes: int


class TicketFiles(NamedTuple):
    """The attachments of a ticket, as JSON."""

    case: int
    no: int
    files: str


@contextmanager
def snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """Open one snapshot of a store for many questions; text that is no UTF-8 does not fail."""
    with refusing(path), closing(open_for_reading(path)) as connection:
        connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
        connection.execute("BEGIN")
        yield connection


def case_count(connection: sqlite3.Connection, then: str | None = None) -> int:
    """Return the number of cases, of those known at a moment if one is given."""
    return int(connection.execute(_CASES, (then,)).fetchone()[0])


def photos(connection: sqlite3.Connection, then: str | None = None) -> list[KnownPhoto]:
    """Return the photos, of those known at a moment if one is given."""
    return [KnownPhoto(*row) for row in connection.execute(_PHOTOS, (then,))]


def unseen_photos(connection: sqlite3.Connection, megapixels: int) -> list[tuple[int, str]]:
    """Return the case and file of pictures of at most so many megapixels that have no fingerprint."""
    return [(row[0], row[1]) for row in connection.execute(_UNSEEN, (megapixels,))]


def ticket_files(connection: sqlite3.Connection) -> list[TicketFiles]:
    """Return the attachments of every ticket that has any."""
    return [TicketFiles(*row) for row in connection.execute(_TICKETS)]


def undone_files(connection: sqlite3.Connection) -> set[str]:
    """Return the files that an undo has taken out of their cases."""
    return taken_out(connection)


def wrong_deadlines(connection: sqlite3.Connection, book: Rulebook) -> list[int]:
    """Return the cases whose deadlines do not follow from their rows."""
    return clocks.wrong(connection, [row[0] for row in connection.execute('SELECT number FROM "case" ORDER BY number')], book)


def set_deadlines(path: Path, case: int, book: Rulebook) -> None:
    """Derive the deadlines of a case again."""
    with alone(path) as connection:
        clocks.keep(connection, journal.rows_of(connection, [case]), book)


def set_fingerprint(path: Path, file: str, parts: Sequence[similar_photos.NewPart]) -> None:
    """Store the fingerprint of a photo in place of the one that it may have."""
    with alone(path) as connection:
        for (sha256,) in connection.execute("SELECT sha256 FROM photo WHERE file = ?", (file,)).fetchall():
            similar_photos.forget(connection, [sha256])
            similar_photos.keep(connection, sha256, parts)


def forget_fingerprints(connection: sqlite3.Connection) -> None:
    """Delete the fingerprints of files that no case has."""
    similar_photos.forget(connection, [row[0] for row in connection.execute(_FORGOTTEN)])


def restore_guards(path: Path) -> None:
    """Make the views and triggers of this program again."""
    with alone(path) as connection:
        verification.create_views(connection)


@contextmanager
def no_writer(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Hold off every writer for a moment; yields nothing where the store can only be read, so that nobody is writing."""
    try:
        with alone(path) as connection:
            yield connection
    except HomeError:
        yield None


def known_files(connection: sqlite3.Connection, *, undone: bool = True) -> tuple[set[str], list[TicketFiles]]:
    """Return the files of photos, with `undone` those too that an undo has taken out, and the attachments of tickets."""
    files = {str(row[0]) for row in connection.execute("SELECT file FROM photo")}
    return files | (undone_files(connection) if undone else set()), ticket_files(connection)


class CopyContents(NamedTuple):
    """What a copy of a store holds; `problem` is what is wrong with the database, empty where nothing is.

    `contains`: its history has the end of another one that was asked for.
    """

    problem: str
    cases: int = 0
    head: Head | None = None
    contains: bool = True
    photos: Sequence[KnownPhoto] = ()
    tickets: Sequence[TicketFiles] = ()
    faults: Sequence[Problem] = ()


def read_copy(path: Path, against: Head | None = None, *, verified: bool = False) -> CopyContents:
    """Check a copy of a store quickly, and read what it holds.

    `against` is the end of a history that its own may contain; with `verified`, its rows are compared with its history.
    """
    with refusing(path), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if sound != "ok":
            return CopyContents(str(sound))
        contains = against is None or holds(connection, against)
        connection.row_factory = sqlite3.Row
        faults = [each for each in verification.faults(connection, quick=True) if not each.repairable] if verified else []
        told = (case_count(connection), head_of(connection), contains, photos(connection), ticket_files(connection))
        return CopyContents("", *told, faults)
