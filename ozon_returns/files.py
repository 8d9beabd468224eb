"""Folders that are nobody else's business, and files of the user's that are written whole."""

import os
from pathlib import Path

from ozon_returns.errors.file import PathUnusableError, reason


def private(folder: Path) -> Path:
    """Make a folder, and what is missing above it, for the user alone; gives it."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
    return folder


def save(path: str, text: str) -> None:
    """Write a document to a file of the user's, whole or not at all; what is no regular file is written to as it is."""
    target = Path(os.path.realpath(path))
    whole_or_nothing = target.is_file() or not target.exists()
    beside = target.parent / f".{target.name[:100]}.{os.getpid()}" if whole_or_nothing else target
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        if whole_or_nothing:
            beside.replace(target)
    except OSError as error:
        raise PathUnusableError(path, reason(error)) from error
