"""Questions whose answers become words of a command, so that nothing answered is lost: it can be printed and typed again."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ozon_returns import money
from ozon_returns.cases.change import missing_option
from ozon_returns.errors.usage import UsageError
from ozon_returns.prompts import NOTHING, ask, choose, member, optional, pick, read_text
from ozon_returns.store.read_models import Case
from ozon_returns.views.answer import Answer
from ozon_returns.views.cases import document
from ozon_returns.vocabulary.activity import YesNo
from ozon_returns.words import _, format_day, format_moment

if TYPE_CHECKING:
    import typer

Kind = TypeVar("Kind", bound=StrEnum)


def is_bare(context: "typer.Context", *but: str) -> bool:
    """Return whether nothing but the case, and parameters named in `but`, was typed for a command."""
    own = [each.name for each in context.command.params if each.expose_value and each.name not in ("case", "yes", *but)]
    sources = [context.get_parameter_source(each or "") for each in own]
    return all(each is None or each.name == "DEFAULT" for each in sources)


def meant_case(name: str | None, *, can_ask: bool) -> str:
    """Return what names the case of a command that writes; left out on a terminal, it is the one last worked on.

    Raise `UsageError` where nobody sees which one that is: an empty variable of a script must not decide a claim.
    """
    if name is None and not can_ask:
        raise missing_option("CASE", _("the case"))
    return name or "@last"


def asking(case: Case, commands: Iterable[Sequence[str]]) -> Answer:
    """Return the answer of a command that leads to others; if nothing is answered, it says so."""
    return Answer({"case": document(case), "event": None}, [_("Nothing was recorded.")], commands=commands)


class Interview:
    """Questions about one command after the other; with `yes` their proposals are taken and nobody is asked.

    `words` are the options answered so far of the command that begins with the words `start`.
    """

    def __init__(self, start: list[str], words: list[str], moment: Callable[[str], datetime | None], *, yes: bool = False) -> None:
        """Store the lists in which a command is collected, and what parses a date and time."""
        self._start, self.words, self.yes, self._moment = start, words, yes, moment

    def begin(self, *start: str) -> None:
        """Begin a command with these words."""
        self._start[:] = start

    def text(self, option: str, question: str, proposal: str | None = None, *, read: Callable[[str], object] | None = None) -> str | None:
        """Ask for words of a person, or for what `read` accepts."""
        return self._asked(option, question, read or verbatim, proposal)

    def money(self, option: str, question: str, proposal: str | None = None, *, needed: bool = False) -> str | None:
        """Ask for an amount of money; one that is `needed` cannot be left out."""
        if needed:
            self.words += [option, self.needed(question, money.parse_money)]
            return self.words[-1]
        return self._asked(option, question, money.parse_money, proposal)

    def day(self, option: str, question: str, proposal: str | None = None, *, past: bool = False) -> str | None:
        """Ask for a date and time; of what has happened already, `past`, one to come is asked again."""
        return self._asked(option, question, self.past if past else self._moment, proposal)

    def term(self, option: str, question: str) -> str | None:
        """Ask for a day to come, or today."""
        return self._asked(option, question, self.ahead, None)

    def ahead(self, text: str) -> datetime | None:
        """Parse a day to come, or today. Raise `UsageError` for one that has passed."""
        at, now = self._moment(text), self._moment("now")
        if at and now and at.date() < now.date():
            raise UsageError(_("{when} is in the past.").format(when=format_day(at)), _("Enter a date to come."))
        return at

    def past(self, text: str) -> datetime | None:
        """Parse a date and time that has passed. Raise `UsageError` for one to come."""
        at, now = self._moment(text), self._moment("now")
        if at and now and at > now:
            raise UsageError(_("{when} is in the future.").format(when=format_moment(at)), _("Type when it was."))
        return at

    def answer(self, question: str, read: Callable[[str], object] | None = None, proposal: str | None = None) -> str | None:
        """Ask for what is no value of an option by itself, and return it."""
        return proposal if self.yes else optional(question, partial(_checked, read or verbatim), proposal)

    def kind(
        self, option: str, question: str, vocabulary: type[Kind], proposal: Kind | None = None, *, needed: bool = False
    ) -> Kind | None:
        """Ask for a member of a vocabulary; one that is `needed` cannot be left out."""
        chosen = ([proposal] if proposal else []) if self.yes else choose(question, vocabulary, proposal=proposal, needed=needed)
        for each in chosen:
            self.words += [option, str(each)]
        return chosen[0] if chosen else None

    def pick(self, question: str, among: Sequence[str]) -> int:
        """Ask for one of some lines and return its position, the first where nobody is asked."""
        return 0 if self.yes else pick(question, among)

    def needed(self, question: str, read: Callable[[str], object] | None = None) -> str:
        """Ask for what cannot be left out, and return it."""
        return ask(question, partial(_needed, read or verbatim))

    def is_so(self, question: str) -> bool:
        """Ask whether something is so; Enter is no."""
        return not self.yes and optional(question, partial(member, vocabulary=YesNo), skips=_("yes or no; Enter: no")) is YesNo.YES

    def command(self) -> list[str]:
        """Return the words of the command that was asked for, and collect the next one."""
        words = [*self._start, *self.words]
        self.words.clear()
        return words

    def _asked(self, option: str, question: str, read: Callable[[str], object], proposal: str | None) -> str | None:
        """Ask for the value of an option; with `yes` take the proposal."""
        answer = self.answer(question, read, proposal)
        if answer is not None:
            self.words += [option, answer]
        return answer


def verbatim(text: str) -> str:
    """Return words of a person as they are. Raise `UsageError` for what leaves an answer out, or only stands for words."""
    if text == NOTHING:
        raise UsageError(_("An answer is required."))
    return read_text(text)


def _needed(read: Callable[[str], object], answer: str) -> str:
    """Return an answer that cannot be left out as it was typed, once `read` accepts it."""
    verbatim(answer)
    return _checked(read, answer)


def _checked(read: Callable[[str], object], answer: str) -> str:
    """Return an answer as it was typed, once `read` accepts it."""
    read(answer)
    return answer


def proposed_amount(amount: Decimal | None) -> str | None:
    """Return an amount as it is typed; `None` if it is unknown."""
    return None if amount is None else money.plain_amount(amount).removesuffix(".00")


def introduction() -> str:
    """Return how questions are answered."""
    return _("Enter accepts what is in [brackets]; “-” leaves it out.")
