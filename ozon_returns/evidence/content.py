"""File types, detected from the first bytes, never from the name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ozon_returns.evidence.fingerprint import Fingerprint
from ozon_returns.words import _


class ContentKind(StrEnum):
    """The kind of an evidence file."""

    PICTURE = "picture"
    FILM = "film"
    PAPER = "paper"


@dataclass(frozen=True)
class Content:
    """A file type: its kind, media type, suffix, and Pillow's name for the format if it is a picture."""

    kind: ContentKind
    mime: str
    ending: str
    form: str = ""


@dataclass(frozen=True)
class Shot:
    """The properties of an intact file: displayed width and height, capture time, and fingerprint.

    Properties that the file does not contain are `None`.
    """

    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    fingerprint: Fingerprint | None = None


class BadFileError(Exception):
    """A file that cannot be accepted as evidence; the message is shown to the seller."""


HEAD = 1024
"""Number of leading bytes that identify a file type."""

_JPEG = Content(ContentKind.PICTURE, "image/jpeg", ".jpg", "JPEG")
_PNG = Content(ContentKind.PICTURE, "image/png", ".png", "PNG")
_WEBP = Content(ContentKind.PICTURE, "image/webp", ".webp", "WEBP")
_HEIC = Content(ContentKind.PICTURE, "image/heic", ".heic", "HEIF")
_AVIF = Content(ContentKind.PICTURE, "image/avif", ".avif", "AVIF")
_MP4 = Content(ContentKind.FILM, "video/mp4", ".mp4")
_MOV = Content(ContentKind.FILM, "video/quicktime", ".mov")
_3GP = Content(ContentKind.FILM, "video/3gpp", ".3gp")
_PDF = Content(ContentKind.PAPER, "application/pdf", ".pdf")

_STARTS = ((b"\xff\xd8\xff", _JPEG), (b"\x89PNG\r\n\x1a\n", _PNG))

_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), _HEIC),
    **dict.fromkeys((b"avif", b"avis"), _AVIF),
    b"qt  ": _MOV,
}
"""Major brands of ISO base media files other than plain MP4 (registered at mp4ra.org)."""

_OLD_MOVIE = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""Types of the first box of a QuickTime file without a brand."""


def content_of(head: bytes) -> Content:
    """Return the file type from the first `HEAD` bytes; raise `BadFileError` if it cannot be evidence."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _WEBP
    if head[4:8] == b"ftyp":
        return _branded(head)
    if head[4:8] in _OLD_MOVIE:
        return _MOV
    if b"%PDF-" in head:
        return _PDF
    raise BadFileError(_("it is not a picture (JPEG, PNG, WebP, HEIC, AVIF), a video (MP4, MOV) or a PDF"))


def _branded(head: bytes) -> Content:
    """Return the type of an ISO base media file: by its major brand, or if that is generic by the compatible brands."""
    major = head[8:12]
    if major.startswith(b"3g"):
        return _3GP
    brands = [head[at : at + 4] for at in range(16, min(int.from_bytes(head[:4]), len(head)), 4)]
    if major in (b"mif1", b"msf1") and {b"avif", b"avis"} & set(brands):
        return _AVIF
    return _BRANDS.get(major, _MP4)
