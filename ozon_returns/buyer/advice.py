"""What each way that is open for a case would probably cost from now on, in roubles, and what that rests on.

Costs are differences to a sale that stands: what was spent before (the purchase, the delivery) is left out, as no way brings it
back. A full refund costs the price less the commission, which Ozon returns with it
(docs.ozon.com/global/zh-hans/commissions/ozon-fees/returns-expenses, for sellers outside Russia). What needs luck is weighed with the
shop's own record. A way `beside` the others is taken in addition; one that is not `lawful` is shown last, and never as the best.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from ozon_returns.buyer.advice_law import duties
from ozon_returns.buyer.advice_model import Advice, Known, Path, path
from ozon_returns.buyer.offer_rules import OfferRules, Possible
from ozon_returns.cases.status import is_unresolved
from ozon_returns.cases.verdict import is_rejected, is_unfounded
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.letters.situations import suggested
from ozon_returns.money import format_money, plain_amount
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import OfferKind, Situation
from ozon_returns.vocabulary.case import Cause, Scheme, Severity, Stage, reached_buyer
from ozon_returns.words import _

_NOUGHT = Decimal(0)
_OZONS = frozenset({Cause.TRANSPORT, Cause.OZON_STORAGE, Cause.SWAP, Cause.WEAR})
_SUPPLIERS = frozenset({Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING})
_FOUNDED = frozenset(Cause) - {Cause.UNKNOWN, Cause.BUYER_DAMAGE, Cause.WEAR, Cause.SWAP, Cause.NO_DEFECT}


def advise(case: Case, known: Known, rules: OfferRules) -> Advice:
    """Return the ways that are open for a case by its scheme and state, with their probable cost from now on."""
    told = Advice()
    work = _Sums(case, known, rules, told)
    if reached_buyer(case):
        told.law = duties(case)
        if not (case["fulfillments"] or _is_settled(case) or case["stage"] == Stage.RETURN):
            told.paths += work.with_buyer()
    elif is_unresolved(case):
        told.paths += work.without_buyer()
    told.paths += work.beside()
    told.paths.sort(key=lambda each: (not each.lawful, each.beside, each.cost is None, each.cost or _NOUGHT))
    return told


def _is_settled(case: Case) -> bool:
    """Return whether the claim is decided in the buyer's favor, so that no other way is open."""
    return bool(case["decisions"]) and not is_rejected(case)


