"""Claims of rFBS: as Ozon lists them, and each with the buyer's words and photos, and what may be decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import CLAIM, CLAIMS
from ozon_returns.ozon.lenient import Json, amount, fields, flag, integer, items, moment, text
from ozon_returns.ozon.returns import OzonReturn

PAGE = 100
"""The claims of a page."""


@dataclass(frozen=True)
class OzonAction:
    """A decision that Ozon offers for a claim."""

    number: int
    name: str


@dataclass(frozen=True)
class OzonReason:
    """A reason for which a claim may be rejected."""

    number: int
    name: str
    hint: str
    wants_comment: bool


@dataclass(frozen=True)
class OzonClaim:
    """A claim of a buyer; the moment is in UTC, the price that of one item in roubles. `raw` is all that Ozon said of it.

    `is_defect` is Ozon's own judgment of the reason, the only one in the whole API; `photos` are addresses. The buyer's name is left out.
    """

    number: int
    name: str
    posting: str
    sku: str
    article: str
    product: str
    price: Decimal | None
    created_at: datetime | None
    group: str
    state: str
    reason: str
    is_defect: bool | None
    comment: str
    photos: tuple[str, ...]
    actions: tuple[OzonAction, ...]
    rejections: tuple[OzonReason, ...]
    rejected_for: str
    tracking: str
    raw: Json


_PERSONAL = frozenset({"client_name", "customer", "addressee"})


def claims(client: Client, group: str = "All") -> Iterator[tuple[int, str]]:
    """Yield the numbers of all claims in a state group, each once, with its state.

    Ozon does not say whether there are more and may ignore where a page is to begin: a short page ends the list, and one without a
    number that is new.
    """
    seen: set[int] = set()
    last = 0
    while True:
        told = client.call(CLAIMS, {"filter": {"group_state": [group]}, "limit": PAGE, "last_id": last})
        page = [(number, _state(entry)) for entry in items(told.get("returns")) if (number := integer(entry.get("return_id"))) is not None]
        new = {number: state for number, state in page if number not in seen}
        yield from new.items()
        if not new or len(page) < PAGE:
            return
        seen.update(new)
        last = max(new)


def _state(entry: Json) -> str:
    """Return the state of a claim, or that of its group if it has none."""
    state = fields(entry.get("state"))
    return text(state.get("state")) or text(state.get("group_state"))


def claim(client: Client, number: int) -> OzonClaim | None:
    """Return a claim with all that Ozon tells of it; `None` if it tells nothing."""
    told = items(client.call(CLAIM, {"return_id": number}).get("returns"))
    return claim_of(told[0]) if told else None


def claim_of(entry: Json) -> OzonClaim | None:
    """Return a claim as it was told; `None` for one without a number."""
    number = integer(entry.get("return_id"))
    product, state, reason = (fields(entry.get(name)) for name in ("product", "state", "return_reason"))
    if number is None:
        return None
    return OzonClaim(
        number=number,
        name=text(entry.get("return_number")),
        posting=text(entry.get("posting_number")),
        sku=text(product.get("sku")),
        article=text(product.get("offer_id")),
        product=text(product.get("name")),
        price=amount(product.get("price")),
        created_at=moment(entry.get("created_at")),
        group=text(state.get("group_state")),
        state=text(state.get("state")),
        reason=text(reason.get("name")),
        is_defect=flag(reason.get("is_defect")),
        comment=text(entry.get("comment")),
        photos=_photos(entry.get("client_photo")),
        actions=tuple(_actions(entry.get("available_actions"))),
        rejections=tuple(_reasons(entry.get("rejection_reason"))),
        rejected_for=text(entry.get("rejection_comment")),
        tracking=text(entry.get("ru_post_tracking_number")),
        raw={name: value for name, value in entry.items() if name not in _PERSONAL},
    )


def as_return(found: OzonClaim, state: str, since: datetime | None) -> OzonReturn:
    """Return a claim as a return of rFBS, whose state has been the same since a moment, as far as that is known."""
    return OzonReturn(
        number=found.number,
        kind="Claim",
        scheme="rfbs",
        reason=found.reason,
        posting=found.posting,
        sku=found.sku,
        article=found.article,
        product=found.product,
        price=found.price,
        quantity=1,
        status=state or found.state or found.group,
        status_at=since or found.created_at,
        created_at=found.created_at,
        returned_at=None,
        arrived_at=None,
        final_at=None,
        paid_storage_from=None,
        disposal_at=None,
        place="",
        barcode="",
        is_opened=None,
        compensation="",
        compensation_at=None,
        raw=found.raw,
        name=found.name,
        comment=found.comment,
        is_defect=found.is_defect,
    )


def _photos(value: object) -> tuple[str, ...]:
    """Return the addresses of photos, each once."""
    listed = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(address for each in listed if (address := text(each)).startswith("http")))


def _actions(value: object) -> Iterator[OzonAction]:
    """Yield the actions, whether each is told by itself or inside of `action`."""
    for each in items(value):
        action = fields(each.get("action")) or each
        number = integer(action.get("id"))
        if number is not None:
            yield OzonAction(number, text(action.get("name")))


def _reasons(value: object) -> Iterator[OzonReason]:
    """Yield the reasons for a rejection."""
    for each in items(value):
        number = integer(each.get("id"))
        if number is not None:
            yield OzonReason(number, text(each.get("name")), text(each.get("hint")), bool(flag(each.get("is_comment_required"))))
