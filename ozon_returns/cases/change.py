"""What a change of a case returns to the command that asked for it, and refusals that every change shares."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.money import format_money
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_moment


@dataclass
class Change:
    """A change that was saved: of which case, as which event, with the text it wrote, the files that go with it, and the ticket.

    `lines` say what else has changed.
    """

    number: int
    event: EventKind
    text: str = ""
    folder: str = ""
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ticket: int | None = None
    lines: list[str] = field(default_factory=list)


def require(given: object, option: str, what: str) -> None:
    """Raise `UsageError` for a command that lacks what an option says."""
    if given in (None, "", [], ()):
        raise missing_option(option, what)


def missing_option(option: str, what: str) -> UsageError:
    """Return the error for a command that lacks what an option says."""
    return UsageError(_("Missing: {what}.").format(what=what), _("Specify {option}.").format(option=option))


def at_most(amount: Decimal | None, most: Decimal, what: str) -> None:
    """Raise `InvalidError` for an amount above what it can be."""
    if amount is not None and amount > most:
        told = _("{what} of {amount} exceeds the maximum of {most}.")
        raise InvalidError(
            told.format(what=what, amount=format_money(amount), most=format_money(most)), _("Check the amount and type it again.")
        )


def moment_of(said: datetime | None, now: datetime) -> datetime:
    """Return when something happened: as said, else now; of today it is the latest, so that it does not precede what was stored."""
    if said is None:
        return now
    at = said.astimezone(now.tzinfo)
    whole_day = (at.hour, at.minute, at.second) == (0, 0, 0)
    return now if whole_day and at.date() == now.date() else said


def between(when: datetime | None, first: datetime, last: datetime, option: str) -> None:
    """Raise `InvalidError` for a moment before `first`, but for the same day, or after `last`."""
    if when is None:
        return
    if when > last:
        told = _("{option} {when} is in the future.").format(option=option, when=format_moment(when))
        raise InvalidError(told, _('Check the date (or override with --force "why").'))
    if when.astimezone(first.tzinfo).date() < first.date():
        told = _("{option} {when} is before {first}, when it began.").format(
            option=option, when=format_moment(when), first=format_moment(first)
        )
        raise InvalidError(told, _('Check the date (or override with --force "why").'))
