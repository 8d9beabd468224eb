"""The client of Ozon's Seller API, against a server on loopback: keys, faults, refusals, pages."""

import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_returns.errors.ozon import (
    REFUSALS,
    KeyInvalidError,
    KeyMissingError,
    KeyRoleError,
    MethodGoneError,
    OzonError,
    OzonUnreachableError,
    ShopBlockedError,
    SubscriptionError,
    TooManyError,
)
from ozon_returns.errors.usage import UsageError
from ozon_returns.ozon import lenient
from ozon_returns.ozon.claims import claim, claims
from ozon_returns.ozon.client import HOST, Client
from ozon_returns.ozon.endpoints import CHAT_FILE, CHAT_SAY, CHAT_START, CLAIM, CLAIMS, DECIDE, ENDPOINTS, RETURNS, ROLES, SELLER, Endpoint
from ozon_returns.ozon.keys import Keys, keys_of
from ozon_returns.ozon.returns import return_of, returns
from ozon_returns.ozon.seller import access
from tests.conftest import NOW, TOP, needs_modes
from tests.shop.server import KEY, OWNER, Answer, Shop, opened, returns_of

SHARED = TOP.parent / "shared"
BUSY = (429, {"code": 8, "message": "You have reached request rate limit per second"})
needs_shared = pytest.mark.skipif(not (SHARED / "ozon/openapi.json").exists(), reason="Ozon's OpenAPI document is not beside the checkout")


@pytest.fixture
def shop() -> Iterator[Shop]:
    with opened() as shop:
        shop.methods[ROLES.path] = lambda _body: (200, {"expires_at": "2027-01-01T00:00:00Z", "roles": []})
        yield shop


@pytest.fixture
def client(shop: Shop) -> Iterator[Client]:
    with Client(Keys(OWNER, KEY), shop.url, first_wait=0.001, pace=0.01) as client:
        yield client


def test_a_call_has_the_key_and_its_answer_comes_back(shop: Shop, client: Client) -> None:
    assert client.call(ROLES, {})["expires_at"] == "2027-01-01T00:00:00Z"
    assert shop.asked == [("/v1/roles", {})]


@pytest.mark.parametrize(
    "fault",
    [
        BUSY,
        (429, {}, {"Retry-After": "0"}),
        (500, {"code": 13, "message": "Internal error"}),
        (502, "<html>Bad gateway</html>"),
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
    ],
    ids=str,
)
def test_a_reading_call_is_repeated_after_what_may_pass(shop: Shop, client: Client, fault: Answer | str) -> None:
    shop.faults += [fault, fault]
    assert client.call(ROLES, {})["roles"] == []
    assert len(shop.asked) == 3


@pytest.mark.parametrize("fault", [BUSY, (500, {"message": "Internal error"}), ""], ids=str)
def test_a_changing_call_is_never_repeated(shop: Shop, client: Client, fault: Answer | str) -> None:
    shop.methods[DECIDE.path] = lambda _body: (200, "")
    shop.faults.append(fault)
    with pytest.raises((OzonError, OzonUnreachableError)):
        client.call(DECIDE, {"return_id": 1, "id": 5})
    assert len(shop.asked) == 1
    assert client.call(DECIDE, {"return_id": 1, "id": 5}) == {}, "an empty answer is an answer"


def test_a_fault_that_does_not_pass_is_told_after_some_calls(shop: Shop, client: Client) -> None:
    shop.faults += [(503, {"message": "try later"})] * 9
    with pytest.raises(OzonError, match="try later") as refused:
        client.call(ROLES, {})
    assert (len(shop.asked), refused.value.exit, refused.value.status) == (6, 8, 503)


def test_retry_after_is_waited_for(shop: Shop, client: Client) -> None:
    shop.faults.append((429, {"message": "busy"}, {"Retry-After": "1"}))
    begun = time.monotonic()
    client.call(ROLES, {})
    assert 1 <= time.monotonic() - begun < 3


REFUSED = [
    (401, "Client-Id and Api-Key headers are required", KeyInvalidError),
    (403, "Invalid Api-Key, please check the key and try again", KeyInvalidError),
    (403, "Api-key is deactivated, use another one or generate a new one", KeyInvalidError),
    (403, "Api-Key is missing a required role for a method", KeyRoleError),
    (403, "method is allowed starting from the premium plus subscription", SubscriptionError),
    (403, "Information is only available with a Premium Plus subscription.", SubscriptionError),
    (403, "Company is blocked, please contact support", ShopBlockedError),
    (400, "obsolete method cannot be used", MethodGoneError),
    (410, "obsolete method cannot be used", MethodGoneError),
    (400, "Circle is open", TooManyError),
    (400, "Request validation error: invalid X.Limit: value must be inside range (0, 1000]", OzonError),
    (404, "что-то новое", OzonError),
]


