"""What is asked of a ticket: of an open one what came back, in one go; else what a new one is about."""

from collections.abc import Iterator

from ozon_returns.cases.closing import is_appealed, is_awaited
from ozon_returns.cases.ticket_step import claim_after_all, claim_from_others, contest_return, is_of_supplier, loss
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.errors.case import TicketNotFoundError
from ozon_returns.errors.usage import UsageError
from ozon_returns.letters.situations import ticket_situation
from ozon_returns.money import format_money, parse_money
from ozon_returns.questions.gaps import options_of
from ozon_returns.questions.interview import Interview, proposed_amount
from ozon_returns.store.read_models import Case
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.vocabulary.activity import Addressee, Situation, Verdict
from ozon_returns.vocabulary.command import command_line
from ozon_returns.words import _, format_day, name


def ticket_commands(case: Case, asked: Interview, no: int | None = None) -> Iterator[list[str]]:
    """Yield the commands that the answers about a ticket of a case amount to: that of this number, the open one, or a new one.

    Raise `TicketNotFoundError` for a number that the case does not have.
    """
    ticket = _which(case, asked) if no is None else next((each for each in case["tickets"] if each["no"] == no), None)
    if no is not None and ticket is None:
        raise TicketNotFoundError(case["number"], str(no))
    start = ["ticket", str(case["number"]), *(["--ticket", str(ticket["no"])] if ticket else [])]
    asked.begin(*start)
    if ticket and asked.yes:
        told_so = _("Nothing can be proposed for case {number}.").format(number=case["number"])
        raise UsageError(told_so, _("Say what came of it: {command}").format(command=command_line([*start, "--answer", "..."])))
    rest = _ask_news(ticket, asked) if ticket else _ask_new(case, asked)
    words = asked.command()
    if len(words) > len(start):
        yield words
    if rest:
        yield [*start, *rest]


def told(ticket: Ticket) -> str:
    """Return a ticket in one line: its place, to whom, since when, and its money."""
    parts = [_("ticket {no}").format(no=ticket["no"]), name(Addressee(ticket["to"])), ticket["number"] or ""]
    parts += [format_day(ticket["opened_at"]) if ticket["opened_at"] else _("a draft, not submitted yet")]
    parts += [_("asked {amount}").format(amount=format_money(ticket["asked"])) if ticket["asked"] is not None else ""]
    parts += [name(Verdict(ticket["outcome"])) if ticket["outcome"] else ""]
    parts += [_("outstanding {amount}").format(amount=format_money(ticket["outstanding"])) if ticket["outstanding"] else ""]
    return " · ".join(each for each in parts if each)


def open_tickets(case: Case) -> list[Ticket]:
    """Return the tickets of a case of which something is still awaited, or that were refused and may be contested."""
    return [each for each in case["tickets"] if is_awaited(each) or (each["outcome"] == Verdict.REFUSED and not each["withdrawn_at"])]


def _which(case: Case, asked: Interview) -> Ticket | None:
    """Return the ticket that is meant: the open one; of several, one that is chosen; `None` for a new one."""
    among = open_tickets(case)
    if len(among) > 1:
        return among[asked.pick(_("Which ticket is it"), [told(each) for each in among])]
    return among[0] if among else None


def _ask_new(case: Case, asked: Interview) -> list[str]:
    """Ask for the addressee, the subject and the amount of a new ticket; there is no second command."""
    command = contest_return(case) or claim_from_others(case) or claim_after_all(case)
    proposed = options_of(command) if command.startswith(f"{PROGRAM} ticket") else {}
    usual = Addressee.SUPPLIER if is_of_supplier(case) else Addressee.OZON
    to = asked.kind("--to", _("To whom is the ticket"), Addressee, Addressee(proposed.get("--to", usual))) or usual
    if to is Addressee.SUPPLIER:
        return []
    about = proposed.get("--situation") or ticket_situation(case, to)
    asked.kind("--situation", _("What is the ticket about"), Situation, Situation(about) if about else None, needed=True)
    asked.money("--ask", _("How much do you claim"), proposed.get("--ask") or proposed_amount(loss(case)))
    return []


def _ask_news(ticket: Ticket, asked: Interview) -> list[str]:
    """Ask what came of a ticket; return the options of a second command for money that is less than what was granted."""
    if ticket["opened_at"] is None and asked.is_so(_("Has the draft been submitted")):
        asked.words.append("--sent")
    if not ticket["number"]:
        asked.text("--number", _("Number of the ticket, as assigned"))
    if ticket["outcome"] == Verdict.REFUSED and not is_appealed(ticket):
        asked.text("--appeal", _("Your objection to the refusal"))
        return []
    if ticket["outcome"] in (Verdict.APPROVED, Verdict.PARTLY) and not is_awaited(ticket):
        return []
    if ticket["outcome"] in (Verdict.APPROVED, Verdict.PARTLY):
        return _ask_payment(proposed_amount(ticket["outstanding"]), asked)
    asked.text("--answer", _("What was answered, word for word"))
    verdict = asked.kind("--outcome", _("What was decided"), Verdict)
    if verdict is Verdict.REFUSED:
        asked.text("--appeal", _("Your objection to the refusal"))
    elif verdict is not None:
        whole = proposed_amount(ticket["asked"]) if verdict is Verdict.APPROVED else None
        granted = asked.money("--amount", _("How much was granted"), whole, needed=whole is None and not asked.yes)
        return _ask_payment(granted, asked, granted=True)
    if not asked.words:
        asked.term("--next-check", _("When will you look again"))
    return []


def _ask_payment(due: str | None, asked: Interview, *, granted: bool = False) -> list[str]:
    """Ask when how much of the money that is due arrived; return a second command where that was granted with the first one."""
    before = len(asked.words)
    if asked.day("--paid-at", _("When did the money arrive"), past=True) is None:
        return []
    amount = asked.money("--amount", _("How much arrived"), due)
    if not granted:
        return []
    paid = asked.words[before:]
    same = amount is None or (due is not None and parse_money(amount) == parse_money(due))
    asked.words[before:] = paid[:2] if same else []
    return [] if same else paid
