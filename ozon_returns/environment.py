"""The surroundings of one run: folders, settings, language, the moment, whether there is somebody to ask; each found on first use.

The only place that reads the clock and the environment.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from ozon_returns.errors.base import ReturnsError
from ozon_returns.errors.usage import UsageError
from ozon_returns.words import LANGUAGES, _, language_of_locale

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ozon_returns.ozon.client import Client
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
        """Store the values of the common options and of the environment.

        `line` is what was typed, `typed` is a command that questions led to, `asked` are the options answered since; `refused` is
        why one of several commands was, where the others go on.
        """
        self.environ, self.as_json = environ, as_json
        self.home_named = home if home is not None else environ.get("OZON_RETURNS_HOME") or None
        self.lang_named = lang or environ.get("OZON_RETURNS_LANG") or ""
        self.ozon_named = tuple(environ.get(name, "") for name in ("OZON_CLIENT_ID", "OZON_API_KEY", "OZON_API_URL"))
        self._began = monotonic()
        self.refused: ReturnsError | None = None
        self.told: list[str] = []
        self.line: Sequence[str] = ()
        self.typed: list[str] = []
        self.asked: list[str] = []
        self.can_go_back = environ.get("TERM") != "dumb"
        self.colour = colour and not environ.get("NO_COLOR") and self.can_go_back

    @cached_property
    def places(self) -> "Places":
        """Return the paths in use: those of the given home, else the platform's default folders."""
        from ozon_returns.settings import Places

        if self.home_named == "":
            raise UsageError(_("--home is empty."), _("Specify your data folder with --home DIR, or leave --home out."))
        if self.home_named:
            home = Path(os.path.expanduser(self.home_named)).absolute()  # noqa: PTH111  Path raises if the user is unknown
            return Places(home, home / "settings.toml")
        import platformdirs

        return Places(
            Path(platformdirs.user_data_dir(NAME, appauthor=False)),
            Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "settings.toml",
        )

    @cached_property
    def settings(self) -> "Settings":
        """Return the user settings."""
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
        """Discard the cached settings, which have just changed, and everything derived from them."""
        for name in ("settings", "book", "ready"):
            self.__dict__.pop(name, None)

    @property
    def language(self) -> str:
        """Return the language of this run, from the option, environment, settings or locale, in that order."""
        if self.lang_named and self.lang_named not in LANGUAGES:
            told = _("Unknown language “{name}”.").format(name=self.lang_named)
            raise UsageError(told, _("Choose one of {names}.").format(names=", ".join(LANGUAGES)))
        return self.lang_named or self.settings.language or self.locale_language

    @property
    def locale_language(self) -> str:
        """Return the language of the locale."""
        return language_of_locale(self.environ)

    @cached_property
    def now(self) -> datetime:
        """Return the time of this run, to the second, in the seller's time zone."""
        return datetime.now(UTC).astimezone(self.zone).replace(microsecond=0)

    def tick(self) -> None:
        """Move the time of this run on by what has passed since: a conversation takes longer than a command."""
        passed = int(monotonic() - self._began)
        self.now, self._began = self.now + timedelta(seconds=passed), self._began + passed

    @property
    def zone(self) -> "ZoneInfo":
        """Return the seller's time zone."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.settings.timezone)

    def moment(self, text: str | None, *, ends: bool = False) -> datetime | None:
        """Parse a date and time argument; with `ends`, a date without a time means the end of that day."""
        from ozon_returns.period import parse_moment

        return None if text is None else parse_moment(text, now=self.now, zone=self.zone, ends=ends)

    def ozon(self, *, patient: bool = True) -> "Client":
        """Return a connection to Ozon's Seller API, with the key that is set; one that is not patient repeats nothing.

        Raise `KeyMissingError`.
        """
        from ozon_returns.ozon.client import HOST, USUAL_ATTEMPTS, USUAL_RATE, Client
        from ozon_returns.ozon.keys import keys_of

        named = self.settings.ozon_key_file
        file = self.places.settings_file.parent / Path(named).expanduser() if named else None
        client_id, api_key, url = self.ozon_named
        pace = USUAL_RATE / self.settings.ozon_calls_per_second
        keys = keys_of(client_id, api_key, file)
        return Client(keys, url or HOST, first_wait=min(1.0, pace), pace=pace, attempts=USUAL_ATTEMPTS if patient else 1)

    @property
    def on_terminal(self) -> bool:
        """Return whether the output is read by a person on a terminal."""
        return not self.as_json and sys.stdout.isatty()

    @property
    def can_ask(self) -> bool:
        """Return whether the user can be prompted."""
        return not self.as_json and sys.stdin.isatty() and sys.stderr.isatty()