@pytest.mark.parametrize(("status", "message", "kind"), REFUSED)
def test_a_refusal_is_told_in_ozons_words_with_what_to_do_and_not_repeated(
    shop: Shop, client: Client, status: int, message: str, kind: type[OzonError]
) -> None:
    shop.faults.append((status, {"code": 3, "message": message, "details": []}))
    with pytest.raises(OzonError) as refused:
        client.call(ROLES, {})
    assert type(refused.value) is kind
    assert message.rstrip(".") in refused.value.message()
    assert refused.value.hint()
    assert len(shop.asked) == 1


def test_a_wrong_key_is_named_and_shown_nowhere(shop: Shop) -> None:
    secret = KEY[::-1]
    keys = Keys(OWNER, secret)
    with Client(keys, shop.url, pace=0) as client, pytest.raises(KeyInvalidError) as refused:
        client.call(ROLES, {})
    shown = [repr(keys), str(keys), repr(client), str(refused.value), repr(refused.value), repr(refused.getrepr(showlocals=False))]
    assert not [each for each in shown if secret in each]


def test_the_client_connects_to_ozon_and_this_machine_alone() -> None:
    for url in (
        "https://example.com",
        "http://api-seller.ozon.ru",
        "https://api-seller.ozon.ru.example.com",
        "http://127.0.0.1.example.com",
    ):
        with pytest.raises(UsageError):
            Client(Keys(OWNER, KEY), url)
    Client(Keys(OWNER, KEY)).__exit__()
    assert HOST == "https://api-seller.ozon.ru"


def test_calls_keep_their_distance(shop: Shop) -> None:
    with Client(Keys(OWNER, KEY), shop.url, pace=0.2) as client:
        begun = time.monotonic()
        for _call in range(4):
            client.call(ROLES, {})
        assert time.monotonic() - begun >= 0.3, "three pauses of a tenth of a second"


def test_a_host_that_does_not_answer_is_unreachable() -> None:
    with (
        Client(Keys(OWNER, KEY), "http://127.0.0.1:9", first_wait=0.001, pace=0) as client,
        pytest.raises(OzonUnreachableError) as refused,
    ):
        client.call(ROLES, {})
    assert refused.value.exit == 8
    assert "ConnectError" in refused.value.message()


def test_a_key_that_is_set_goes_before_that_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "ozon.toml"
    file.write_text(f'client_id = "77"\napi_key = "{KEY}"\n', encoding="utf-8")
    file.chmod(0o600)
    assert keys_of("", "", file).headers == {"Client-Id": "77", "Api-Key": KEY}
    assert keys_of(" 5 ", "k\n", file).headers == {"Client-Id": "5", "Api-Key": "k"}


@needs_modes
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ozon.toml"
    file.write_text(f'client_id = "77"\napi_key = "{KEY}"\n', encoding="utf-8")
    for mode in (0o640, 0o604, 0o644):
        file.chmod(mode)
        with pytest.raises(KeyMissingError, match="chmod 600"):
            keys_of("", "", file)


@pytest.mark.parametrize(
    ("given", "content", "said"),
    [
        (("", ""), None, "are not set"),
        (("", KEY), None, "only one of"),
        (("7", ""), 'client_id = "7"', "only one of"),
        (("", ""), 'client_id = "7"', "no key has"),
        (("", ""), f'client_id = "x"\napi_key = "{KEY}"', "not a number"),
        (("", ""), "client_id", "not TOML"),
        (("7", "a\nb"), None, "no key has"),
    ],
)
def test_what_is_no_key_is_refused_and_not_shown(tmp_path: Path, given: tuple[str, str], content: str | None, said: str) -> None:
    file = tmp_path / "ozon.toml" if content else None
    if file:
        file.write_text(content or "", encoding="utf-8")
        file.chmod(0o600)
    with pytest.raises(KeyMissingError, match=said) as refused:
        keys_of(*given, file)
    assert KEY not in refused.value.message() + refused.value.hint()
    assert refused.value.exit == 10


def entry(number: int, **more: object) -> dict[str, Any]:
    """Return a return as Ozon lists it, numbers as text in every second one."""
    kind = str if number % 2 else int
    return {
        "id": kind(number), "type": "ClientReturn", "schema": "Fbs", "return_reason_name": "Товар не работает / брак", "posting_number": "1-1-1",
        "product": {"sku": kind(77), "offer_id": "MUG", "name": "Кружка", "price": {"currency_code": "RUB", "price": kind(590)}, "quantity": kind(2)},
        "visual": {"status": {"id": 3, "sys_name": "ArrivedAtReturnPlace"}, "change_moment": "2026-11-20T10:00:00.123456789Z"},
        "storage": None, "logistic": {"return_date": "9999-12-31T23:59:59.999999900Z"}, "compensation_status": None, **more,
    }  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1200])
