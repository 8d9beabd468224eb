"""What the seller can choose, and where things lie."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000
"""As those count who set limits."""


@dataclass(frozen=True)
class Limits:
    """How large one file may be, and how long its longest side in pixels."""

    megabytes: float = 5.0
    pixels: int = 3000

    @property
    def bytes(self) -> int:
        """Give the size in bytes."""
        return int(self.megabytes * MEGABYTE)


@dataclass(frozen=True)
class Settings:
    """The seller's choices, each a key of `settings.toml`.

    `max_megapixels` keeps decompression bombs out: a 108-megapixel phone passes, a picture that would fill
    the memory does not. `attachment_mb` and `attachment_pixels` bound what is laid out for a ticket: megabytes (of
    1,000,000 bytes) a file, and the longest side of a picture. `follow_up_days` after a resolution the buyer is asked
    whether all is well. `rules` and `calendar` change the terms, `letters` fill the gaps of letters, which are written
    in `letter_language`.
    """

    language: str = ""
    timezone: str = "Europe/Moscow"
    max_megapixels: int = 120
    attachment_mb: float = 5.0
    attachment_pixels: int = 3000
    follow_up_days: int = 4
    letter_language: str = "ru"
    rules: dict[str, Any] = field(default_factory=dict)
    calendar: dict[str, Any] = field(default_factory=dict)
    letters: dict[str, Any] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """Give the limits of what is laid out for a ticket."""
        return Limits(self.attachment_mb, self.attachment_pixels)


@dataclass(frozen=True)
class Places:
    """Where everything lies."""

    home: Path
    settings_file: Path

    @property
    def store(self) -> Path:
        """Give the file of the store."""
        return self.home / "cases.db"

    @property
    def cases(self) -> Path:
        """Give the folder that holds one folder for each case."""
        return self.home / "cases"

    @property
    def backups(self) -> Path:
        """Give the folder for copies of the store."""
        return self.home / "backups"
