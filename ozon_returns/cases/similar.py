"""Photos of other cases that show the same picture."""

from ozon_returns.evidence.alignment import alignments, shared
from ozon_returns.evidence.fingerprint import Fingerprint
from ozon_returns.evidence.keypoints import View
from ozon_returns.evidence.overlap import SAME, Thumbnail
from ozon_returns.evidence.shelf import Copied
from ozon_returns.store import similar_photos
from ozon_returns.store.writing import Writing

_TRIED = 6
"""Number of the best alignments that are compared."""


def remember(writing: Writing, copied: Copied) -> None:
    """Store how a photo looks."""
    if copied.photo.fingerprint:
        similar_photos.keep(writing.connection, copied.sha256, copied.photo.fingerprint.parts)


def similar(writing: Writing, copied: Copied, case: int) -> list[tuple[int, str]]:
    """Return the cases, other than one, and files of photos that show the same picture, the most similar first."""
    seen = copied.photo.fingerprint
    found = same(writing, seen, case) if seen else []
    return list(dict.fromkeys(told for number in found for told in similar_photos.files(writing.connection, number, case)))


def same(writing: Writing, seen: Fingerprint, case: int) -> list[int]:
    """Return the fingerprints of the same picture, the most similar first; as a whole it is looked for if no part of it is known."""
    for view in seen.views:
        errors = _errors(writing, view, case)
        if errors:
            return sorted(errors, key=lambda number: errors[number])
    return []


def _is_sound(stored: similar_photos.StoredFingerprint) -> bool:
    """Return whether width and height are what this program writes; `check` finds those that are not."""
    return all(isinstance(each, int) and each > 0 for each in (stored.width, stored.height)) and isinstance(stored.thumbnail, str)


def _errors(writing: Writing, view: View, case: int) -> dict[int, float]:
    """Return the error of each fingerprint that is of the same picture as a view."""
    probes = view.probes()
    keypoints = shared(similar_photos.keypoints(writing.connection, probes))
    found = similar_photos.of_others(writing.connection, keypoints, case)
    stored = {each.number: each for each in found if _is_sound(each)}
    aspects = {number: (each.width / each.height, keypoints[number]) for number, each in stored.items()}
    errors: dict[int, float] = {}
    for _votes, number, turn, lying in alignments(probes, view.aspect, aspects)[:_TRIED]:
        if number in errors:
            continue
        try:
            error = Thumbnail(stored[number].thumbnail).best_error(turn.turned(view.fine), lying)
        except ValueError:
            continue
        if error <= SAME:
            errors[number] = error
    return errors