def test_every_return_comes_once_whatever_the_pages(shop: Shop, client: Client, count: int) -> None:
    shop.methods[RETURNS.path] = returns_of([entry(number) for number in range(1, count + 1)])
    shop.faults += [BUSY, None, (500, {}), BUSY]
    found = [each.number for page in returns(client, NOW - timedelta(days=90), NOW) for each in page]
    assert found == list(range(1, count + 1))


def test_reading_goes_on_after_the_last_return_that_was_read(shop: Shop, client: Client) -> None:
    shop.methods[RETURNS.path] = returns_of([entry(number) for number in range(1, 800)])
    assert [each.number for page in returns(client, None, NOW, after=790) for each in page] == list(range(791, 800))
    (path, body) = shop.asked[0]
    assert (path, body) == (
        "/v1/returns/list",
        {"filter": {"visual_status_change_moment": {"time_to": "2026-11-23T09:00:00Z"}}, "limit": 500, "last_id": 790},
    )


def test_a_list_that_does_not_advance_ends(shop: Shop, client: Client) -> None:
    shop.methods[RETURNS.path] = lambda _body: (200, {"returns": [entry(5)], "has_next": True})
    assert [each.number for page in returns(client, None, NOW) for each in page] == [5, 5]


def test_a_return_is_read_whatever_the_types() -> None:
    for number in (6, 7):
        found = return_of(entry(number, surprise={"new": 1}))
        assert found is not None
        assert (found.number, found.scheme, found.sku, found.price, found.quantity) == (number, "fbs", "77", Decimal(590), 2)
        assert (found.status, found.status_at) == ("ArrivedAtReturnPlace", datetime(2026, 11, 20, 10, tzinfo=UTC))
        assert (found.returned_at, found.arrived_at, found.compensation, found.is_opened) == (None, None, "", None)
        assert found.raw["surprise"] == {"new": 1}
    assert return_of({"type": "Unknown"}) is None


@needs_shared
def test_ozons_own_example_is_read() -> None:
    told = json.loads((SHARED / "domain/samples/returns_v1_list_example.json").read_text(encoding="utf-8"))
    found = return_of(told["returns"][0])
    assert found is not None
    assert (found.number, found.posting, found.price, found.quantity) == (1000015552, "58544282-0057-1", Decimal(3318), 1)
    assert (found.barcode, found.is_opened, found.compensation) == ("ii5275210303", True, "Received")
    assert found.disposal_at == datetime(2024, 7, 29, 6, 15, 48, tzinfo=UTC)


@needs_shared
def test_only_methods_that_ozon_has_are_called() -> None:
    paths = json.loads((SHARED / "ozon/openapi.json").read_text(encoding="utf-8"))["paths"]
    assert [each.path for each in ENDPOINTS if "post" not in paths.get(each.path, {})] == []


def test_the_kinds_of_refusals_are_told_apart() -> None:
    words = [word for each in REFUSALS.values() for word in each]
    assert len(words) == len(set(words))
    assert all(word == word.casefold() for word in words)
    assert len({each.code for each in REFUSALS}) == len(REFUSALS)
    assert [each for each in ENDPOINTS if each.changes] == [DECIDE, CHAT_START, CHAT_SAY, CHAT_FILE]
    assert isinstance(ROLES, Endpoint)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(values)
