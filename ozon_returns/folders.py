"""Folders that are nobody else's business."""

from pathlib import Path


def private(folder: Path) -> Path:
    """Make a folder, and what is missing above it, for the user alone; gives it."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
    return folder
