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
    told = call("sync")
    assert (told.exit, letters(run), "Chats with buyers were not read" in told.err) == (0, [], True)


def test_what_was_undone_is_not_brought_again(run: Run, shop: Shop, call: Run) -> None:
    call("sync")
    run("undo", 1, "--yes")
    call("sync")
    assert (letters(run), read(shop)) == ([], ["c-7"])


def test_a_message_is_not_lost_for_a_case_that_is_opened_later(run: Run, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    chats["c-8"] = [said(21, "23T08:09", "Чашка разбита", order_number="77-0001", sku="158")]
    call("sync")
    run("import", "-", typed="cases: [{posting: 77-0001-1, product: Чашка, status: dismissed, found_at: 2026-11-23}]")
    call("sync")
    assert letters(run, 2) == []
    run("resolve", 2, "--reopen", "это брак")
    call("sync")
    assert letters(run, 2) == [("in", "Чашка разбита")]
    call("sync")
    assert letters(run, 2) == [("in", "Чашка разбита")]


def test_short_and_repeated_answers_in_the_cabinet_count_as_answers(run: Run, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    run("contact", 1, "--text", "Здравствуйте! Да, вернём деньги сегодня", now=NOW)
    chats["c-7"] = [
        said(10, "23T13:30", "Да", "Seller"),
        said(9, "23T13:00", "Вы точно вернёте?", **ORDER),
        said(8, "23T12:30", "Да", "Seller"),
    ]
    call("sync", now=NOW + timedelta(hours=6))
    assert letters(run) == [("out", "Здравствуйте! Да, вернём деньги сегодня"), ("in", "Вы точно вернёте?"), ("out", "Да")]
    case = run("show", 1, "--json").case
    assert not [each for each in case["clocks"] if each["rule"] == "buyer_waits" and each["state"] == "running"]
    chats["c-7"].insert(0, said(12, "23T14:00", "Да", "Seller"))
    chats["c-7"].insert(0, said(11, "23T13:50", "Честно?", **ORDER))
    call("sync", now=NOW + timedelta(hours=6))
    assert letters(run)[3:] == [("in", "Честно?"), ("out", "Да")]


def test_the_same_words_days_later_are_another_letter(run: Run, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    run("contact", 1, "--text", "Вернём деньги", now=NOW)
    chats["c-7"] = [said(9, "25T10:00", "Вернём деньги", "Seller"), said(8, "25T09:00", "И где деньги?", **ORDER)]
    call("sync", now=NOW + timedelta(days=3))
    assert letters(run) == [("out", "Вернём деньги"), ("in", "И где деньги?"), ("out", "Вернём деньги")]


def test_a_draft_that_was_pasted_is_sent(run: Run, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    call("sync")
    run("contact", 1, "--text", "Вернём деньги сегодня", "--draft")
    chats["c-7"].insert(0, said(8, "23T09:30", "Вернём деньги сегодня", "Seller"))
    call("sync", now=NOW + timedelta(hours=1))
    case = run("show", 1, "--json").case
    assert [(each["text"], each["sent_at"]) for each in case["letters"] if each["direction"] == "out"] == [
        ("Вернём деньги сегодня", "2026-11-23T12:30:00+03:00")
    ]
    assert case["contacted_at"] == "2026-11-23T12:30:00+03:00"


def test_an_answer_in_the_chat_one_wrote_through_is_of_its_cases(
    run: Run, shop: Shop, call: Run, chats: dict[str, list[dict[str, Any]]]
) -> None:
    shop.methods[START] = lambda _body: (200, {"result": {"chat_id": "c-9"}})
    chats.clear()
    chats["c-9"] = []
    run("import", "-", typed='cases: [{posting: 5854-0057-1, sku: "159", product: Чашка, found_at: 2026-11-23}]')
    shop.methods[HISTORY] = lambda _body: (200, {"messages": None})
    for case in (1, 2):
        assert call("contact", case, "--send", "--text", f"Добрый день, случай {case}", "--force", "x").exit == 0
    shop.methods[HISTORY] = lambda body: (200, {"messages": chats[body["chat_id"]]})
    chats["c-9"] = [
        said(32, "23T11:00", "Другой товар", order_number="5854-0057", sku="99999"),
        said(31, "23T10:00", "Хорошо, жду"),
    ]
    call("sync", now=NOW + timedelta(hours=5))
    for case in (1, 2):
        assert [text for direction, text in letters(run, case) if direction == "in"] == ["Хорошо, жду", "Другой товар"]


def test_the_only_case_of_an_order_is_meant_by_any_sku(run: Run, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    chats["c-7"] = [said(7, "23T08:00", "Пришёл с трещиной", order_number="5854-0057", sku="99999")]
    call("sync")
    assert letters(run) == [("in", "Пришёл с трещиной")]


def test_talk_of_long_before_is_not_of_the_case(run: Run, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    chats["c-7"] += [said(6, "01T09:00", "Завтра", "Seller", **ORDER), said(5, "01T08:00", "Когда придёт?", **ORDER)]
    call("sync")
    assert (letters(run), run("show", 1, "--json").case["contacted_at"]) == ([("in", "Пришёл с трещиной")], None)


def test_a_stranger_is_never_written_to(run: Run, shop: Shop, call: Run, chats: dict[str, list[dict[str, Any]]]) -> None:
    chats["stranger"] = [said(3, "23T08:00", "Здравствуйте")]
    run("import", "-", typed="cases: [{product: Чашка, posting: '12345678'}, {product: Чайник}]")
    call("sync")
    assert call("contact", 2, "--send", "--text", "x", "--force", "x").exit == 8
    assert call("contact", 3, "--send", "--text", "x", "--force", "x").exit == 5
    assert SAY not in [path for path, _body in shop.asked]


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        ((403, {"code": 7, "message": "method is allowed starting from the premium plus subscription"}), 1),
        ((400, {"code": 3, "message": "invalid chat guid"}), 3),
        ((403, {"message": "chat is disabled"}), 3),
    ],
)
def test_what_no_chat_lets_one_read_is_asked_once(
    shop: Shop, call: Run, chats: dict[str, list[dict[str, Any]]], answer: Answer, calls: int
) -> None:
    chats |= {"c-8": chats["c-7"], "c-9": chats["c-7"]}
    shop.methods[HISTORY] = lambda _body: answer
    told = call("sync")
    assert (told.exit, len(read(shop)), "Chats with buyers were not read" in told.err) == (0, calls, calls == 1)


def test_the_same_text_is_not_sent_twice_by_a_slip(run: Run, shop: Shop, call: Run) -> None:
    call("sync")
    for _time in range(2):
        last = call("contact", 1, "--send", "--text", "Вернём деньги")
    assert (last.exit, "The same text was sent on 2026-11-23 12:00" in last.err) == (5, True)
    assert call("contact", 1, "--send", "--text", "Вернём деньги", "--force", "просит ещё раз").exit == 0
    assert len([path for path, _body in shop.asked if path == SAY]) == 2
    assert len(letters(run)) == 3


# Delivered on 22 November at 10:00: a chat may be begun for 72 hours, until the 25th at 10:00; with FBO the seller begins none.
@pytest.mark.parametrize(
    ("scheme", "hours", "told"),
    [
        ("fbs", 0, "You may write until 2026-11-25 10:00."),
        ("rfbs", 45, "You may write until 2026-11-25 10:00."),
        ("fbs", 47, "The time to write was over on 2026-11-25 10:00"),
        ("fbo", 0, "With FBO only the buyer begins a chat"),
    ],
)
def test_the_window_after_the_delivery_is_told(run: Run, call: Run, scheme: str, hours: int, told: str) -> None:
    run("inspect", "--case", 1, "--scheme", scheme, "--date", "delivered=2026-11-22 10:00", "--force", "x")
    said = " ".join(call("contact", 1, "--send", "--text", "Добрый день", now=NOW + timedelta(hours=hours)).err.split())
    assert told in said
    assert ("2026-11-25" in said) is (scheme != "fbo")
