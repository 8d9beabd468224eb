"""What Ozon knows of postings and products fills what is empty, follows Ozon while nobody else has spoken, and overrides nobody."""

from datetime import timedelta
from typing import Any

from tests.conftest import NOW, Run
from tests.flow.test_sync import row, shop, sync  # noqa: F401  fixtures
from tests.shop.server import Shop, postings_of, products_of, returns_of

SKU = "158"
FBS = {
    "posting_number": "1-0001-1",
    "status": "delivered",
    "integration_type_flow": "ozon",
    "delivery_method": {"warehouse": "Склад Тула", "tpl_provider": "Ozon Логистика"},
    "analytics_data": None,
    "fact_delivery_date": "2026-11-05T12:30:00.123456Z",
    "customer": {"name": "Иванов Иван", "phone": "+79990001122", "address": {"city": "Москва"}},
    "addressee": {"name": "Иванов Иван"},
}
FBO = {
    "posting_number": "2-0001-1",
    "status": "delivered",
    "analytics_data": {"warehouse_name": "ХОРУГВИНО_РФЦ"},
    "fact_delivery_date": None,
}
KETTLE = {
    "sku": SKU,
    "sources": [{"sku": 1581, "source": "fbo"}],
    "offer_id": "KT-1",
    "name": "Чайник",
    "price": "1990.00",
    "barcodes": ["4600000000015", "OZN158"],
    "commissions": [
        {"sale_schema": "FBO", "percent": 21, "delivery_amount": 90, "return_amount": 60, "value": 417.9},
        {"sale_schema": "FBS", "percent": "17.5", "delivery_amount": "120.40", "return_amount": 0, "value": 348.25},
    ],
}


def product(run: Run, sku: str = SKU) -> dict[str, Any]:
    """Return what is known of a product."""
    return next(dict(each) for each in run("products", "--json").json["products"] if each["sku"] == sku)


def asked(shop: Shop, path: str) -> list[str]:  # noqa: F811
    """Return the postings that were asked for by a method."""
    return [body["posting_number"] for called, body in shop.asked if called == path]


def serve(shop: Shop, *postings: dict[str, Any]) -> None:  # noqa: F811
    """Let the shop know postings, and two returns about quality."""
    shop.methods |= postings_of({each["posting_number"]: each for each in postings})
    shop.methods["/v1/returns/list"] = returns_of([row(1), row(2, schema="Fbo")])


