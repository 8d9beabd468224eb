"""What Ozon knows of postings: how they were sold, from which warehouse, by whom they were delivered and when; nothing of the buyer."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from ozon_returns.errors.ozon import OzonError, OzonUnreachableError
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import ORDERS_FBO, ORDERS_FBS, POSTING_FBO, POSTING_FBS, Endpoint
from ozon_returns.ozon.lenient import Json, as_ozon_reads, fields, flag, integer, items, moment, text, word
from ozon_returns.words import _

_MISSING = (400, 404)
"""Answers for a posting that is not there, or whose number, which a person may have typed, is none."""

PAGE = 100
"""The most orders of a page."""

_NO_FBS = 400
"""The answer to an account that sells by FBO alone."""

_OF_OZON = "ozon"
"""The integration of a posting that Ozon delivers: FBS. What the seller or a partner delivers is rFBS."""

DELIVERED = "delivered"
_FINAL = frozenset({DELIVERED, "cancelled", "not_accepted", "cancelled_from_split_pending"})
_FBO, _FBS, _RFBS = "fbo", "fbs", "rfbs"


class Posting(NamedTuple):
    """A posting; what Ozon does not say is empty.

    `delivered_at` is Ozon's `fact_delivery_date`, which its document calls the hand-over to delivery, while others take it for the day on
    which the buyer got the item: it may be earlier than that. `is_final`: nothing of it will change.
    """

    status: str = ""
    scheme: str = ""
    warehouse: str = ""
    carrier: str = ""
    delivered_at: datetime | None = None
    is_final: bool = True


def posting(client: Client, number: str, scheme: str | None) -> Posting:
    """Return a posting, sought among those of FBO or of FBS first, as its scheme says; an empty one if there is none.

    Raise `OzonError` and `OzonUnreachableError`.
    """
    ways = ((POSTING_FBO, _fbo), (POSTING_FBS, _fbs))
    for endpoint, read in ways if scheme == _FBO else reversed(ways):
        try:
            told = fields(client.call(endpoint, {"posting_number": number, "with": {"analytics_data": True}}).get("result"))
        except OzonError as error:
            if type(error) is not OzonError or error.status not in _MISSING:
                raise
            continue
        if told:
            return read(told)
    return Posting()


class OrderedUnits(NamedTuple):
    """Units of a product in a posting; `number` is that of the posting."""

    number: str
    sku: str
    units: int
    posting: Posting


def ordered_units(client: Client, since: datetime, until: datetime, *, has_fbs: bool) -> Iterator[list[OrderedUnits]]:
    """Yield what was ordered in a period of at most a year, a page of orders at a time, those of FBO before those of FBS and rFBS.

    A refusal of the list of FBS means that there are none, unless the seller is known to have some, or a page has come. Raise `OzonError`
    and `OzonUnreachableError`, also where a list does not go on though there is more.
    """
    yield from _orders(client, ORDERS_FBO, _fbo, since, until)
    try:
        for page in _orders(client, ORDERS_FBS, _fbs, since, until):
            has_fbs = True
            yield page
    except OzonError as error:
        if has_fbs or type(error) is not OzonError or error.status != _NO_FBS:
            raise


def _orders(
    client: Client, endpoint: Endpoint, read: Callable[[Json], Posting], since: datetime, until: datetime
) -> Iterator[list[OrderedUnits]]:
    """Yield what the orders of a list are of."""
    asked = {"filter": {"since": as_ozon_reads(since), "to": as_ozon_reads(until)}, "limit": PAGE, "with": {"analytics_data": True}}
    cursor = ""
    while True:
        told = client.call(endpoint, asked | ({"cursor": cursor} if cursor else {}))
        yield [each for entry in items(told.get("postings")) for each in _units(entry, read(entry))]
        before, cursor = cursor, text(told.get("cursor"))
        if not flag(told.get("has_next")):
            return
        if cursor in ("", before):
            raise OzonUnreachableError(endpoint.path, _("its list does not go on"))


def _units(told: Json, posting: Posting) -> Iterator[OrderedUnits]:
    """Yield the units of the products of a posting."""
    for product in items(told.get("products")):
        sku, units = text(product.get("sku")), integer(product.get("quantity"))
        if sku and units and units > 0:
            yield OrderedUnits(text(told.get("posting_number")), sku, units, posting)


def _fbo(told: Json) -> Posting:
    """Return a posting of FBO."""
    return _posting(told, _FBO, text(fields(told.get("analytics_data")).get("warehouse_name")), "")


def _fbs(told: Json) -> Posting:
    """Return a posting of FBS or rFBS."""
    method, analytics = fields(told.get("delivery_method")), fields(told.get("analytics_data"))
    warehouse, carrier = (text(method.get(name)) or text(analytics.get(name)) for name in ("warehouse", "tpl_provider"))
    flow = word(told.get("integration_type_flow")) or word(told.get("tpl_integration_type"))
    return _posting(told, "" if not flow else _FBS if flow == _OF_OZON else _RFBS, warehouse, carrier)


def _posting(told: Json, scheme: str, warehouse: str, carrier: str) -> Posting:
    """Return a posting; it has a date of delivery only once it is delivered."""
    status = word(told.get("status"))
    at = moment(told.get("fact_delivery_date")) if status == DELIVERED else None
    return Posting(status, scheme, warehouse, carrier, at, status in _FINAL)
