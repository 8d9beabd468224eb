"""The parts of one run: rules, store, screen, and what several commands do with a case; each made when first used."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ozon_returns.environment import NAME, Environment
from ozon_returns.words import _

if TYPE_CHECKING:
    from ozon_returns.cases.change import Change
    from ozon_returns.clocks.rules import Rulebook
    from ozon_returns.errors.home import StoreDamagedError
    from ozon_returns.letters.draft import Draft
    from ozon_returns.questions.interview import Interview
    from ozon_returns.store.read_models import Case
    from ozon_returns.store.reading import Reading
    from ozon_returns.store.where import Where
    from ozon_returns.store.writing import Store
    from ozon_returns.views.answer import Answer, Entries, Picture, Table
    from ozon_returns.views.screen import Screen

__all__ = ["NAME", "App"]


class App(Environment):
    """The components of one run of the program."""

    @cached_property
    def book(self) -> "Rulebook":
        """Return the deadline rules."""
        from ozon_returns.clocks.rules import Rulebook

        return Rulebook(self.settings, self.zone, str(self.places.settings_file))

    @cached_property
    def ready(self) -> Path:
        """Return the path of the store file, created or migrated to the latest revision if necessary."""
        from ozon_returns.store.revision import is_newest

        path = self.places.store
        if not path.exists():
            from ozon_returns.home.restore import finish

            finish(self.places.home)
        if not is_newest(path):
            from ozon_returns.store.migration import migrate

            migrate(path, backups=self.places.backups, now=self.now)
        from ozon_returns.store.clocks import set_by

        if moved := set_by(path, self.book):
            from ozon_returns.views.due import moves_told

            self.told += moves_told(moved, self.book, self.now)
        return path

    @property
    def existing(self) -> Path:
        """Return the path of the store file as `ready` does, but raise `HomeMissingError` where there is none yet."""
        if not self.places.store.exists():
            from ozon_returns.home.restore import must_exist

            must_exist(self.places)
        return self.ready

    @property
    def store(self) -> "Store":
        """Return the store, opened for writing."""
        from ozon_returns.store.writing import Store

        return Store(self.ready, self.book, self.now)

    def reading(self, then: datetime | None = None, only: str | None = None, *, with_clocks: bool = True) -> "Reading":
        """Return the store for reading; with `then` as of that moment, with `only`, what names a case, just that one.

        Without clocks, those of then are not worked out.
        """
        from ozon_returns.store.reading import Reading

        return Reading(self.ready, self.book, self.now, then, only, with_clocks=with_clocks)

    def case(self, name: str) -> "Case":
        """Return the case that was named, with all its lists."""
        with self.reading() as reading:
            return reading.case(name)

    def draft(self, case: "Case", language: str | None, values: list[str] | None) -> "Draft":
        """Return the draft of a letter about a case, with values typed as `NAME=VALUE`."""
        from ozon_returns.letters.draft import Batch, draft_for
        from ozon_returns.letters.template import Stationery
        from ozon_returns.prompts import pair
        from ozon_returns.store.shop import batch_of

        given = [pair(each, "--set city=...") for each in values or ()]
        own = self.places.settings_file.parent / "letters"
        with self.reading() as reading:
            batch = Batch(*batch_of(reading, case))
        draft = draft_for(case, self.settings, Stationery(language or self.settings.letter_language, own), now=self.now, batch=batch)
        for placeholder, text in given:
            draft.add(placeholder, text, now=self.now)
        return draft

    def remember(self, draft: "Draft", case: "Case") -> None:
        """Save what was typed for a letter and holds for others too, so that it is asked once."""
        from ozon_returns.errors.file import SettingsError
        from ozon_returns.letters.own_values import kept_told, lasting
        from ozon_returns.settings_file import keep_letter_values

        self._remember_cost(draft, case)
        for supplier, values in lasting(draft.facts, frozenset(draft.typed), self.settings.letters, case["supplier"]).items():
            try:
                keep_letter_values(self.places.settings_file, values, supplier)
            except SettingsError as error:
                self.told.append(error.message())
                continue
            self.told.append(kept_told(self.places.settings_file, values, supplier))

    def _remember_cost(self, draft: "Draft", case: "Case") -> None:
        """Save the purchase cost that was typed for a letter to the product of its case."""
        from contextlib import suppress

        from ozon_returns.errors.home import HomeError
        from ozon_returns.products.products import keep_cost

        typed = draft.typed & {"cost", "unit_cost"}
        with suppress(HomeError):  # a home that can only be read is no reason not to write the letter
            if typed and case["sku"] and keep_cost(case["sku"], draft.facts[min(typed)], store=self.store):
                self.told.append(_("The purchase cost is kept with the product: ozon-returns products {sku}").format(sku=case["sku"]))

    def interview(self, case: "Case | None" = None, *, yes: bool = False) -> "Interview":
        """Begin the questions about a command, after a line that says of which case they are."""
        from ozon_returns.questions.interview import Interview, introduction
        from ozon_returns.views.cases import headline

        if case is not None and not self.as_json:
            self.screen.note(headline(case))
        if not yes:
            self.screen.note(introduction())
        return Interview(self.typed, self.asked, self.moment, yes=yes)

    def changed(self, change: "Change") -> "Answer":
        """Return the answer of a command that has changed a case."""
        from ozon_returns.errors.base import ReturnsError
        from ozon_returns.views.change import changed, changed_unseen

        try:
            with self.reading() as reading:
                return changed(change, reading)
        except ReturnsError as error:
            return changed_unseen(change, error)

    def damage(self) -> "StoreDamagedError | None":
        """Return what in the store another program has damaged; `None` where nothing is."""
        from ozon_returns.store.column_types import find_damage

        return find_damage(self.places.store)

    def where(self, words: list[str]) -> "Where":
        """Parse the filters of a command."""
        from ozon_returns.store.filters import parse

        return parse(words, now=self.now, zone=self.zone)

    @cached_property
    def screen(self) -> "Screen":
        """Return the screen, which displays answers."""
        from ozon_returns.views.screen import Screen

        return Screen(self._draw, as_json=self.as_json)

    def _draw(self, block: "Table | Entries | Picture", width: int) -> str:
        """Render a table, a list or a picture with Rich, which is imported for nothing else."""
        from ozon_returns.views.terminal import rendered

        return rendered(block, colour=self.colour, width=width)

    def confirm(self, doubts: list[str], question: str = "") -> None:
        """Ask a person to confirm what is probably a slip, or what else is asked.

        Raise `ConfirmationNeededError` where nobody can be asked.
        """
        from ozon_returns.errors.usage import ConfirmationNeededError
        from ozon_returns.prompts import confirm

        if doubts and not self.can_ask:
            raise ConfirmationNeededError(" ".join(doubts))
        if doubts:
            self.screen.note("\n".join(doubts))
            confirm(question or _("Save it all the same?"))

    @staticmethod
    def text(given: str | None) -> str | None:
        """Return the text of an option; `-` reads it from stdin, as in `prompts.read_text`."""
        from ozon_returns.prompts import read_text

        return None if given is None else read_text(given) or None
