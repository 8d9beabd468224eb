"""One exchange with the buyer: what goes out, and what came in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from ozon_returns.buyer.claim import Act
from ozon_returns.buyer.offer import Offers
from ozon_returns.vocabulary.activity import Channel, OfferKind
from ozon_returns.vocabulary.event import EventKind


@dataclass(frozen=True)
class BuyersWord:
    """What the buyer said at the end."""

    satisfied: bool | None = None
    score: int | None = None
    again: bool | None = None
    comment: str | None = None

    def __bool__(self) -> bool:
        """Return whether anything was said."""
        return any(each is not None for each in (self.satisfied, self.score, self.again, self.comment))


@dataclass(frozen=True)
class Exchange:
    """One exchange with the buyer: what goes out, what came in, and what was demanded, decided or done; `at` is when it happened."""

    offers: Offers = field(default_factory=Offers)
    letter: str | None = None
    text: str | None = None
    channel: Channel | None = None
    draft: bool = False
    follow_up: bool = False
    reply: str | None = None
    choice: OfferKind | None = None
    refused: Sequence[OfferKind] = ()
    word: BuyersWord = field(default_factory=BuyersWord)
    unreachable: str | None = None
    act: Act = field(default_factory=Act)
    amount: Decimal | None = None
    at: datetime | None = None
    force: str | None = None
    held_back: bool = False

    @property
    def is_unsent(self) -> bool:
        """Return whether what is written is not sent: a draft, or what is held back until it is."""
        return self.draft or self.held_back

    @property
    def goes_out(self) -> bool:
        """Return whether something is written to the buyer."""
        return bool(self.offers.kinds or self.letter or self.text or self.follow_up)

    @property
    def event(self) -> EventKind:
        """Return the kind of the event, after the weightiest part of the exchange."""
        weighty = (
            (self.word, EventKind.FEEDBACK_RECEIVED),
            (self.unreachable, EventKind.BUYER_UNREACHABLE),
            (self.act.done, EventKind.FULFILLED),
            (self.act.decide, EventKind.CLAIM_DECIDED),
            (self.act.demand, EventKind.DEMAND_MADE),
            (self.choice, EventKind.OFFER_CHOSEN),
            (self.refused, EventKind.OFFER_REFUSED),
            (self.reply, EventKind.REPLY_RECEIVED),
            (self.is_unsent, EventKind.LETTER_DRAFTED),
        )
        return next((event for said, event in weighty if said), EventKind.LETTER_WRITTEN)
