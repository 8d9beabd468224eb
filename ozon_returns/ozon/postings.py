"""What Ozon knows of a posting: how it was sold, from which warehouse, by whom it was delivered and when; nothing of the buyer."""

from datetime import datetime
from typing import NamedTuple

from ozon_returns.errors.ozon import OzonError
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import POSTING_FBO, POSTING_FBS
from ozon_returns.ozon.lenient import Json, fields, moment, text, word

_MISSING = (400, 404)
"""Answers for a posting that is not there, or whose number, which a person may have typed, is none."""

_OF_OZON = "ozon"
"""The integration of a posting that Ozon delivers: FBS. What the seller or a partner delivers is rFBS."""

_FINAL = frozenset({"delivered", "cancelled", "not_accepted", "cancelled_from_split_pending"})
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
    at = moment(told.get("fact_delivery_date")) if status == "delivered" else None
    return Posting(status, scheme, warehouse, carrier, at, status in _FINAL)
