"""A letter through Ozon's chat: sent once, recorded as sent only if it was, shown to be pasted where it cannot be."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ozon_returns.app import App
from ozon_returns.cli import carry_out
from ozon_returns.ozon.chats import parts
from tests.conftest import NOW, Run, Said
from tests.shop.server import KEY, OWNER, Answer, Shop, claims_of, opened, returns_of, seller_of

START, SAY, HISTORY = "/v1/chat/start", "/v1/chat/send/message", "/v3/chat/history"


@pytest.fixture
def shop(run: Run, kettle: int) -> Iterator[Shop]:
    """Open a shop where chats can be begun, beside the case of the kettle."""
    assert kettle == 1
    run("settings", "set", "ozon_calls_per_second", "100000")
    with opened() as shop:
        shop.methods |= {START: lambda _body: (200, {"result": {"chat_id": "c-1"}}), SAY: lambda _body: (200, {"result": "success"})}
        yield shop


@pytest.fixture
def send(run: Run, shop: Shop) -> Run:
    """Return `contact 1 --send` with the key of the shop."""

    def send(*words: object, **more: Any) -> Said:  # noqa: ANN401
        return run("contact", 1, "--send", *words, OZON_CLIENT_ID=OWNER, OZON_API_KEY=KEY, OZON_API_URL=shop.url, **more)

    return send


def asked(shop: Shop, path: str) -> list[Any]:
    """Return what was asked of a method."""
    return [body for each, body in shop.asked if each == path]


def test_a_text_is_sent_and_recorded_as_sent(run: Run, shop: Shop, send: Run) -> None:
    said = send("--offer", "bonus", "--amount", "300")
    assert said.exit == 0, said.err
    assert "You may begin a chat within 72 hours of the delivery" in " ".join(said.err.split())
    case = run("show", 1, "--json").case
    [letter] = case["letters"]
    assert (asked(shop, START), letter["how"], letter["outside_id"]) == ([{"posting_number": "5854-0057-1"}], "ozon", "c-1")
    assert "".join(each["text"] for each in asked(shop, SAY)).split() == letter["text"].split()
    assert (letter["sent_at"] is not None, case["status"], [each["kind"] for each in case["offers"]]) == (True, "contacted", ["bonus"])
    send("--text", "Ещё раз здравствуйте")
    assert asked(shop, SAY)[-1] == {"chat_id": "c-1", "text": "Ещё раз здравствуйте"}


@pytest.mark.parametrize(
    ("path", "words", "code"),
    [
        (START, "method is allowed starting from the premium plus subscription", "subscription"),
        (SAY, "chat blocked by user", "wait until the buyer writes"),
        (SAY, "the chat is disabled", "wait until the buyer writes"),
    ],
)
def test_what_cannot_be_sent_is_a_draft_to_be_pasted(run: Run, shop: Shop, send: Run, path: str, words: str, code: str) -> None:
    shop.methods[path] = lambda _body: (403, {"message": words})
    said = send("--text", "Добрый день")
    assert said.exit == 8
    assert "Добрый день" in said.out
    told = " ".join(said.err.split())
    assert words in told
    assert code in told
    assert "paste it into the chat, and then: ozon-returns fix 1 letter:1.sent_at=now" in told
    case = run("show", 1, "--json").case
    assert ([each["sent_at"] for each in case["letters"]], case["status"], case["offers"]) == ([None], "inspected", [])


OLD, NEW = (
    {"message_id": number, "data": ["Добрый день"], "user": {"id": "1", "type": "Sеller"}} for number in ("17", "18446744073709551615")
)
FAILED: tuple[Answer, ...] = ((200, "<html>"), (504, {"message": "timeout"}), (302, ""))


@pytest.mark.parametrize("failed", FAILED)
@pytest.mark.parametrize(("after", "sent"), [([OLD, NEW], True), ([OLD], False)])
def test_a_torn_answer_is_looked_after_in_the_history(
    run: Run, shop: Shop, send: Run, failed: Answer, after: list[Any], sent: bool
) -> None:
    """What was said before with the same words does not count."""
    lines = [OLD]

    def torn(_body: Any) -> Answer:  # noqa: ANN401
        lines[:] = after
        return failed

    shop.methods |= {SAY: torn, HISTORY: lambda _body: (200, {"messages": lines})}
    assert (send("--text", "Добрый день").exit == 0) is sent
    assert len(asked(shop, SAY)) == 1, "never twice"
    assert (run("show", 1, "--json").case["letters"][0]["sent_at"] is not None) is sent


def test_where_nobody_knows_it_is_said_so(shop: Shop, send: Run) -> None:
    shop.methods[SAY] = lambda _body: (504, {"message": "timeout"})
    said = send("--text", "Добрый день")
    assert said.exit == 8
    assert "It is not known whether Ozon has done it" in " ".join(said.err.split())
    assert "It was not sent" not in said.err
    assert "once all of it is there, record that: ozon-returns fix 1 letter:1.sent_at=now" in " ".join(said.err.split())


def test_the_rest_of_a_text_that_was_partly_sent_is_told(shop: Shop, send: Run) -> None:
    def second(_body: Any) -> Answer:  # noqa: ANN401
        return (200, {}) if len(asked(shop, SAY)) == 1 else (429, {"message": "You have reached request rate limit per second"})

    shop.methods |= {SAY: second, HISTORY: lambda _body: (200, {"messages": []})}
    said = send("--text", "Раз. " * 190 + "Два. " * 30, "--force", "long")
    assert said.exit == 8
    told = " ".join(said.err.split())
    assert "Only the beginning of the text was sent" in told
    assert "Paste the rest into the chat, from here on: Раз." in told or "from here on: Два." in told


def test_what_was_sent_is_recorded_whatever_happens_meanwhile(run: Run, shop: Shop, send: Run) -> None:
    def meanwhile(_body: Any) -> Answer:  # noqa: ANN401
        App(home=str(run_home), environ={"LC_ALL": "C.UTF-8"})
        carry_out(["--home", str(run_home), "inspect", "--case", "1", "--note", "beside"], App(home=str(run_home), environ={}))
        return 200, {"result": "success"}

    run_home = Path(run("settings", "--json").json["paths"]["home"])
    shop.methods |= {SAY: meanwhile, HISTORY: lambda _body: (200, {"messages": []})}
    said = send("--text", "Добрый день")
    assert said.exit == 0, said.err
    case = run("show", 1, "--json").case
    assert (case["letters"][0]["sent_at"] is not None, case["note"].endswith("beside")) == (True, True)


def test_another_posting_is_another_chat(run: Run, shop: Shop, send: Run) -> None:
    shop.methods[START] = lambda body: (200, {"result": {"chat_id": f"c-{body['posting_number']}"}})
    send("--text", "Раз")
    run("fix", 1, "posting=P-2-1")
    send("--text", "Два")
    assert [each["chat_id"] for each in asked(shop, SAY)] == ["c-5854-0057-1", "c-P-2-1"]


def test_without_a_key_the_text_is_kept(run: Run, kettle: int) -> None:
    said = run("contact", kettle, "--text", "Добрый день", "--send")
    assert (said.exit, "Добрый день" in said.out) == (10, True)
    assert run("show", 1, "--json").case["letters"][0]["sent_at"] is None


@pytest.mark.parametrize("words", [["--decide", "keep", "--text", "x"], ["--draft", "--text", "x"], ["--reply", "x"]])
def test_what_makes_no_sense_together_is_refused(shop: Shop, send: Run, words: list[str]) -> None:
    assert send(*words).exit == 2
    assert shop.asked == []


@pytest.mark.parametrize(
    "text", ["a" * 2500, "слово " * 700, "Абзац один.\n\n" * 200, "Привет. " * 300, "короткий", "я" * 999 + ". " + "б" * 999]
)
def test_long_texts_are_sent_in_parts(text: str) -> None:
    found = list(parts(text))
    assert all(0 < len(each) <= 1000 for each in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_parts_end_between_words() -> None:
    assert [each[-5:] for each in parts("слово " * 400)] == ["слово"] * 3


def test_what_the_buyer_answers_comes_with_sync_once(run: Run, shop: Shop, send: Run) -> None:
    send("--offer", "bonus", "--amount", "300")
    run("contact", 1, "--reply", "Подумаю", now=NOW + timedelta(hours=2))
    lines = [
        {"message_id": 3, "created_at": "2026-03-01T12:00:00Z", "data": ["Когда отправите?"], "user": {"type": "Customer"}},
        {
            "message_id": 2**60 + 1,
            "created_at": "2026-11-23T12:00:00.123456789Z",
            "data": ["Нет, ", "![](https://x/1.png)"],
            "user": {"type": "Сustomer"},
        },
        {"message_id": "7", "created_at": "2026-11-23T11:00:00Z", "data": ["Подумаю"], "user": {"type": "Customer"}},
        {"message_id": 8, "created_at": "2026-11-23T11:30:00Z", "data": ["…"], "user": {"type": "ChatBot"}},
        {"message_id": 9, "created_at": None, "data": None, "user": None},
    ]
    shop.methods |= {"/v1/returns/list": returns_of([]), **claims_of([]), **seller_of(), HISTORY: lambda _body: (200, {"messages": lines})}
    keys = {"OZON_CLIENT_ID": OWNER, "OZON_API_KEY": KEY, "OZON_API_URL": shop.url, "now": NOW + timedelta(hours=5)}
    assert "Buyers have answered in cases 1; see the first: ozon-returns show 1" in run("sync", "--quiet", **keys).err
    case = run("show", 1, "--json", now=NOW + timedelta(hours=5)).case
    heard = [(each["text"], each["written_at"]) for each in case["letters"] if each["direction"] == "in"]
    assert heard == [("Подумаю", "2026-11-23T14:00:00+03:00"), ("Нет,\n![](https://x/1.png)", "2026-11-23T15:00:00+03:00")]
    waits = next(each for each in case["clocks"] if each["rule"] == "buyer_waits")
    assert (waits["due_at"], waits["state"]) == ("2026-11-24T14:00:00+03:00", "running"), "24 hours after the first word"
    assert run("sync", "--quiet", **keys).err == ""


def test_answers_that_may_not_be_read_stop_no_run(run: Run, shop: Shop, send: Run) -> None:
    send("--text", "Добрый день")
    shop.methods |= {"/v1/returns/list": returns_of([]), **claims_of([]), **seller_of()}
    shop.methods[HISTORY] = lambda _body: (403, {"message": "method is allowed starting from the premium plus subscription"})
    assert run("sync", OZON_CLIENT_ID=OWNER, OZON_API_KEY=KEY, OZON_API_URL=shop.url).exit == 0


LIST = "/v3/chat/list"
CHATS = [
    {"chat": {"chat_id": "b", "chat_type": "BUYER_SELLER", "chat_status": "OPENED"}},
    {"chat": {"chat_id": "s", "chat_type": "Seller_Support", "chat_status": "Opened"}},
]


@pytest.fixture
def ticket(run: Run, shop: Shop) -> Run:
    """Return `ticket 1 --send` with the key of the shop."""

    def ticket(*words: object) -> Said:
        return run("ticket", 1, "--send", *words, OZON_CLIENT_ID=OWNER, OZON_API_KEY=KEY, OZON_API_URL=shop.url)

    return ticket


def test_a_ticket_is_sent_to_an_open_chat_with_the_support(run: Run, shop: Shop, ticket: Run) -> None:
    shop.methods[LIST] = lambda _body: (200, {"chats": CHATS})
    said = ticket("--ask", "1990")
    assert said.exit == 0, said.err
    told = run("show", 1, "--json").case["tickets"][0]
    assert (told["opened_at"] is not None, run("show", 1, "--json").case["status"]) == (True, "ticketed")
    assert {each["chat_id"] for each in asked(shop, SAY)} == {"s"}
    assert "".join("".join(each["text"] for each in asked(shop, SAY)).split()) == "".join(told["text"].split())


@pytest.mark.parametrize("chats", [[], CHATS[:1], None])
def test_a_ticket_that_cannot_be_sent_is_a_draft_to_be_pasted(run: Run, shop: Shop, ticket: Run, chats: Any) -> None:  # noqa: ANN401
    shop.methods[LIST] = lambda _body: (200, {"chats": chats})
    said = ticket("--ask", "1990")
    assert said.exit == 5
    assert "Тема: Повреждение товара" in said.out
    assert "ozon-returns ticket 1 --ticket 1 --sent" in " ".join(said.err.split())
    assert run("show", 1, "--json").case["tickets"][0]["opened_at"] is None
    assert asked(shop, SAY) == []
    assert run("ticket", 1, "--ticket", 1, "--sent").exit == 0


@pytest.mark.parametrize("words", [["--to", "supplier"], ["--answer", "x"], ["--draft"]])
def test_only_a_new_ticket_to_ozon_is_sent(shop: Shop, ticket: Run, words: list[str]) -> None:
    assert ticket(*words).exit == 2
    assert shop.asked == []


FILE = "/v1/chat/send/file"


def test_files_go_with_the_text_as_pictures_without_metadata(
    run: Run, shop: Shop, send: Run, photo: Callable[..., Path], tmp_path: Path
) -> None:
    shop.methods[FILE] = lambda _body: (200, {"result": "success"})
    shown, paper = photo("label.jpg"), tmp_path / "act.PDF"
    paper.write_bytes(b"%PDF-1.7 ...")
    said = send("--text", "Добрый день", "--attach", shown, "--attach", paper)
    assert said.exit == 0, said.err
    first, second = asked(shop, FILE)
    assert (first["chat_id"], first["name"], second) == (
        *("c-1", "label.jpg"),
        {"chat_id": "c-1", "name": "act.PDF", "base64_content": "JVBERi0xLjcgLi4u"},
    )
    with Image.open(BytesIO(b64decode(first["base64_content"]))) as picture:
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
    assert [path for path, _body in shop.asked][-3:] == [SAY, FILE, FILE]
    assert run("show", 1, "--json").case["letters"][0]["sent_at"]


def test_a_file_that_cannot_be_sent_is_named_and_the_text_counts_as_sent(
    run: Run, shop: Shop, send: Run, photo: Callable[..., Path]
) -> None:
    shop.methods[FILE] = lambda _body: (400, {"code": 3, "message": "file is too big"})
    said = send("--text", "Добрый день", "--attach", photo("label.jpg"))
    assert said.exit == 8
    assert "label.jpg was not sent: Ozon refused /v1/chat/send/file (400): file is too big. Add it in the chat by hand." in " ".join(
        said.err.split()
    )
    shop.methods[FILE] = lambda _body: (500, {"message": "Internal error"})
    said = send("--text", "Ещё раз", "--attach", photo("label.jpg"))
    assert "It is not known whether label.jpg was sent" in " ".join(said.err.split())
    assert (len(asked(shop, FILE)), [bool(each["sent_at"]) for each in run("show", 1, "--json").case["letters"]]) == (2, [True, True])


@pytest.mark.parametrize(
    ("name", "content", "exit_code", "why"),
    [
        ("a.jpg", b"no picture", 5, "only pictures and PDF can be sent in the chat"),
        ("a.pdf", b"no paper", 5, "only pictures and PDF can be sent in the chat"),
        ("a.pdf", b"%PDF" + b"0" * 5_000_000, 5, "it is larger than 5 MB"),
        ("gone.jpg", None, 4, "gone.jpg"),
    ],
)
def test_what_cannot_be_attached_stops_before_anything_is_sent(
    run: Run, shop: Shop, send: Run, tmp_path: Path, name: str, content: bytes | None, exit_code: int, why: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    said = send("--text", "Добрый день", "--attach", tmp_path / name)
    assert (said.exit, why in said.err, shop.asked, run("show", 1, "--json").case["letters"]) == (exit_code, True, [], [])


def test_a_file_without_a_text_that_is_sent_is_refused(run: Run, kettle: int, photo: Callable[..., Path]) -> None:
    said = run("contact", kettle, "--text", "x", "--attach", photo("a.jpg"))
    assert (said.exit, "--attach goes with a text that is sent" in said.err) == (2, True)
