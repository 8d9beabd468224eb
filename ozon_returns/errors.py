"""All that can go wrong for a reason the user can mend: the base of every such error, and what is said wrongly or too early.

Each error knows its facts, its sentence (what and why), what to type next, and its exit code; `cli` shows it. What
files and the store refuse stands in `failures`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ozon_returns.words import N_, _, quote


class ReturnsError(Exception):
    """A refusal, not a bug."""

    code: ClassVar[str] = "refused"
    exit: ClassVar[int] = 5
    what: ClassVar[str] = ""
    then: ClassVar[str] = ""

    def message(self) -> str:
        """Say what is wrong and why, in the language of this run."""
        return _(self.what).format_map(vars(self)).replace("?.", "?")

    def hint(self) -> str:
        """Say what to type; empty where nothing helps."""
        return _(self.then).format_map(vars(self)) if self.then else ""

    def __str__(self) -> str:
        """Give the sentence, so that a log or a test shows it."""
        return self.message()


class StoppedError(ReturnsError):
    """A command that was interrupted from the keyboard."""

    code, exit = "interrupted", 130
    what = N_("Interrupted. What was not finished was not saved.")


class DeclinedError(StoppedError):
    """A command that the person did not want after all."""

    code = "declined"
    what = N_("Nothing was changed.")


@dataclass(eq=False)
class MoneyError(ReturnsError):
    """A text that is no amount of money."""

    code, exit = "bad_money", 2
    what = N_("“{text}” is not an amount of money.")
    then = N_("Write it as 1990, 1990.50 or 1 990,50.")
    text: str


@dataclass(eq=False)
class MomentError(ReturnsError):
    """A text that is no date."""

    code, exit = "bad_date", 2
    what = N_("“{text}” is not a date.")
    then = N_("Write it as 2026-11-23, 2026-11-23 14:05, 23.11.2026, today, yesterday or -3d.")
    text: str


@dataclass(eq=False)
class UsageError(ReturnsError):
    """Options that do not go together, or one that is missing; the sentence comes from who noticed."""

    code, exit = "usage", 2
    what = "{sentence}"
    then = "{advice}"
    sentence: str
    advice: str = ""


@dataclass(eq=False)
class FilterError(ReturnsError):
    """A word of a filter that means nothing."""

    code, exit = "bad_filter", 2
    what = N_("The filter “{word}” is not understood: {why}.")
    then = N_("Filters look like status:open sku:123 defect:crack since:-30d.")
    word: str
    why: str
    meant: str = ""

    def hint(self) -> str:
        """Say what was probably meant, if something comes near."""
        return _("Did you mean “{meant}”?").format(meant=self.meant) if self.meant else super().hint()


@dataclass(eq=False)
class CaseNotFoundError(ReturnsError):
    """A name under which no case is kept."""

    code, exit = "case_not_found", 4
    what = N_("There is no case {name}.")
    then = N_("See what there is: ozon-returns list")
    name: str


@dataclass(eq=False)
class AmbiguousCaseError(ReturnsError):
    """A posting number that several cases bear."""

    code, exit = "case_ambiguous", 4
    what = N_("Posting {name} has several cases: {numbers}.")
    then = N_("Name the one you mean by its number.")
    name: str
    numbers: str


@dataclass(eq=False)
class StateRefusedError(ReturnsError):
    """A step that the case's state does not allow."""

    code = "not_allowed_now"
    what = N_("Case {number} is {status}: {why}.")
    then = N_('First: {command}  (or go past this with --force "why")')
    number: int
    status: str
    why: str
    command: str


@dataclass(eq=False)
class IncompleteError(ReturnsError):
    """A case that lacks something that closing it needs."""

    code = "incomplete"
    what = N_("Case {number} cannot be closed yet, it lacks: {missing}. Nothing of this command was saved.")
    then = N_("Supply it with the same command, or: {command}")
    number: int
    missing: str
    command: str


@dataclass(eq=False)
class EvidenceMissingError(ReturnsError):
    """A ticket without the evidence that its situation must have."""

    code = "evidence_missing"
    what = N_("The ticket would be refused for want of evidence. Case {number} lacks: {what_lacks}.")
    then = N_('Add it: ozon-returns inspect --case {number} {say}  (or go past this with --force "why")')
    number: int
    what_lacks: str
    say: str


@dataclass(eq=False)
class GapsError(ReturnsError):
    """A letter with gaps that nothing fills."""

    code = "letter_incomplete"
    what = N_("The letter “{letter}” lacks: {what_lacks}.")
    then = N_("Say it with --set {first}=... (or once for all in settings.toml, under [letters])")
    letter: str
    what_lacks: str
    first: str


class LintError(ReturnsError):
    """A letter with something that must not stand in it."""

    code = "letter_refused"
    then = N_('Write it otherwise with --text (or go past this with --force "why").')

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        """Take what was found, each with the words themselves."""
        super().__init__()
        self.found = found

    def message(self) -> str:
        """Name everything that was found, quoted."""
        told = _("The letter would break Ozon's rules: {found}.")
        return told.format(found="; ".join(f"{what} {quote(words)}" for what, words in self.found))


@dataclass(eq=False)
class InvalidError(ReturnsError):
    """A value that is well-formed but cannot be right."""

    code = "invalid"
    what = "{sentence}"
    then = "{advice}"
    sentence: str
    advice: str = ""
