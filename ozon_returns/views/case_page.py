"""Output of one case in full."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from ozon_returns.cases.closing import ended_by_closing
from ozon_returns.fields import CASE
from ozon_returns.money import format_money as money
from ozon_returns.store.read_models import Action, Case, ClockState, Decision, Demand, Event, Feedback, Fulfillment, Letter, Offer, Photo
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.views.answer import Block, Facts
from ozon_returns.views.cases import formatted, headline
from ozon_returns.vocabulary import activity
from ozon_returns.vocabulary.action import ActionKind, ActionScope
from ozon_returns.vocabulary.case import Milestone
from ozon_returns.vocabulary.event import EventKind
from ozon_returns.words import _, format_moment, name


def page(case: Case) -> list[Block]:
    """Return everything about a case."""
    blocks: list[Block] = [headline(case), Facts([(label, value) for label, value in _facts(case) if value])]
    sections: list[tuple[str, list[tuple[str, str]]]] = [
        (_("Photos"), [(each["file"], _photo(each)) for each in case["photos"]]),
        (_("Deadlines"), [(_due(each), _clock(each, case)) for each in sorted(case["clocks"], key=_urgency)]),
        (_("Dates"), [(format_moment(each["at"]), name(Milestone(each["kind"]))) for each in case["dates"]]),
        (_("Letters"), [(format_moment(each["sent_at"] or each["written_at"]), _letter(each)) for each in case["letters"]]),
        (_("Demands"), [(format_moment(each["at"]), _demand(each)) for each in case["demands"]]),
        (_("Decisions on the claim"), [(format_moment(each["at"]), _decision(each)) for each in case["decisions"]]),
        (_("Offers"), [(format_moment(each["at"]), _offer(each)) for each in case["offers"]]),
        (_("Done for the buyer"), [(format_moment(each["at"]), _fulfillment(each)) for each in case["fulfillments"]]),
        (_("Tickets"), [pair for each in case["tickets"] for pair in _ticket(each)]),
        (
            _("Costs"),
            [(format_moment(each["at"]), f"{name(activity.CostKind(each['kind']))} {money(each['amount'])}") for each in case["costs"]],
        ),
        (
            _("Recovered"),
            [(format_moment(each["at"]), f"{name(activity.Payer(each['from']))} {money(each['amount'])}") for each in case["recovered"]],
        ),
        (_("Actions"), [(format_moment(each["at"]), _action(each)) for each in case["actions"]]),
        (_("Buyer feedback"), [(format_moment(each["at"]), _word(each)) for each in case["feedback"]]),
        (_("History"), [(format_moment(each["at"]), _event(each)) for each in case["history"]]),
    ]
    for heading, pairs in sections:
        if pairs:
            blocks += ["", heading, Facts(pairs)]
    return blocks


def _facts(case: Case) -> list[tuple[str, str]]:
    """Return the labels and values of the fields of a case that are shown."""
    told = cast("Mapping[str, Any]", case)
    return [(_(each.label), formatted(each.name, told[each.name])) for each in CASE if each.label]


def _due(clock: ClockState) -> str:
    """Format the deadline of a clock."""
    return format_moment(clock["due_at"]) if clock["due_at"] else "?"


def _urgency(clock: ClockState) -> tuple[bool, bool, datetime]:
    """Return the sort key of a clock: what is still to be done first, each by its deadline, without one last."""
    return bool(clock["met_at"]), clock["due_at"] is None, clock["due_at"] or clock["started_at"]


def _clock(clock: ClockState, case: Case) -> str:
    """Format a clock with its state."""
    states = {"running": _("running"), "paused": _("paused"), "met": _("met"), "missed": _("overdue")}
    if clock["window"]:
        states |= {"running": _("running"), "missed": _("expired")}
    told = _("met late") if clock["late"] and not clock["window"] else states[clock["state"]]
    told = _("dropped when the case was closed") if ended_by_closing(case, clock) else told
    met = f" {format_moment(clock['met_at'])}" if clock["met_at"] else ""
    more = [_("penalty {amount}").format(amount=money(clock["penalty"]))] if clock["penalty"] else []
    more += [_("assumed from {when}").format(when=format_moment(clock["started_at"]))] if clock["assumed"] else []
    return "; ".join([f"{clock['title']}: {told}{met}", *more])


def _photo(photo: Photo) -> str:
    """Format the details of a photo."""
    shot = _("taken {when}").format(when=format_moment(photo["taken_at"])) if photo["taken_at"] else ""
    size = f"{photo['width']}x{photo['height']}" if photo["width"] else ""
    return ", ".join(part for part in (size, shot) if part)


def _letter(letter: Letter) -> str:
    """Format a letter with its direction and channel."""
    way = _("from the buyer") if letter["direction"] == activity.Direction.IN else _("to the buyer")
    draft = "" if letter["sent_at"] else _(" (draft)")
    channel = f", {name(activity.Channel(letter['channel']))}" if letter["channel"] else ""
    return f"{way}{channel}{draft}:\n{letter['text']}"


def _demand(demand: Demand) -> str:
    """Format a demand of the buyer."""
    until = _("until {when}").format(when=format_moment(demand["until"])) if demand["until"] else ""
    return ", ".join(part for part in (name(activity.DemandKind(demand["kind"])), until) if part)


def _decision(decision: Decision) -> str:
    """Format a decision on the claim."""
    by = _("by Ozon") if decision["by"] == activity.Decider.OZON else ""
    amount = money(decision["amount"]) if decision["amount"] is not None else ""
    return ", ".join(part for part in (name(activity.DecisionKind(decision["kind"])), amount, by, decision["why"] or "") if part)


def _fulfillment(done: Fulfillment) -> str:
    """Format what was done for the buyer."""
    amount = money(done["amount"]) if done["amount"] is not None else ""
    return ", ".join(part for part in (name(activity.FulfillmentKind(done["kind"])), amount) if part)


def _offer(offer: Offer) -> str:
    """Format an offer and whether it was chosen or refused."""
    until = _("until {when}").format(when=format_moment(offer["until"])) if offer["until"] else ""
    chosen = _("chosen {when}").format(when=format_moment(offer["chosen_at"])) if offer["chosen_at"] else ""
    refused = _("refused {when}").format(when=format_moment(offer["refused_at"])) if offer["refused_at"] else ""
    amount = money(offer["amount"]) if offer["amount"] is not None else ""
    return ", ".join(part for part in (name(activity.OfferKind(offer["kind"])), amount, until, chosen, refused) if part)


def _ticket(ticket: Ticket) -> list[tuple[str, str]]:
    """Format a ticket, with its place by which `--ticket` means it, its answers, decision and payments."""
    what = [f"{ticket['no']}: " + name(activity.Addressee(ticket["to"])), name(activity.Situation(ticket["situation"]))]
    what += [_("number {number}").format(number=ticket["number"])] if ticket["number"] else []
    what += [_("requested {amount}").format(amount=money(ticket["asked"]))] if ticket["asked"] is not None else []
    what += [] if ticket["opened_at"] else [_("draft")]
    pairs = [(format_moment(ticket["opened_at"] or ticket["written_at"]), ", ".join(what))]
    pairs += [(format_moment(each["at"]), f"{name(activity.MessageKind(each['kind']))}: {each['text']}") for each in ticket["answers"]]
    if ticket["outcome"]:
        amount = f" {money(ticket['amount'])}" if ticket["amount"] is not None else ""
        pairs.append((format_moment(ticket["decided_at"] or ticket["written_at"]), name(activity.Verdict(ticket["outcome"])) + amount))
    names = {activity.PaymentKind.PAID: _("paid"), activity.PaymentKind.TAKEN_BACK: _("taken back")}
    pairs += [
        (format_moment(each["at"]), f"{names[activity.PaymentKind(each['kind'])]} {money(each['amount'])}") for each in ticket["payments"]
    ]
    if ticket["withdrawn_at"]:
        pairs.append((format_moment(ticket["withdrawn_at"]), _("withdrawn: {why}").format(why=ticket["withdrawn"] or "")))
    if ticket["outstanding"]:
        pairs.append(("", _("outstanding {amount}").format(amount=money(ticket["outstanding"]))))
    return pairs


def _action(action: Action) -> str:
    """Format an action."""
    due = _(" (until {when})").format(when=format_moment(action["due"])) if action["due"] else ""
    done = _(" (done {when})").format(when=format_moment(action["done_at"])) if action["done_at"] else ""
    owner = f", {action['owner']}" if action["owner"] else ""
    scope = f" [{name(ActionScope(action['scope']))}]" if action["scope"] else ""
    return f"{name(ActionKind(action['kind']))}: {action['text']}{scope}{owner}{done or due}"


def _word(word: Feedback) -> str:
    """Format the buyer's feedback."""
    parts = [
        _yes_no(word["satisfied"], _("satisfied"), _("not satisfied")),
        _("score {score}").format(score=word["score"]) if word["score"] else "",
        _yes_no(word["again"], _("would buy again"), _("would not buy again")),
        word["comment"] or "",
        _("unreachable: {why}").format(why=word["unreachable"]) if word["unreachable"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _yes_no(answer: bool | None, yes: str, no: str) -> str:  # noqa: FBT001  a stored value
    """Return the words for a yes or a no; empty for no answer."""
    return "" if answer is None else yes if answer else no


def _event(event: Event) -> str:
    """Format an event, and what was forced."""
    forced = event["facts"].get("forced")
    return name(EventKind(event["kind"])) + (_(" (forced: {why})").format(why=forced) if forced else "")
