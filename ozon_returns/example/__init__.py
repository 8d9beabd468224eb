"""The example file and its photos, in an installed package or a checkout."""

import re
from datetime import date, timedelta
from pathlib import Path

_HERE = Path(__file__).parent
_FILE = "cases.example.yaml"
_PHOTO = re.compile(r"file: ([\w/.-]+\.jpg)")
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def folder() -> Path:
    """Return the folder to which the photo paths of the example are relative."""
    return _HERE.parent.parent


def text() -> str:
    """Return the text of the example file, which is next to its photos if installed, and at the root of a checkout."""
    installed = _HERE / _FILE
    return (installed if installed.exists() else folder() / _FILE).read_text(encoding="utf-8")


def moved_to(today: date) -> str:
    """Return the example file with absolute photo paths and shifted dates.

    The dates are shifted by whole weeks so that the latest case was found in the last seven days.
    """
    whole = text()
    last = max(date.fromisoformat(each) for each in re.findall(r"found_at: (20\d\d-\d\d-\d\d)", whole))
    weeks = (today - last) // timedelta(weeks=1)
    moved = _DAY.sub(lambda found: _later(found[0], weeks), whole)
    return _PHOTO.sub(lambda found: f'file: "{(folder() / found[1]).as_posix()}"', moved)


def _later(day: str, weeks: int) -> str:
    """Shift a date; return anything that only resembles one, such as a batch number, unchanged."""
    try:
        return (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()
    except ValueError:
        return day
