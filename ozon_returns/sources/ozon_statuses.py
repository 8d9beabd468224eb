"""What the statuses of Ozon's returns and claims mean: about fifty are known by name; one that is not changes nothing.

Sources: the list of the Seller API for `visual_status_name` (August 2026) and statuses that public programs of other developers have
met, collected 23.11.2026; the titles are those of the seller's account.
"""

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from ozon_returns.files import shipped_file
from ozon_returns.vocabulary.nearest import folded


class Phase(StrEnum):
    """What a status says of the claim, the item or the compensation."""

    CLAIM = "claim"
    PART_OFFERED = "part_offered"
    APPROVED = "approved"
    APPROVED_BY_OZON = "approved_by_ozon"
    REJECTED = "rejected"
    REJECTED_BY_OZON = "rejected_by_ozon"
    WITHDRAWN = "withdrawn"
    DISPUTE = "dispute"
    REFUND_DUE = "refund_due"
    PART_DUE = "part_due"
    REFUNDED = "refunded"
    PART_PAID = "part_paid"
    MOVING = "moving"
    WAITING = "waiting"
    RECEIVED = "received"
    AT_OZON = "at_ozon"
    DISPUTED_BY_SELLER = "disputed_by_seller"
    SENDING_FAILED = "sending_failed"
    COMPENSATION_OFFERED = "compensation_offered"
    COMPENSATION_REFUSED = "compensation_refused"
    COMPENSATION_DECLINED = "compensation_declined"
    COMPENSATED = "compensated"
    UNKNOWN = "unknown"


class OzonStatus(NamedTuple):
    """A status: its title for a person, and what it says."""

    title: str
    phase: Phase


def ozon_status(name: str) -> OzonStatus:
    """Return what a status means; the name of one that is not known is its title."""
    return _known().get(name.casefold()) or OzonStatus(name, Phase.UNKNOWN)


def named_status(title: str) -> str:
    """Return the name of a status by its title in a report; the title itself for one that is not known."""
    return _by_title().get(folded(title), title)


@cache
def _by_title() -> Mapping[str, str]:
    """Return the names of statuses by their titles, as they are compared; of several with the same title, the first."""
    return {folded(status.title): name for name, status in reversed(list(_known().items()))} | _ALIASES


_ALIASES = {"получен": "receivedbyseller", "заявка отменена": "cancelled", "продавец открыл спор": "disputeyouopened"}
"""Other titles, as they are compared, of the first version of the report and of the list of the API."""


def names_of(phase: Phase) -> list[str]:
    """Return the names of the statuses that say something, as Ozon writes them and in lower case."""
    rows = [row["name"] for row in _rows() if row["phase"] == phase]
    return [*rows, *(name.lower() for name in rows)]


@cache
def _known() -> Mapping[str, OzonStatus]:
    """Return the known statuses by name in lower case."""
    return {row["name"].casefold(): OzonStatus(row["title"], Phase(row["phase"])) for row in _rows()}


def _rows() -> "csv.DictReader[str]":
    """Return the rows of the table."""
    return csv.DictReader(shipped_file("sources/ozon_statuses.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
