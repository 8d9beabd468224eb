"""The next step for a case: one table of rows, of which the first that applies gives the command.

What is due by a clock is settled with the command of its rule, so that `due`, `show` and «Next» agree.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from ozon_returns.cases.outcome import is_discontent, preventive, what_happened, win_back
from ozon_returns.cases.status import is_asked_back, is_unresolved
from ozon_returns.cases.ticket_step import claim_after_all, claim_after_notice, claim_from_others, contest_return, undecided
from ozon_returns.clocks.duty import PROGRAM
from ozon_returns.clocks.fulfilling import BONUS, PARTS, REFUSAL
from ozon_returns.money import plain_amount
from ozon_returns.store.read_models import Case
from ozon_returns.vocabulary.activity import FOLLOW_UP, CostKind, DemandKind, Direction, MessageKind
from ozon_returns.vocabulary.case import Cause, Outcome, Stage, Status, reached_buyer
from ozon_returns.words import _

CLAIMS = frozenset({"ozon_claim_decision_fbs", "ozon_claim_decision_fbo", "ozon_claim_decision_rfbs_global"})
"""The rules by which a claim is to be decided."""

DANGER = ("danger_warning", "danger_stop_sale", "danger_batch")
"""The rules of a dangerous item, in the order of the steps."""

OBLIGATIONS: dict[str, str] = {
    "zzpp_refund": DemandKind.REFUND,
    "zzpp_price_reduction": DemandKind.PRICE_CUT,
    "zzpp_losses": DemandKind.LOSSES,
    "zzpp_repair_cost": DemandKind.REPAIR_COST,
    "zzpp_replace": DemandKind.REPLACEMENT,
    "zzpp_replace_with_check": DemandKind.REPLACEMENT,
    "zzpp_replace_no_stock": DemandKind.REPLACEMENT,
    "zzpp_repair": DemandKind.REPAIR,
    "zzpp_loaner": DemandKind.REPAIR,
    "zzpp_distance_refund": REFUSAL,
    "bonus_promised": BONUS,
    "parts_promised": PARTS,
    "ozon_rfbs_after_partial_refused": DemandKind.REFUND,
}
"""The rules of what is owed to the buyer, with the kind that tells what fulfills it (`fulfilling`)."""

_OWN_WORDS = frozenset({DemandKind.REPLACEMENT, DemandKind.REPAIR, PARTS})
"""What is owed of which no letter speaks: that of an approved claim asks for the item."""

_TAKEN_BACK = frozenset({"ticket_taken_back", "partner_took_back"})
_LOOKS = frozenset({"ticket_answer", "ticket_check", "ticket_look", "ticket_money"})
COSTS: dict[Outcome, CostKind] = {
    Outcome.REFUND: CostKind.REFUND,
    Outcome.BONUS: CostKind.BONUS,
    Outcome.REPLACEMENT: CostKind.GOODS,
    Outcome.REPAIR: CostKind.REPAIR,
    Outcome.WRITTEN_OFF: CostKind.GOODS,
    Outcome.LOST: CostKind.GOODS,
}
"""What an outcome costs."""


class NextStep(NamedTuple):
    """A row of the table: its name, and the command for a case; the command is empty where the row does not apply."""

    name: str
    command: Callable[[Case], str]


def next_step(case: Case) -> str:
    """Return the next command to run for a case; empty if nothing is left to do."""
    return next((command for row in STEPS if (command := row.command(case))), "")


def open_clocks(case: Case, rules: Iterable[str], *, late: bool = False) -> list[str]:
    """Return the commands of the running deadlines by certain rules, that with the most at stake first; with `late` only missed ones."""
    among = set(rules)
    found = [
        each
        for each in case["clocks"]
        if each["rule"] in among and not each["window"] and each["state"] in (("missed",) if late else ("running", "missed"))
    ]
    return [each["command"] for each in sorted(found, key=lambda each: -(each["at_stake"] or Decimal(0)))]


def _by_clock(*rules: str, late: bool = False) -> Callable[[Case], str]:
    """Return a row for a running deadline by one of some rules, in the order of the rules."""
    return lambda case: next((command for rule in rules for command in open_clocks(case, [rule], late=late)), "")


def _new(case: Case) -> str:
    """Return the inspection of a case that came in by itself, or of which nothing is known but the item."""
    told = case["stage"] or case["defects"] or case["suspected_cause"] or case["cause"] or case["tickets"] or case["costs"]
    bare = is_unresolved(case) and not (told or case["severity"] or case["letters"] or case["photos"])
    return f"{PROGRAM} inspect --case {case['number']}" if case["status"] == Status.NEW or bare else ""


def _tell_buyer(case: Case) -> str:
    """Return the first letter to a buyer who has not been told anything."""
    told = any(each["direction"] == Direction.OUT for each in case["letters"])
    if told or not is_unresolved(case) or case["status"] == Status.NEW:
        return ""
    if case["stage"] == Stage.SHIPPING:
        return f"{PROGRAM} contact {case['number']} --letter buyer.proactive"
    in_own_words = open_clocks(case, (rule for rule, kind in OBLIGATIONS.items() if kind in _OWN_WORDS))
    letter = '--text "..."' if in_own_words else "--letter auto"
    return f"{PROGRAM} contact {case['number']} {letter}" if reached_buyer(case) and case["stage"] != Stage.RETURN else ""


def _waiting_ticket(case: Case) -> str:
    """Return the record of the answer to a ticket that has none yet, before the case is resolved."""
    pending = [each for each in case["tickets"] if each["opened_at"] and each["outcome"] is None and not each["withdrawn_at"]]
    heard = [each for ticket in pending[-1:] for each in ticket["answers"] if each["kind"] == MessageKind.ANSWER]
    if not pending or not is_unresolved(case) or heard:
        return ""
    return f'{PROGRAM} ticket {case["number"]} --ticket {pending[-1]["no"]} --answer "..."'


def _resolve(case: Case) -> str:
    """Return the command that resolves a case with what really happened."""
    if not is_unresolved(case):
        return ""
    cause = next((each for each in (case["cause"], case["suspected_cause"]) if each not in (None, Cause.UNKNOWN)), None)
    return f"{PROGRAM} resolve {case['number']} --outcome {what_happened(case)}" + (f" --cause {cause}" if cause else "")


def _cost(case: Case) -> str:
    """Return the question what a resolution cost, with the price as the proposal."""
    outcome = case["outcome"]
    if case["status"] != Status.RESOLVED or outcome not in COSTS or case["costs"]:
        return ""
    price = case["price"] if outcome == Outcome.REFUND else None
    known = plain_amount(price * case["quantity"]).removesuffix(".00") if price is not None else _("AMOUNT")
    return f"{PROGRAM} resolve {case['number']} --cost {COSTS[Outcome(outcome)]}={known}"


def _cause(case: Case) -> str:
    """Return the established cause, with the suspected one as the proposal."""
    if case["status"] != Status.RESOLVED or case["cause"] not in (None, Cause.UNKNOWN):
        return ""
    known = case["suspected_cause"] if case["suspected_cause"] not in (None, Cause.UNKNOWN) else _("CAUSE")
    return f"{PROGRAM} resolve {case['number']} --cause {known}"


def _action(case: Case) -> str:
    """Return the action that keeps the defect from coming back."""
    if case["status"] != Status.RESOLVED or case["actions"] or case["no_action"]:
        return ""
    return f"{PROGRAM} resolve {case['number']} {preventive(case['cause'])}"


def _feedback(case: Case) -> str:
    """Return the question whether the buyer is content, or the record of the answer."""
    if case["status"] != Status.RESOLVED or case["feedback"] or not is_asked_back(case):
        return ""
    asked = FOLLOW_UP in [each["name"] for each in case["letters"]]
    return f"{PROGRAM} contact {case['number']} " + ("--satisfied yes --score 5" if asked else "--follow-up")


def _win_back(case: Case) -> str:
    """Return an answer to a buyer who is not content."""
    return win_back(case) if case["status"] == Status.RESOLVED and is_discontent(case) else ""


def _close(case: Case) -> str:
    """Return the command that closes a case; before that, the record of what became of a ticket that is not decided."""
    if case["status"] != Status.RESOLVED:
        return ""
    if pending := [each for each in undecided(case) if each["outcome"] is None and not each["withdrawn_at"]]:
        return f'{PROGRAM} ticket {case["number"]} --ticket {pending[-1]["no"]} --answer "..."'
    return f"{PROGRAM} resolve {case['number']} --close"


STEPS = (
    NextStep("claim", _by_clock(*sorted(CLAIMS))),
    NextStep("new", _new),
    NextStep("danger", _by_clock(*DANGER)),
    NextStep("wrong return", contest_return),
    NextStep("tell the buyer", _tell_buyer),
    NextStep("obligation", lambda case: next(iter(open_clocks(case, OBLIGATIONS)), "")),
    NextStep("answer the buyer", _by_clock("buyer_waits")),
    NextStep("draft", _by_clock("ticket_draft")),
    NextStep("refused ticket", _by_clock("ticket_refused")),
    NextStep("money taken back", _by_clock(*sorted(_TAKEN_BACK))),
    NextStep("promised money", _by_clock("ticket_money", late=True)),
    NextStep("claim from others", claim_from_others),
    NextStep("late ticket", _by_clock(*sorted(_LOOKS), late=True)),
    NextStep("claim after the notice", claim_after_notice),
    NextStep("waiting ticket", _waiting_ticket),
    NextStep("resolve", _resolve),
    NextStep("cost", _cost),
    NextStep("cause", _cause),
    NextStep("action", _action),
    NextStep("buyer's word", _feedback),
    NextStep("discontent buyer", _win_back),
    NextStep("unclaimed loss", claim_after_all),
    NextStep("close", _close),
)
"""The table of next steps: the first row that applies to a case gives its command."""
