"""The fingerprints of photos (`evidence.fingerprint`), found by the keypoints that they have in common with another picture."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SHARED = """SELECT descriptor, fingerprint, place FROM keypoint WHERE descriptor IN (SELECT value FROM json_each(?))"""
_OF_OTHERS = """SELECT id, width, height, thumbnail FROM fingerprint WHERE id IN (SELECT value FROM json_each(:numbers))
AND EXISTS (SELECT 1 FROM photo WHERE photo.sha256 = fingerprint.sha256 AND "case" <> :but)"""
_FILES = 'SELECT "case", file FROM photo WHERE sha256 = (SELECT sha256 FROM fingerprint WHERE id = ?) AND "case" <> ? ORDER BY 1, 2'
_KEEP = "INSERT INTO fingerprint (sha256, width, height, thumbnail) VALUES (?, ?, ?, ?)"
_GIVEN = "SELECT value FROM json_each(?)"
_KEEP_KEYPOINT = "INSERT INTO keypoint (fingerprint, descriptor, place) VALUES (?, ?, ?)"


NewPart = tuple[int, int, str, Sequence[tuple[int, int]]]
"""Width and height in pixels, thumbnail in base64, keypoints as descriptor and place."""


class StoredFingerprint(NamedTuple):
    """A fingerprint without its keypoints."""

    number: int
    width: int
    height: int
    thumbnail: str


def keep(connection: sqlite3.Connection, sha256: str, parts: Sequence[NewPart]) -> None:
    """Store how a file looks, in all its parts (width, height, thumbnail, keypoints), unless that is known."""
    if connection.execute("SELECT 1 FROM fingerprint WHERE sha256 = ?", (sha256,)).fetchone():
        return
    for width, height, thumbnail, points in parts:
        number = connection.execute(_KEEP, (sha256, width, height, thumbnail)).lastrowid
        connection.executemany(_KEEP_KEYPOINT, [(number, *each) for each in points])


def forget(connection: sqlite3.Connection, sha256s: Iterable[str]) -> None:
    """Delete how some files look."""
    asked = (json.dumps(list(sha256s)),)
    connection.execute(f"DELETE FROM keypoint WHERE fingerprint IN (SELECT id FROM fingerprint WHERE sha256 IN ({_GIVEN}))", asked)
    connection.execute(f"DELETE FROM fingerprint WHERE sha256 IN ({_GIVEN})", asked)


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