def test_any_value_is_read_or_left_out(value: object) -> None:
    for reads in (lenient.text, lenient.integer, lenient.amount, lenient.flag, lenient.moment, lenient.fields, lenient.items, lenient.word):
        reads(value)
    return_of(
        {"id": 1, "product": value, "storage": value, "logistic": value, "visual": value, "place": value, "compensation_status": value}
    )


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2024-07-29T06:15:48Z", "2024-07-29T06:15:48+00:00"),
        ("2024-07-29T06:15:48.1Z", "2024-07-29T06:15:48+00:00"),
        ("2024-07-29T06:15:48.998146123Z", "2024-07-29T06:15:48+00:00"),
        ("2024-07-29T09:15:48+03:00", "2024-07-29T06:15:48+00:00"),
        ("2024-07-29", "2024-07-29T00:00:00+00:00"),
        ("2021-11-25 15:19:21", "2021-11-25T15:19:21+00:00"),
        ("9999-12-31T23:59:59.999999900Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("2024-02-30T00:00:00Z", None),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_moments_of_any_precision(value: object, wanted: str | None) -> None:
    found = lenient.moment(value)
    assert (found.isoformat() if found else None) == wanted


def test_words_with_letters_of_another_alphabet_are_the_same() -> None:
    assert lenient.word("Сustomer") == lenient.word("Customer") == "customer"
    assert (lenient.integer("007"), lenient.integer("1.5"), lenient.flag("True"), lenient.flag(0)) == (7, None, True, False)
    assert (lenient.amount("103,50"), lenient.amount({"amount": "5", "currency": "RUB"}), lenient.amount("NaN")) == (
        Decimal("103.50"),
        Decimal(5),
        None,
    )


def claimed(number: int, **more: object) -> dict[str, Any]:
    """Return a claim as Ozon lists it."""
    return {"return_id": number, "return_number": f"174763409-R{number}", "posting_number": "1-1-1", "client_name": "Иванова", **more}


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (99, 1), (100, 2), (250, 3)])
def test_every_claim_comes_once_where_pages_are_honoured(shop: Shop, client: Client, count: int, pages: int) -> None:
    every = list(range(1, count + 1))

    def listed(body: Mapping[str, Any]) -> Answer:
        rest = [claimed(number) for number in every if number > body["last_id"]]
        return 200, {"returns": rest[: body["limit"]]}

    shop.methods[CLAIMS.path] = listed
    assert [number for number, _state in claims(client)] == every
    assert len(shop.asked) == pages


def test_claims_end_where_ozon_ignores_which_page_is_wanted(shop: Shop, client: Client) -> None:
    shop.methods[CLAIMS.path] = lambda body: (200, {"returns": [claimed(number) for number in range(1, body["limit"] + 1)]})
    assert [number for number, _state in claims(client)] == list(range(1, 101))
    assert len(shop.asked) == 2


@pytest.mark.parametrize("nested", [True, False])
def test_a_claim_is_read_as_the_schema_or_the_example_has_it(shop: Shop, client: Client, nested: bool) -> None:
    actions = [{"id": -1, "name": "Отклонить"}, {"id": 1020, "name": "Частичная компенсация"}]
    told = claimed(
        7,
        available_actions=[{"action": each} for each in actions] if nested else actions,
        client_photo=["https://cdn.example/1.jpg", "https://cdn.example/1.jpg", "http://plain.example/2.jpg", None],
        return_reason={"id": "5", "name": "Брак", "is_defect": "true"},
        rejection_reason=[{"id": 3, "name": "Следы использования", "hint": "", "is_comment_required": True}],
        state={"group_state": "New", "state": "OnSellerApproval"},
        product={"name": "Кружка", "offer_id": "MUG", "sku": 77, "price": 590},
        comment=" Трещина ",
        created_at="2026-11-20T10:00:00Z",
    )
    shop.methods[CLAIM.path] = lambda _body: (200, {"returns": told if nested else [told]})
    found = claim(client, 7)
    assert found is not None
    assert (found.name, found.comment, found.is_defect, found.state, found.price) == (
        "174763409-R7",
        "Трещина",
        True,
        "OnSellerApproval",
        Decimal(590),
    )
    assert [(each.number, each.name) for each in found.actions] == [(-1, "Отклонить"), (1020, "Частичная компенсация")]
    assert found.photos == ("https://cdn.example/1.jpg", "http://plain.example/2.jpg")
    assert [(each.number, each.wants_comment) for each in found.rejections] == [(3, True)]
    assert "Иванова" not in repr(found), "the buyer's name is not kept"


def test_a_claim_of_which_nothing_is_told_is_none(shop: Shop, client: Client) -> None:
    shop.methods[CLAIM.path] = lambda _body: (200, {"returns": None})
    assert claim(client, 7) is None


@pytest.mark.parametrize(("kind", "may"), [("PREMIUM", False), ("PREMIUM_PLUS", True), ("premium_pro", True), (None, False)])
def test_what_the_key_and_the_subscription_allow(shop: Shop, client: Client, kind: str | None, may: bool) -> None:
    told = {"expires_at": "2027-03-01T00:00:00Z", "roles": [{"name": "Admin", "methods": ["/v1/returns/list", None]}]}
    shop.methods[ROLES.path] = lambda _body: (200, told)
    shop.methods[SELLER.path] = lambda _body: (200, {"company": {"name": "Дом"}, "subscription": {"type": kind} if kind else None})
    found = access(client)
    assert (found.shop, found.expires_at, found.may_write) == ("Дом", "2027-03-01T00:00:00+00:00", may)
    assert (found.allows("/v1/returns/list"), found.allows("/v1/chat/start")) == (True, False)
    told["roles"] = []
    assert access(client).allows("/v1/chat/start"), "not said is not forbidden"
