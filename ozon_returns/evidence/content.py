"""What a file is, by its first bytes: never by its name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ozon_returns.evidence.perceptual_hash import Look
from ozon_returns.words import _


class ContentKind(StrEnum):
    """What sort of evidence a file is."""

    PICTURE = "picture"
    FILM = "film"
    PAPER = "paper"


@dataclass(frozen=True)
class Content:
    """What a file is: its sort, its media type, the ending it gets, and the name Pillow gives it, if it is a picture."""

    kind: ContentKind
    mime: str
    ending: str
    form: str = ""


@dataclass(frozen=True)
class Shot:
    """What is found in a file that is whole: width and height as it is looked at, when it was shot, how it looks.

    What a file does not tell is `None`.
    """

    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    look: Look | None = None


class BadFileError(Exception):
    """Why one file cannot be taken as evidence; the sentence is for the seller."""


HEAD = 1024
"""So many bytes tell what a file is."""

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
"""The major brands of ISO base media files that are not plain MP4 (registered at mp4ra.org)."""

_OLD_MOVIE = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""The boxes with which a QuickTime film without a brand begins."""


def content_of(head: bytes) -> Content:
    """Tell what a file is by its first `HEAD` bytes; `BadFileError` where it can be no evidence."""
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
    raise BadFileError(_("it is no picture (JPEG, PNG, WebP, HEIC, AVIF), no video (MP4, MOV) and no PDF"))


def _branded(head: bytes) -> Content:
    """Tell what an ISO base media file is: by its major brand, and by the compatible ones where that is a general one."""
    major = head[8:12]
    if major.startswith(b"3g"):
        return _3GP
    brands = [head[at : at + 4] for at in range(16, min(int.from_bytes(head[:4]), len(head)), 4)]
    if major in (b"mif1", b"msf1") and {b"avif", b"avis"} & set(brands):
        return _AVIF
    return _BRANDS.get(major, _MP4)
