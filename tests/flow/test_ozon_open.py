"""What looks settled here and is open at Ozon is told until it is settled there, too."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOW, Run
from tests.flow.test_decide_at_ozon import ACTIONS, SET
from tests.flow.test_sync import claim, row, shop, sync  # noqa: F401  fixtures
from tests.shop.server import Shop, claims_of, returns_of

CLAIMS = (
    "Ozon still waits for your decision on cases {}: it is recorded here only. Decide it there: ozon-returns contact {} --decide ... --send"
)
RETURNS = "Ozon still waits for your decision on cases 1: it is recorded here only. Decide it in the seller's account, and then: ozon-returns sync"


def told(said: Any) -> str:  # noqa: ANN401
    """Return what was said, on one line."""
    return " ".join((said.err + said.out).split())


@pytest.fixture
def entry(shop: Shop, sync: Run) -> dict[str, Any]:  # noqa: F811
    """Return a claim of rFBS that waits for the seller and is case 1."""
    found = claim(1, available_actions=ACTIONS)
    shop.methods |= {**claims_of([found]), SET: lambda _body: (200, "")}
    assert sync("--json").json["added"] == 1
    return found


def test_a_claim_that_is_decided_here_only_is_told_until_ozon_knows(run: Run, sync: Run, entry: dict[str, Any]) -> None:  # noqa: F811
    assert "still waits" not in told(run("due"))
    assert CLAIMS.format(1, 1) in told(run("contact", 1, "--decide", "approve"))
    assert CLAIMS.format(1, 1) in told(run("due"))
    assert CLAIMS.format(1, 1) in told(run("due", "--quiet"))
    assert CLAIMS.format(1, 1) in told(sync("--quiet"))
    entry["state"] = {"group_state": "Approved", "state": "Approved", "state_name": "…"}
    assert "still waits" not in told(sync(now=NOW + timedelta(hours=1)))
    assert "still waits" not in told(run("due", now=NOW + timedelta(hours=1)))


def test_that_an_open_claim_can_be_decided_at_ozon_is_told(run: Run, sync: Run, entry: dict[str, Any]) -> None:  # noqa: F811
    can = "With --send, the claims of cases 1 are decided at Ozon, too."
    run("inspect", "--product", "Kettle", "--scheme", "rfbs", "--stage", "buyer", "--defect", "crack")
    assert can in told(run("due"))
    assert can not in told(run("due", "--quiet"))
    assert can not in told(run("due", "--as-of", "now"))
    run("contact", 1, "--decide", "approve")
    assert can not in told(run("due"))
    run("undo", 1)
    assert can in told(run("due"))
    run("resolve", 1, "--dismiss", "no defect")
    assert can not in told(run("due"))
    run("undo", 1)
    assert can in told(run("due"))
    entry["state"] = {"group_state": "Approved", "state": "Approved", "state_name": "…"}
    sync(now=NOW + timedelta(hours=1))
    assert can not in told(run("due", now=NOW + timedelta(hours=1)))


def test_a_decision_of_ozons_and_one_before_ozon_asked_again_are_no_contradiction(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    shop.methods["/v1/returns/list"] = returns_of([row(1, "OnSellerApproval")])
    sync()
    assert "still waits" not in told(run("contact", 1, "--decide", "approve", "--by", "ozon"))
    run("undo", 1, "--yes")
    assert RETURNS in told(run("contact", 1, "--decide", "approve"))
    shop.methods["/v1/returns/list"] = returns_of([row(1, "OnSellerClarification", at="2026-11-23T12:30:00Z")])
    assert "still waits" not in told(sync(now=NOW + timedelta(hours=5)))


def test_what_is_decided_at_ozon_is_not_told(run: Run, shop: Shop, entry: dict[str, Any]) -> None:  # noqa: F811
    assert entry
    keys = {"OZON_CLIENT_ID": "123456", "OZON_API_KEY": "7f3c-distinctive-key-9b1e", "OZON_API_URL": shop.url}
    run("contact", 1, "--decide", "keep", "--send", "--yes", **keys)
    assert [body for path, body in shop.asked if path == SET]


def test_a_return_that_is_decided_here_only_is_to_be_decided_in_the_cabinet(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    shop.methods["/v1/returns/list"] = returns_of([row(1, "OnSellerApproval")])
    sync()
    assert RETURNS in told(run("contact", 1, "--decide", "reject", "--why", "дефекта нет", "--force", "x"))
    assert RETURNS in told(run("due"))


def test_returns_whose_cases_were_undone_are_told(run: Run, shop: Shop, sync: Run) -> None:  # noqa: F811
    shop.methods["/v1/returns/list"] = returns_of([row(1, "OnSellerApproval"), row(2)])
    sync()
    for number in (1, 2):
        run("undo", number, "--yes")
    said = told(sync("--quiet"))
    assert "Returns whose cases were undone are not opened again: 2; of these wait for you at Ozon: 1." in said
    assert "Put them back: ozon-returns undo --redo" in said
    shop.methods["/v1/returns/list"] = returns_of([row(1, at="2026-11-23T12:30:00Z"), row(2)])
    assert "not opened again: 2; of these wait for you at Ozon: 0" in told(sync(now=NOW + timedelta(hours=5)))
    assert sync("--quiet", now=NOW + timedelta(hours=6)).err == ""


def test_a_buyer_who_has_the_money_is_not_named_as_waiting_for_a_word(run: Run) -> None:
    run(
        "import",
        "-",
        typed="""cases: [
        {posting: 1-1-1, product: A, stage: return, found_at: 2026-11-20, fulfillments: [{kind: refund, amount: 5, at: 2026-11-21}]},
        {posting: 1-1-2, product: B, stage: return, found_at: 2026-11-20}]""",
    )
    said = told(run("analyze"))
    assert ("contact 1 " in said, "contact 2 " in said) == (False, True)
