"""Errors of what was typed: options, amounts, dates, filters."""

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_, _


class UsageError(ReturnsError):
    """Conflicting or missing options; the caller supplies the message."""

    code, exit = "usage", 2
    what = "{sentence}"
    then = "{advice}"
    sentence: str
    advice: str = ""


class InvalidError(ReturnsError):
    """A value that is well-formed but cannot be correct."""

    code = "invalid"
    what = "{sentence}"
    then = "{advice}"
    sentence: str
    advice: str = ""


class MoneyError(ReturnsError):
    """A text that is not an amount of money."""

    code, exit = "bad_money", 2
    what = N_("“{text}” is not an amount of money.")
    then = N_("Write it as 1990, 1990.50 or 1 990,50.")
    text: str


class MomentError(ReturnsError):
    """A text that is not a date."""

    code, exit = "bad_date", 2
    what = N_("“{text}” is not a date.")
    then = N_("Write it as 2026-11-23, 2026-11-23 14:05, 23.11.2026, 26.11, today, yesterday 21:00, tomorrow, -3d or +3d.")
    text: str


class FilterError(ReturnsError):
    """A filter that is not understood."""

    code, exit = "bad_filter", 2
    what = N_("Invalid filter “{word}”: {why}.")
    then = N_("Filters look like status:open sku:123 defect:crack since:-30d.")
    word: str
    why: str
    meant: str = ""

    def hint(self) -> str:
        """Return the closest match, if there is one, else the general hint."""
        return _("Did you mean “{meant}”?").format(meant=self.meant) if self.meant else super().hint()


class SortError(ReturnsError):
    """A field by which cases cannot be sorted."""

    code, exit = "bad_filter", 2
    what = N_("Cases cannot be sorted by “{word}”.")
    then = N_("Sort by one of these: {names}.")
    word: str
    names: str


class TerminalNeededError(ReturnsError):
    """A command that is a conversation, and nobody at a terminal."""

    code, exit = "terminal_needed", 7
    what = N_("{command} asks what to do with each task, and there is no terminal.")
    then = N_("See what is due: ozon-returns due")
    command: str


class ConfirmationNeededError(ReturnsError):
    """Something that is probably a slip, and nobody at a terminal to confirm it."""

    code, exit = "confirmation_needed", 7
    what = "{doubts}"
    then = N_('Check it and type it again (or override with --force "why").')
    doubts: str


class SendConfirmationError(ConfirmationNeededError):
    """Something that moves money at Ozon, and nobody at a terminal to confirm it."""

    then = N_("Confirm it on a terminal, or with --yes.")
