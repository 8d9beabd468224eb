"""A letter being written: the facts for its placeholders, the values the seller adds, and the text that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from ozon_returns import money
from ozon_returns.errors.case import GapsError
from ozon_returns.errors.usage import InvalidError, UsageError
from ozon_returns.letters.batch_facts import batch_facts, calculation
from ozon_returns.letters.case_facts import case_facts, ticket_facts
from ozon_returns.letters.catalogue import LetterTemplate, gap, gaps, letters, usual
from ozon_returns.letters.own_values import chosen, of_delivery, placeholder_value, told_before
from ozon_returns.letters.template import BY_HAND, Stationery, question, unfilled, write
from ozon_returns.letters.value_check import check
from ozon_returns.settings import Settings
from ozon_returns.store.read_models import Case
from ozon_returns.store.shop import Lot, Product
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import _, speaking

_MINOR = ("не ", "are not")
"""What the answer begins with that the defects are not substantial."""


@dataclass
class Draft:
    """The facts of a letter, and the language it is written in; `others` are the other open cases of the batch, if it speaks of them."""

    facts: dict[str, Any]
    on: Stationery = field(default_factory=Stationery)
    typed: set[str] = field(default_factory=set)
    others: Sequence[Case] = ()

    def missing(self, letter: str, **more: object) -> list[str]:
        """Return the names of the placeholders that must be filled and have no value yet."""
        return unfilled(letter, self._known(more), self.on)

    def about(self, ticket: Ticket | None, case: Case, *, now: datetime) -> "Draft":
        """Return the draft with the facts of a ticket; values that were typed go before them."""
        told = {name: value for name, value in ticket_facts(ticket, case, now=now).items() if name not in self.typed}
        return Draft({**self.facts, **{name: value for name, value in told.items() if value is not None}}, self.on, self.typed, self.others)

    def add(self, name: str, text: str, *, now: datetime, ahead: bool = False) -> None:
        """Add a value that was typed for a placeholder, with `ahead` no date that has passed. Raise the errors of `money` and `period`."""
        if name not in self.facts and name not in gaps() and self.on.own is not None and not self.on.own.is_dir():
            meant = nearest(name, gaps())
            advice = _("Did you mean “{meant}”?").format(meant=meant) if meant else ""
            raise UsageError(_("No letter has a field “{name}”.").format(name=name), advice)
        value = placeholder_value(name, text, now)
        check(name, value, now if ahead else None)
        self.facts[name] = value
        self.typed.add(name)

    def text(self, letter: str, *, by_hand: bool = False, **more: object) -> str:
        """Return the letter; raise `GapsError` for what is missing, or with `by_hand` leave a line to write on."""
        known = self._known(more)
        lacking = unfilled(letter, known, self.on)
        if lacking and not by_hand:
            told = ", ".join(f"{name} ({question(name)})" if question(name) != name else name for name in lacking)
            raise GapsError(letter, told, lacking[0])
        known |= {name: _blank(gap(name).kind) for name in lacking}
        return write(letter, known, self.on)

    @property
    def until(self) -> datetime | None:
        """Return the date that was typed by which the letter wants an answer."""
        return self.facts["until"] if "until" in self.typed else None

    def proposal(self, name: str) -> str | None:
        """Return what is proposed for a placeholder: that what was paid is returned, for which a defect must be substantial (GK 475)."""
        if name != "demands" or self.total is None or str(self.facts.get("breach_kind", "")).casefold().startswith(_MINOR):
            return None
        with speaking(self.on.language):
            return str(usual("usual", self.on.language, "demand")).format(total=money.format_money(self.total))

    @property
    def of_delivery(self) -> dict[str, str]:
        """Return what was typed about the delivery, for the other letters of the case."""
        return of_delivery(self.facts, frozenset(self.typed))

    @property
    def total(self) -> Decimal | None:
        """Return the total of the calculation, as said or added up; `None` if it is unknown."""
        total = self._known({}).get("total")
        return total if isinstance(total, Decimal) else None

    def _known(self, more: Mapping[str, object]) -> dict[str, Any]:
        """Return all that is known: of the case, of this letter, and what follows from it."""
        known = {**self.facts, **{name: value for name, value in more.items() if value is not None or name not in self.facts}}
        with speaking(self.on.language):
            known |= {} if known.get("calc") or self.others else calculation(known)
        if known.get("calc") and known.get("total") is None:
            known["total"] = sum((line["sum"] for line in known["calc"]), Decimal(0))
        _judge(known)
        return {**known, "delivery_sum": _delivery_sum(known)}


@dataclass(frozen=True)
class Batch:
    """What is known beyond the case: the open cases of its batch, itself first, their products by SKU, and the lot it came with."""

    cases: Sequence[Case] = ()
    products: Mapping[str, Product] = field(default_factory=dict)
    lot: Lot | None = None


def draft_for(case: Case, settings: Settings, on: Stationery, *, now: datetime, batch: Batch | None = None) -> Draft:
    """Return the draft of a letter about a case: its facts, and what the seller has set where the case lacks it.

    `batch` is what is known beyond the case.
    """
    spoken, around = on.language, batch or Batch()
    facts = case_facts(case, now=now, language=spoken)
    facts |= batch_facts(around.cases or [case], around.products, around.lot, now=now, language=spoken)
    usually = chosen(settings.letters, case["supplier"], now=now)
    facts |= {name: value for name, value in (told_before(case, now) | usually).items() if facts.get(name) is None}
    return Draft(facts, on, others=around.cases[1:])


def known_letter(name: str, *addressees: str) -> LetterTemplate:
    """Return a letter by its name. Raise `InvalidError` where there is none of that name, or it goes to somebody else."""
    every = letters()
    found = every.get(name)
    if found is None:
        among = [each.name for each in every.values() if not addressees or each.to in addressees]
        near = nearest(name, among, cutoff=0.4) or ", ".join(among)
        raise InvalidError(_("Unknown letter “{letter}”.").format(letter=name), _("Available: {names}").format(names=near))
    if addressees and found.to not in addressees:
        told = _("The letter “{letter}” is for a different recipient.").format(letter=name)
        raise InvalidError(told, _("Write it with: {command}").format(command=command_for(found)))
    return found


def command_for(letter: LetterTemplate, number: int | str = "CASE") -> str:
    """Return the command that writes a letter."""
    if letter.to == "buyer":
        return f"ozon-returns contact {number} --letter {letter.name}"
    if letter.to == "internal" or letter.name == "supplier.act":
        return f"ozon-returns show {number} --letter {letter.name}"
    if letter.name == "ozon.appeal":
        return f'ozon-returns ticket {number} --appeal "..."'
    return f"ozon-returns ticket {number} --to {letter.to} --letter {letter.name}"


def _blank(kind: str) -> object:
    """Return what is printed for a placeholder that is to be filled in on paper."""
    return {"list": [BY_HAND], "calc": [{"name": BY_HAND, "sum": BY_HAND}]}.get(kind, BY_HAND)


def _delivery_sum(known: Mapping[str, Any]) -> Decimal | str:
    """Return the value of a delivery; a blank where its price or its size is unknown."""
    cost, received = known.get("unit_cost"), known.get("qty_received")
    return cost * received if isinstance(cost, Decimal) and isinstance(received, int) else BY_HAND


def _judge(known: Mapping[str, Any]) -> None:
    """Raise `InvalidError` for figures that contradict one another."""
    calc, total = known.get("calc"), known.get("total")
    if calc and isinstance(total, Decimal) and sum(line["sum"] for line in calc) != total:
        summed = money.format_money(sum((line["sum"] for line in calc), Decimal(0)))
        told = _("The calculation adds up to {sum}, but the total is {total}.").format(sum=summed, total=money.format_money(total))
        raise InvalidError(told, _("Correct one of them, or omit the total."))
    received, defective = known.get("qty_received"), known.get("qty_defective")
    if isinstance(received, int) and isinstance(defective, int) and defective > received:
        told = _("{defective} items are defective, but only {received} were received.").format(defective=defective, received=received)
        raise InvalidError(told, _("Check the quantities: --set qty_received=... --set qty_defective=..."))
