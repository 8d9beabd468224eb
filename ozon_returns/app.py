"""The parts of one run: settings, clock, store, places, screen; each made when first used.

The only place that reads the clock and the environment.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ozon_returns.errors import UsageError
from ozon_returns.words import LANGUAGES, _, language_of_locale

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ozon_returns.clocks.rules import Rulebook
    from ozon_returns.settings import Places, Settings
    from ozon_returns.store.filters import Where
    from ozon_returns.store.reading import Reading
    from ozon_returns.store.writing import Store
    from ozon_returns.views.answer import Entries, Table
    from ozon_returns.views.screen import Screen

NAME = "ozon-returns"


class App:
    """One run of the program."""

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
        from ozon_returns.failures import HomeError, reason
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

    @cached_property
    def book(self) -> "Rulebook":
        """Give the rules of what is due when."""
        from ozon_returns.clocks.rules import Rulebook

        return Rulebook(self.settings, self.zone, str(self.places.settings_file))

    def moment(self, text: str | None, *, ends: bool = False) -> datetime | None:
        """Read a moment that was typed; with `ends`, a day means its end."""
        from ozon_returns.period import moment

        return None if text is None else moment(text, now=self.now, zone=self.zone, ends=ends)

    @cached_property
    def ready(self) -> Path:
        """Give the file of the store, made or brought to the newest revision if need be."""
        from ozon_returns.store.revision import is_newest

        path = self.places.store
        if not self.places.home.exists():
            from ozon_returns.casework.restoring import finish

            finish(self.places.home)
        if not is_newest(path):
            from ozon_returns.store.migrating import migrate

            migrate(path, backups=self.places.backups, now=self.now)
        from ozon_returns.store.clocks import set_by

        if moved := set_by(path, self.book):
            from ozon_returns.views.due import moves_told

            self.told += moves_told(moved, self.book, self.now)
        return path

    @property
    def store(self) -> "Store":
        """Give the store for writing."""
        from ozon_returns.store.writing import Store

        return Store(self.ready, self.book)

    def reading(self, as_of: datetime | None = None) -> "Reading":
        """Give the store for reading; with `as_of`, as it was then."""
        from ozon_returns.store.reading import Reading

        return Reading(self.ready, self.book, self.now, as_of)

    def where(self, words: list[str]) -> "Where":
        """Read the filters of a command."""
        from ozon_returns.store.filters import parse

        return parse(words, now=self.now, zone=self.zone)

    @cached_property
    def screen(self) -> "Screen":
        """Give where answers go."""
        from ozon_returns.views.screen import Screen

        return Screen(self._draw, as_json=self.as_json)

    def _draw(self, block: "Table | Entries", width: int) -> str:
        """Draw a table, or the heading of a list, with Rich, which is loaded for nothing else."""
        from ozon_returns.views.answer import Table
        from ozon_returns.views.drawing import drawn, headed

        return drawn(block, colour=self.colour, width=width) if isinstance(block, Table) else headed(block, colour=self.colour)

    def number(self, case: str) -> int:
        """Find the number of the case that was named."""
        with self.reading() as reading:
            return reading.number(case)

    @staticmethod
    def text(given: str | None) -> str | None:
        """Give a text that was typed; `-` reads it from stdin, as `asking.text` does."""
        from ozon_returns.asking import text

        return None if given is None else text(given) or None

    @staticmethod
    def nearest(word: str, names: Iterable[str]) -> str:
        """Give the name that was probably meant by a word; empty where none comes near."""
        from ozon_returns.guess import nearest

        return nearest(word, names)

    @property
    def can_ask(self) -> bool:
        """Tell whether there is a person to ask."""
        return not self.as_json and sys.stdin.isatty() and sys.stderr.isatty()
