"""Units delivered are counted in Ozon's lists of orders, by week of the order, scheme and warehouse, once nearly all have arrived.

It is Monday, November 23: the week up to the 15th is the last that has been over for a day.
"""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.cases import ozon_delivered
from tests.conftest import NOW, Run
from tests.flow.test_sync import shop, sync  # noqa: F401  fixtures
from tests.shop.server import Answer, Shop, orders_of, seller_of

LISTS = ("/v3/posting/fbo/list", "/v4/posting/fbs/list")
FBO = {"analytics_data": {"warehouse_name": "ХОРУГВИНО_РФЦ"}}
FBS = {"integration_type_flow": "ozon", "delivery_method": {"warehouse": "Тула"}}
RFBS = {"integration_type_flow": "aggregator", "delivery_method": {"warehouse": "Тула"}}


def order(day: str, units: int, how: dict[str, Any], status: str = "delivered", sku: object = 158) -> dict[str, Any]:
    """Return an order, as the lists tell it."""
    at = f"{day}T10:00:00Z"
    customer = {"name": "Иванов Иван", "phone": "+79990001122"}
    return {"in_process_at": at, "status": status, "products": [{"sku": sku, "quantity": units}], "customer": customer, **how}


def delivered(run: Run, home: Path) -> list[tuple[object, ...]]:
    """Return the deliveries that are known: product, days, scheme, warehouse, units."""
    run("export", "-o", home / "all.json", "--format", "json")
    lines = json.loads((home / "all.json").read_text(encoding="utf-8")).get("deliveries", ())
    names = ("sku", "from", "to", "scheme", "warehouse", "units")
    return sorted((tuple(each.get(name) for name in names) for each in lines), key=str)


def spans(shop: Shop) -> list[tuple[str, str]]:  # noqa: F811
    """Return the periods that FBO orders were asked for in."""
    return [(body["filter"]["since"], body["filter"]["to"]) for path, body in shop.asked if path == LISTS[0]]


WEEK = ("2026-11-02", "2026-11-08")


