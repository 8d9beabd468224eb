"""What is asked of the buyer: what is open with them, the most urgent first, and what else may have happened."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import NamedTuple

from ozon_returns.buyer.claim import MONEY, Act, amount_decided, amount_done, term_over
from ozon_returns.cases.next_step import next_step
from ozon_returns.cases.status import is_unresolved
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.errors.usage import UsageError
from ozon_returns.prompts import choose, whole
from ozon_returns.questions.gaps import filled, may_be_taken, options_of
from ozon_returns.questions.interview import Interview, proposed_amount
from ozon_returns.store.read_models import Case
from ozon_returns.views.spoken import spoken
from ozon_returns.vocabulary.activity import Decider, DecisionKind, DemandKind, FulfillmentKind, OfferKind, YesNo
from ozon_returns.words import N_, _, format_moment


class Matter(NamedTuple):
    """Something that can be done with the buyer: its title, and what asks for the options of the command."""

    title: str
    ask: Callable[[Case, Interview], list[str]]
    command: str = ""


def contact_commands(case: Case, asked: Interview) -> Iterator[list[str]]:
    """Yield the command that the answers about the buyer of a case amount to.

    Raise `UsageError` if the first proposal is to be taken and there is none, or it leaves something open.
    """
    proposed = list(_open(case))
    among = [*proposed, *_others(case, {option for each in proposed for option in options_of(each.command)})]
    if asked.yes and not may_be_taken(among[0].command):
        raise UsageError(_("Nothing can be proposed for case {number}.").format(number=case["number"]), among[0].command)
    matter = among[asked.pick(_("What is it about"), [each.title for each in among])]
    asked.begin("contact", str(case["number"]))
    words = matter.ask(case, asked)
    if len(words) > 2:  # noqa: PLR2004  more than the command and the case
        yield words


def _open(case: Case) -> Iterator[Matter]:
    """Yield what is open: the next step, and what is due, each once."""
    start = f"{PROGRAM} contact {case['number']} "
    clocks = [each for each in case["clocks"] if each["state"] in ("running", "missed") and not each["window"]]
    titles = {each["command"]: each for each in sorted(clocks, key=lambda each: each["due_at"] or case["found_at"], reverse=True)}
    for command in dict.fromkeys([next_step(case), *reversed(titles)]):
        if command.startswith(start):
            about = titles.get(command)
            due = _(" until {when}").format(when=format_moment(about["due_at"])) if about and about["due_at"] else ""
            title = about["title"] if about else _title(command)
            way = _decide if "--decide" in command else _carry_out
            yield Matter(f"{title}{due} ({spoken(command).removeprefix(start)})", partial(way, command), command)


_TITLES = {
    "--letter": N_("write to the buyer: the letter that fits"),
    "--text": N_("write to the buyer"),
    "--follow-up": N_("ask whether the buyer is satisfied"),
    "--satisfied": N_("record what the buyer says at the end"),
}
"""What a step does that no deadline names, by its option."""


def _title(command: str) -> str:
    """Return what a proposed command does."""
    return next((_(title) for option, title in _TITLES.items() if option in command), command)


def _carry_out(command: str, case: Case, asked: Interview) -> list[str]:
    """Return a proposed command, with what it leaves open asked; of what the buyer said, or was done for them, all of it is asked."""
    if "--satisfied" in command:
        return _word(case, asked)
    if "--done" in command:
        return _done(case, asked, FulfillmentKind(options_of(command)["--done"]))
    return filled(command, asked)


def _decide(command: str, case: Case, asked: Interview) -> list[str]:
    """Ask how the claim was decided, with the proposed decision to accept."""
    if asked.yes:
        return filled(command, asked)
    proposed = options_of(command)
    kind = asked.kind("--decide", _("How is the claim decided"), DecisionKind, DecisionKind(proposed["--decide"]))
    if "--by" in proposed:
        asked.kind("--by", _("Who decided"), Decider, Decider(proposed["--by"]))
    if over := term_over(case):
        asked.day("--at", _("When was it decided"), f"{over:%d.%m.%Y %H:%M}" if "--by" in proposed else _("now"), past=True)
    if kind is DecisionKind.REJECT:
        asked.words += ["--why", asked.needed(_("Why is the claim rejected"))]
    if kind is DecisionKind.PARTIAL:
        amount = amount_decided(case, Act(decide=kind))
        asked.money("--amount", _("How much is the bonus"), proposed_amount(amount))
    return asked.command()


def _others(case: Case, proposed: Collection[str]) -> Iterator[Matter]:
    """Yield what may have happened besides; what one of the `proposed` options asks for anyway is left out."""
    if is_unresolved(case):
        yield Matter(_("write and offer something"), _offer)
    yield Matter(_("the buyer has answered"), _answer)
    yield Matter(_("the buyer demands something by law"), _demand)
    if "--done" not in proposed:
        yield Matter(_("what was promised has been done"), _done)
    if not is_unresolved(case) and "--satisfied" not in proposed:
        yield Matter(_("the buyer says whether they are satisfied"), _word)
    yield Matter(_("write a message of your own"), _message)


def _offer(_case: Case, asked: Interview) -> list[str]:
    """Ask what the buyer is offered."""
    for kind in choose(_("What do you offer"), OfferKind, several=True):
        asked.words += ["--offer", kind.value]
        if kind is OfferKind.BONUS:
            asked.money("--amount", _("How much is the bonus"))
    return asked.command()


def _answer(case: Case, asked: Interview) -> list[str]:
    """Ask what the buyer answered, which offer they chose, and whether it is done already."""
    asked.text("--reply", _("What did the buyer write"))
    if case["offers"]:
        kind = asked.kind("--choice", _("Which offer was chosen"), OfferKind)
        if kind and asked.is_so(_("Is it done already: the money returned, the item sent")):
            asked.words += ["--done", FulfillmentKind.REFUND if kind is OfferKind.REFUND_KEEP else kind.value]
    return asked.command()


def _demand(_case: Case, asked: Interview) -> list[str]:
    """Ask what the buyer demands, and when they did."""
    asked.kind("--demand", _("What does the buyer demand"), DemandKind)
    asked.day("--at", _("When did it happen"), _("today"))
    return asked.command()


def _done(case: Case, asked: Interview, proposed: FulfillmentKind | None = None) -> list[str]:
    """Ask what was done for the buyer, and when."""
    kind = asked.kind("--done", _("What has been done"), FulfillmentKind, proposed)
    if kind is None:
        return []
    if kind in MONEY:
        asked.money("--amount", _("How much"), proposed_amount(amount_done(case, Act(done=kind))))
    asked.day("--at", _("When did it happen"), _("today"))
    return asked.command()


def _word(_case: Case, asked: Interview) -> list[str]:
    """Ask for the buyer's word at the end."""
    ask_word(asked)
    return asked.command()


def ask_word(asked: Interview) -> None:
    """Ask whether the buyer is satisfied; if they could not be asked, why."""
    if asked.kind("--satisfied", _("Is the buyer satisfied"), YesNo) is None:
        asked.text("--unreachable", _("Why can the buyer not be asked"))
        return
    asked.text("--score", _("Score from 1 to 5"), read=_score)
    asked.text("--comment", _("What did the buyer say"))


def _message(_case: Case, asked: Interview) -> list[str]:
    """Ask for a message."""
    asked.words += ["--text", asked.needed(_("Your message to the buyer"))]
    return asked.command()


def _score(text: str) -> int:
    """Parse a score. Raise `UsageError` for one that is not from 1 to 5."""
    found = whole(text)
    if not 1 <= found <= 5:  # noqa: PLR2004  Ozon's stars
        raise UsageError(_("A score is a number from 1 to 5."))
    return found
