"""Units delivered are counted in Ozon's lists of orders, by week of the order, scheme and warehouse, three weeks after the week.

It is Monday, November 23: the week up to October 25 is the last that has been over for 22 days, that of August 31 the first of twelve.
"""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ozon_returns.cases import ozon_delivered
from tests.conftest import NOW, Run
from tests.flow.test_sync import shop, sync  # noqa: F401  fixtures
from tests.shop.server import Answer, Shop, orders_of, seller_of

NUMBERS = count(1)
LISTS = ("/v3/posting/fbo/list", "/v4/posting/fbs/list")
FBO = {"analytics_data": {"warehouse_name": "ХОРУГВИНО_РФЦ"}}
FBS = {"integration_type_flow": "ozon", "delivery_method": {"warehouse": "Тула"}}
RFBS = {"integration_type_flow": "aggregator", "delivery_method": {"warehouse": "Тула"}}


def order(day: str, units: int, how: dict[str, Any], status: str = "delivered", sku: object = 158) -> dict[str, Any]:
    """Return an order, as the lists tell it."""
    at, number = f"{day}T10:00:00Z", f"{next(NUMBERS)}-0001-1"
    customer = {"name": "Иванов Иван", "phone": "+79990001122"}
    return {
        "posting_number": number,
        "in_process_at": at,
        "status": status,
        "products": [{"sku": sku, "quantity": units}],
        "customer": customer,
        **how,
    }


def delivered(run: Run, home: Path) -> list[tuple[object, ...]]:
    """Return the deliveries that are known: product, days, scheme, warehouse, units."""
    run("export", "-o", home / "all.json", "--format", "json")
    lines = json.loads((home / "all.json").read_text(encoding="utf-8")).get("deliveries", ())
    names = ("sku", "from", "to", "scheme", "warehouse", "units")
    return sorted((tuple(each.get(name) for name in names) for each in lines), key=str)


def spans(shop: Shop) -> list[tuple[str, str]]:  # noqa: F811
    """Return the periods that FBO orders were asked for in."""
    return [(body["filter"]["since"], body["filter"]["to"]) for path, body in shop.asked if path == LISTS[0]]


WEEK, NEXT = ("2026-10-12", "2026-10-18"), ("2026-10-19", "2026-10-25")


