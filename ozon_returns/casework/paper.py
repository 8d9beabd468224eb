"""A letter on its way: what is known for its gaps, what the seller adds, and the text that comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

from ozon_returns import money, period
from ozon_returns.errors import GapsError, InvalidError, ReturnsError, UsageError
from ozon_returns.failures import SettingsError
from ozon_returns.guess import nearest
from ozon_returns.letters.catalogue import Letter, gap, gaps, letters
from ozon_returns.letters.filling import BY_HAND, Stationery, missing, question, write
from ozon_returns.words import _

_LISTS = ";"


@dataclass
class Paper:
    """What a letter is written on and of: the facts of its case, and in which language it is."""

    facts: dict[str, Any]
    on: Stationery = field(default_factory=Stationery)

    def lacking(self, letter: str, **more: object) -> list[str]:
        """Name the gaps that have no value yet."""
        return missing(letter, self._known(more), self.on)

    def add(self, name: str, text: str, *, now: datetime) -> None:
        """Take a value that was typed for a gap. Raises what `money` and `period` refuse."""
        if name not in self.facts and name not in gaps() and self.on.own is not None and not self.on.own.is_dir():
            meant = nearest(name, gaps())
            advice = _("Did you mean “{meant}”?").format(meant=meant) if meant else ""
            raise UsageError(_("No letter has a gap “{name}”.").format(name=name), advice)
        self.facts[name] = _read(name, text, now)

    def fill(self, letter: str, ask: Callable[[str, Callable[[str], object]], object], *, now: datetime, **more: object) -> None:
        """Ask for everything that a letter still lacks; `ask` asks a question until what reads the answer is content."""
        for name in self.lacking(letter, **more):
            ask(question(name), partial(self.add, name, now=now))

    def text(self, letter: str, *, by_hand: bool = False, **more: object) -> str:
        """Write the letter; what still lacks is refused by name (`GapsError`), or with `by_hand` a line to write on."""
        known = self._known(more)
        lacking = missing(letter, known, self.on)
        if lacking and not by_hand:
            told = ", ".join(f"{name} ({question(name)})" if question(name) != name else name for name in lacking)
            raise GapsError(letter, told, lacking[0])
        known |= {name: _blank(gap(name).kind) for name in lacking}
        return write(letter, known, self.on)

    def _known(self, more: Mapping[str, object]) -> dict[str, Any]:
        """Give all that is known: of the case, of this letter, and what follows from it."""
        known = {**self.facts, **{name: value for name, value in more.items() if value is not None or name not in self.facts}}
        if known.get("calc") and known.get("total") is None:
            known["total"] = sum((line["sum"] for line in known["calc"]), Decimal(0))
        _judge(known)
        return {**known, "delivery_sum": _delivery_sum(known)}


def known_letter(name: str, *addressees: str) -> Letter:
    """Give a letter by its name; `InvalidError` where there is none of that name, or it goes to somebody else."""
    every = letters()
    found = every.get(name)
    if found is None:
        among = [each.name for each in every.values() if not addressees or each.to in addressees]
        near = nearest(name, among, cutoff=0.4) or ", ".join(among)
        raise InvalidError(_("There is no letter “{letter}”.").format(letter=name), _("There are: {names}").format(names=near))
    if addressees and found.to not in addressees:
        told = _("The letter “{letter}” does not go there.").format(letter=name)
        raise InvalidError(told, _("Write it with: {command}").format(command=command_for(found)))
    return found


def command_for(letter: Letter, number: int | str = "CASE") -> str:
    """Give the command that writes a letter."""
    if letter.to == "buyer":
        return f"ozon-returns contact {number} --letter {letter.name}"
    if letter.to == "internal" or letter.name == "supplier.act":
        return f"ozon-returns show {number} --letter {letter.name}"
    if letter.name == "ozon.appeal":
        return f'ozon-returns ticket {number} --appeal "..."'
    return f"ozon-returns ticket {number} --to {letter.to} --letter {letter.name}"


def _read(name: str, text: str, now: datetime) -> Any:  # noqa: ANN401  what a gap takes
    """Read what was typed for a gap."""
    kind, told = gap(name).kind, text.strip()
    if kind == "money":
        return money.parse(told)
    if kind == "date":
        return period.moment(told, now=now, zone=cast("ZoneInfo", now.tzinfo))
    if kind == "number":
        if not (told.isascii() and told.isdigit()):
            raise UsageError(
                _("“{value}” is not a whole number.").format(value=told), _("Write it like {example}.").format(example=f"{name}=3")
            )
        return int(told)
    if kind == "list":
        return [part.strip() for part in told.split(_LISTS) if part.strip()]
    if kind == "calc":
        lines = [part.partition("=") for part in told.split(_LISTS) if part.strip()]
        return [{"name": what.strip(), "sum": money.parse(amount)} for what, _sign, amount in lines]
    return told


def chosen(settings: Mapping[str, Any], supplier: str | None, *, now: datetime) -> dict[str, Any]:
    """Give the values that the seller has set for the gaps of letters, those of a supplier last."""
    every = dict(settings)
    suppliers = every.pop("suppliers", {})
    own = suppliers.get(supplier, {}) if isinstance(suppliers, dict) and supplier else {}
    told = {**every, **(own if isinstance(own, dict) else {})}
    return {name: _set(name, value, now) for name, value in told.items() if not isinstance(value, dict)}


def _set(name: str, value: object, now: datetime) -> Any:  # noqa: ANN401  what a gap takes
    """Read a value of the settings. Raises `SettingsError` where it is none that the gap takes."""
    if isinstance(value, list) and gap(name).kind == "list" and all(isinstance(each, str) for each in value):
        return value
    try:
        return _read(name, str(value), now)
    except ReturnsError as error:
        raise SettingsError("settings.toml", f"[letters] {name}: {error.message()}") from error


def _blank(kind: str) -> object:
    """Give what stands in a gap that is filled by hand."""
    return {"list": [BY_HAND], "calc": [{"name": BY_HAND, "sum": BY_HAND}]}.get(kind, BY_HAND)


def _delivery_sum(known: Mapping[str, Any]) -> Decimal | str:
    """Work out what a delivery came to; by hand, where its price or its size is not known."""
    cost, received = known.get("unit_cost"), known.get("qty_received")
    return cost * received if isinstance(cost, Decimal) and isinstance(received, int) else BY_HAND


def _judge(known: Mapping[str, Any]) -> None:
    """Refuse a paper whose figures contradict one another."""
    calc, total = known.get("calc"), known.get("total")
    if calc and isinstance(total, Decimal) and sum(line["sum"] for line in calc) != total:
        summed = money.show(sum((line["sum"] for line in calc), Decimal(0)))
        told = _("The calculation comes to {sum}, the total says {total}.").format(sum=summed, total=money.show(total))
        raise InvalidError(told, _("Say one of them otherwise, or leave the total out."))
    received, defective = known.get("qty_received"), known.get("qty_defective")
    if isinstance(received, int) and isinstance(defective, int) and defective > received:
        told = _("{defective} items are defective, but only {received} were received.").format(defective=defective, received=received)
        raise InvalidError(told, _("Check the amounts: --set qty_received=... --set qty_defective=..."))
