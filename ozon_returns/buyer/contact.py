"""Steps two and five: an exchange with the buyer is judged and stored.

It flows one way: the case is read, the exchange judged, its letter drafted and looked through, and then all of it stored in
one transaction.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast

from ozon_returns.buyer.claim import judge_act, store_act
from ozon_returns.buyer.exchange import Exchange
from ozon_returns.buyer.message import Message, write_message
from ozon_returns.buyer.offer import add_offers, choose, judge_choice, judge_offers, refuse
from ozon_returns.buyer.offer_rules import OfferRules
from ozon_returns.cases.bounds import require_ahead
from ozon_returns.cases.change import Change, between, moment_of, require
from ozon_returns.cases.next_step import OBLIGATIONS
from ozon_returns.cases.status import Step, is_asked_back, require_step, status_after
from ozon_returns.errors.case import StateRefusedError
from ozon_returns.errors.usage import UsageError
from ozon_returns.letters.draft import Draft, known_letter
from ozon_returns.store.line_tables import FeedbackRow, LetterRow
from ozon_returns.store.read_models import Case
from ozon_returns.store.writing import Store, Writing
from ozon_returns.vocabulary.activity import Channel, DecisionKind, Direction, OfferKind
from ozon_returns.vocabulary.case import Stage, Status
from ozon_returns.words import _, format_day, name

_LONG_AGO = timedelta(days=366)
"""Nothing of an exchange happened longer than this before the defect was found."""


@dataclass(frozen=True)
class Terms:
    """What the seller has set for dealing with buyers: days before the follow-up, and what can be offered."""

    follow_up_days: int
    offers: OfferRules


def exchange_with_buyer(case: Case, said: Exchange, draft: Draft, terms: Terms, *, store: Store) -> Change:
    """Store an exchange with the buyer; a letter that was sent makes the case contacted."""
    notes = check_exchange(case, said, store.now, terms)
    message = write_message(case, said, draft) if said.goes_out else None
    with store.writing(said.force) as writing:
        _store(writing, case, said, message)
    return Change(case["number"], said.event, text=message.text if message else "", notes=[*notes, *(message.warnings if message else ())])


def check_exchange(case: Case, said: Exchange, now: datetime, terms: Terms) -> list[str]:
    """Raise for what makes no sense together or what the case does not allow; return what the seller should know."""
    _judge_options(said)
    number = case["number"]
    if said.goes_out and not said.follow_up:
        require_step(case, Step.WRITE, force=said.force)
        wrote = any(each["direction"] == Direction.IN for each in case["letters"])
        if case["stage"] == Stage.WAREHOUSE and not (said.force or wrote):
            command = f"ozon-returns inspect --case {number} --stage buyer"
            why = _("the item never left the warehouse, so there is no buyer")
            raise StateRefusedError(number, name(Status(case["status"])), why, command)
    steps = {
        Step.HEAR: said.reply or said.choice or said.refused or said.unreachable,
        Step.ASK_BACK: said.word or said.follow_up,
        Step.DEMAND: said.act.demand,
        Step.DECIDE: said.act.decide,
        Step.FULFILL: said.act.done,
    }
    for step in (step for step, wanted in steps.items() if wanted):
        require_step(case, step, force=said.force)
    if said.follow_up and not said.force and not is_asked_back(case):
        why = _("its claim was rejected or unfounded, so the buyer is not asked whether all is well")
        raise StateRefusedError(number, name(Status(case["status"])), why, f"ozon-returns resolve {number} --close")
    if said.follow_up and not said.force:
        _refuse_early_follow_up(case)
    chosen = judge_choice(said.choice, said.refused, said.amount, case)
    if not said.force and not said.act:
        between(said.at, case["found_at"] - _LONG_AGO, now, "--at")
    if not said.force:
        require_ahead(now, until=said.offers.until)
    notes = judge_act(case, said.act, now, force=bool(said.force)) if said.act else []
    return (
        chosen
        + notes
        + judge_offers(case, said.offers, terms.offers, force=bool(said.force))
        + _early(case, said, now, terms.follow_up_days)
        + _discontent_after_all(case, said)
    )


def _discontent_after_all(case: Case, said: Exchange) -> list[str]:
    """Return what a seller should know of a buyer who is not content when the case is closed already."""
    if case["status"] != Status.CLOSED or said.word.satisfied is not False:
        return []
    command = f'ozon-returns resolve {case["number"]} --reopen "..."'
    return [_("The case stays closed although the buyer is not content; to go on with it: {command}").format(command=command)]


def _refuse_early_follow_up(case: Case) -> None:
    """Raise `StateRefusedError` for asking whether all is well while something is still owed to the buyer."""
    owed = next((each for each in case["clocks"] if each["rule"] in OBLIGATIONS and each["state"] in ("running", "missed")), None)
    if owed:
        why = _("something is still owed to the buyer: {title}").format(title=owed["title"])
        raise StateRefusedError(case["number"], name(Status(case["status"])), why, owed["command"])


def _judge_options(said: Exchange) -> None:
    """Raise `UsageError` for options that make no sense together."""
    if (said.act.by or said.act.why) and not said.act.decide:
        raise UsageError(_("--by and --why are about a decision."), _("Add it: --decide approve, reject, keep or partial"))
    if said.at is not None and not (said.act or said.reply or said.choice or said.refused):
        advice = _("Leave --at out, and correct afterwards when it was sent: ozon-returns fix CASE letter:1.sent_at=WHEN offer:1.at=WHEN")
        raise UsageError(_("--at requires --reply, --choice, --demand, --decide or --done."), advice)
    heard = said.reply or said.choice or said.refused or said.word or said.unreachable
    if not (said.goes_out or heard or said.act):
        options = "--offer, --text, --reply, --choice, --demand, --decide, --done, --satisfied, --unreachable"
        require(None, options, _("the message or the buyer's reply"))
    if said.follow_up and said.offers.kinds:
        raise UsageError(_("--follow-up and --offer are mutually exclusive."), _("Leave --offer out."))
    partial = said.letter == "buyer.partial_offer"
    paid = said.act.done or said.act.decide is DecisionKind.PARTIAL or OfferKind.BONUS in (said.choice, *said.refused)
    if said.amount is not None and not (paid or partial or OfferKind.BONUS in said.offers.kinds):
        raise UsageError(_("--amount requires the offer of a bonus."), _("Add it: --offer bonus"))
    if said.letter:
        known_letter(said.letter, "buyer")
    if said.letter == "buyer.first_answer" and not said.text:
        require(said.offers.kinds, "--offer", _("what the buyer is offered"))
    if partial and not said.text:
        bonus = [each for each in said.offers.kinds if each is OfferKind.BONUS]
        require(bonus, "--offer bonus --amount", _("the compensation offered"))


def _early(case: Case, said: Exchange, now: datetime, days: int) -> list[str]:
    """Return a warning of a follow-up that comes before the chosen number of days has passed."""
    if not said.follow_up or case["resolved_at"] is None:
        return []
    resolved = case["resolved_at"].astimezone(now.tzinfo)
    due = resolved + timedelta(days=days)
    if now.date() >= due.date():
        return []
    told = _("The case was resolved only on {day}; it is better to ask the buyer from {due} on.")
    return [told.format(day=format_day(resolved), due=format_day(due))]


def _after_the_rest_of_the_day(case: Case, at: datetime, now: datetime) -> datetime:
    """Return the moment of what is known by its day alone: after all that is recorded of that day already, and not later than now."""
    local = at.astimezone(now.tzinfo)
    if local.time() != time():
        return at
    told = [each["at"] for name in ("demands", "decisions", "fulfillments", "dates") for each in cast("dict[str, Any]", case)[name]]
    told += [moment for each in case["offers"] for moment in (each["at"], each["chosen_at"], each["refused_at"]) if moment]
    same = [each for each in told if each.astimezone(now.tzinfo).date() == local.date()]
    return min(now, max(same) + timedelta(seconds=1)) if same else at


def _store(writing: Writing, case: Case, said: Exchange, message: Message | None) -> None:
    """Store an exchange that was judged, and its letter that was written."""
    row, number, now = writing.case(case["number"], case["revision"]), case["number"], writing.now
    channel = said.channel or Channel.CHAT
    facts: dict[str, Any] = {"changes": {}}
    if message:
        letter = LetterRow(case=number, direction=Direction.OUT, channel=channel, text=message.text, written_at=now)
        letter.name = None if said.text else said.letter
        letter.sent_at, letter.how = (None, None) if said.is_unsent else (now, "by_hand")
        writing.add(letter)
        facts |= {"letter": said.letter, "text": said.text, "offers": list(said.offers.kinds)}
        facts |= {"until": said.offers.until}
    if message and not said.is_unsent:
        add_offers(writing, case, said.offers)
        if not said.follow_up:
            facts["changes"] = writing.change(row, status=status_after(case, Step.WRITE), contacted_at=case["contacted_at"] or now)
    at = _after_the_rest_of_the_day(case, moment_of(said.at, now), now)
    if said.reply:
        writing.add(LetterRow(case=number, direction=Direction.IN, channel=channel, text=said.reply, written_at=at, sent_at=at))
    for refused in said.refused:
        refuse(writing, case, refused, at, said.amount)
    if said.choice:
        choose(writing, case, said.choice, at, said.amount)
    facts |= store_act(writing, case, said.act, at)
    facts |= {"at": at if said.at else None, "amount": said.amount}
    if said.word or said.unreachable:
        writing.add(FeedbackRow(case=number, at=now, **vars(said.word), unreachable=said.unreachable))
    heard = {"reply": said.reply, "choice": said.choice, "refused": list(said.refused), "unreachable": said.unreachable}
    writing.record(row, said.event, {**facts, **heard, **vars(said.word)})
