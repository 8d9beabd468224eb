"""The surroundings of one run: folders, settings, language, the moment, whether there is somebody to ask; each found on first use.

The only place that reads the clock and the environment.
"""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ozon_returns.errors.usage import UsageError
from ozon_returns.words import LANGUAGES, _, language_of_locale

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ozon_returns.settings import Places, Settings

NAME = "ozon-returns"


class Environment:
    """The surroundings of one run of the program."""

    def __init__(
        self,
        *,
        home: str | None = None,
        lang: str | None = None,
        as_json: bool = False,
        colour: bool = True,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        """Take what was typed before and beside a command's own options."""
        self.environ, self.as_json = environ, as_json
        self.home_named = home or environ.get("OZON_RETURNS_HOME") or ""
        self.lang_named = lang or environ.get("OZON_RETURNS_LANG") or ""
        self.told: list[str] = []
        self.colour = colour and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"

    @cached_property
    def places(self) -> "Places":
        """Give where everything lies: the home that was named, else the platform's folders."""
        from ozon_returns.settings import Places

        if self.home_named:
            home = Path(os.path.expanduser(self.home_named)).absolute()  # noqa: PTH111  Path raises where there is no such user
            return Places(home, home / "settings.toml")
        import platformdirs

        return Places(
            Path(platformdirs.user_data_dir(NAME, appauthor=False)),
            Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "settings.toml",
        )

    @cached_property
    def settings(self) -> "Settings":
        """Give the seller's choices."""
        from ozon_returns.errors.file import reason
        from ozon_returns.errors.home import HomeError
        from ozon_returns.settings import Settings

        try:
            if not self.places.settings_file.exists():
                return Settings()
        except OSError as error:
            raise HomeError(str(self.places.home), reason(error)) from error
        from ozon_returns import settings_file

        return settings_file.read(self.places.settings_file)

    def read_settings_again(self) -> None:
        """Forget the seller's choices, which have just changed, and all that was made by them."""
        for name in ("settings", "book", "ready"):
            self.__dict__.pop(name, None)

    @property
    def language(self) -> str:
        """Give the language of this run: option, environment, settings, locale."""
        if self.lang_named and self.lang_named not in LANGUAGES:
            told = _("There is no language “{name}”.").format(name=self.lang_named)
            raise UsageError(told, _("Choose one of {names}.").format(names=", ".join(LANGUAGES)))
        return self.lang_named or self.settings.language or self.locale_language

    @property
    def locale_language(self) -> str:
        """Give the language of the locale."""
        return language_of_locale(self.environ)

    @cached_property
    def now(self) -> datetime:
        """Give the moment of this run, to the second, in the seller's zone."""
        return datetime.now(UTC).astimezone(self.zone).replace(microsecond=0)

    @property
    def zone(self) -> "ZoneInfo":
        """Give the seller's time zone."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.settings.timezone)

    def moment(self, text: str | None, *, ends: bool = False) -> datetime | None:
        """Read a moment that was typed; with `ends`, a day means its end."""
        from ozon_returns.period import parse_moment

        return None if text is None else parse_moment(text, now=self.now, zone=self.zone, ends=ends)

    @property
    def can_ask(self) -> bool:
        """Tell whether there is a person to ask."""
        return not self.as_json and sys.stdin.isatty() and sys.stderr.isatty()
