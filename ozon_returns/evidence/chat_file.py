"""A file for Ozon's chat: a picture as a JPEG without metadata, or a PDF as it is, of at most 5 MB.

Ozon documents neither formats nor sizes; these are what nobody has seen refused.
"""

from pathlib import Path
from typing import NamedTuple

from PIL import UnidentifiedImageError

from ozon_returns.errors.file import PathNotFoundError, PathUnusableError, reason
from ozon_returns.evidence.content import BadFileError
from ozon_returns.evidence.eye import BROKEN
from ozon_returns.evidence.rendering import jpeg_within, upright
from ozon_returns.words import _

_MOST = 5_000_000
_LONGEST = 2560
"""The longest side of a picture, in pixels."""


class ChatFile(NamedTuple):
    """A file to send: its name, with the ending of its kind, and its content."""

    name: str
    content: bytes


def chat_file(path: Path) -> ChatFile:
    """Return a file as it is sent. Raise `PathNotFoundError` or `PathUnusableError`."""
    try:
        if path.suffix.lower() == ".pdf":
            return _pdf(path, path.read_bytes())
        return ChatFile(f"{path.stem}.jpg", jpeg_within(upright(path, _LONGEST), _MOST))
    except FileNotFoundError as error:
        raise PathNotFoundError(str(path)) from error
    except (UnidentifiedImageError, BadFileError) as error:
        raise PathUnusableError(str(path), _("only pictures and PDF can be sent in the chat")) from error
    except OSError as error:
        raise PathUnusableError(str(path), reason(error)) from error
    except BROKEN as error:
        raise PathUnusableError(str(path), _("only pictures and PDF can be sent in the chat")) from error


def _pdf(path: Path, content: bytes) -> ChatFile:
    """Return a PDF."""
    if not content.startswith(b"%PDF"):
        raise PathUnusableError(str(path), _("only pictures and PDF can be sent in the chat"))
    if len(content) > _MOST:
        raise PathUnusableError(str(path), _("it is larger than 5 MB"))
    return ChatFile(path.name, content)