def test_units_come_by_week_scheme_and_warehouse_and_replace_those_of_analytics(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    shop.methods |= seller_of(sold=[("158", "2026-11-03", 25), ("158", "2026-11-10", 30)])
    shop.methods |= orders_of(
        [
            *(order("2026-11-02", 4, FBO), order("2026-11-08", 6, FBO), order("2026-11-05", 7, FBS), order("2026-11-05", 3, RFBS)),
            *(order("2026-11-06", 5, FBS, "cancelled"), order("2026-11-06", 2, FBO, sku="9")),
            *(order("2026-11-10", 20, FBO), order("2026-11-11", 2, FBO, "delivering")),
        ]
    )
    assert sync().exit == 0
    first: list[tuple[object, ...]] = [
        ("158", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 10),
        ("158", *WEEK, "fbs", "Тула", 7),
        ("158", *WEEK, "rfbs", "Тула", 3),
        ("9", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 2),
    ]
    of_analytics: list[tuple[object, ...]] = [("158", "2026-11-09", "2026-11-15", None, None, 30)]
    assert delivered(run, home) == sorted(first + of_analytics, key=str)
    assert run("check").exit == 0
    with closing(sqlite3.connect(home / "cases.db")) as store:
        assert "Иванов" not in "".join(store.iterdump())


def test_a_week_waits_until_nearly_all_has_arrived_and_is_asked_for_again_after_two_days(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    shop.methods |= orders_of([order("2026-11-10", 19, FBS), order("2026-11-11", 2, FBS, "delivering")])
    sync()
    assert delivered(run, home) == []
    assert len(spans(shop)) == 12
    assert spans(shop)[-1] == ("2026-11-08T21:00:00Z", "2026-11-15T20:59:59Z"), "weeks are those of the seller's time zone"
    shop.asked.clear()
    sync(now=NOW + timedelta(hours=47))
    assert spans(shop) == []
    shop.methods |= orders_of([order("2026-11-10", 19, FBS), order("2026-11-11", 1, FBS, "delivering")])
    sync(now=NOW + timedelta(hours=48))
    assert spans(shop)[0] == ("2026-11-08T21:00:00Z", "2026-11-15T20:59:59Z")
    assert delivered(run, home) == [("158", "2026-11-09", "2026-11-15", "fbs", "Тула", 19)]


def test_nothing_is_asked_for_until_another_week_has_ended(shop: Shop, sync: Run) -> None:  # noqa: F811
    sync()
    shop.asked.clear()
    sync(now=NOW + timedelta(hours=11))
    assert spans(shop) == []
    sync(now=NOW + timedelta(hours=12))
    assert spans(shop) == [("2026-11-15T21:00:00Z", "2026-11-22T20:59:59Z")]


def test_a_week_of_which_much_never_arrives_is_left_out_after_eight_weeks(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    lost = order("2026-09-22", 5, FBS, "arbitration")
    shop.methods |= orders_of([order("2026-09-21", 5, FBS), lost, order("2026-09-29", 3, FBS)])
    sync()
    assert delivered(run, home) == [("158", "2026-09-28", "2026-10-04", "fbs", "Тула", 3)]


@pytest.mark.parametrize(
    "told",
    [
        '{sku: "158", from: 2026-11-02, to: 2026-11-08, units: 7}',
        '{sku: "158", from: 2026-11-02, to: 2026-11-08, units: 99, supplier: A}',
        '{sku: "158", from: 2026-11-08, to: 2026-11-10, units: 4}',
    ],
)
def test_what_the_seller_told_of_a_product_and_a_week_stays(
    told: str,
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    run("import", "-", typed=f"deliveries: [{told}]")
    before = delivered(run, home)
    shop.methods |= orders_of([order("2026-11-05", 50, FBO), order("2026-11-05", 2, FBO, sku=9)])
    sync()
    assert delivered(run, home) == [*before, ("9", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 2)]


def test_units_of_analytics_that_the_seller_has_corrected_stay(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= seller_of(sold=[("158", "2026-11-10", 30)])
    shop.methods |= orders_of([order("2026-11-10", 9, FBS), order("2026-11-11", 2, FBS, "delivering")])
    sync()
    run("import", "-", typed='deliveries: [{sku: "158", from: 2026-11-09, to: 2026-11-15, units: 31}]')
    shop.methods |= orders_of([order("2026-11-10", 11, FBS)])
    sync(now=NOW + timedelta(days=2))
    assert delivered(run, home) == [("158", "2026-11-09", "2026-11-15", None, None, 31)]


def test_orders_are_read_page_by_page(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-11-05", 1, FBS) for _no in range(250)])
    sync()
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 250)]
    cursors = [body.get("cursor") for path, body in shop.asked if path == LISTS[1] and body["filter"]["since"].startswith("2026-11-01")]
    assert cursors == [None, "100", "200"]


def test_a_list_that_does_not_go_on_ends(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    page = {"postings": [order("2026-11-05", 1, FBS)], "cursor": "same", "has_next": True}
    shop.methods[LISTS[1]] = lambda body: (200, page if body["filter"]["since"].startswith("2026-11-01") else {})
    sync()
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 2)]


def test_a_seller_of_fbo_alone_is_refused_the_other_list(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-11-05", 8, FBO)])
    shop.methods[LISTS[1]] = lambda _body: (400, {"code": 3, "message": "account is not FBS"})
    assert "Orders were not read" not in sync().err
    assert delivered(run, home) == [("158", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 8)]


def test_a_key_that_may_not_read_orders_is_told_and_the_units_of_analytics_stay(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    shop.methods |= seller_of(sold=[("158", "2026-11-03", 25)])
    shop.methods |= dict.fromkeys(LISTS, lambda _body: (403, {"message": "Api-Key is missing a required role for a method"}))
    said = sync()
    assert (said.exit, "Orders were not read." in said.err) == (0, True)
    assert delivered(run, home) == [("158", *WEEK, None, None, 25)]


def test_a_run_that_is_stopped_goes_on_with_the_week_it_was_at(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-11-05", 8, FBS), order("2026-11-12", 9, FBS)])
    listed = shop.methods[LISTS[1]]

    def failing(body: Any) -> Answer:  # noqa: ANN401
        return (403, {"message": "no"}) if body["filter"]["since"].startswith("2026-11-08") else listed(body)

    shop.methods[LISTS[1]] = failing
    sync()
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 8)]
    shop.methods[LISTS[1]] = listed
    shop.asked.clear()
    sync()
    assert len(spans(shop)) == 1
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 8), ("158", "2026-11-09", "2026-11-15", "fbs", "Тула", 9)]


def test_a_large_shop_is_read_in_several_runs(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ozon_delivered, "_MOST", 8)
    shop.methods |= orders_of([order("2026-11-05", 8, FBS), order("2026-11-12", 9, FBS)])
    assert "More orders are to be read: run the command again." in sync().err
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 8)]
    assert "More orders" not in sync().err
    assert len(delivered(run, home)) == 2


def test_a_dry_run_reads_no_orders(shop: Shop, sync: Run) -> None:  # noqa: F811
    sync("--dry-run")
    assert spans(shop) == []