@dataclass
class _Sums:
    """The sums for one case."""

    case: Case
    known: Known
    rules: OfferRules
    told: Advice

    def of(self, name: str, changes: str) -> Decimal:
        """Return a cost for all items of the case; an unknown one counts as nothing, and is named with what it would change."""
        value: Decimal | None = getattr(self.known, name)
        if value is None:
            self.told.unknown[name] = changes
            return _NOUGHT
        return value * self.case["quantity"]

    @property
    def price(self) -> Decimal | None:
        """Return the price of all items; `None` is unknown."""
        if self.case["price"] is None:
            self.told.unknown["price"] = _("every sum")
            return None
        return self.case["price"] * self.case["quantity"]

    def refund(self) -> Decimal | None:
        """Return what a full refund costs: the price less the commission."""
        price = self.price
        if price is None:
            return None
        if self.known.commission is None:
            self.told.unknown["commission"] = _("a full refund costs less by it")
        return price * (1 - (self.known.commission or _NOUGHT))

    def with_buyer(self) -> Iterator[Path]:
        """Yield the ways for an item that the buyer has."""
        number = self.case["number"]
        dangerous, unfounded = self.case["severity"] == Severity.DANGEROUS, is_unfounded(self.case)
        refund = self.refund()
        back = self._returned(refund)
        yield path("approve", _("approve, the item comes back"), back, f"{PROGRAM} contact {number} --decide approve", self.known.resold)
        if self._possible(OfferKind.REFUND_KEEP) and not unfounded:
            yield path(
                "keep", _("refund, the buyer keeps the item"), lambda _chance: refund, f"{PROGRAM} contact {number} --decide keep", None
            )
        if not (dangerous or unfounded):
            yield from self._part(refund, back)
            yield from self._replacement()
        if not dangerous:
            yield self._rejection(refund, self.case["cause"] or self.case["suspected_cause"])

    def _possible(self, kind: OfferKind) -> bool:
        """Return whether an offer is possible with the scheme."""
        return self.rules.possible(kind, self.case["scheme"]) is not Possible.NO

    def _returned(self, refund: Decimal | None) -> Callable[[Decimal], Decimal | None]:
        """Return the cost of a return by the chance that the item can be sold again."""
        back = self.of("delivery_back", _("a return costs more by it"))
        disposal = (self.known.disposal or _NOUGHT) * self.case["quantity"]
        price = self.price
        known = self.known.resale is not None and price is not None
        value = (
            (self.known.resale or _NOUGHT) * (price or _NOUGHT) if known else self.of("cost", _("what an item is worth that comes back"))
        )

        def cost(chance: Decimal) -> Decimal | None:
            likely = _NOUGHT if self.case["severity"] == Severity.DANGEROUS else chance
            return None if refund is None else refund + back + (1 - likely) * disposal - likely * value

        return cost

    def _part(self, refund: Decimal | None, back: Callable[[Decimal], Decimal | None]) -> Iterator[Path]:
        """Yield the partial compensation, worth it up to the cheapest full refund; weighed at half of that."""
        price, returned = self.price, back(Decimal(str(self.known.resold.mean)))
        if price is None or refund is None or returned is None or not self._possible(OfferKind.BONUS):
            return
        others = [returned, *([refund] if self._possible(OfferKind.REFUND_KEEP) else [])]
        cheapest = min(others)
        limit = min(cheapest, self.case["price"] - 1 if self.case["price"] is not None else cheapest).quantize(Decimal(1), ROUND_DOWN)
        if limit < 1:
            return
        self.told.break_even = limit
        amount = max(Decimal(1), (limit / 2).quantize(Decimal(1), ROUND_DOWN))
        command = f"{PROGRAM} contact {self.case['number']} --offer bonus --amount {plain_amount(amount).removesuffix('.00')}"
        made = path(
            "partial", _("partial compensation"), lambda chance: chance * amount + (1 - chance) * cheapest, command, self.known.bonus
        )
        yield replace(made, note=_("not worth it above {amount} ₽").format(amount=plain_amount(limit).removesuffix(".00")))

    def _replacement(self) -> Iterator[Path]:
        """Yield the replacement: another item and its delivery."""
        if self.rules.possible(OfferKind.REPLACEMENT, self.case["scheme"]) is not Possible.YES:
            return
        cost = self.of("cost", _("a replacement costs it"))
        total = cost + self.of("delivery_out", _("a replacement costs more by it")) if cost else None
        command = f"{PROGRAM} contact {self.case['number']} --offer replacement"
        yield path("replacement", _("send a new item"), lambda _chance: total, command)

    def _rejection(self, refund: Decimal | None, cause: str | None) -> Path:
        """Return the rejection: it costs the refund where it does not stand."""
        command = f'{PROGRAM} contact {self.case["number"]} --decide reject --why "..."'
        cost: Callable[[Decimal], Decimal | None] = lambda chance: None if refund is None else (1 - chance) * refund  # noqa: E731
        made = path("reject", _("reject the claim"), cost, command, self.known.upheld)
        if cause in _FOUNDED:
            return replace(made, lawful=False, note=_("against the law: the defect is there, so the claim is founded"))
        unproven = cause in (None, Cause.UNKNOWN) and bool(self.told.law)
        return replace(made, lawful=False, note=_("the law wants proof: establish the cause first")) if unproven else made

    def without_buyer(self) -> Iterator[Path]:
        """Yield the ways for an item that never reached a buyer."""
        number = self.case["number"]
        price = self.price
        resale = None if self.known.resale is None or price is None else -self.known.resale * price
        if self.case["severity"] != Severity.DANGEROUS:
            command = f"{PROGRAM} resolve {number} --outcome kept --disposition markdown --recovered resale=AMOUNT"
            yield path("markdown", _("sell it at a lower price"), lambda _chance: resale, command)
        disposal = self.known.disposal * self.case["quantity"] if self.known.disposal is not None else _NOUGHT
        command = f"{PROGRAM} resolve {number} --outcome written_off --disposition dispose"
        lost = None if self.known.cost is None else format_money(self.known.cost * self.case["quantity"])
        note = _("the purchase cost of {amount} is lost").format(amount=lost) if lost else ""
        paid = _("disposal as it cost so far: {amount}").format(amount=format_money(disposal)) if disposal else ""
        note = "; ".join(part for part in (note, paid) if part)
        yield replace(path("write_off", _("write it off"), lambda _chance: disposal, command), note=note)

    def beside(self) -> Iterator[Path]:
        """Yield what can be claimed from others besides: from Ozon or the carrier, from the supplier."""
        case, cause = self.case, self.case["cause"] or self.case["suspected_cause"]
        claimed = {each["to"] for each in case["tickets"] if not each["withdrawn_at"]}
        to = "carrier" if case["scheme"] == Scheme.RFBS and cause == Cause.TRANSPORT else "ozon"
        situation = suggested(cause, case["defects"])
        if (cause in _OZONS or situation in (Situation.SWAPPED, Situation.USED_RETURN)) and to not in claimed:
            price = self.price
            asked = f" --ask {plain_amount(price).removesuffix('.00')}" if price is not None else ""
            label = _("claim from the carrier") if to == "carrier" else _("claim from Ozon")
            command = f"{PROGRAM} ticket {case['number']} --to {to}{asked}"
            yield self._claim("ticket", label, price, command)
        if cause in _SUPPLIERS and "supplier" not in claimed:
            cost = self.of("cost", _("what can be claimed from the supplier"))
            command = f"{PROGRAM} ticket {case['number']} --to supplier"
            yield self._claim("supplier", _("claim from the supplier"), cost or None, command)

    def _claim(self, way: str, label: str, asked: Decimal | None, command: str) -> Path:
        """Return a claim, weighed by the chance that it is approved, and by the share that such claims were granted so far."""
        chance, share = getattr(self.known, way), getattr(self.known, f"{way}_share")
        made = path(way, label, lambda chance: None if asked is None else -chance * share * asked, command, chance)
        note = "" if share == 1 else _("{share} % of the sum granted").format(share=round(share * 100))
        return replace(made, beside=True, note=note)
