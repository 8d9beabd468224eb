"""Errors of a case: not found, not allowed in its status, incomplete, a letter that must not be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_, _, quote


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
class CaseChangedError(ReturnsError):
    """A case that another command changed between reading and writing it."""

    code, exit = "case_changed", 11
    what = N_("Case {number} was changed by another command in the meantime; nothing was saved.")
    then = N_("Type the command again.")
    number: int


@dataclass(eq=False)
class TicketNotFoundError(ReturnsError):
    """News of a ticket that the case does not have; `ticket` is the place that was named, if one was."""

    code = "ticket_not_found"
    number: int
    ticket: str = ""

    def message(self) -> str:
        """Return which ticket there is not."""
        if self.ticket:
            return _("Case {number} has no ticket {ticket}.").format(number=self.number, ticket=self.ticket)
        return _("Case {number} has no ticket that this could be about.").format(number=self.number)

    def hint(self) -> str:
        """Return what to type first."""
        command = f"show {self.number}" if self.ticket else f"ticket {self.number} --to ozon --situation transport"
        return (_("See: {command}") if self.ticket else _("First: {command}")).format(command=f"ozon-returns {command}")


@dataclass(eq=False)
class TicketAmbiguousError(ReturnsError):
    """News that several tickets could be about."""

    code = "ticket_ambiguous"
    what = N_("Case {number} has several tickets that this could be about: {tickets}.")
    then = N_("Name one with --to, --number or --ticket.")
    number: int
    tickets: str


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
