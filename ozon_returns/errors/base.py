"""The base of every error, and interruptions."""

from typing import ClassVar

from ozon_returns.words import N_, _


class ReturnsError(Exception):
    """Base class of errors that are refusals, not bugs."""

    code: ClassVar[str] = "refused"
    exit: ClassVar[int] = 5
    what: ClassVar[str] = ""
    then: ClassVar[str] = ""

    def message(self) -> str:
        """Return what is wrong and why, in the language of this run."""
        told = _(self.what).format_map(vars(self)).replace("?. ", "? ")
        return told[:-1] if told.endswith("?.") else told

    def hint(self) -> str:
        """Return what to type next, or an empty string if nothing helps."""
        return _(self.then).format_map(vars(self)) if self.then else ""

    def __str__(self) -> str:
        """Return the message, for logs and tests."""
        return self.message()


class StoppedError(ReturnsError):
    """An interruption from the keyboard."""

    code, exit = "interrupted", 130
    what = N_("Interrupted. Unfinished work was not saved.")


class DeclinedError(StoppedError):
    """A command that the user did not confirm."""

    code = "declined"
    what = N_("Nothing was changed.")
