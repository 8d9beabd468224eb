"""The base of every error, and interruptions."""

from typing import ClassVar

from ozon_returns.words import N_, _


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
