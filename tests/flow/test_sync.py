"""Returns come in from Ozon by themselves: each once, whatever happens on the way, and never over what the seller says."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Run, Said, drawn
from tests.shop.server import BUSY, KEY, OWNER, Answer, Shop, claims_of, opened, returns_of, seller_of
from tests.test_ozon_case import told

LATER = NOW + timedelta(days=2)


@pytest.fixture
def shop(home: Path) -> Iterator[Shop]:
    """Open a shop that is called as often as one likes."""
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text("ozon_calls_per_second = 100000\n", encoding="utf-8")
    with opened() as shop:
        shop.methods = {"/v1/returns/list": returns_of([]), **claims_of([]), **seller_of()}
        yield shop


@pytest.fixture
def sync(run: Run, shop: Shop) -> Run:
    """Return `sync` with the key of the shop: options typed, then what it says."""

    def sync(*options: object, **more: Any) -> Said:  # noqa: ANN401
        return run("sync", *options, OZON_CLIENT_ID=OWNER, OZON_API_KEY=KEY, OZON_API_URL=shop.url, **more)

    return sync


def row(number: int, status: str = "MovingToSeller", at: str = "2026-11-21T09:00:00Z", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a return as Ozon tells it, with when its status changed."""
    since = {"status": {"sys_name": status}, "change_moment": at}
    return {**told(status, **more), "id": number, "posting_number": f"{number}-0001-1", "visual": since}


CHANGED = "visual_status_change_moment"


def spans(shop: Shop) -> list[dict[str, str]]:
    """Return the periods of which changes were asked for."""
    return [body["filter"][CHANGED] for _path, body in shop.asked if CHANGED in body.get("filter", ())]


NEWS = "2026-11-24T05:00:00Z"
"""When a status changed after the first run."""


def listed(run: Run) -> list[tuple[str, str]]:
    """Return the returns of the cases, with where they were found."""
    return sorted((each["return_id"], each["stage"]) for each in run("list", "--json", now=LATER).json["cases"])


