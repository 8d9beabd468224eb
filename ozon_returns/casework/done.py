"""What a change of a case gives back to the command that asked for it."""

from dataclasses import dataclass, field
from decimal import Decimal

from ozon_returns.dealings import EventKind
from ozon_returns.errors import InvalidError, UsageError
from ozon_returns.money import show
from ozon_returns.words import _


@dataclass
class Done:
    """A change that is kept: of which case, told by which event, with the text it wrote and the files that go with it."""

    number: int
    event: EventKind
    text: str = ""
    folder: str = ""
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def require(given: object, option: str, what: str) -> None:
    """Refuse a command that lacks what an option says (`UsageError`)."""
    if given in (None, "", [], ()):
        raise missing(option, what)


def missing(option: str, what: str) -> UsageError:
    """Say that a command lacks what an option says."""
    return UsageError(_("Missing: {what}.").format(what=what), _("Say it with {option}.").format(option=option))


def within(amount: Decimal | None, most: Decimal, what: str) -> None:
    """Refuse an amount above what it can be (`InvalidError`)."""
    if amount is not None and amount > most:
        told = _("{what} of {amount} is more than {most}.")
        raise InvalidError(told.format(what=what, amount=show(amount), most=show(most)), _("Check the amount and type it again."))
