"""What is asked of the end of a case, prefilled from what was decided, offered and done; it is closed when nothing is missing."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from ozon_returns.cases.closing import require_complete
from ozon_returns.cases.next_step import COSTS, next_step
from ozon_returns.cases.outcome import preventive_kind, what_happened
from ozon_returns.cases.status import is_asked_back
from ozon_returns.cases.verdict import is_rejected
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.errors.case import IncompleteError
from ozon_returns.money import parse_money
from ozon_returns.prompts import choose
from ozon_returns.questions.contact import ask_word
from ozon_returns.questions.interview import Interview, proposed_amount
from ozon_returns.store.read_models import Case
from ozon_returns.typed import meant
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.activity import Addressee, CostKind, DecisionKind, OfferKind, Verdict, YesNo
from ozon_returns.vocabulary.case import Cause, Disposition, Liable, Outcome, Scheme, Status
from ozon_returns.words import _

_MOST_WHYS = 5
_LIABLE = {
    Cause.PRODUCTION: Liable.SUPPLIER,
    Cause.SUPPLIER_PACKAGING: Liable.SUPPLIER,
    Cause.OWN_PACKAGING: Liable.SELLER,
    Cause.OWN_STORAGE: Liable.SELLER,
    Cause.PICKING: Liable.SELLER,
    Cause.LISTING: Liable.SELLER,
    Cause.OZON_STORAGE: Liable.OZON,
    Cause.TRANSPORT: Liable.OZON,
    Cause.BUYER_DAMAGE: Liable.BUYER,
    Cause.SWAP: Liable.BUYER,
    Cause.WEAR: Liable.NOBODY,
    Cause.NO_DEFECT: Liable.NOBODY,
}
"""Who usually is liable for a cause; a carrier instead of Ozon where the seller delivers."""

_PAID_BY = {Addressee.OZON: Liable.OZON, Addressee.SUPPLIER: Liable.SUPPLIER, Addressee.CARRIER: Liable.CARRIER}


def resolve_commands(
    case: Case, asked: Interview, again: Callable[[], Case], note: Callable[[str], None], unit_cost: Decimal | None
) -> Iterator[list[str]]:
    """Yield the commands that the answers about the end of a case amount to.

    `again` reads the case as it is then; what keeps it from being closed goes to `note`; `unit_cost` is the purchase cost of an item.
    """
    number = str(case["number"])
    asked.begin("resolve", number)
    _ask_end(case, asked, unit_cost)
    if asked.words:
        yield asked.command()
    case = again()
    if is_asked_back(case) and not case["feedback"] and case["status"] == Status.RESOLVED and not asked.yes:
        asked.begin("contact", number)
        ask_word(asked)
        if asked.words:
            yield asked.command()
    case = again()
    if case["status"] != Status.RESOLVED:
        return
    try:
        require_complete(case, (), (), done=False)
    except IncompleteError as error:
        told = _("Case {number} cannot be closed yet, it lacks: {missing}.").format(number=number, missing=error.missing)
        note(f"{told}\n  {error.hint()}")
    else:
        if may_close(case, asked, note):
            yield ["resolve", number, "--close"]


def may_close(case: Case, asked: Interview, note: Callable[[str], None]) -> bool:
    """Return whether a complete case is to be closed; if something is still to be done, such as a claim, it is said and asked."""
    close = f"{PROGRAM} resolve {case['number']} --close"
    following = next_step(case)
    if following in ("", close):
        return True
    note(_("Before the case is closed: {command}").format(command=following))
    return asked.is_so(_("Close it all the same"))


def _ask_end(case: Case, asked: Interview, unit_cost: Decimal | None) -> None:
    """Ask for outcome, cause and liability, cost, whys, what became of the item, and the action against recurrence."""
    if not case["outcome"]:
        known = not asked.yes or bool(case["fulfillments"]) or is_rejected(case)
        outcome = asked.kind("--outcome", _("How did it end"), Outcome, what_happened(case) if known else None)
    else:
        outcome = Outcome(case["outcome"])
    cause = Cause(case["cause"]) if case["cause"] not in (None, Cause.UNKNOWN) else None
    if cause is None:
        suspected = case["suspected_cause"]
        cause = asked.kind("--cause", _("What caused it"), Cause, Cause(suspected) if suspected not in (None, Cause.UNKNOWN) else None)
    if not case["liable"] and cause is not None:
        asked.kind("--liable", _("Who is liable"), Liable, _liable(case, cause))
    _ask_cost(case, outcome, asked, unit_cost)
    _ask_whys(case, asked)
    if not case["disposition"]:
        asked.kind("--disposition", _("What became of the item"), Disposition, Disposition.WITH_BUYER if _stays(case) else None)
    if not (case["actions"] or case["no_action"]):
        _ask_action(cause, asked)


def _liable(case: Case, cause: Cause) -> Liable | None:
    """Return who is probably liable: who has granted a ticket, else who usually is for the cause."""
    granted = [each for each in case["tickets"] if each["outcome"] in (Verdict.APPROVED, Verdict.PARTLY)]
    if granted:
        return _PAID_BY[Addressee(granted[-1]["to"])]
    usual = _LIABLE.get(cause)
    return Liable.CARRIER if cause is Cause.TRANSPORT and case["scheme"] == Scheme.RFBS else usual


def _ask_cost(case: Case, outcome: Outcome | None, asked: Interview, unit_cost: Decimal | None) -> None:
    """Ask what the outcome cost, if that is not recorded yet; of a refund the price is proposed, of goods what they were bought for."""
    kind = COSTS.get(outcome) if outcome else None
    if kind is None or asked.yes or any(each["kind"] == kind for each in case["costs"]):
        return
    each = case["price"] if outcome is Outcome.REFUND else unit_cost if kind is CostKind.GOODS else None
    question = _("How much was returned to the buyer") if outcome is Outcome.REFUND else _("How much did it cost you")
    question += _(", for all {n} items together").format(n=case["quantity"]) if case["quantity"] > 1 else ""
    amount = asked.answer(question, parse_money, proposed_amount(None if each is None else each * case["quantity"]))
    asked.words += [] if amount is None else ["--cost", f"{kind}={amount}"]


def _ask_whys(case: Case, asked: Interview) -> None:
    """Ask why it happened, and of each answer why again, up to five times."""
    question = _("Why did it happen")
    for _no in range(0 if case["why"] else _MOST_WHYS):
        if asked.yes or asked.text("--why", question) is None:
            return
        question = _("And why was that")


def _stays(case: Case) -> bool:
    """Return whether the buyer keeps the item, by the last decision or the offer that was chosen."""
    kept = [each for each in case["offers"] if each["chosen_at"] and each["kind"] in (OfferKind.REFUND_KEEP, OfferKind.BONUS)]
    decided = [each["kind"] for each in case["decisions"]][-1:]
    return bool(kept) or decided in ([DecisionKind.KEEP], [DecisionKind.PARTIAL])


_STEMS: Mapping[ActionKind, tuple[str, ...]] = {
    ActionKind.INBOUND_CHECK: ("провер", "контрол", "inspect", "check"),
    ActionKind.IMPROVE_PACKAGING: ("упаков", "короб", "вкладыш", "плёнк", "пленк", "packag", "padding"),
    ActionKind.CHANGE_SUPPLIER: ("поставщик", "supplier"),
    ActionKind.IMPROVE_STORAGE: ("хран", "стеллаж", "storage", "shel"),
    ActionKind.FIX_LISTING: ("карточк", "описани", "listing", "description"),
    ActionKind.TRAINING: ("обуч", "инструк", "train"),
    ActionKind.STOP_SELLING: ("снять с продаж", "прекратить прода", "stop sell"),
}
"""Parts of words that tell what kind of action is meant."""


def _told_kind(text: str) -> ActionKind | None:
    """Return the kind of action that a text tells, where its words fit one kind alone."""
    found = [kind for kind, stems in _STEMS.items() if any(stem in text.casefold() for stem in stems)]
    return found[0] if len(found) == 1 else None


def _ask_action(cause: Cause | None, asked: Interview) -> None:
    """Ask what is done against recurrence; if nothing is, why."""
    told = asked.answer(_("What will you do so that it does not happen again"))
    if told is None or meant(told, YesNo) is YesNo.NO:
        asked.text("--no-action", _("Why is nothing to be done"))
        return
    word, sign, rest = told.partition(":")
    typed = meant(word.strip(), ActionKind) if sign and rest.strip() else None
    usual = typed or _told_kind(told) or preventive_kind(cause)
    kind = typed or next(iter(choose(_("What kind of action is that"), ActionKind, proposal=usual)), usual)
    told = rest.strip() if typed else told
    asked.words += ["--action", f"{kind}: {told}"]
    asked.term("--due", _("Until when"))