def test_a_return_about_quality_becomes_a_case_and_others_are_kept(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of(
        [
            row(1),
            row(2, return_reason_name="Покупатель передумал"),
            row(3, type="Cancellation"),
            row(4, "Cancelled"),
            row(5, return_reason_name="Что-то новое"),
            row(6, "OnSellerApproval"),
        ]
    )
    said = sync("--json")
    assert (said.exit, said.json["added"], said.json["kept"], said.json["unknown_reasons"]) == (0, 2, 4, ["Что-то новое"])
    assert listed(run) == [("1", "return"), ("6", "buyer")]
    assert "«Что-то новое» (1)" in said.err
    assert "Ozon waits for you in cases 2 (“На согласовании у продавца”); see the first: ozon-returns show 2" in said.err
    again = sync("--since", "2026-01-01", "--json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 6)
    assert len(run("show", 1, "--json").case["history"]) == 1, "nothing happened, so nothing is recorded"


def test_a_claim_starts_its_clock_and_ozons_decision_ends_it(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1, "OnSellerApproval")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    clock = next(each for each in run("show", 1, "--json").case["clocks"] if each["rule"] == "ozon_claim_decision_fbs")
    assert (clock["due_at"], clock["state"]) == ("2026-11-22T12:00:00+03:00", "missed"), "24 hours after 12:00 in Moscow on the 21st"
    rows[0] = row(1, "ApprovedByOzon", NEWS)
    assert sync("--json", now=LATER).json["updated"] == 1
    case = run("show", 1, "--json", now=LATER).case
    assert [(each["kind"], each["by"], each["at"]) for each in case["decisions"]] == [("approve", "ozon", "2026-11-24T08:00:00+03:00")]
    assert {each["state"] for each in case["clocks"] if each["rule"] == "ozon_claim_decision_fbs"} == {"met"}
    assert [each["at"] for each in case["dates"]] == ["2026-11-21T12:00:00+03:00"], "the claim stays when it was first told"


def test_what_the_seller_says_stays(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1, "OnSellerApproval")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    run("fix", 1, "price=1500", "product=Чайник синий")
    run("fix", 1, "claimed_reason=")
    rows[0] = row(1, "MovingToSeller", NEWS, return_reason_name="Товар не работает / брак")
    rows[0]["product"] = {**rows[0]["product"], "price": {"price": 2100}, "offer_id": "KT-2"}
    assert sync("--json", now=LATER).json["updated"] == 1
    case = run("show", 1, "--json", now=LATER).case
    assert (case["price"], case["product"], case["claimed_reason"]) == ("1500.00", "Чайник синий", None)
    assert (case["article"], case["stage"]) == ("KT-2", "return"), "what is still as Ozon said it goes on with Ozon"


def test_what_the_seller_recorded_is_not_recorded_twice(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1, "OnSellerApproval")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    run("contact", 1, "--decide", "approve", "--at", "2026-11-21 15:00", "--force", "x")
    run("contact", 1, "--done", "refund", "--amount", "3000", "--at", "2026-11-22", "--force", "x")
    rows[0] = row(1, "MovingToSeller", NEWS)
    sync(now=LATER)
    case = run("show", 1, "--json", now=LATER).case
    assert [each["amount"] for each in case["fulfillments"]] == ["3000.00"]
    assert [each["amount"] for each in case["costs"]] == ["3000.00"]
    assert len(case["decisions"]) == 1


@pytest.mark.parametrize("words", [["--return-id", "1"], ["--posting", "1-0001-1"], ["--posting", "1-0001-1", "--sku", "158"]])
def test_a_case_that_the_seller_opened_is_found_again(run: Run, shop: Shop, sync: Run, words: list[str]) -> None:
    run("inspect", "--product", "Kettle", "--found-at", "2026-11-20", *words)
    shop.methods["/v1/returns/list"] = returns_of([row(1, return_reason_name="Покупатель передумал"), row(2)])
    assert sync("--json").json["added"] == 1
    case = run("show", 1, "--json").case
    assert (case["product"], case["return_id"], case["sku"], case["claimed_reason"]) == ("Kettle", "1", "158", "Покупатель передумал")


def test_a_case_of_another_product_of_the_posting_is_another_one(run: Run, shop: Shop, sync: Run) -> None:
    run("inspect", "--product", "Kettle", "--found-at", "2026-11-20", "--posting", "1-0001-1", "--sku", "9")
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    assert sync("--json").json["added"] == 1
    assert run("show", 1, "--json").case["return_id"] is None


def test_a_run_that_breaks_off_goes_on_where_it_was(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(number) for number in range(1, 1251)])
    broken: Answer = (403, {"code": 7, "message": "Company is blocked, please contact support"})
    shop.faults = [None, broken]
    said = sync("--json")
    assert (said.exit, said.error["code"]) == (8, "ozon_blocked")
    assert len(listed(run)) == 500
    shop.faults = [None, broken]
    sync("--json", now=NOW + timedelta(hours=3))
    assert [body["last_id"] for _path, body in shop.asked if "filter" in body] == [0, 500, 500, 1000]
    assert len({body["filter"]["visual_status_change_moment"]["time_to"] for _path, body in shop.asked}) == 1, (
        "the same period is read to its end"
    )
    said = sync("--json", now=NOW + timedelta(hours=3))
    assert said.exit == 0, said.err
    assert [each for each, _stage in listed(run)] == sorted(str(number) for number in range(1, 1251))
    span = spans(shop)[-1]
    assert span == {"time_from": "2026-11-23T08:00:00Z", "time_to": "2026-11-23T12:00:00Z"}, "and then what has changed since"
    assert run("check").exit == 0


def test_only_what_has_changed_is_asked_for(shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    sync()
    assert "time_from" not in spans(shop)[-1], "at first, all"
    sync(now=LATER)
    assert spans(shop)[-1] == {
        "time_from": "2026-11-23T08:00:00Z",
        "time_to": "2026-11-25T09:00:00Z",
    }
    sync("--since", "2026-11-01", now=LATER)
    assert spans(shop)[-1]["time_from"] == "2026-10-31T21:00:00Z"


def test_a_dry_run_changes_nothing(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1), row(2, return_reason_name="Покупатель передумал")])
    said = sync("--dry-run", "--json").json
    assert (said["added"], said["kept"], said["dry_run"]) == (1, 1, True)
    assert listed(run) == []
    assert sync("--json").json["added"] == 1


def test_a_case_that_was_undone_stays_away(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1)]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    run("undo")
    rows[0] = row(1, "ReceivedBySeller", NEWS)
    assert sync("--json", now=LATER).json["added"] == 0
    assert listed(run) == []


