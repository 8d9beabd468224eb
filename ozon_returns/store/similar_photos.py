"""The fingerprints of photos (`evidence.fingerprint`), found by the keypoints that they have in common with another picture."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

_SHARED = """SELECT descriptor, fingerprint, place FROM keypoint WHERE descriptor IN (SELECT value FROM json_each(?))"""
_OF_OTHERS = """SELECT id, width, height, thumbnail FROM fingerprint WHERE id IN (SELECT value FROM json_each(:numbers))
AND EXISTS (SELECT 1 FROM photo WHERE photo.sha256 = fingerprint.sha256 AND "case" <> :but)"""
_FILES = 'SELECT "case", file FROM photo WHERE sha256 = (SELECT sha256 FROM fingerprint WHERE id = ?) AND "case" <> ? ORDER BY 1, 2'
_KEEP = "INSERT OR IGNORE INTO fingerprint (sha256, width, height, thumbnail) VALUES (?, ?, ?, ?) RETURNING id"
_KEEP_KEYPOINT = "INSERT INTO keypoint (fingerprint, descriptor, place) VALUES (?, ?, ?)"


class NewFingerprint(Protocol):
    """A fingerprint as it is worked out; a keypoint is a descriptor and a place."""

    @property
    def width(self) -> int:
        """Width in pixels."""

    @property
    def height(self) -> int:
        """Height in pixels."""

    @property
    def thumbnail(self) -> str:
        """A thumbnail in base64."""

    @property
    def keypoints(self) -> Sequence[tuple[int, int]]:
        """The keypoints."""


class StoredFingerprint(NamedTuple):
    """A fingerprint without its keypoints."""

    number: int
    width: int
    height: int
    thumbnail: str


def keep(connection: sqlite3.Connection, sha256: str, seen: NewFingerprint) -> None:
    """Store the fingerprint of a file, unless there is one."""
    for (number,) in connection.execute(_KEEP, (sha256, seen.width, seen.height, seen.thumbnail)).fetchall():
        connection.executemany(_KEEP_KEYPOINT, [(number, *each) for each in seen.keypoints])


def keypoints(connection: sqlite3.Connection, descriptors: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return descriptor, fingerprint and place of all keypoints with one of these descriptors."""
    return connection.execute(_SHARED, (json.dumps(list(descriptors)),)).fetchall()


def of_others(connection: sqlite3.Connection, numbers: Iterable[int], but: int) -> list[StoredFingerprint]:
    """Return those of some fingerprints that are of photos of any case but one."""
    asked = {"numbers": json.dumps(list(numbers)), "but": but}
    return [StoredFingerprint(*row) for row in connection.execute(_OF_OTHERS, asked)]


def files(connection: sqlite3.Connection, number: int, but: int) -> list[tuple[int, str]]:
    """Return the cases and files of the photos with a fingerprint, but those of one case."""
    return [(row[0], row[1]) for row in connection.execute(_FILES, (number, but))]
