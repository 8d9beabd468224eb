"""Reading and validation of `settings.toml`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli

from ozon_returns.errors.file import SettingsError
from ozon_returns.files import private, save
from ozon_returns.settings import Settings
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import LANGUAGES, _

_LEAST = {
    "max_megapixels": 1,
    "attachment_mb": 0.05,
    "attachment_pixels": 400,
    "photo_brightness": 0,
    "photo_sharpness": 0,
    "photo_pixels": 0,
    "follow_up_days": 0,
    "labour_rate": 0,
    "ozon_calls_per_second": 0.01,
}
"""Minimum values; anything smaller has no useful result."""

_QUALITIES = ("yes", "maybe", "no")
"""What a reason of a return can be said to be: about quality or not."""

_MOST = 1_000_000
"""Nothing that is set by a number is larger."""


def read(path: Path) -> Settings:
    """Read the settings file, or return the defaults if there is none. Raise `SettingsError` if it is invalid."""
    try:
        return parsed(path.read_text(encoding="utf-8-sig"), path)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), str(error)) from error


def parsed(text: str, path: Path) -> Settings:
    """Return the settings of a text that is, or will be, that of the settings file. Raise `SettingsError` if it is invalid."""
    try:
        chosen = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise SettingsError(str(path), str(error)) from error
    known = {each.name: dict if each.default is MISSING else type(each.default) for each in fields(Settings)}
    for key, value in list(chosen.items()):
        if key not in known:
            meant = nearest(key, known)
            guess = _(", did you mean “{meant}”?").format(meant=meant) if meant else ""
            raise SettingsError(str(path), _("unknown setting “{key}”").format(key=key) + guess)
        if known[key] is float and type(value) is int:
            chosen[key] = float(value)
        elif type(value) is not known[key]:
            raise SettingsError(str(path), _("“{key}” has a value of the wrong type").format(key=key))
    return _judged(replace(Settings(), **chosen), path)


def _judged(settings: Settings, path: Path) -> Settings:
    """Check values that have the correct type. Raise `SettingsError` for invalid ones."""
    if settings.language and settings.language not in LANGUAGES:
        raise SettingsError(str(path), _("“language” must be one of {names}").format(names=", ".join(LANGUAGES)))
    if settings.letter_language not in LANGUAGES:
        raise SettingsError(str(path), _("“{key}” must be one of {names}").format(key="letter_language", names=", ".join(LANGUAGES)))
    for key, least in _LEAST.items():
        if not least <= getattr(settings, key) <= _MOST:
            raise SettingsError(str(path), _("“{key}” must be a number from {least} to {most}").format(key=key, least=least, most=_MOST))
    if wrong := next((reason for reason, meant in settings.reasons.items() if meant not in _QUALITIES), None):
        names = ", ".join(_QUALITIES)
        raise SettingsError(str(path), _("“{key}” must be one of {names}").format(key=f"reasons.{wrong}", names=names))
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(str(path), _("there is no time zone “{name}”").format(name=settings.timezone)) from error
    return settings


def set_rule(path: Path, rule: str, days: int) -> None:
    """Set the number of days of a rule in the settings file. Raise `SettingsError` if that is not possible."""
    _set(path, ("rules", rule), {"days": days})


def keep_letter_values(path: Path, values: Mapping[str, str], supplier: str | None = None) -> None:
    """Set values of letter placeholders in the settings file, those of a supplier if one is named. Raise `SettingsError`."""
    _set(path, ("letters", "suppliers", supplier) if supplier else ("letters",), values)


def _set(path: Path, table: Sequence[str], values: Mapping[str, object]) -> None:
    """Set the values of a table of the settings file. Raise `SettingsError` if that is not possible."""
    write(path, updated(path, table, values))


def write(path: Path, text: str) -> None:
    """Write the settings file. Raise `SettingsError` if that is not possible."""
    try:
        private(path.parent)
        save(str(path), text)
    except OSError as error:
        raise SettingsError(str(path), str(error)) from error


def updated(path: Path, table: Sequence[str], values: Mapping[str, object]) -> str:
    """Return the settings file with the values of a table set, and those that are `None` removed; all else in it stays as it is.

    Raise `SettingsError` if that is not possible.
    """
    import tomlkit  # noqa: PLC0415  55 ms, only to write
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415
    from tomlkit.items import InlineTable  # noqa: PLC0415

    try:
        found = tomlkit.parse(path.read_text(encoding="utf-8-sig") if path.exists() else "")
        into: Any = found
        for place, name in enumerate(table):
            if name not in into:
                inline = isinstance(into, InlineTable)
                into[name] = tomlkit.inline_table() if inline else tomlkit.table(is_super_table=place < len(table) - 1)
            into = into[name]
        for name, value in values.items():
            if value is None:
                into.pop(name, None)
            else:
                into[name] = value
        return tomlkit.dumps(found)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), str(error)) from error
    except (TOMLKitError, AttributeError, TypeError, ValueError) as error:
        heading = ".".join(
            name if name.isascii() and name.replace("_", "").isalnum() else json.dumps(name, ensure_ascii=False) for name in table
        )
        told = "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
        said = _("it could not be updated automatically; add this yourself: [{table}] {told}").format(table=heading, told=f"\n{told}\n")
        raise SettingsError(str(path), said) from error
