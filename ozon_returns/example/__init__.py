"""The photos of the example file, and the file itself, wherever they were installed."""

import re
from datetime import date, timedelta
from pathlib import Path

_HERE = Path(__file__).parent
_FILE = "cases.example.yaml"
_PHOTO = re.compile(r"file: ([\w/.-]+\.jpg)")
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def folder() -> Path:
    """Give the folder that the example's photos are named relative to."""
    return _HERE.parent.parent


def text() -> str:
    """Give the example file: it lies beside its photos in an installed package, and on top of a checkout."""
    installed = _HERE / _FILE
    return (installed if installed.exists() else folder() / _FILE).read_text(encoding="utf-8")


def moved_to(today: date) -> str:
    """Give the example file for any folder, its days moved by whole weeks so that its last case is of the last seven days."""
    whole = text()
    last = max(date.fromisoformat(each) for each in re.findall(r"found_at: (20\d\d-\d\d-\d\d)", whole))
    weeks = (today - last) // timedelta(weeks=1)
    moved = _DAY.sub(lambda found: _later(found[0], weeks), whole)
    return _PHOTO.sub(lambda found: f'file: "{(folder() / found[1]).as_posix()}"', moved)


def _later(day: str, weeks: int) -> str:
    """Move a day; what only looks like one, such as the number of a batch, stays."""
    try:
        return (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()
    except ValueError:
        return day
