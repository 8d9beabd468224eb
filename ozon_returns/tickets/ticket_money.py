"""What news of a ticket means in money: granted, paid, taken back, and what of it is still owed."""

from decimal import Decimal
from typing import NamedTuple

from ozon_returns.cases.change import at_most, missing_option, require
from ozon_returns.errors.usage import InvalidError
from ozon_returns.money import format_money
from ozon_returns.store.read_models import Case
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.tickets.request import TicketRequest, received
from ozon_returns.vocabulary.activity import Verdict
from ozon_returns.words import _


class Money(NamedTuple):
    """What news of a ticket means in money: what is granted now, what was paid, what was taken back; `None` where nothing is said."""

    granted: Decimal | None
    paid: Decimal | None
    taken_back: Decimal | None


def news_in_money(case: Case, ticket: Ticket, said: TicketRequest) -> Money:
    """Work out what the news means in money. Raise `InvalidError` for more than was granted, or taken back than was paid."""
    granted = _granted(ticket, said) if said.outcome else None
    has = received(ticket)
    limit = granted if said.outcome else ticket["amount"]
    due = (limit or Decimal(0)) - has if said.outcome else ticket["outstanding"]
    paid = _paid(case, ticket, said, due) if said.paid_at else None
    if paid is not None and not said.force and (said.outcome or ticket["outcome"]) and limit is not None and has + paid > limit:
        told = _("With {amount} more has been paid than the {granted} that were granted.").format(
            amount=format_money(paid), granted=format_money(limit)
        )
        advice = _('Say what was granted with --outcome partly --amount ... (or override with --force "why").')
        raise InvalidError(told, advice)
    if paid is not None and not said.outcome and (limit is None or not ticket["outcome"]):
        granted = max(has + paid, has + ticket["outstanding"])
    taken = said.amount if said.amount is not None and not (said.outcome or said.paid_at) else has
    if said.taken_back and (has <= 0 or taken > has):
        refused = _("No such amount was received for ticket {no} of case {case}.").format(no=ticket["no"], case=case["number"])
        raise InvalidError(
            refused, _("First: {command}").format(command=f"ozon-returns ticket {case['number']} --paid-at WHEN --amount ...")
        )
    return Money(granted, paid, taken if said.taken_back else None)


def _granted(ticket: Ticket, said: TicketRequest) -> Decimal | None:
    """Return what a decision grants: as said, else what was asked where all of it was approved, else what was granted before."""
    if said.outcome is Verdict.REFUSED:
        if said.amount:
            raise InvalidError(_("A refused ticket cannot have a granted amount."), _("Use --outcome partly, or remove --amount."))
        return None
    if said.outcome is Verdict.PARTLY:
        require(said.amount, "--amount", _("the amount granted"))
    if not said.force and ticket["asked"] is not None:
        at_most(said.amount, ticket["asked"], _("A decision"))
    known = (said.amount, ticket["asked"], ticket["amount"])
    return next((each for each in known if each is not None), None)


def _paid(case: Case, ticket: Ticket, said: TicketRequest, outstanding: Decimal) -> Decimal:
    """Return how much was paid: as said, else what is outstanding."""
    if said.amount is not None and not said.outcome:
        if said.amount <= 0:
            raise InvalidError(_("The amount received must be more than 0."), _("Leave --paid-at out until money arrives."))
        return said.amount
    if outstanding > 0:
        return outstanding
    if ticket["paid"]:
        raise InvalidError(
            _("The money of ticket {no} has already arrived.").format(no=ticket["no"]),
            _("Record more money: {command}").format(command=f"ozon-returns resolve {case['number']} --recovered {ticket['to']}=..."),
        )
    raise missing_option("--amount", _("the amount received"))


def money_notes(case: Case, ticket: Ticket, said: TicketRequest, money: Money) -> list[str]:
    """Return what of the granted money has not arrived with a payment, and what is not known that makes the sums mislead."""
    no, start = ticket["no"], f"ozon-returns ticket {case['number']} --ticket {ticket['no']}"
    if said.outcome is Verdict.APPROVED and money.granted is None:
        told = _("No amount of ticket {no} is known, so no money is awaited; record what was promised: {command}")
        return [told.format(no=no, command=f"{start} --outcome approved --amount ...")]
    if money.paid is None:
        return []
    granted = money.granted if money.granted is not None else ticket["amount"]
    rest = (granted or Decimal(0)) - received(ticket) - money.paid
    owed = [_("{amount} of ticket {no} has not been paid yet.").format(amount=format_money(rest), no=no)] if rest > 0 else []
    if case["costs"] or not case["outcome"]:
        return owed
    told = _("No cost of case {number} is recorded, so the money counts as a gain in reports; record what it cost: {command}")
    command = f"ozon-returns resolve {case['number']} --cost KIND=AMOUNT"
    return [*owed, told.format(number=case["number"], command=command)]
