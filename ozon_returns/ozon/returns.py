"""Returns of FBO and FBS as Ozon lists them, the oldest first, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import RETURNS
from ozon_returns.ozon.lenient import Json, amount, as_ozon_reads, fields, flag, integer, items, moment, text

_MOST = 100_000
"""No return has more items."""

PAGE = 500
"""The most returns of a page."""


_COMPENSATIONS = (1, 2, 3, 4)
"""Sent, received, cancelled, taken back."""


@dataclass(frozen=True)
class OzonReturn:
    """A return; moments are in UTC, sums in roubles; what Ozon does not say is `None` or empty. `raw` is all that Ozon said of it.

    `price` is that of one item; `status` the stable name of where it is; `returned_at` when the buyer gave it back; `arrived_at`
    when it was ready to be picked up; `final_at` when it was at Ozon's warehouse or handed to the seller. `name`, the buyer's `comment` and
    Ozon's judgment `is_defect` are known of claims of rFBS only. One that is not
    `is_numbered` comes from a report, which has no numbers: its own stands for posting, SKU and barcode.
    """

    number: int
    kind: str
    scheme: str
    reason: str
    posting: str
    sku: str
    article: str
    product: str
    price: Decimal | None
    quantity: int
    status: str
    status_at: datetime | None
    created_at: datetime | None
    returned_at: datetime | None
    arrived_at: datetime | None
    final_at: datetime | None
    paid_storage_from: datetime | None
    disposal_at: datetime | None
    place: str
    barcode: str
    is_opened: bool | None
    compensation: str
    compensation_at: datetime | None
    raw: Json
    name: str = ""
    comment: str = ""
    is_defect: bool | None = None
    is_numbered: bool = True


def returns(client: Client, since: datetime | None, until: datetime, *, after: int = 0) -> Iterator[list[OzonReturn]]:
    """Yield the returns whose status has changed in a period, a page at a time; `after` is the last one of a page that was read before.

    Ends where Ozon says so, with an empty page, and where the next page would be the same.
    """
    span = {"time_from": as_ozon_reads(since)} if since else {}
    yield from _pages(client, {"visual_status_change_moment": {**span, "time_to": as_ozon_reads(until)}}, after)


def compensations(client: Client, since: datetime, until: datetime) -> Iterator[list[OzonReturn]]:
    """Yield the returns of a period whose compensation has a status, a page at a time: that may change while the return's own does not."""
    for status in _COMPENSATIONS:
        span = {"time_from": as_ozon_reads(since), "time_to": as_ozon_reads(until)}
        yield from _pages(client, {"compensation_status_id": status, "logistic_return_date": span}, 0)


def _pages(client: Client, asked: Json, last: int) -> Iterator[list[OzonReturn]]:
    """Yield the returns that are asked for after one, a page at a time."""
    while True:
        body = {"filter": asked, "limit": PAGE, "last_id": last}
        told = client.call(RETURNS, body)
        page = [each for entry in items(told.get("returns")) if (each := return_of(entry)) is not None]
        if page:
            yield page
        newest = max((each.number for each in page), default=last)
        if not flag(told.get("has_next")) or newest <= last:
            return
        last = newest


def return_of(entry: Json) -> OzonReturn | None:
    """Return a return as it was listed; `None` for one without a number."""
    number = integer(entry.get("id"))
    product, storage, logistic = (fields(entry.get(name)) for name in ("product", "storage", "logistic"))
    visual, paid = fields(entry.get("visual")), fields(entry.get("compensation_status"))
    if number is None:
        return None
    return OzonReturn(
        number=number,
        kind=text(entry.get("type")),
        scheme=text(entry.get("schema")).casefold(),
        reason=text(entry.get("return_reason_name")),
        posting=text(entry.get("posting_number")),
        sku=text(product.get("sku")),
        article=text(product.get("offer_id")),
        product=text(product.get("name")),
        price=amount(product.get("price")),
        quantity=min(max(1, integer(product.get("quantity")) or 1), _MOST),
        status=text(fields(visual.get("status")).get("sys_name")),
        status_at=moment(visual.get("change_moment")),
        created_at=moment(logistic.get("technical_return_moment")),
        returned_at=moment(logistic.get("return_date")),
        arrived_at=moment(storage.get("arrived_moment")),
        final_at=moment(logistic.get("final_moment")),
        paid_storage_from=moment(storage.get("tariffication_first_date")),
        disposal_at=moment(storage.get("utilization_forecast_date")),
        place=text(fields(entry.get("place")).get("name")),
        barcode=text(logistic.get("barcode")),
        is_opened=flag(fields(entry.get("additional_info")).get("is_opened")),
        compensation=text(fields(paid.get("status")).get("sys_name")),
        compensation_at=moment(paid.get("change_moment")),
        raw=entry,
    )
