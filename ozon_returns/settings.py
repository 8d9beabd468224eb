"""User settings and paths."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

MEGABYTE = 1_000_000
"""Bytes per megabyte, decimal, as in published upload limits."""


class Limits(NamedTuple):
    """Limits of one file: its size in megabytes, and its longest side in pixels."""

    megabytes: float = 5.0
    pixels: int = 3000

    @property
    def bytes(self) -> int:
        """Return the size limit in bytes."""
        return int(self.megabytes * MEGABYTE)


@dataclass(frozen=True)
class Settings:
    """User settings, each a key of `settings.toml`.

    `max_megapixels` guards against decompression bombs: photos of a 108-megapixel phone pass, pictures that would exhaust
    memory do not. `attachment_mb` and `attachment_pixels` limit the attachments of a ticket: megabytes (1,000,000 bytes)
    per file, and the longest side of a picture. Photos below `photo_brightness` (0 to 255), `photo_sharpness` (variance of the
    Laplacian at 1000 pixels) and `photo_pixels` (longest side) are named as poor evidence.
    `follow_up_days` is the number of days from a resolution to the follow-up
    with the buyer, `labour_rate` what an hour of the seller's own work costs, in roubles. `rules` and `calendar` override
    deadlines, `letters` holds values of letter variables, `letter_language` is the language of letters, and `offers`
    overrides what can be offered with a scheme. `ozon_key_file` is a TOML file with `client_id` and `api_key` of the Seller API,
    `ozon_calls_per_second` how often it is called at most; `reasons` says of Ozon's reasons of a return whether they are about quality,
    `headings` names columns of Ozon's report of returns.
    """

    language: str = ""
    timezone: str = "Europe/Moscow"
    max_megapixels: int = 120
    attachment_mb: float = 5.0
    attachment_pixels: int = 3000
    photo_brightness: float = 40.0
    photo_sharpness: float = 10.0
    photo_pixels: int = 800
    follow_up_days: int = 4
    labour_rate: float = 0.0
    letter_language: str = "ru"
    rules: dict[str, Any] = field(default_factory=dict)
    calendar: dict[str, Any] = field(default_factory=dict)
    letters: dict[str, Any] = field(default_factory=dict)
    offers: dict[str, Any] = field(default_factory=dict)
    ozon_key_file: str = ""
    ozon_calls_per_second: float = 2.0
    reasons: dict[str, Any] = field(default_factory=dict)
    headings: dict[str, Any] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """Return the limits of ticket attachments."""
        return Limits(self.attachment_mb, self.attachment_pixels)


class Places(NamedTuple):
    """Paths of the home and of the settings file."""

    home: Path
    settings_file: Path

    @property
    def store(self) -> Path:
        """Return the path of the store file."""
        return self.home / "cases.db"

    @property
    def cases(self) -> Path:
        """Return the folder with one subfolder per case."""
        return self.home / "cases"

    @property
    def backups(self) -> Path:
        """Return the folder for copies of the store."""
        return self.home / "backups"