def test_a_reason_that_the_seller_explains_opens_the_cases_that_were_kept(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of(
        [row(1, return_reason_name="Что-то новое"), row(2, return_reason_name="Иное", type="Cancellation")]
    )
    assert sync("--json").json["added"] == 0
    assert run("settings", "set", "reasons.Что-то новое", "yes").exit == 0
    assert run("settings", "set", "reasons.Иное", "perhaps").exit == 2
    assert run("settings", "set", "reasons.Иное", "no").exit == 0
    said = sync("--json")
    assert (said.json["added"], said.json["unknown_reasons"]) == (1, [])
    assert sync("--json").json["added"] == 0


def test_a_withdrawn_claim_is_dismissed_while_nobody_has_worked_on_it(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1, "OnSellerApproval"), row(2, "OnSellerApproval")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    run("contact", 2, "--text", "Здравствуйте")
    rows[:] = [row(1, "Cancelled", NEWS), row(2, "Cancelled", NEWS)]
    said = sync("--json", now=LATER)
    assert [run("show", each, "--json", now=LATER).case["status"] for each in (1, 2)] == ["dismissed", "contacted"]
    assert "The buyer has withdrawn the claim of case 2" in said.err
    assert "case 1" not in said.err


def test_what_ozon_says_of_compensation_is_told_once(run: Run, shop: Shop, sync: Run) -> None:
    """Also where the status of the return itself has not changed since."""
    rows = [row(1, "ReceivedBySeller")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    paid = {"status": {"sys_name": "Received"}, "change_moment": "2026-11-22T10:00:00Z"}
    rows[0] = row(1, "ReceivedBySeller", compensation_status=paid)
    told_then = sync(now=LATER)
    assert "record it: ozon-returns ticket 1 --to ozon --paid-at WHEN --amount ..." in " ".join(told_then.err.split())
    assert "paid a compensation" not in sync(now=LATER).err
    assert run("ticket", 1, "--to", "ozon", "--paid-at", "2026-11-22", "--amount", "1500", now=LATER).exit == 0
    rows[0] = row(1, "ReceivedBySeller", compensation_status={**paid, "status": {"sys_name": "DecompensationSent"}})
    assert "Ozon has taken back the compensation for case 1" in sync(now=LATER).err
    case = run("show", 1, "--json", now=LATER).case
    assert [(each["outcome"], each["paid"]) for each in case["tickets"]] == [("approved", "1500.00")]


def test_nothing_is_said_of_a_quiet_morning(shop: Shop, sync: Run) -> None:
    rows = [row(1)]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    said = sync("--quiet")
    assert (said.exit, said.out, said.err) == (0, "", "")
    rows.append(row(2, "CompensationOffered", NEWS))
    assert "Ozon waits for you" in sync("--quiet", now=LATER).err


def test_without_a_key_it_is_said_where_one_comes_from(run: Run) -> None:
    said = run("sync", "--json")
    assert (said.exit, said.error["code"]) == (10, "ozon_key_missing")


def test_the_key_is_found_nowhere(run: Run, shop: Shop, sync: Run, tmp_path: Path) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    refusals = (
        (401, {"message": "Client-Id and Api-Key headers are required"}),
        (403, {"message": "Api-Key is missing a required role for a method"}),
        (403, {"message": "Company is blocked, please contact support"}),
        (400, {"message": "obsolete method cannot be used"}),
        (400, "<html>proxy</html>"),
        (200, "<html>proxy</html>"),
    )
    said = []
    for refusal in refusals:
        shop.faults = [refusal] * 6
        said += [sync(), sync("--json")]
    shop.faults = []
    said += [sync(), sync("--json"), run("show", 1), run("settings"), run("export"), run("backup", tmp_path / "all.zip")]
    assert all(KEY not in each.out + each.err for each in said)
    assert all(KEY.encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def claim(number: int, state: str = "OnSellerApproval", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim of rFBS as Ozon tells it."""
    return {
        "return_id": number,
        "return_number": f"17476-R{number}",
        "posting_number": f"9-000{number}-1",
        "created_at": "2026-11-23T06:00:00Z",
        "product": {"name": "Кружка", "offer_id": "MUG", "sku": 9, "price": 900, "currency_code": "RUB"},
        "state": {"group_state": "New", "state": state, "state_name": "…"},
        "return_reason": {"id": 1, "name": "Причина без имени", "is_defect": True},
        "comment": "Ручка отбита",
        "client_name": "Мария К.",
        "client_photo": [],
        **more,
    }


def test_a_claim_of_rfbs_comes_with_the_buyers_words_and_photos(run: Run, shop: Shop, sync: Run, home: Path) -> None:
    shop.files = {"/a.jpg": drawn("defect", 5), "/b.jpg": b"no picture"}
    photos = [f"{shop.url}/{name}.jpg" for name in "abc"]
    shop.methods |= claims_of(
        [claim(1, client_photo=photos), claim(2, return_reason={"name": "Товар не работает / брак", "is_defect": False})]
    )
    said = sync("--json")
    assert (said.exit, said.json["added"], said.json["kept"]) == (0, 1, 1), said.err
    case = run("show", 1, "--json").case
    assert [case[name] for name in ("return_id", "posting", "sku", "scheme", "price", "stage", "claimed_reason")] == [
        *("17476-R1", "9-0001-1", "9", "rfbs", "900.00", "buyer", "Причина без имени"),
    ]
    assert [(each["direction"], each["text"]) for each in case["letters"]] == [("in", "Ручка отбита")]
    assert [(home / each["file"]).read_bytes() for each in case["photos"]] == [drawn("defect", 5)]
    assert "Photos of buyers that could not be had: 2" in said.err
    clock = next(each for each in case["clocks"] if each["rule"] == "ozon_claim_decision_rfbs_global")
    assert clock["due_at"] == "2026-11-24T09:00:00+03:00", "24 hours after 9:00 in Moscow"
    assert run("check").exit == 0
    assert all("Мария".encode() not in file.read_bytes() for file in home.rglob("*") if file.is_file()), "names are not stored"


def test_only_claims_whose_state_has_changed_are_read_again(run: Run, shop: Shop, sync: Run) -> None:
    entries = [claim(1), claim(2)]
    shop.methods |= claims_of(entries)
    sync()
    shop.asked.clear()
    entries[0] = claim(1, "Rejected")
    said = sync("--json", now=LATER)
    assert (said.json["updated"], [body for path, body in shop.asked if path.endswith("get")]) == (1, [{"return_id": 1}])
    case = run("show", 1, "--json", now=LATER).case
    assert [(each["kind"], each["by"], each["at"]) for each in case["decisions"]] == [("reject", "seller", "2026-11-25T12:00:00+03:00")]
    assert len(case["letters"]) == 1


def test_a_claim_that_was_decided_before_the_first_run_starts_no_term(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods |= claims_of([claim(1, "MoneyReturned", created_at="2026-08-01T06:00:00Z")])
    sync()
    case = run("show", 1, "--json").case
    assert (case["note"], case["letters"]) == ("Ручка отбита", [])
    assert [each["rule"] for each in case["clocks"] if each["state"] in ("running", "missed")] == []


def test_the_key_goes_to_ozon_alone(shop: Shop, sync: Run) -> None:
    with opened() as stranger:
        stranger.files = {"/x.jpg": drawn("defect", 6)}
        shop.files = {"/moved.jpg": f"{stranger.url}/x.jpg".encode()}
        shop.methods |= claims_of([claim(1, client_photo=[f"{stranger.url}/x.jpg", f"{shop.url}/moved.jpg"])])
        assert sync().exit == 0
        assert stranger.keys_seen == [], "neither http elsewhere nor a redirect with the key is followed"
        assert shop.keys_seen == [KEY]


def test_a_key_that_may_not_read_claims_still_reads_returns(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    shop.methods["/v2/returns/rfbs/list"] = lambda _body: (403, {"message": "Api-Key is missing a required role for a method"})
    said = sync()
    assert (said.exit, listed(run)) == (0, [("1", "return")])
    assert "Claims of rFBS were not read." in said.err
    assert "Api-Key is missing a required role for a method" in " ".join(said.err.split())


def test_where_returns_wait_stands_in_due(run: Run, shop: Shop, sync: Run) -> None:
    """Free until the day before storage is charged; also of returns that are no cases."""
    shop.methods["/v1/returns/list"] = returns_of(
        [
            row(1, "ArrivedAtReturnPlace", place={"name": "ПВЗ Тверь"}),
            row(2, "ArrivedAtReturnPlace", place={"name": "ПВЗ Тверь"}, return_reason_name="Покупатель передумал"),
            row(3, "ArrivedAtReturnPlace", place=None, storage=None, return_reason_name="Покупатель передумал"),
            row(4, "ReceivedBySeller", place={"name": "ПВЗ Клин"}),
        ]
    )
    sync()
    assert run("due", "--json").json["pickup"] == [
        {"place": "ПВЗ Тверь", "returns": 2, "cases": [1], "free_until": "2026-11-29", "disposal": "2026-12-20"},
        {"place": "", "returns": 1, "cases": [], "free_until": None, "disposal": None},
    ]
    assert "ПВЗ Тверь\treturns: 2, cases 1, free until 2026-11-29, disposed of from 2026-12-20" in run("due").out


@pytest.mark.parametrize("date", ["picked_up", "return_received", "ended_at_ozon"])
def test_what_was_picked_up_no_longer_waits(date: str, run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1, "ArrivedAtReturnPlace"), row(2, "ArrivedAtReturnPlace")])
    sync()
    run("inspect", "--case", 1, "--date", f"{date}=today")
    assert [each["cases"] for each in run("due", "--json").json["pickup"]] == [[2]]
    run("inspect", "--case", 2, "--date", f"{date}=today")
    assert run("due", "--json").json["pickup"] == []


@pytest.mark.parametrize(("price", "is_said"), [("500", True), (0, False), (None, False)])
def test_that_evidence_is_disposed_of_is_said(shop: Shop, sync: Run, price: object, is_said: bool) -> None:
    settings = {"utilization_price": "100", "utilization_price_defects": price}
    shop.methods["/v1/returns/settings/utilization/info"] = lambda _body: (200, {"utilization_settings": settings})
    assert ("Ozon disposes of defective returns up to 500.00" in sync().err) is is_said


def test_what_ozon_says_now_is_shown(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1, "ArrivedAtReturnPlace")])
    sync()
    assert "At Ozon\n2026-11-21 12:00\tВ пункте выдачи · Упаковка и товар повреждены" in run("show", 1).out
    assert "At Ozon" not in run("show", 1, "--as-of", "2026-11-23 12:00").out


def sold(*weeks: tuple[str, int]) -> list[tuple[str, str, int]]:
    """Return units of product 158, on the day and the one after it."""
    return [("158", str(date.fromisoformat(day) + timedelta(days=more)), units) for day, units in weeks for more in (0, 1)]


def delivered(run: Run, home: Path) -> list[tuple[str, str, str, int]]:
    """Return the deliveries that are known."""
    run("export", "-o", home / "all.json", "--format", "json")
    lines = json.loads((home / "all.json").read_text(encoding="utf-8")).get("deliveries", ())
    return [(each["sku"], each["from"], each["to"], each["units"]) for each in lines]


def test_units_of_whole_weeks_are_read_once(run: Run, shop: Shop, sync: Run, home: Path) -> None:
    """It is Monday the 23rd: the week up to the 22nd has been over for less than a day, the one before is the last."""
    shop.methods |= seller_of(sold=[*sold(("2026-11-02", 5), ("2026-11-09", 7), ("2026-11-16", 9)), ("9", "2026-11-10", 1500)])
    sync()
    assert delivered(run, home) == [
        *(("158", "2026-11-02", "2026-11-08", 10), ("158", "2026-11-09", "2026-11-15", 14), ("9", "2026-11-09", "2026-11-15", 1500)),
    ]
    asked = [body for path, body in shop.asked if path == "/v1/analytics/data"]
    assert [(each["date_from"], each["date_to"], each["metrics"]) for each in asked] == [("2026-08-24", "2026-11-15", ["ordered_units"])]
    shop.asked.clear()
    sync()
    assert not [body for path, body in shop.asked if path == "/v1/analytics/data"], "nothing has ended since"
    sync(now=NOW + timedelta(days=1))
    assert ("158", "2026-11-16", "2026-11-22", 18) in delivered(run, home)
    run("inspect", "--sku", "158", "--stage", "buyer", "--defect", "crack", "--found-at", "2026-11-10")
    assert "Units that Ozon has not told by warehouse are those ordered" in run("analyze", "trend").out + run("analyze", "trend").err


def test_units_that_a_file_told_stay(run: Run, shop: Shop, sync: Run, home: Path) -> None:
    run("import", "-", typed='deliveries: [{sku: "158", from: 2026-11-01, to: 2026-11-08, units: 99, supplier: A}]')
    shop.methods |= seller_of("PREMIUM_PLUS", sold(("2026-11-02", 5), ("2026-11-09", 7)))
    sync()
    assert delivered(run, home) == [("158", "2026-11-01", "2026-11-08", 99), ("158", "2026-11-09", "2026-11-15", 14)]
    assert [body["metrics"] for path, body in shop.asked if path == "/v1/analytics/data"] == [["delivered_units"]]


def test_many_products_come_page_by_page(run: Run, shop: Shop, sync: Run, home: Path) -> None:
    shop.methods |= seller_of(sold=[(str(number), "2026-11-10", 1) for number in range(2000)])
    sync()
    assert len(delivered(run, home)) == 2000
    assert [body["offset"] for path, body in shop.asked if path == "/v1/analytics/data"] == [0, 1000, 2000]


def test_a_key_that_may_not_read_units_still_reads_returns(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods |= {"/v1/returns/list": returns_of([row(1)])}
    shop.methods["/v1/analytics/data"] = lambda _body: (403, {"message": "Api-Key is missing a required role for a method"})
    said = sync()
    assert (said.exit, listed(run)) == (0, [("1", "return")])
    assert "Units sold were not read." in said.err


def test_a_moment_that_is_named_loses_nothing(run: Run, shop: Shop, sync: Run) -> None:
    """What changed between the last run and that moment comes with the next one, also after a run that broke off."""
    rows = [row(number) for number in range(1, 751)]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    shop.faults = [None, (403, {"message": "Company is blocked, please contact support"})]
    assert sync().exit == 8
    rows.append(row(800, "MovingToSeller", "2026-11-24T05:00:00Z"))
    assert sync("--since", "2026-11-22", now=LATER).exit == 0
    assert sync(now=LATER).exit == 0
    assert len(listed(run)) == 751


def test_a_clock_that_was_ahead_loses_nothing(shop: Shop, sync: Run) -> None:
    rows = [row(1)]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync(now=NOW + timedelta(days=366))
    rows.append(row(2, "MovingToSeller", NEWS))
    assert sync("--json", now=LATER).json["added"] == 1


@pytest.mark.parametrize("days", [5, 40])
def test_news_of_an_old_claim_reach_its_case(run: Run, shop: Shop, sync: Run, days: int) -> None:
    entries, later = [claim(1)], NOW + timedelta(days=days)
    shop.methods |= claims_of(entries)
    sync()
    entries[0] = claim(1, "MovingToYou")
    sync(now=later)
    case = run("show", 1, "--json", now=later).case
    assert (case["stage"], [each["kind"] for each in case["dates"]]) == ("return", ["claimed", "decided", "return_created"])
    assert {each["state"] for each in case["clocks"] if each["rule"] == "ozon_claim_decision_rfbs_global"} == {"met"}


def test_a_case_that_the_seller_opened_for_a_kept_return_is_its_case(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1, return_reason_name="Брак. Скол")])
    sync()
    run("inspect", "--return-id", "1", "--posting", "1-0001-1", "--product", "Чайник")
    assert run("settings", "set", "reasons.Брак. Скол", "yes").exit == 0
    assert sync("--json").json["added"] == 0
    assert len(listed(run)) == 1


@pytest.mark.parametrize("path", ["/v1/returns/settings/utilization/info", "/v1/analytics/data", "/v2/returns/rfbs/list"])
def test_what_is_to_be_known_is_told_whatever_fails_later(shop: Shop, sync: Run, path: str) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1, "CompensationOffered")])
    shop.methods[path] = lambda _body: (400, {"message": "no"}) if "rfbs" in path else (200, "<html>")
    assert "Ozon waits for you in cases 1" in sync().err


def test_a_photo_that_cannot_be_had_now_is_had_later(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods |= claims_of([claim(1, client_photo=[f"{shop.url}/a.jpg"])])
    shop.files["/a.jpg"] = BUSY
    sync()
    assert run("show", 1, "--json").case["photos"] == []
    shop.files["/a.jpg"] = drawn("defect", 5)
    sync()
    assert len(run("show", 1, "--json").case["photos"]) == 1
    shop.asked.clear()
    sync()
    assert not [path for path, _body in shop.asked if path.endswith("rfbs/get")], "all is known now"


def test_a_case_that_the_seller_worked_on_is_not_dismissed(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1, "OnSellerApproval"), row(2, "OnSellerApproval")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    run("contact", 1, "--reply", "Верните деньги", "--demand", "refund")
    rows[:] = [row(1, "Cancelled", NEWS), row(2, "Cancelled", NEWS)]
    sync(now=LATER)
    run("resolve", 2, "--reopen", "он ещё пишет", now=LATER)
    rows[1] = row(2, "Cancelled", "2026-11-25T08:30:00Z", place={"name": "ПВЗ"})
    sync("--since", "2026-11-01", now=LATER + timedelta(hours=1))
    assert [run("show", each, "--json", now=LATER).case["status"] for each in (1, 2)] == ["new", "new"]


def test_news_of_a_merged_case_reach_the_one_it_was_merged_into(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1, "OnSellerApproval")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    run("inspect", "--product", "Чайник", "--found-at", "2026-11-22")
    assert run("fix", 2, "--merge", 1, "the same").exit == 0
    rows[0] = row(1, "MovingToSeller", NEWS)
    assert sync("--json", now=LATER).json["updated"] == 1
    assert run("show", 2, "--json", now=LATER).case["stage"] == "return"


ODD: list[dict[str, Any]] = [
    {"storage": {"tariffication_first_date": "0001-01-01T00:00:00Z"}},
    {"logistic": {"return_date": "0001-01-01T00:00:00Z", "technical_return_moment": "9999-12-31T23:59:59Z"}},
    {"product": {"sku": 2**70, "price": {"price": "1e4000000"}, "quantity": 2**65}},
    {"product": {"sku": [], "price": {"price": -5}, "quantity": "-3"}},
    {"return_reason_name": "Товар не работает / брак \ud800"},
    {"schema": None, "type": None, "place": "x", "visual": {"status": {"sys_name": "ArrivedAtReturnPlace"}, "change_moment": None}},
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_stops_no_run(run: Run, shop: Shop, sync: Run, odd: dict[str, Any]) -> None:
    shop.methods["/v1/returns/list"] = returns_of([{**row(1, "ArrivedAtReturnPlace"), **odd}, {**row(2), "id": 2**70}])
    assert sync().exit == 0
    assert (run("due").exit, run("check").exit) == (0, 0)


def test_a_photo_at_an_odd_address_stops_no_run(shop: Shop, sync: Run) -> None:
    shop.methods |= claims_of([claim(1, client_photo=["https://[::1/x.jpg", "http://plain/x.jpg"])])
    assert sync().exit == 0


def test_a_case_that_was_carried_to_another_home_is_its_case(run: Run, shop: Shop, sync: Run, tmp_path: Path) -> None:
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    sync()
    run("fix", 1, "return_id=R-55", "posting=")
    run("export", "-o", tmp_path / "all.yaml")
    other = tmp_path / "other"
    other.mkdir()
    (other / "settings.toml").write_text("ozon_calls_per_second = 100000\n", encoding="utf-8")
    run("import", tmp_path / "all.yaml", "--home", other)
    said = sync("--json", "--home", other)
    assert (said.exit, said.json["added"]) == (0, 0), said.err


def test_a_page_that_repeats_the_key_does_not_show_it(shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = lambda _body: (403, f"<html>Api-Key: {KEY}</html>")
    said = sync()
    assert said.exit == 8
    assert KEY not in said.err
    assert "Api-Key: ***" in " ".join(said.err.split())


@pytest.mark.parametrize(
    "words",
    [
        ["--posting", "1-0001-1", "--article", "BBB"],
        ["--posting", "9-0001-1", "--return-id", "1"],
        ["--posting", "1-0001-1", "--return-id", "1", "--scheme", "rfbs"],
    ],
)
def test_a_case_about_something_else_is_left_alone(run: Run, shop: Shop, sync: Run, words: list[str]) -> None:
    run("inspect", "--product", "Кастрюля", "--found-at", "2026-11-20", *words)
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    assert sync("--json").json["added"] == 1
    assert run("show", 1, "--json").case["sku"] is None


def test_a_cancellation_is_the_return_of_no_case(run: Run, shop: Shop, sync: Run) -> None:
    run("inspect", "--product", "Чайник", "--posting", "1-0001-1", "--stage", "shipping")
    shop.methods["/v1/returns/list"] = returns_of([row(1, "ReturnedToOzon", type="Cancellation")])
    sync()
    assert run("show", 1, "--json").case["dates"] == []


def test_the_buyers_words_are_a_letter_once_and_no_note(run: Run, shop: Shop, sync: Run) -> None:
    run("inspect", "--product", "Кружка", "--posting", "9-0001-1", "--scheme", "rfbs", "--found-at", "2026-11-23")
    entries = [claim(1)]
    shop.methods |= claims_of(entries)
    sync()
    entries[0] = claim(1, "Approved")
    sync(now=LATER)
    case = run("show", 1, "--json", now=LATER).case
    assert ([each["text"] for each in case["letters"]], case["note"]) == (["Ручка отбита"], None)


def test_a_dry_run_counts_each_return_once(shop: Shop, sync: Run) -> None:
    paid = {"status": {"sys_name": "Received"}, "change_moment": "2026-11-22T10:00:00Z"}
    shop.methods["/v1/returns/list"] = returns_of([row(1, "ReceivedBySeller", compensation_status=paid)])
    assert sync("--dry-run", "--json").json["added"] == 1


def test_units_are_read_in_silence_too(run: Run, shop: Shop, sync: Run, home: Path) -> None:
    shop.methods |= seller_of(sold=sold(("2026-11-09", 7)))
    sync("--quiet")
    assert delivered(run, home) == [("158", "2026-11-09", "2026-11-15", 14)]


def test_a_redirect_is_no_answer(run: Run, shop: Shop, sync: Run) -> None:
    shop.methods["/v1/returns/list"] = lambda _body: (302, "")
    assert sync().exit == 8
    shop.methods["/v1/returns/list"] = returns_of([row(1)])
    sync()
    assert listed(run) == [("1", "return")], "nothing was passed over"


def test_units_told_in_detail_go_before_those_from_ozon(run: Run, shop: Shop, sync: Run, home: Path) -> None:
    shop.methods |= seller_of(sold=sold(("2026-11-09", 7)))
    sync()
    line = 'deliveries: [{sku: "158", from: 2026-11-09, to: 2026-11-15, units: 14, supplier: A}]'
    assert run("import", "-", typed=line).exit == 0
    assert delivered(run, home) == [("158", "2026-11-09", "2026-11-15", 14)]
    assert run("undo").exit == 0
    assert delivered(run, home) == [("158", "2026-11-09", "2026-11-15", 14)]
    assert run("check").exit == 0


def test_a_new_state_after_a_lost_photo_is_news(shop: Shop, sync: Run) -> None:
    entries = [claim(1, "Approved")]
    shop.methods |= claims_of(entries)
    sync()
    shop.files["/a.jpg"] = BUSY
    entries[0] = claim(1, "CheckingStatus", client_photo=[f"{shop.url}/a.jpg"])
    sync(now=NOW + timedelta(hours=1))
    entries[0] = claim(1, "OnSellerApproval", client_photo=[f"{shop.url}/a.jpg"])
    assert "Ozon waits for you in cases 1" in sync(now=NOW + timedelta(hours=2)).err


def test_cases_that_were_merged_twice_still_have_their_news(run: Run, shop: Shop, sync: Run) -> None:
    rows = [row(1, "OnSellerApproval")]
    shop.methods["/v1/returns/list"] = returns_of(rows)
    sync()
    for number in (2, 3):
        run("inspect", "--product", "Чайник", "--found-at", "2026-11-22")
        assert run("fix", number, "--merge", number - 1, "the same").exit == 0
    rows[0] = row(1, "MovingToSeller", NEWS)
    assert sync("--json", now=LATER).json["updated"] == 1
    assert run("show", 3, "--json", now=LATER).case["stage"] == "return"


def test_a_return_without_a_case_waits_once(run: Run, shop: Shop, sync: Run, tmp_path: Path) -> None:
    changed: dict[str, Any] = {"return_reason_name": "Покупатель передумал", "place": {"name": "ПВЗ"}}
    shop.methods["/v1/returns/list"] = returns_of([row(1, "ArrivedAtReturnPlace", **changed)])
    heading = "Номер отправления;OZON SKU ID;Причина возврата;Статус возврата"
    (tmp_path / "a.csv").write_text(f"{heading}\n1-0001-1;158;Покупатель передумал;В пункте выдачи\n", encoding="utf-8")
    run("import", tmp_path / "a.csv")
    sync()
    assert [(each["place"], each["returns"]) for each in run("due", "--json").json["pickup"]] == [("ПВЗ", 1)]
