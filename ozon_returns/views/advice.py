"""The ways for a case with their probable cost, as a table and as JSON."""

from decimal import Decimal
from typing import Any

from ozon_returns.buyer.advice_model import Advice, Path
from ozon_returns.money import format_money
from ozon_returns.reports.chance import LITTLE, Chance
from ozon_returns.store.read_models import Case
from ozon_returns.views.answer import Block, Facts, Table
from ozon_returns.views.cases import headline
from ozon_returns.views.spoken import spoken
from ozon_returns.vocabulary.case import CURRENCY
from ozon_returns.words import N_, _, n_

_QUESTIONS = {
    "price": N_("the price"),
    "commission": N_("the commission"),
    "cost": N_("the purchase cost"),
    "delivery_out": N_("the cost of delivery"),
    "delivery_back": N_("the cost of the return"),
}


_CHANCE_OF = {
    "approve": N_("sold again"),
    "partial": N_("the buyer agrees"),
    "reject": N_("it stands"),
    "ticket": N_("approved"),
    "supplier": N_("approved"),
}
"""What the chance of a way is a chance of."""


def blocks(case: Case, told: Advice) -> list[Block]:
    """Return the advice for a person."""
    found: list[Block] = [headline(case)]
    if told.law:
        found += [_("Required by law, whatever it costs:"), *(f"  {each}" for each in told.law)]
    columns = [_("Way"), _("Probable cost"), _("Range"), _("Rests on")]
    ways, beside = ([each for each in told.paths if each.beside is which] for which in (False, True))
    for title, paths in ((_("Ways, cheapest first"), ways), (_("Besides"), beside)):
        if paths:
            found.append(Table(columns, [_row(each) for each in paths], title, frozenset({1, 2})))
            found.append(Facts([(spoken(each.command), each.label) for each in paths]))
    if not told.paths:
        found.append(
            _("With the buyer nothing is left to be decided; what else is open: ozon-returns show {number}").format(number=case["number"])
        )
    if told.break_even is not None:
        found.append(
            _("A partial compensation is worth it up to {amount}: so much a refund would cost at least.").format(
                amount=format_money(told.break_even)
            )
        )
    if told.unknown:
        rows = [(_(_QUESTIONS[name]), f"{changes}: {_command(case, name)}") for name, changes in told.unknown.items()]
        found += ["", _("Not known, and what it would change:"), Facts(rows)]
    return found


def _command(case: Case, name: str) -> str:
    """Return the command that says what is unknown."""
    if name == "price":
        return f"ozon-returns inspect --case {case['number']} --price AMOUNT"
    if case["sku"]:
        return f"ozon-returns products {case['sku']} {name}=..."
    return f"ozon-returns fix {case['number']} sku=..."


def _row(path: Path) -> list[str]:
    """Return the row of a way."""
    spread = f"{_money(path.low)} … {_money(path.high)}" if path.low != path.high else ""
    likely = _chance(path.chance)
    if likely and path.way in _CHANCE_OF:
        likely = f"{_(_CHANCE_OF[path.way])}: {likely}"
    rests = "; ".join(part for part in (likely, path.note) if part)
    return [path.label, _money(path.cost) or "?", spread, rests]


def _money(amount: Decimal | None) -> str:
    """Return an amount; empty if unknown."""
    return "" if amount is None else format_money(amount)


def _chance(chance: Chance | None) -> str:
    """Return a chance with its range and the number of observations."""
    if chance is None:
        return ""
    mean, low, high = (round(each * 100) for each in (chance.mean, chance.low, chance.high))
    cases = n_("{n} case", "{n} cases", chance.n)
    return f"{mean} % ({low}–{high} %), {cases}" + (_(", little known") if chance.n < LITTLE else "")


def advice_document(case: Case, told: Advice) -> dict[str, Any]:
    """Return the advice as JSON."""
    return {
        "case": case["number"],
        "currency": CURRENCY,
        "ways": [_way(each) for each in told.paths],
        "break_even": told.break_even,
        "unknown": [{"field": name, "changes": changes, "command": _command(case, name)} for name, changes in told.unknown.items()],
        "law": told.law,
    }


def _way(path: Path) -> dict[str, Any]:
    """Return a way as JSON."""
    chance = path.chance
    shares = None if chance is None else {"mean": chance.mean, "low": chance.low, "high": chance.high, "n": chance.n}
    return {
        "way": path.way,
        "title": path.label,
        "cost": path.cost,
        "low": path.low,
        "high": path.high,
        "chance": shares,
        "little_known": chance is not None and chance.little_known,
        "note": path.note or None,
        "beside": path.beside,
        "lawful": path.lawful,
        "command": path.command,
    }