def test_units_come_by_week_scheme_and_warehouse_and_replace_those_of_analytics(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    """What was cancelled is not delivered: of product 7 nothing is left; week 44 is too young."""
    shop.methods |= seller_of(sold=[("158", "2026-10-13", 25), ("7", "2026-10-13", 6), ("158", "2026-10-27", 30)])
    shop.methods |= orders_of(
        [
            *(order("2026-10-12", 4, FBO), order("2026-10-18", 6, FBO), order("2026-10-15", 7, FBS), order("2026-10-15", 3, RFBS)),
            *(order("2026-10-16", 5, FBS, "cancelled"), order("2026-10-16", 2, FBO, sku="9"), order("2026-10-16", 6, FBO, "cancelled", 7)),
            order("2026-10-27", 20, FBO),
        ]
    )
    assert sync().exit == 0
    assert spans(shop) == [(f"{first}T21:00:00Z", f"{last}T20:59:59Z") for first, last in SUNDAYS]
    assert delivered(run, home) == [
        ("158", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 10),
        ("158", *WEEK, "fbs", "Тула", 7),
        ("158", *WEEK, "rfbs", "Тула", 3),
        ("158", "2026-10-26", "2026-11-01", None, None, 30),
        ("9", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 2),
    ]
    assert run("check").exit == 0
    with closing(sqlite3.connect(home / "cases.db")) as store:
        assert "Иванов" not in "".join(store.iterdump())
    run("undo", "--yes")
    assert ("158", *WEEK, None, None, 25) in delivered(run, home)
    assert ("7", *WEEK, None, None, 6) in delivered(run, home)


SUNDAYS = [
    *(("2026-08-30", "2026-09-06"), ("2026-09-06", "2026-09-13"), ("2026-09-13", "2026-09-20"), ("2026-09-20", "2026-09-27")),
    *(("2026-09-27", "2026-10-04"), ("2026-10-04", "2026-10-11"), ("2026-10-11", "2026-10-18"), ("2026-10-18", "2026-10-25")),
]
"""The days at whose end, 21:00 UTC, a week of the seller's begins and ends."""


def test_a_week_is_asked_for_once_when_it_has_been_over_for_22_days(shop: Shop, sync: Run) -> None:  # noqa: F811
    sync()
    shop.asked.clear()
    sync(now=NOW + timedelta(hours=11))
    assert spans(shop) == []
    sync(now=NOW + timedelta(hours=12))
    assert spans(shop) == [("2026-10-25T21:00:00Z", "2026-11-01T20:59:59Z")]


def test_units_of_a_product_that_nobody_took_are_none(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= seller_of(sold=[("7", "2026-10-13", 6)])
    shop.methods |= orders_of([order("2026-10-13", 6, FBS, "cancelled", 7)])
    sync()
    assert delivered(run, home) == []
    assert run("check").exit == 0


@pytest.mark.parametrize(("going", "units"), [(2, [("Тула", 38)]), (3, [(None, 41)])])
def test_a_product_of_which_more_than_a_twentieth_is_on_the_way_keeps_the_units_of_analytics(
    going: int,
    units: list[tuple[str | None, int]],
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    """2 of 40 are 5 %, 3 of 41 are 7.3 %; the other product is counted all the same."""
    shop.methods |= seller_of(sold=[("158", "2026-10-13", 38 + going), ("9", "2026-10-13", 500)])
    orders = (order("2026-10-13", 38, FBS), order("2026-10-14", going, FBS, "sent_by_seller"), order("2026-10-14", 500, FBS, sku=9))
    shop.methods |= orders_of([*orders])
    sync()
    found = delivered(run, home)
    assert [(each[4], each[5]) for each in found if each[0] == "158"] == units
    assert ("9", *WEEK, "fbs", "Тула", 500) in found


@pytest.mark.parametrize(("told", "is_counted"), [(10, True), (11, False)])
def test_a_list_that_has_much_less_than_analytics_is_not_believed(
    told: int,
    is_counted: bool,
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    """The list has 8: four fifths of 10."""
    shop.methods |= seller_of(sold=[("158", "2026-10-13", told)])
    shop.methods |= orders_of([order("2026-10-13", 8, FBS)])
    sync()
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 8) if is_counted else ("158", *WEEK, None, None, told)]


@pytest.mark.parametrize(
    "told",
    [
        '{sku: "158", from: 2026-10-12, to: 2026-10-18, units: 7}',
        '{sku: "158", from: 2026-10-12, to: 2026-10-18, units: 99, supplier: A}',
        '{sku: "158", from: 2026-10-18, to: 2026-10-20, units: 4}',
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
    shop.methods |= orders_of([order("2026-10-15", 50, FBO), order("2026-10-15", 2, FBO, sku=9)])
    sync()
    assert delivered(run, home) == [*before, ("9", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 2)]


@pytest.mark.parametrize(
    ("told", "gone", "left"),
    [
        ('{sku: "158", from: 2026-10-12, to: 2026-10-18, units: 98}', 2, [3, 98, 5]),
        ('{sku: "158", from: 2026-10-12, to: 2026-10-18, units: 98, supplier: A}', 2, [3, 98, 5]),
        ('{sku: "158", from: 2026-10-12, to: 2026-10-18, units: 98, warehouse: Тула}', 1, [3, 8, 98, 5]),
        ('{sku: "158", from: 2026-10-12, to: 2026-10-18, units: 98, scheme: fbo}', 1, [3, 98, 90, 5]),
        ('{sku: "158", from: 2026-10-05, to: 2026-10-25, units: 98}', 4, [98]),
        (
            '{sku: "158", from: 2026-10-12, to: 2026-10-14, units: 90}, {sku: "158", from: 2026-10-15, to: 2026-10-18, units: 8}',
            *(2, [3, 90, 8, 5]),
        ),
    ],
)
def test_what_the_seller_tells_later_takes_the_place_of_what_ozon_told(
    told: str,
    gone: int,
    left: list[int],
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    both = (order("2026-10-15", 8, FBO), order("2026-10-15", 90, FBS))
    shop.methods |= orders_of([order("2026-10-06", 3, FBS), *both, order("2026-10-20", 5, FBS), order("2026-10-15", 2, FBO, sku=9)])
    sync()
    said = run("import", "-", typed=f"deliveries: [{told}]")
    assert f"Units that Ozon had told of the same products and days gave way: {gone}." in said.err
    assert sorted((each[0], each[5]) for each in delivered(run, home)) == sorted([*(("158", units) for units in left), ("9", 2)])
    assert run("check").exit == 0


def test_a_part_of_the_days_that_ozon_told_is_refused(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-10-15", 8, FBO), order("2026-10-20", 9, FBS)])
    sync()
    before = delivered(run, home)
    for first, last in (("12", "17"), ("13", "18"), ("15", "15"), ("05", "24")):
        said = run("import", "-", typed=f'deliveries: [{{sku: "158", from: 2026-10-{first}, to: 2026-10-{last}, units: 3, supplier: A}}]')
        assert (said.exit, "are known already, and the days overlap" in told(said)) == (5, True)
        assert "Ozon has told of whole weeks: tell of whole weeks, too." in told(said)
    assert delivered(run, home) == before
    typed = 'deliveries: [{sku: "158", from: 2026-10-15, to: 2026-10-15, units: 3, warehouse: Казань}]'
    assert run("import", "-", typed=typed).exit == 0
    assert len(delivered(run, home)) == 3


def test_units_of_analytics_that_the_seller_has_corrected_stay(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= seller_of(sold=[("158", "2026-10-28", 11)])
    sync()
    told = '{sku: "158", from: 2026-10-26, to: 2026-11-01, units: 10}'
    assert "gave way" not in run("import", "-", typed=f"deliveries: [{told}]").err
    shop.methods |= orders_of([order("2026-10-28", 11, FBS)])
    sync(now=NOW + timedelta(days=2))
    assert delivered(run, home) == [("158", "2026-10-26", "2026-11-01", None, None, 10)]


HEAD = "Номер заказа;Номер отправления;Принят в обработку;Статус;Название товара;SKU;Артикул;Количество;Склад отгрузки"


def test_ozons_report_of_orders_does_not_count_what_the_lists_have_told(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
    tmp_path: Path,
) -> None:
    """Of product 9 the lists have told nothing, as analytics has; the report has all of October 12 to 25."""
    shop.methods |= seller_of(sold=[("9", "2026-10-13", 5)])
    shop.methods |= orders_of([order("2026-10-13", 20, FBS)])
    sync()
    file = tmp_path / "заказы.csv"
    days = ("12", "25")
    rows = [f"1;1-{day}-1;2026-10-{day} 10:00:00;Доставлен;Чайник;{sku};KT;5;Тула" for day in days for sku in (158, 9)]
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    run("import", file)
    assert delivered(run, home) == [
        *(("158", *WEEK, "fbs", "Тула", 20), ("158", *NEXT, None, "Тула", 5)),
        *(("9", *WEEK, None, "Тула", 5), ("9", *NEXT, None, "Тула", 5)),
    ]


def test_orders_are_read_page_by_page_and_each_once(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    orders = [order("2026-10-15", 1, FBS) for _no in range(249)]
    shop.methods |= orders_of([*orders, orders[0]])
    sync()
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 249)]
    cursors = [body.get("cursor") for path, body in shop.asked if path == LISTS[1] and body["filter"]["since"].startswith("2026-10-11")]
    assert cursors == [None, "100", "200"]


def test_an_order_of_two_products_counts_for_both(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    both = order("2026-10-15", 1, FBS)
    both["products"] = [
        {"sku": 158, "quantity": 1},
        {"sku": "9", "quantity": "2"},
        {"sku": 158, "quantity": 1},
        {"sku": None, "quantity": 1},
    ]
    shop.methods |= orders_of([both])
    sync()
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 2), ("9", *WEEK, "fbs", "Тула", 2)]


@pytest.mark.parametrize("cursor", ["", "same"])
def test_a_list_that_does_not_go_on_is_told_and_not_counted(cursor: str, run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    page = {"postings": [order("2026-10-15", 1, FBS)], "cursor": cursor, "has_next": True}
    shop.methods[LISTS[1]] = lambda body: (200, page if body["filter"]["since"].startswith("2026-10-11") else {})
    assert "Orders were not read. Ozon cannot be reached (/v4/posting/fbs/list): its list does not go on." in told(sync())
    assert delivered(run, home) == []


def told(said: Any) -> str:  # noqa: ANN401
    """Return what was said, on one line."""
    return " ".join(said.err.split())


NO_FBS = (400, {"code": 3, "message": "account is not FBS"})


def test_a_seller_of_fbo_alone_is_refused_the_other_list(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-10-15", 8, FBO)])
    shop.methods[LISTS[1]] = lambda _body: NO_FBS
    assert "Orders were not read" not in sync().err
    assert delivered(run, home) == [("158", *WEEK, "fbo", "ХОРУГВИНО_РФЦ", 8)]


def test_a_refusal_to_a_seller_of_fbs_or_of_a_later_page_is_told(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-10-15", 1, FBS) for _no in range(150)])
    listed = shop.methods[LISTS[1]]
    shop.methods[LISTS[1]] = lambda body: NO_FBS if body.get("cursor") else listed(body)
    assert "Orders were not read." in sync().err
    run("inspect", "--product", "Kettle", "--scheme", "fbs")
    shop.methods[LISTS[1]] = lambda _body: NO_FBS
    assert "Orders were not read." in sync().err
    assert delivered(run, home) == []


def test_a_key_that_may_not_read_orders_is_told_and_the_units_of_analytics_stay(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
) -> None:
    shop.methods |= seller_of(sold=[("158", "2026-10-13", 25)])
    shop.methods |= dict.fromkeys(LISTS, lambda _body: (403, {"message": "Api-Key is missing a required role for a method"}))
    said = sync()
    assert (said.exit, "Orders were not read." in said.err) == (0, True)
    assert delivered(run, home) == [("158", *WEEK, None, None, 25)]


def test_a_run_that_is_stopped_goes_on_with_the_week_it_was_at(run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-10-15", 8, FBS), order("2026-10-20", 9, FBS)])
    listed = shop.methods[LISTS[1]]

    def failing(body: Any) -> Answer:  # noqa: ANN401
        return (403, {"message": "no"}) if body["filter"]["since"].startswith("2026-10-18") else listed(body)

    shop.methods[LISTS[1]] = failing
    sync()
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 8)]
    shop.methods[LISTS[1]] = listed
    shop.asked.clear()
    sync()
    assert len(spans(shop)) == 1
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 8), ("158", *NEXT, "fbs", "Тула", 9)]


@pytest.mark.parametrize("zone", ["Europe/Kaliningrad", "Asia/Vladivostok"])
def test_weeks_stay_weeks_where_the_time_zone_changes(zone: str, run: Run, shop: Shop, sync: Run, home: Path) -> None:  # noqa: F811
    shop.methods |= orders_of([order("2026-10-20", 9, FBS), order("2026-10-28", 4, FBS)])
    sync()
    assert run("settings", "set", "timezone", zone).exit == 0
    assert sync(now=NOW + timedelta(days=2)).exit == 0
    assert delivered(run, home) == [("158", *NEXT, "fbs", "Тула", 9), ("158", "2026-10-26", "2026-11-01", "fbs", "Тула", 4)]


def test_a_large_shop_is_read_in_several_runs(
    run: Run,
    shop: Shop,  # noqa: F811
    sync: Run,  # noqa: F811
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ozon_delivered, "_MOST", 8)
    shop.methods |= orders_of([order("2026-10-15", 8, FBS), order("2026-10-20", 9, FBS)])
    assert "More orders are to be read: run the command again." in sync().err
    assert delivered(run, home) == [("158", *WEEK, "fbs", "Тула", 8)]
    assert "More orders" not in sync().err
    assert len(delivered(run, home)) == 2


def test_a_dry_run_reads_no_orders(shop: Shop, sync: Run) -> None:  # noqa: F811
    sync("--dry-run")
    assert spans(shop) == []
