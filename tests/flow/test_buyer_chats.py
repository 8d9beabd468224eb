"""Chats that buyers began: what is said of an order becomes letters of its case, once, and the chat is where one answers."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOW, Run, Said
from tests.shop.server import KEY, OWNER, Answer, Shop, claims_of, opened, returns_of, seller_of

LIST, START, SAY, HISTORY = "/v3/chat/list", "/v1/chat/start", "/v1/chat/send/message", "/v3/chat/history"
ORDER = {"order_number": "5854-0057", "sku": ""}


def said(number: int, at: str, text: str, who: str = "Customer", **context: str) -> dict[str, Any]:
    """Return a message as Ozon tells it."""
    return {"message_id": number, "created_at": f"2026-11-{at}:00Z", "data": [text], "user": {"type": who}, "context": context or None}


@pytest.fixture
def chats() -> dict[str, list[dict[str, Any]]]:
    """Return the chats of the shop, each with its messages, the newest first."""
    return {"c-7": [said(7, "23T08:00", "Пришёл с трещиной", **ORDER)]}


@pytest.fixture
def shop(run: Run, kettle: int, chats: dict[str, list[dict[str, Any]]]) -> Iterator[Shop]:
    """Open a shop with these chats, beside the case of the kettle (posting 5854-0057-1)."""
    assert kettle == 1
    run("settings", "set", "ozon_calls_per_second", "100000")

    def listed(body: Mapping[str, Any]) -> Answer:
        begun = int(body.get("cursor") or 0)
        kind = ("BUYER_SELLER", "Buyer_Seller_Select")
        told = [
            {
                "chat": {"chat_id": chat, "chat_type": kind[place % 2], "chat_status": "OPENED"},
                "last_message_id": str(lines[0]["message_id"]),
            }
            for place, (chat, lines) in enumerate(chats.items())
        ]
        told.append({"chat": {"chat_id": "s", "chat_type": "SELLER_SUPPORT", "chat_status": "OPENED"}, "last_message_id": "1"})
        page = told[begun : begun + 100]
        return 200, {"chats": page, "cursor": str(begun + 100), "has_next": begun + 100 < len(told)}

    with opened() as shop:
        shop.methods = {"/v1/returns/list": returns_of([]), **claims_of([]), **seller_of(), LIST: listed}
        shop.methods[HISTORY] = lambda body: (200, {"messages": chats[body["chat_id"]]})
        shop.methods[SAY] = lambda _body: (200, {"result": "success"})
        shop.methods[START] = lambda _body: (403, {"code": 7, "message": "chat start is not permitted"})
        yield shop


@pytest.fixture
def call(run: Run, shop: Shop) -> Run:
    """Return a command with the key of the shop."""

    def call(*words: object, **more: Any) -> Said:  # noqa: ANN401
        return run(*words, OZON_CLIENT_ID=OWNER, OZON_API_KEY=KEY, OZON_API_URL=shop.url, **more)

    return call


def read(shop: Shop) -> list[str]:
    """Return the chats whose history was asked for."""
    return [body["chat_id"] for path, body in shop.asked if path == HISTORY]


def letters(run: Run, case: int = 1) -> list[tuple[str, str]]:
    """Return the letters of a case, in and out."""
    return [(each["direction"], each["text"]) for each in run("show", case, "--json").case["letters"]]


def test_what_a_buyer_wrote_first_starts_the_clock_of_an_answer(run: Run, shop: Shop, call: Run) -> None:
    told = call("sync").err
    assert "Buyers have answered in cases 1; see the first: ozon-returns show 1" in told
    case = run("show", 1, "--json").case
    assert [(each["direction"], each["text"], each["written_at"], each["channel"]) for each in case["letters"]] == [
        ("in", "Пришёл с трещиной", "2026-11-23T11:00:00+03:00", "chat")
    ]
    waits = next(each for each in case["clocks"] if each["rule"] == "buyer_waits")
    assert (waits["started_at"], waits["state"]) == ("2026-11-23T11:00:00+03:00", "running")
    assert read(shop) == ["c-7"]
    call("sync")
    assert (read(shop), len(letters(run))) == (["c-7"], 1), "nothing is new, so nothing is read"


def test_what_was_answered_in_the_cabinet_meets_it(run: Run, shop: Shop, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    call("sync")
    chats["c-7"].insert(0, said(8, "23T08:30", "Вернём деньги", "Sеller"))
    assert "Buyers have answered" not in call("sync").err
    case = run("show", 1, "--json").case
    assert letters(run) == [("in", "Пришёл с трещиной"), ("out", "Вернём деньги")]
    assert (case["contacted_at"], len(read(shop))) == ("2026-11-23T11:30:00+03:00", 2)
    assert not [each for each in case["clocks"] if each["rule"] == "buyer_waits" and each["state"] == "running"]
    assert run("check").exit == 0


def test_one_answers_in_the_chat_that_the_buyer_began_and_that_is_no_news(
    run: Run, shop: Shop, call: Run, chats: dict[str, list[dict[str, Any]]]
) -> None:
    run("inspect", "--case", 1, "--scheme", "fbo")
    call("sync")
    sent = call("contact", 1, "--send", "--text", "Вернём деньги сегодня")
    assert sent.exit == 0, sent.err
    assert "You may write until 2026-11-25 11:00." in " ".join(sent.err.split())
    assert [body for path, body in shop.asked if path == SAY] == [{"chat_id": "c-7", "text": "Вернём деньги сегодня"}]
    assert START not in [path for path, _body in shop.asked]
    chats["c-7"].insert(0, said(9, "23T09:30", "Вернём  деньги сегодня", "Seller"))
    call("sync")
    assert letters(run) == [("in", "Пришёл с трещиной"), ("out", "Вернём деньги сегодня")]
    late = call("contact", 1, "--send", "--text", "Ещё раз", now=NOW + timedelta(days=4))
    assert "The time to write was over on 2026-11-25 11:00" in " ".join(late.err.split())


def test_a_chat_about_several_orders_is_divided_and_others_are_not_kept(
    run: Run, call: Run, chats: dict[str, list[dict[str, Any]]]
) -> None:
    run("import", "-", typed='cases: [{posting: 77-0001-2, sku: "158", product: Чашка}, {posting: 77-0001-1, sku: "159", product: Чайник}]')
    chats["c-7"] = [
        said(15, "23T08:05", "И крышки нет"),
        said(14, "23T08:04", "А чашка разбита", order_number="77-0001", sku="158"),
        said(13, "23T08:03", "Где мой заказ?", order_number="99-0001", sku="5"),
        said(12, "23T08:02", "С трещиной", **ORDER),
        said(11, "23T08:01", "Здравствуйте"),
    ]
    chats["c-8"] = [said(21, "23T08:09", "Секрет", order_number="99-0002", sku="5")]
    call("sync")
    assert letters(run, 1) == [("in", "С трещиной")]
    assert letters(run, 2) == [("in", "А чашка разбита"), ("in", "И крышки нет")]
    assert letters(run, 3) == []
    assert "Секрет" not in run("export", "--format", "json").out


def test_hundreds_of_chats_are_read_a_part_at_a_time(run: Run, shop: Shop, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    own = chats.pop("c-7")
    chats |= {f"x-{no}": [said(no, "20T08:00", "…", order_number=f"{no}-1", sku="")] for no in range(100, 210)} | {"c-7": own}
    call("sync")
    assert (len(read(shop)), letters(run)) == (60, [])
    call("sync")
    assert (len(read(shop)), letters(run)) == (111, [("in", "Пришёл с трещиной")])


def test_a_list_that_may_not_be_read_stops_no_run(run: Run, shop: Shop, call: Run) -> None:
    shop.methods[LIST] = lambda _body: (403, {"code": 7, "message": "method is allowed starting from the premium plus subscription"})
    assert (call("sync").exit, letters(run)) == (0, [])


def test_what_was_undone_is_not_brought_again(run: Run, shop: Shop, call: Run) -> None:
    call("sync")
    run("undo", 1, "--yes")
    call("sync")
    assert (letters(run), read(shop)) == ([], ["c-7"])