def test_warehouse_carrier_and_delivery_come_from_the_posting_once(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    serve(shop, FBS, FBO)
    assert sync().exit == 0
    case = run("show", 1, "--json").case
    assert (case["scheme"], case["warehouse"], case["carrier"]) == ("fbs", "Склад Тула", "Ozon Логистика")
    assert {each["kind"]: each["at"] for each in case["dates"]}["delivered"] == "2026-11-05T15:30:00+03:00"
    other = run("show", 2, "--json").case
    assert (other["warehouse"], other["carrier"]) == ("ХОРУГВИНО_РФЦ", None)
    assert "delivered" not in {each["kind"] for each in other["dates"]}
    assert sorted(asked(shop, "/v3/posting/fbs/get")) == ["1-0001-1"]
    assert sorted(asked(shop, "/v2/posting/fbo/get")) == ["2-0001-1"]
    sync(now=NOW + timedelta(days=3))
    assert len(asked(shop, "/v3/posting/fbs/get") + asked(shop, "/v2/posting/fbo/get")) == 2, "what is delivered is not asked for again"
    assert "delivered, by Ozon's word" in run("show", 1).out
    assert "Иванов" not in run("export", "--format", "json").out
    assert run("check").exit == 0


def test_what_the_seller_says_of_a_posting_stays(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    run("inspect", "--posting", "1-0001-1", "--sku", "158", "--product", "Чайник", "--stage", "return", "--warehouse", "Мой склад")
    run("inspect", "--case", 1, "--date", "delivered=2026-11-07")
    serve(shop, FBS)
    shop.methods["/v1/returns/list"] = returns_of([])
    sync()
    case = run("show", 1, "--json").case
    assert (case["warehouse"], case["carrier"], case["scheme"]) == ("Мой склад", "Ozon Логистика", "fbs")
    assert [each["at"][:10] for each in case["dates"] if each["kind"] == "delivered"] == ["2026-11-07"]
    run("undo", 1, "--yes")
    assert run("show", 1, "--json").case["carrier"] is None
    sync(now=NOW + timedelta(days=3))
    assert run("show", 1, "--json").case["carrier"] is None, "what was undone is not brought in again"


def test_a_delivery_after_what_followed_from_it_is_no_delivery(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    serve(shop, {**FBS, "fact_delivery_date": "2026-11-22T10:00:00Z"})
    sync()
    assert "delivered" not in {each["kind"] for each in run("show", 1, "--json").case["dates"]}


def test_a_posting_on_its_way_is_asked_for_again_the_next_day(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    serve(shop, {**FBS, "status": "delivering", "delivery_method": {"warehouse": "Склад Тула", "tpl_provider": None}})
    sync()
    case = run("show", 1, "--json").case
    assert (case["warehouse"], case["carrier"]) == ("Склад Тула", None)
    assert "delivered" not in {each["kind"] for each in case["dates"]}
    serve(shop, FBS)
    sync(now=NOW + timedelta(hours=5))
    assert run("show", 1, "--json").case["carrier"] is None, "not so soon"
    sync(now=NOW + timedelta(days=2))
    assert run("show", 1, "--json").case["carrier"] == "Ozon Логистика"


def test_a_posting_that_ozon_does_not_know_holds_up_no_other(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    run("inspect", "--posting", "как-то", "--sku", "158", "--product", "Чайник", "--stage", "return")
    serve(shop, FBS)
    found = shop.methods["/v3/posting/fbs/get"]
    shop.methods["/v3/posting/fbs/get"] = lambda body: (
        (400, {"code": 3, "message": "Request validation error"}) if body["posting_number"] == "как-то" else found(body)
    )
    said = sync()
    assert (said.exit, "Postings were not read" in said.err) == (0, False)
    assert run("show", 2, "--json").case["warehouse"] == "Склад Тула"
    assert run("check").exit == 0


def test_a_key_without_the_role_is_told_and_the_rest_is_read(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    serve(shop, FBS)
    missing = {"code": 7, "message": "Api-Key is missing a required role for a method"}
    shop.methods["/v3/posting/fbs/get"] = shop.methods["/v2/posting/fbo/get"] = lambda _body: (403, missing)
    shop.methods |= products_of([KETTLE])
    said = sync()
    assert said.exit == 0
    assert "Postings were not read. Ozon refused /v" in said.err
    assert product(run)["article"] == "KT-1"


def test_products_come_with_what_a_sale_costs_by_the_usual_scheme(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    shop.methods |= products_of([KETTLE])
    sync()
    told = product(run)
    assert {name: told[name] for name in ("article", "product", "price", "commission", "delivery_out", "delivery_back", "barcodes")} == {
        "article": "KT-1",
        "product": "Чайник",
        "price": "1990.00",
        "commission": 0.175,
        "delivery_out": "120.40",
        "delivery_back": "0.00",
        "barcodes": "4600000000015, OZN158",
    }


def test_a_product_follows_ozon_but_for_what_the_seller_said(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    run("products", SKU, "commission=12%", "supplier=Гжель")
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    shop.methods |= products_of([KETTLE])
    sync()
    dearer = {**KETTLE, "price": "2490.00", "name": "Чайник новый", "commissions": []}
    shop.methods |= products_of([dearer])
    sync(now=NOW + timedelta(hours=3))
    told = product(run)
    assert (told["price"], told["commission"]) == ("1990.00", 0.12), "once a day"
    run("products", "158", "product=Мой чайник")
    sync(now=NOW + timedelta(days=1, hours=1))
    told = product(run)
    assert [told[name] for name in ("price", "commission", "product", "supplier", "delivery_out")] == [
        *("2490.00", 0.12, "Мой чайник", "Гжель", "120.40")
    ]
    run("products", "158", "price=")
    sync(now=NOW + timedelta(days=3))
    assert product(run)["price"] is None, "what was emptied stays empty"


def test_several_skus_of_a_product_are_each_its_own(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    run("products", "1581", "cost=650")
    run("products", "не-число", "cost=1")
    shop.methods |= products_of([KETTLE])
    assert sync().exit == 0
    told = {each["sku"]: (each["article"], each["cost"]) for each in run("products", "--json").json["products"]}
    assert told == {"158": ("KT-1", None), "1581": ("KT-1", "650.00"), "не-число": (None, "1.00")}


def test_a_posting_that_is_refused_holds_up_no_other(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    serve(shop, FBS, FBO)
    found = shop.methods["/v2/posting/fbo/get"]
    shop.methods["/v2/posting/fbo/get"] = lambda body: (
        (409, {"code": 9, "message": "conflict"}) if body["posting_number"] == "2-0001-1" else found(body)
    )
    assert "Postings were not read. Ozon refused /v2/posting/fbo/get (409): conflict." in sync().err
    assert run("show", 1, "--json").case["warehouse"] == "Склад Тула"


def test_a_second_case_of_a_posting_gets_its_facts_too(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    serve(shop, FBS)
    sync()
    run("import", "-", typed="cases: [{posting: 1-0001-1, sku: '159', product: Чашка, stage: return, found_at: 2026-11-23}]")
    number = run("list", "--json").json["total"]
    sync(now=NOW + timedelta(days=3))
    case = run("show", number, "--json", now=NOW + timedelta(days=3)).case
    assert (case["sku"], case["scheme"], case["warehouse"], case["carrier"]) == ("159", "fbs", "Склад Тула", "Ozon Логистика")
    assert "delivered" in {each["kind"] for each in case["dates"]}


def test_sums_in_another_currency_are_no_roubles(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    shop.methods |= products_of([{**KETTLE, "currency_code": "CNY"}])
    sync()
    told = product(run)
    assert (told["price"], told["delivery_out"], told["commission"]) == (None, None, 0.175)
