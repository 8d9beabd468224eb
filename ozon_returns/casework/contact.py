"""Steps two and five: what the buyer is told and offered, what he answers, and whether he is content."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ozon_returns.casework import moves, offering
from ozon_returns.casework.done import Done, require
from ozon_returns.casework.letter_facts import known_names
from ozon_returns.casework.offering import Offering
from ozon_returns.casework.paper import Paper, known_letter
from ozon_returns.dealings import LONGEST_MESSAGE, Channel, Direction, EventKind, Offer
from ozon_returns.errors import LintError, StateRefusedError, UsageError
from ozon_returns.kinds import Stage, Status
from ozon_returns.letters import filling, lint
from ozon_returns.store import dealing_tables as rows
from ozon_returns.store.tables import Case
from ozon_returns.store.writing import Store, Writing, numbered
from ozon_returns.words import _, day, name


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
    """One exchange with the buyer: what goes out, what came in. `paper` is what a letter is written on."""

    offered: Offering = field(default_factory=Offering)
    letter: str | None = None
    paper: Paper | None = None
    text: str | None = None
    channel: Channel | None = None
    draft: bool = False
    follow_up: bool = False
    reply: str | None = None
    choice: Offer | None = None
    refused: Sequence[Offer] = ()
    word: Word = field(default_factory=Word)
    unreachable: str | None = None
    force: str | None = None

    @property
    def goes_out(self) -> bool:
        """Tell whether something is written to the buyer."""
        return bool(self.offered.kinds or self.letter or self.text or self.follow_up)

    @property
    def event(self) -> EventKind:
        """Tell what the exchange is, by the weightiest thing in it."""
        weighty = (
            (self.word, EventKind.FEEDBACK_RECEIVED),
            (self.unreachable, EventKind.BUYER_UNREACHABLE),
            (self.choice, EventKind.OFFER_CHOSEN),
            (self.refused, EventKind.OFFER_REFUSED),
            (self.reply, EventKind.REPLY_RECEIVED),
            (self.draft, EventKind.LETTER_DRAFTED),
        )
        return next((event for said, event in weighty if said), EventKind.LETTER_WRITTEN)


def talk(number: int, said: Talk, *, store: Store, now: datetime, follow_up_days: int = 0) -> Done:
    """Keep an exchange with the buyer; a letter that went out makes the case contacted."""
    _judge(said)
    with store.writing(now, said.force) as writing:
        case = writing.case(number)
        _demand(case, said)
        notes = offering.judge(writing, case, said.offered, force=bool(said.force)) + _early(case, said, now, follow_up_days)
        text, warnings = _write(writing, case, said) if said.goes_out else ("", [])
        facts = {"changes": _moved(writing, case, said), **_hear(writing, case, said)}
        if said.goes_out:
            told = {"letter": said.letter, "text": said.text, "offers": list(said.offered.kinds)}
            facts |= {**told, "amount": said.offered.amount, "until": said.offered.until}
        writing.record(case, said.event, facts)
    return Done(number, said.event, text=text, notes=[*notes, *warnings])


def _judge(said: Talk) -> None:
    """Refuse options that mean nothing together."""
    if not (said.goes_out or said.reply or said.choice or said.refused or said.word or said.unreachable):
        require(None, "--offer, --text, --reply, --choice, --satisfied, --unreachable", _("what was said"))
    if said.follow_up and said.offered.kinds:
        raise UsageError(_("--follow-up asks, it offers nothing."), _("Leave --offer out."))
    partial = said.letter == "buyer.partial_offer"
    if said.offered.amount is not None and Offer.BONUS not in said.offered.kinds and not partial:
        raise UsageError(_("--amount goes with the offer of a bonus."), _("Name it: --offer bonus"))
    if said.letter:
        known_letter(said.letter, "buyer")
    if said.letter == "buyer.first_answer" and not said.text:
        require(said.offered.kinds, "--offer", _("what the buyer is offered"))
    if partial and not said.text:
        require(
            [each for each in said.offered.kinds if each is Offer.BONUS], "--offer bonus --amount", _("the compensation that is offered")
        )


def _demand(case: Case, said: Talk) -> None:
    """Refuse what the case does not allow."""
    number = numbered(case)
    if said.goes_out and not said.follow_up:
        moves.demand(case, moves.Step.WRITE, force=said.force)
        if case.stage == Stage.WAREHOUSE and not said.force:
            command = f"ozon-returns inspect --case {number} --stage buyer"
            raise StateRefusedError(number, name(Status(case.status)), _("the item never left the warehouse, there is no buyer"), command)
    if said.reply or said.choice or said.refused or said.unreachable:
        moves.demand(case, moves.Step.HEAR, force=said.force)
    if said.word or said.follow_up:
        moves.demand(case, moves.Step.ASK_BACK, force=said.force)


def _early(case: Case, said: Talk, now: datetime, days: int) -> list[str]:
    """Warn of a follow-up that comes before the days that were chosen for it."""
    if not said.follow_up or case.resolved_at is None:
        return []
    due = (case.resolved_at + timedelta(days=days)).astimezone(now.tzinfo)
    if now.date() >= due.date():
        return []
    told = _("The case was resolved only {day}; the buyer is better asked from {due} on.")
    return [told.format(day=day(case.resolved_at.astimezone(now.tzinfo)), due=day(due))]


def _write(writing: Writing, case: Case, said: Talk) -> tuple[str, list[str]]:
    """Write the letter and keep it with its offers; a draft offers nothing yet. Gives the text, and what to know of it."""
    paper = said.paper or Paper({})
    offers = [
        filling.write("offer", {**paper.facts, "kind": kind, "how": offering.way(kind, case), **_terms(said)}, paper.on)
        for kind in said.offered.kinds
    ]
    by_hand = said.draft or bool(said.force)
    text = said.text or paper.text(said.letter or "", by_hand=by_hand, offers=offers, **_terms(said))
    notes = _looked_through(text, case, said, paper)
    now = writing.now
    writing.add(
        rows.Letter(
            case=numbered(case),
            direction=Direction.OUT,
            name=None if said.text else said.letter,
            channel=said.channel or Channel.CHAT,
            text=text,
            written_at=now,
            sent_at=None if said.draft else now,
            how=None if said.draft else "by_hand",
        )
    )
    if not said.draft:
        offering.keep(writing, case, said.offered)
    return text, notes


def _terms(said: Talk) -> dict[str, Any]:
    """Give the terms of what is offered, as letters name them."""
    return {"amount": said.offered.amount, "until": said.offered.until}


def _looked_through(text: str, case: Case, said: Talk, paper: Paper) -> list[str]:
    """Refuse a letter that breaks Ozon's rules before it leaves (`LintError`); a draft, or what is forced, is only warned of."""
    channel = said.channel or Channel.CHAT
    limit = LONGEST_MESSAGE if channel is Channel.CHAT else None
    found = lint.look_through(text, known=known_names(paper.facts or vars(case)), limit=limit)
    told = [(each.what, each.words) for each in found]
    if channel is Channel.REVIEW and case.posting and case.posting in text:
        told.append((_("the number of the order, in public"), case.posting))
    if told and not (said.draft or said.force):
        raise LintError(told)
    return [LintError(told).message()] if told else []


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
    for refused in said.refused:
        offering.refuse(writing, case, refused)
    if said.choice:
        offering.choose(writing, case, said.choice)
    word = vars(said.word)
    if said.word or said.unreachable:
        writing.add(rows.Feedback(case=number, at=now, **word, unreachable=said.unreachable))
    return {"reply": said.reply, "choice": said.choice, "refused": list(said.refused), **word, "unreachable": said.unreachable}
