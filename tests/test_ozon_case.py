"""What a status of Ozon means for a case; each answer was written down by hand from what the status says, before the code."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ozon_returns.ozon.returns import OzonReturn, return_of
from ozon_returns.sources.ozon_case import return_record
from ozon_returns.sources.ozon_statuses import Phase, ozon_status
from ozon_returns.sources.record import Record
from ozon_returns.sources.return_reasons import return_reason
from tests.conftest import MOSCOW, NOW

CREATED, BACK, SINCE = (datetime.fromisoformat(each) for each in ("2026-11-18T08:00Z", "2026-11-19T10:00Z", "2026-11-21T09:00Z"))
FINAL = datetime.fromisoformat("2026-11-21T08:30Z")
FREE = datetime(2026, 11, 29, 23, 59, 59, tzinfo=MOSCOW)
GONE = datetime(2026, 12, 20, 23, 59, 59, tzinfo=MOSCOW)
REFUND = ("refund", BACK, "3980")
"""Two items at 1,990, which the buyer gave back on the 19th."""


def told(status: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  as in JSON
    """Return a return as Ozon tells it."""
    return {
        "id": "77",
        "return_reason_name": "Упаковка и товар повреждены",
        "type": "ClientReturn",
        "schema": "Fbs",
        "posting_number": "58544282-0057-1",
        "storage": {"tariffication_first_date": "2026-11-30T00:00:00Z", "utilization_forecast_date": "2026-12-20"},
        "product": {"sku": 158, "offer_id": "KT", "name": "Чайник", "price": {"price": 1990, "currency_code": "RUB"}, "quantity": 2},
        "logistic": {
            "technical_return_moment": "2026-11-18T08:00:00Z",
            "return_date": "2026-11-19T10:00:00.123Z",
            "final_moment": "2026-11-21T08:30:00Z",
        },
        "visual": {"status": {"sys_name": status}, "change_moment": "2026-11-21T09:00:00Z"},
        **more,
    }


def record(status: str, now: datetime = NOW, **more: Any) -> Record:  # noqa: ANN401
    """Return the record of a return with a status."""
    found = return_of(told(status, **more))
    assert isinstance(found, OzonReturn)
    return return_record(found, return_reason(found.reason), now)


def acts(found: Record) -> set[tuple[Any, ...]]:
    """Return the decisions, offers and fulfillments of a record."""
    lines = [each for name in ("decisions", "offers", "fulfillments") for each in found.lines.get(name, ())]
    return {(each["kind"], each["at"], str(each.get("amount") or each.get("by") or "")) for each in lines}


def dates(found: Record) -> dict[str, datetime]:
    """Return the dates of a record."""
    return {each["kind"]: each["at"] for each in found.lines.get("dates", ())}


EXPECTED: list[tuple[str, str, dict[str, datetime], set[tuple[Any, ...]]]] = [
    ("OnSellerApproval", "buyer", {"claimed": SINCE}, set()),
    ("OnSellerClarification", "buyer", {"claimed": SINCE}, set()),
    ("OfferedPartialCompensation", "buyer", {"claimed": CREATED, "decided": SINCE}, {("bonus", SINCE, "")}),
    ("Approved", "buyer", {"claimed": CREATED}, {("approve", SINCE, "seller")}),
    ("ApprovedByOzon", "buyer", {"claimed": CREATED}, {("approve", SINCE, "ozon")}),
    ("Rejected", "buyer", {"claimed": CREATED}, {("reject", SINCE, "seller")}),
    ("CrmRejected", "buyer", {"claimed": CREATED}, {("reject", SINCE, "ozon")}),
    ("DisputeOpened", "buyer", {"claimed": CREATED, "dispute_opened": SINCE}, set()),
    ("ReturnMoneyApproved", "return", {"decided": SINCE}, set()),
    ("PartialCompensationInProcess", "return", {"decided": SINCE}, {("partial", SINCE, "seller")}),
    ("PartialCompensationReturned", "return", {"decided": SINCE}, {("bonus", SINCE, "")}),
    ("MoneyReturned", "return", {"decided": BACK}, {("refund", SINCE, "3980")}),
    ("MoneyReturnedBySystem", "return", {"decided": BACK}, {("refund", SINCE, "3980")}),
    ("MovingToSeller", "return", {"decided": BACK, "return_created": CREATED}, {REFUND}),
    ("ArrivedAtReturnPlace", "return", {"decided": BACK, "return_created": CREATED, "free_until": FREE, "disposal": GONE}, {REFUND}),
    ("ReceivedBySeller", "return", {"decided": BACK, "return_created": CREATED, "return_received": FINAL}, {REFUND}),
    ("ReturnedToOzon", "return", {"decided": BACK, "ended_at_ozon": FINAL}, {REFUND}),
    ("Utilized", "return", {"decided": BACK, "ended_at_ozon": FINAL}, {REFUND}),
    ("CompensationOffered", "return", {"decided": BACK, "compensation_offered": SINCE}, {REFUND}),
    ("CompensationRejectedBySla", "return", {"decided": BACK, "compensation_answered": SINCE}, {REFUND}),
    ("CompensationRejectedBySeller", "return", {"decided": BACK, "compensation_answered": SINCE}, {REFUND}),
    ("DisputeYouOpened", "return", {"decided": BACK}, {REFUND}),
    ("SendingError", "return", {"decided": BACK}, {REFUND}),
    ("SomethingNew", "return", {"decided": SINCE}, set()),
    ("Cancelled", "return", {}, set()),
]


@pytest.mark.parametrize(("status", "stage", "wanted", "done"), EXPECTED)
def test_a_status_is_read_as_was_written_down(status: str, stage: str, wanted: dict[str, datetime], done: set[tuple[Any, ...]]) -> None:
    found = record(status)
    assert (found.facts["stage"], dates(found), acts(found)) == (stage, wanted, done)
    costs = [(each["kind"], each["amount"]) for each in found.lines.get("costs", ())]
    assert costs == [("refund", Decimal(3980))] * any(kind == "refund" for kind, _at, _more in done), (
        "money that went to the buyer is a cost"
    )


def test_what_ozon_says_of_the_item_is_kept() -> None:
    found = record("MovingToSeller")
    assert found.key == "ozon-return-77"
    names = (
        "return_id",
        "posting",
        "sku",
        "article",
        "product",
        "price",
        "quantity",
        "scheme",
        "claimed_reason",
        "suspected_cause",
        "status",
    )
    assert [str(found.facts[name]) for name in names] == [
        *("77", "58544282-0057-1", "158", "KT", "Чайник", "1990", "2", "fbs", "Упаковка и товар повреждены", "transport", "new"),
    ]


@pytest.mark.parametrize("status", ["OnSellerApproval", "Approved", "Rejected", "DisputeOpened", "PartialCompensationInProcess"])
def test_a_claim_of_long_ago_starts_no_term(status: str) -> None:
    found = record(status, NOW + timedelta(days=40))
    assert (dates(found), acts(found), found.facts["suspected_cause"]) == ({"decided": SINCE}, set(), None)


def test_a_refusal_at_the_door_owes_no_money() -> None:
    found = record("MovingToSeller", type="FullReturn")
    assert (acts(found), found.lines.get("costs")) == (set(), None)


def test_that_the_production_is_at_fault_is_not_taken_from_the_buyer() -> None:
    assert record("MovingToSeller", return_reason_name="Товар не работает / брак").facts["suspected_cause"] is None


PAID = {"compensation_status": {"status": {"sys_name": "Received"}, "change_moment": "2026-11-22T10:00:00Z"}}


@pytest.mark.parametrize(
    ("status", "more", "wanted"),
    [
        ("DisputeYouOpened", {}, (SINCE, None, None)),
        ("CompensationRejected", {}, (SINCE, "refused", SINCE)),
        ("ReturnCompensated", {}, (SINCE, "approved", SINCE)),
        ("ReceivedBySeller", PAID, (SINCE + timedelta(days=1, hours=1), "approved", SINCE + timedelta(days=1, hours=1))),
    ],
)
def test_a_claim_on_ozon_is_a_ticket(status: str, more: dict[str, Any], wanted: tuple[Any, ...]) -> None:
    [ticket] = record(status, **more).lines["tickets"]
    assert (ticket["to"], ticket["situation"]) == ("ozon", "transport")
    assert (ticket["opened_at"], ticket.get("outcome"), ticket.get("decided_at")) == wanted


@pytest.mark.parametrize("status", ["DisputeYouOpened", "CompensationRejected"])
def test_a_claim_on_ozon_of_long_ago_is_no_ticket(status: str) -> None:
    assert "tickets" not in record(status, NOW + timedelta(days=40)).lines


def test_what_is_not_told_is_not_made_up() -> None:
    found = record(
        "MovingToSeller", product={"sku": "158"}, logistic=None, storage=None, schema="", visual={"status": {"sys_name": "OnWay"}}
    )
    assert {name: found.facts[name] for name in ("price", "article", "product", "scheme")} == dict.fromkeys(
        ("price", "article", "product", "scheme")
    )
    assert dates(found) == {"decided": NOW}
    assert acts(found) == {("refund", NOW, "")}


def test_statuses_are_known_in_any_case_and_others_by_their_name() -> None:
    assert ozon_status("movingtoseller") == ozon_status("MovingToSeller")
    assert ozon_status("BrandNew") == ("BrandNew", Phase.UNKNOWN)
    assert {ozon_status(each[0]).phase for each in EXPECTED} >= set(Phase) - {Phase.UNKNOWN, Phase.COMPENSATED}
