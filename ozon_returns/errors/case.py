"""Errors of a case: not found, not allowed in its status, incomplete, a letter that must not be sent."""

from collections.abc import Sequence

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_, _, quote


class CaseNotFoundError(ReturnsError):
    """A name that matches no case."""

    code, exit = "case_not_found", 4
    what = N_("Case {name} not found.")
    then = N_("List the cases: ozon-returns list")
    name: str


class CaseGoneError(CaseNotFoundError):
    """A case that was removed: deleted, merged into another one, or undone; `into` is the case that has its rows now."""

    why: str = ""
    into: int | None = None

    def message(self) -> str:
        """Return what became of the case."""
        if self.into is not None:
            return _("Case {name} was merged into case {into}: {why}.").format(name=self.name, into=self.into, why=self.why.rstrip("."))
        return _("Case {name} was deleted: {why}.").format(name=self.name, why=self.why.rstrip("."))

    def hint(self) -> str:
        """Return where its rows are, or how to put it back."""
        command = f"ozon-returns show {self.into}" if self.into is not None else f"ozon-returns undo {self.name}"
        return (_("See it: {command}") if self.into is not None else _("Put it back: {command}")).format(command=command)


class AmbiguousCaseError(ReturnsError):
    """A posting number shared by several cases."""

    code, exit = "case_ambiguous", 4
    what = N_("Posting {name} has several cases: {numbers}.")
    then = N_("Specify the case by its number.")
    name: str
    numbers: str


class CaseChangedError(ReturnsError):
    """A case that another command changed between reading and writing it."""

    code, exit = "case_changed", 11
    what = N_("Case {number} was changed by another command in the meantime; nothing was saved.")
    then = N_("Type the command again.")
    number: int


class DuplicateCaseError(ReturnsError):
    """A case about what an open case is about already: of the same posting, or with the same photos."""

    code = "duplicate"
    number: int
    posting: str = ""

    def message(self) -> str:
        """Return what the cases have in common."""
        if self.posting:
            return _("Posting {posting} has the open case {number} already.").format(posting=self.posting, number=self.number)
        return _("The open case {number} has these photos already.").format(number=self.number)

    def hint(self) -> str:
        """Return how to add to that case, or to open another one all the same."""
        told = _('Add to it: {command}  (or override with --force "why")')
        return told.format(command=f"ozon-returns inspect --case {self.number} ...")


class TicketNotFoundError(ReturnsError):
    """News of a ticket that the case does not have; `ticket` is the place that was named, if one was, `to` the recipient."""

    code = "ticket_not_found"
    number: int
    ticket: str = ""
    to: str = "ozon"

    def message(self) -> str:
        """Return which ticket there is not."""
        if self.ticket:
            return _("Case {number} has no ticket {ticket}.").format(number=self.number, ticket=self.ticket)
        return _("Case {number} has no ticket that this could be about.").format(number=self.number)

    def hint(self) -> str:
        """Return what to type first."""
        command = f"show {self.number}" if self.ticket else f"ticket {self.number} --to {self.to} --situation transport"
        return (_("See: {command}") if self.ticket else _("First: {command}")).format(command=f"ozon-returns {command}")


class TicketAmbiguousError(ReturnsError):
    """News that several tickets could be about."""

    code = "ticket_ambiguous"
    what = N_("Case {number} has several tickets that this could be about: {tickets}.")
    then = N_("Name one with --to, --number or --ticket.")
    number: int
    tickets: str


class StateRefusedError(ReturnsError):
    """A step that the status of the case does not allow."""

    code = "not_allowed_now"
    what = N_("Case {number} is {status}: {why}.")
    then = N_('First: {command}  (or override with --force "why")')
    number: int
    status: str
    why: str
    command: str


class IncompleteError(ReturnsError):
    """A case that lacks something required to close it."""

    code = "incomplete"
    what = N_("Case {number} cannot be closed yet, it lacks: {missing}. Nothing was saved.")
    then = N_("First: {command}")
    number: int
    missing: str
    command: str


class EvidenceMissingError(ReturnsError):
    """A ticket for which required evidence is missing."""

    code = "evidence_missing"
    what = N_("The ticket would be refused because required evidence is missing. Case {number} lacks: {what_lacks}.")
    then = N_('Add it: ozon-returns inspect --case {number} {say}  (or override with --force "why")')
    number: int
    what_lacks: str
    say: str


class GapsError(ReturnsError):
    """A letter with required variables that have no value."""

    code = "letter_incomplete"
    what = N_("The letter “{letter}” lacks: {what_lacks}.")
    then = N_("Set it with --set {first}=... (or permanently in settings.toml, under [letters])")
    letter: str
    what_lacks: str
    first: str


class LintError(ReturnsError):
    """A letter with prohibited content."""

    code = "letter_refused"
    then = N_('Rewrite it with --text (or override with --force "why").')

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        """Store the findings, each a description with the words quoted from the letter."""
        super().__init__()
        self.found = found

    def message(self) -> str:
        """Return all findings, with quotations."""
        told = _("The letter would break Ozon's rules: {found}.")
        return told.format(found="; ".join(f"{what} {quote(words)}" for what, words in self.found))
