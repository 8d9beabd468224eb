"""Deciding a claim of rFBS at Ozon: by the actions offered there, confirmed, once, and recorded only if it is done."""

import json
from typing import Any

import pytest

from tests.conftest import TOP, Run, Said
from tests.flow.test_sync import claim, shop, sync  # noqa: F401  fixtures
from tests.shop.server import KEY, OWNER, Answer, Shop, claims_of

SET = "/v1/returns/rfbs/action/set"
ACTIONS = [
    {"id": 1, "name": "Получить товар на проверку"},
    {"id": 2, "name": "Вернуть деньги без возврата товара"},
    {"id": 1020, "name": "Предложить частичную компенсацию"},
    {"id": -1, "name": "Отклонить"},
]
REASONS = [{"id": 7, "name": "Товар без недостатков", "is_comment_required": True}, {"id": 8, "name": "Не тот товар"}]
SHARED = TOP.parent / "shared/ozon/openapi.json"


@pytest.fixture
def entry(shop: Shop, sync: Run) -> dict[str, Any]:  # noqa: F811
    """Return a claim that waits for the seller and is a case already."""
    told = claim(1, available_actions=ACTIONS, rejection_reason=REASONS)
    shop.methods |= {**claims_of([told]), SET: lambda _body: (200, "")}
    assert sync("--json").json["added"] == 1
    return told


@pytest.fixture
def decide(run: Run, shop: Shop) -> Run:  # noqa: F811
    """Return `contact 1 --send` with the key of the shop."""

    def decide(*words: object, **more: Any) -> Said:  # noqa: ANN401
        return run("contact", 1, "--send", *words, OZON_CLIENT_ID=OWNER, OZON_API_KEY=KEY, OZON_API_URL=shop.url, **more)

    return decide


def sent(shop: Shop) -> list[Any]:  # noqa: F811
    """Return what was decided at Ozon."""
    return [body for path, body in shop.asked if path == SET]


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["approve"], {"return_id": 1, "id": 1}),
        (["keep"], {"return_id": 1, "id": 2}),
        (["partial", "--amount", "300"], {"return_id": 1, "id": 1020, "compensation_amount": 300.0}),
        (
            ["reject", "--why", "не тот товар: чужая кружка"],
            {"return_id": 1, "id": -1, "rejection_reason_id": 8, "comment": "не тот товар: чужая кружка"},
        ),
    ],
)
def test_a_decision_is_the_action_that_ozon_offers(shop: Shop, run: Run, decide: Run, words: list[str], wanted: dict[str, Any]) -> None:  # noqa: F811
    said = decide("--decide", *words, "--yes", "--json")
    assert said.exit == 0, said.err
    assert sent(shop) == [wanted]
    assert [each["kind"] for each in said.case["decisions"]] == [words[0]]
    assert run("show", 1, "--json").case["decisions"] == said.case["decisions"]


@pytest.mark.usefixtures("entry")
def test_nothing_is_decided_without_a_confirmation(shop: Shop, decide: Run) -> None:  # noqa: F811
    said = decide("--decide", "keep", "--json")
    assert (said.exit, said.error["hint"]) == (7, "Confirm it on a terminal, or with --yes.")
    assert "“Вернуть деньги без возврата товара” is done for claim 17476-R1" in said.error["message"]
    assert sent(shop) == []
    assert decide("--decide", "keep", person=True, typed="no\n").exit != 0
    assert sent(shop) == []
    assert decide("--decide", "keep", person=True, typed="yes\n").exit == 0
    assert len(sent(shop)) == 1


@pytest.mark.usefixtures("entry")
def test_an_amount_that_cannot_be_is_refused_before_ozon_is_asked(shop: Shop, decide: Run) -> None:  # noqa: F811
    assert decide("--decide", "partial", "--amount", "900", "--yes").exit == 5, "at most the price less one rouble"
    assert sent(shop) == []


@pytest.mark.usefixtures("entry")
def test_a_reason_that_is_not_clear_is_asked_for(shop: Shop, decide: Run) -> None:  # noqa: F811
    said = decide("--decide", "reject", "--why", "нет изъяна", "--yes", "--json")
    assert (said.exit, "Товар без недостатков; Не тот товар" in said.error["message"]) == (5, True)
    assert decide("--decide", "reject", "--why", "нет изъяна", person=True, typed="1\nyes\n").exit == 0
    assert [each["rejection_reason_id"] for each in sent(shop)] == [7]


def test_what_ozon_does_not_offer_is_refused(entry: dict[str, Any], shop: Shop, run: Run, decide: Run) -> None:  # noqa: F811
    entry["available_actions"] = [{"id": 1, "name": "Получить товар на проверку"}]
    said = decide("--decide", "keep", "--yes", "--json")
    assert (said.exit, said.error["message"]) == (5, "Ozon offers only: Получить товар на проверку.")
    entry["available_actions"] = []
    assert "Ozon offers no decision for case 1" in decide("--decide", "keep", "--yes", "--json").error["message"]
    assert (sent(shop), run("show", 1, "--json").case["decisions"]) == ([], [])


@pytest.mark.parametrize("failed", [(200, "not json"), (504, {"message": "timeout"}), (302, "")])
def test_a_torn_answer_is_looked_after_and_never_repeated(
    entry: dict[str, Any],
    shop: Shop,  # noqa: F811
    run: Run,
    decide: Run,
    failed: Answer,
) -> None:
    shop.methods[SET] = lambda _body: failed
    assert decide("--decide", "keep", "--yes", "--json").exit == 8
    assert (len(sent(shop)), run("show", 1, "--json").case["decisions"]) == (1, []), "it is as it was, so nothing is recorded"

    def done(_body: Any) -> Answer:  # noqa: ANN401
        entry["state"] = {"state": "MoneyReturned"}
        return failed

    shop.methods[SET] = done
    assert decide("--decide", "keep", "--yes").exit == 0, "the answer was torn, but it is done"
    assert [each["kind"] for each in run("show", 1, "--json").case["decisions"]] == ["keep"]


def test_what_is_no_approval_is_not_taken_for_one(entry: dict[str, Any], shop: Shop, decide: Run) -> None:  # noqa: F811
    entry["available_actions"] = [{"id": 5, "name": "Запросить уточнение у покупателя"}, *ACTIONS[2:]]
    assert decide("--decide", "approve", "--yes").exit == 5
    assert sent(shop) == []


@pytest.mark.skipif(not SHARED.exists(), reason="Ozon's document lies beside the checkout")
def test_what_is_sent_fits_ozons_document(entry: dict[str, Any], shop: Shop, decide: Run) -> None:  # noqa: F811
    assert entry["return_id"] == 1
    for words in (["partial", "--amount", "300"], ["reject", "--why", "Не тот товар", "--force", "x"]):
        assert decide("--decide", *words, "--yes").exit == 0
    schema = json.loads(SHARED.read_text(encoding="utf-8"))["components"]["schemas"]["v1ReturnsRfbsActionSetRequest"]["properties"]
    kinds = {"integer": int, "number": float, "string": str}
    for body in sent(shop):
        assert {name: isinstance(value, kinds[schema[name]["type"]]) for name, value in body.items()} == dict.fromkeys(body, True)
