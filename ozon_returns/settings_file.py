"""Reads `settings.toml` and says what in it cannot be used."""

import tomllib
from dataclasses import MISSING, fields, replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ozon_returns.errors.file import SettingsError
from ozon_returns.files import private, save
from ozon_returns.settings import Settings
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import LANGUAGES, _

_LEAST = {"max_megapixels": 1, "attachment_mb": 0.05, "attachment_pixels": 400, "follow_up_days": 0}
"""What is smaller than this shows nothing."""


def read(path: Path) -> Settings:
    """Read the settings file; the defaults where there is none. Raises `SettingsError` for what cannot be used."""
    try:
        chosen = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
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
            raise SettingsError(str(path), _("“{key}” has a value of the wrong kind").format(key=key))
    return _judged(replace(Settings(), **chosen), path)


def _judged(settings: Settings, path: Path) -> Settings:
    """Refuse what has the right type and no meaning."""
    if settings.language and settings.language not in LANGUAGES:
        raise SettingsError(str(path), _("“language” is one of {names}").format(names=", ".join(LANGUAGES)))
    if settings.letter_language not in LANGUAGES:
        raise SettingsError(str(path), _("“{key}” is one of {names}").format(key="letter_language", names=", ".join(LANGUAGES)))
    for key, least in _LEAST.items():
        if not getattr(settings, key) >= least:
            raise SettingsError(str(path), _("“{key}” is a number from {least} up").format(key=key, least=least))
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(str(path), _("there is no time zone “{name}”").format(name=settings.timezone)) from error
    return settings


def set_rule(path: Path, rule: str, days: int) -> None:
    """Write at the end of the settings how many days a rule has; what stands there stays as it is. Raises `SettingsError`."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        text = "\n".join([*([text.rstrip("\n"), ""] if text else []), f"[rules.{rule}]", f"days = {days}", ""])
        tomllib.loads(text)
        private(path.parent)
        save(str(path), text)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(str(path), _("write into it yourself: [rules.{rule}] days = {days}").format(rule=rule, days=days)) from error
