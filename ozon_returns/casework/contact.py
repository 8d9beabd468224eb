"""Steps two and five: what the buyer is told and offered, what he answers, and whether he is content."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from ozon_returns.casework import moves
from ozon_returns.casework.correspondence import case_facts, known_letter, letter_text
from ozon_returns.casework.done import Done, require, within
from ozon_returns.dealings import Channel, Direction, EventKind, Offer
from ozon_returns.errors import InvalidError, StateRefusedError, UsageError
from ozon_returns.kinds import Stage, Status
from ozon_returns.money import show
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.words import _, name


@dataclass(frozen=True)
class Word:
    """What the buyer said when all was done."""

    satisfied: bool | None = None
    score: int | None = None
    again: bool | None = None
    comment: str | None = None

    def __bool__(self) -> bool:
        """Tell whether anything was said."""
        return any(each is not None for each in (self.satisfied, self.score, self.again, self.comment))


@dataclass(frozen=True)
class Talk:
    """One exchange with the buyer: what goes out, what came in."""

    offers: Sequence[Offer] = ()
    amount: Decimal | None = None
    until: datetime | None = None
    letter: str | None = None
    text: str | None = None
    channel: Channel | None = None
    draft: bool = False
    follow_up: bool = False
    reply: str | None = None
    choice: Offer | None = None
    word: Word = field(default_factory=Word)
    unreachable: str | None = None
    force: str | None = None

    @property
    def goes_out(self) -> bool:
        """Tell whether something is written to the buyer."""
        return bool(self.offers or self.letter or self.text or self.follow_up)

    @property
    def event(self) -> EventKind:
        """Tell what the exchange is, by the weightiest thing in it."""
        if self.word:
            return EventKind.FEEDBACK_RECEIVED
        if self.unreachable:
            return EventKind.BUYER_UNREACHABLE
        if self.choice:
            return EventKind.OFFER_CHOSEN
        if self.reply:
            return EventKind.REPLY_RECEIVED
        return EventKind.LETTER_DRAFTED if self.draft else EventKind.LETTER_WRITTEN


def talk(number: int, said: Talk, *, store: Store, now: datetime) -> Done:
    """Keep an exchange with the buyer; a letter that went out makes the case contacted."""
    _judge(said)
    with store.writing(now, said.force) as writing:
        case = writing.case(number)
        _demand(case, said)
        text = _write(writing, case, said) if said.goes_out else ""
        facts = {"changes": _moved(writing, case, said), **_hear(writing, case, said)}
        if said.goes_out:
            facts |= {
                "letter": said.letter or (None if said.text else _chosen(said)),
                "text": said.text,
                "offers": list(said.offers),
                "amount": said.amount,
                "until": said.until,
            }
        writing.record(case, said.event, facts)
    return Done(number, said.event, text=text)


def _judge(said: Talk) -> None:
    """Refuse options that mean nothing together."""
    if not (said.goes_out or said.reply or said.choice or said.word or said.unreachable):
        require(None, "--offer, --text, --reply, --choice, --satisfied, --unreachable", _("what was said"))
    if said.follow_up and said.offers:
        raise UsageError(_("--follow-up asks, it offers nothing."), _("Leave --offer out."))
    if Offer.BONUS in said.offers:
        require(said.amount, "--amount", _("the amount of the bonus"))
    if said.amount is not None and Offer.BONUS not in said.offers:
        raise UsageError(_("--amount goes with the offer of a bonus."), _("Name it: --offer bonus"))


def _demand(case: Case, said: Talk) -> None:
    """Refuse what the case does not allow."""
    number = numbered(case)
    if said.goes_out and not said.follow_up:
        moves.demand(case, moves.Step.WRITE, force=said.force)
        if case.stage == Stage.WAREHOUSE and not said.force:
            command = f"ozon-returns inspect --case {number} --stage buyer"
            raise StateRefusedError(number, name(Status(case.status)), _("the item never left the warehouse, there is no buyer"), command)
    if said.reply or said.choice or said.unreachable:
        moves.demand(case, moves.Step.HEAR, force=said.force)
    if said.word or said.follow_up:
        moves.demand(case, moves.Step.ASK_BACK, force=said.force)
    if Offer.BONUS in said.offers and said.amount is not None and case.price is not None:
        within(said.amount, case.price - 1, _("A bonus"))
    if Offer.BONUS in said.offers and said.amount is not None and said.amount < 1:
        raise InvalidError(_("A bonus of {amount} is too small.").format(amount=show(said.amount)), _("Ozon takes 1 ₽ and more."))


def _chosen(said: Talk) -> str:
    """Name the letter that fits."""
    if said.follow_up:
        return "buyer.followup"
    return "buyer.first_answer" if said.offers else "buyer.ask_details"


def _write(writing: Writing, case: Case, said: Talk) -> str:
    """Write the letter and keep it with its offers; a draft offers nothing yet."""
    letter = said.letter or (None if said.text else _chosen(said))
    offers = [letter_text("offer", {"kind": each, "amount": said.amount, "until": said.until}) for each in said.offers]
    facts = case_facts(writing, case) | {"offers": offers, "until": said.until}
    if letter == "buyer.first_answer":
        require(offers, "--offer", _("what the buyer is offered"))
    text = said.text or letter_text(known_letter(letter or ""), facts)
    now = writing.now
    writing.add(
        rows.Letter(
            case=numbered(case),
            direction=Direction.OUT,
            name=letter,
            channel=said.channel or Channel.CHAT,
            text=text,
            written_at=now,
            sent_at=None if said.draft else now,
            how=None if said.draft else "by_hand",
        )
    )
    if not said.draft:
        made: dict[str, Any] = {"case": numbered(case), "until": said.until, "at": now}
        amounts = {Offer.BONUS: said.amount}
        writing.add(*(rows.OfferMade(kind=kind, amount=amounts.get(kind), **made) for kind in said.offers))
    return text


def _moved(writing: Writing, case: Case, said: Talk) -> dict[str, list[object]]:
    """Move the case on where a letter went out, and tell what changed."""
    if not said.goes_out or said.draft or said.follow_up:
        return {}
    return writing.change(case, status=moves.after(case, moves.Step.WRITE), contacted_at=case.contacted_at or writing.now)


def _hear(writing: Writing, case: Case, said: Talk) -> dict[str, object]:
    """Keep what the buyer answered, and tell it."""
    number, now = numbered(case), writing.now
    if said.reply:
        heard: dict[str, Any] = {"case": number, "direction": Direction.IN, "channel": said.channel or Channel.CHAT}
        writing.add(rows.Letter(**heard, text=said.reply, written_at=now, sent_at=now))
    if said.choice:
        offers = [row for row in writing.rows(rows.OfferMade, case=number) if row.kind == said.choice]
        if not offers:
            told = _("The buyer of case {number} was not offered “{offer}”.").format(number=number, offer=name(said.choice))
            raise InvalidError(told, _("First: {command}").format(command=f"ozon-returns contact {number} --offer {said.choice}"))
        for row in writing.rows(rows.OfferMade, case=number):
            row.chosen_at = now if row is offers[-1] else None
    if said.word or said.unreachable:
        word = said.word
        told_us: dict[str, Any] = {"satisfied": word.satisfied, "score": word.score, "again": word.again, "comment": word.comment}
        writing.add(rows.Feedback(case=number, at=now, **told_us, unreachable=said.unreachable))
    return {
        "reply": said.reply,
        "choice": said.choice,
        "satisfied": said.word.satisfied,
        "score": said.word.score,
        "again": said.word.again,
        "comment": said.word.comment,
        "unreachable": said.unreachable,
    }
