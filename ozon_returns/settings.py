"""What the seller can choose, and where things lie."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The seller's choices, each a key of `settings.toml`.

    `max_megapixels` keeps decompression bombs out: a 108-megapixel phone passes, a picture that would fill
    the memory does not.
    """

    language: str = ""
    timezone: str = "Europe/Moscow"
    max_megapixels: int = 120


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
