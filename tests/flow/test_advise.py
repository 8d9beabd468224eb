"""`advise`: what each way would probably cost, worked out by hand beforehand; the law's duty is never hidden behind a sum."""

from math import sqrt
from typing import Any

import pytest

from ozon_returns.reports.chance import chance, quantile
from tests.conftest import Run

PRODUCT = ["products", "158", "cost=300", "commission=10%", "delivery_out=80", "delivery_back=100"]


def advice(run: Run, case: int = 1) -> dict[str, Any]:
    """Return the advice on a case."""
    return dict(run("advise", case, "--json").json["advice"])


def ways(run: Run, case: int = 1) -> dict[str, tuple[Any, Any, Any]]:
    """Return the cost and the range of each way."""
    return {each["way"]: (each["cost"], each["low"], each["high"]) for each in advice(run, case)["ways"]}


def open_case(run: Run, *words: str) -> None:
    """Open the case of an item for 1,000 roubles that a buyer has."""
    run(*PRODUCT)
    said = run("inspect", "--sku", "158", "--product", "Cup", "--price", "1000", "--stage", "buyer", "--posting", "1-1", *words)
    assert said.exit == 0, said.err


def test_the_sums_are_those_worked_out_by_hand(run: Run) -> None:
    open_case(run, "--scheme", "rfbs")
    # A refund costs 1000 less 10 %: 900. A return costs 100 more, and brings back an item worth 300 with a chance of 1/2
    # (nothing is known: 5 to 95 %): 900 + 100 - 150 = 850, from 715 to 985. A partial compensation is worth it up to 850; at half of
    # that, 425, taken with a chance of 1/2, else 850: 637.50. A new item is 300 + 80. A rejection stands with a chance of 1/2: 450.
    assert ways(run) == {
        "replacement": ("380.00", "380.00", "380.00"),
        "reject": ("450.00", "45.00", "855.00"),
        "partial": ("637.50", "446.25", "828.75"),
        "approve": ("850.00", "715.00", "985.00"),
        "keep": ("900.00", "900.00", "900.00"),
    }
    told = advice(run)
    assert told["break_even"] == "850.00"
    assert [each["way"] for each in told["ways"]] == ["replacement", "partial", "approve", "keep", "reject"], (
        "the law wants proof of what the cause is"
    )
    assert told["unknown"] == []
    assert all(each["little_known"] for each in told["ways"] if each["chance"])
    assert told["ways"][1]["command"] == "ozon-returns contact 1 --offer bonus --amount 425"


def test_the_laws_duty_is_named_whatever_it_costs(run: Run) -> None:
    open_case(run, "--scheme", "fbs", "--suspect", "production")
    told = advice(run)
    assert told["law"] == ["refund the buyer (until 2026-12-03): a penalty of 1 % of the price a day, at most the price"]
    assert told["ways"][-1]["way"] == "reject", "what is against the law is last, however cheap"
    assert (told["ways"][-1]["lawful"], "against the law" in told["ways"][-1]["note"]) == (False, True)
    assert "Required by law, whatever it costs:" in run("advise", 1).out


@pytest.mark.parametrize(
    ("scheme", "open_"),
    [
        ("fbo", {"approve", "keep", "partial", "reject"}),
        ("fbs", {"approve", "keep", "partial", "reject"}),
        ("rfbs", {"approve", "keep", "partial", "reject", "replacement"}),
    ],
)
def test_ways_are_open_by_scheme(run: Run, scheme: str, open_: set[str]) -> None:
    open_case(run, "--scheme", scheme)
    assert set(ways(run)) == open_


def test_a_dangerous_item_is_neither_bargained_over_nor_kept_in_use_nor_sold_again(run: Run) -> None:
    open_case(run, "--scheme", "fbo", "--severity", "dangerous")
    found = ways(run)
    assert set(found) == {"approve", "keep"}
    assert found["approve"] == ("1000.00", "1000.00", "1000.00"), "it is worth nothing when it comes back"


def test_what_was_swapped_is_rejected_and_claimed_from_ozon(run: Run) -> None:
    open_case(run, "--scheme", "fbs", "--suspect", "swap")
    told = advice(run)
    assert {each["way"] for each in told["ways"]} == {"approve", "reject", "ticket"}
    ticket = told["ways"][-1]
    assert (ticket["way"], ticket["cost"], ticket["beside"]) == ("ticket", "-500.00", True)
    assert ticket["command"] == "ozon-returns ticket 1 --to ozon --ask 1000"


def test_a_carrier_is_claimed_from_where_the_seller_delivers_himself(run: Run) -> None:
    open_case(run, "--scheme", "rfbs", "--suspect", "transport")
    ticket = next(each for each in advice(run)["ways"] if each["way"] == "ticket")
    assert ticket["command"] == "ozon-returns ticket 1 --to carrier --ask 1000"


def test_what_is_decided_is_not_weighed_again(run: Run) -> None:
    open_case(run, "--scheme", "fbs", "--suspect", "production")
    run("contact", 1, "--decide", "approve")
    assert [each["way"] for each in advice(run)["ways"]] == ["supplier"]
    run("ticket", 1, "--to", "supplier", "--situation", "other", "--force", "x")
    assert advice(run)["ways"] == []
    assert "With the buyer nothing is left to be decided" in run("advise", 1).out


def test_what_is_unknown_is_named_with_what_it_would_change(run: Run) -> None:
    run("inspect", "--sku", "9", "--product", "Cup", "--stage", "buyer", "--price", "100", "--scheme", "rfbs")
    told = {each["field"]: each["command"] for each in advice(run)["unknown"]}
    assert set(told) == {"commission", "cost", "delivery_back"}
    assert told["cost"] == "ozon-returns products 9 cost=..."
    run("inspect", "--product", "Mug", "--stage", "buyer")
    assert {each["field"] for each in advice(run, 2)["unknown"]} >= {"price"}
    assert ways(run, 2)["approve"] == (None, None, None)


def test_a_person_is_asked_once_for_what_is_unknown(run: Run) -> None:
    run("inspect", "--sku", "9", "--product", "Cup", "--stage", "buyer", "--price", "100", "--scheme", "fbs")
    said = run("advise", 1, person=True, typed="40\nx\n15%\n")
    assert "What does one item cost you" in said.err
    assert "is not a rate" in said.err
    (known,) = run("products", "--json").json["products"]
    assert (known["cost"], known["commission"]) == ("40.00", 0.15)
    assert "What does one item cost you" not in run("advise", 1, person=True).err


def test_the_shops_own_record_moves_the_chances(run: Run) -> None:
    for number in range(1, 7):
        run("inspect", "--product", f"Mug {number}", "--stage", "warehouse", "--price", "100", "--suspect", "production")
        run("ticket", number, "--to", "supplier", "--situation", "other", "--ask", "50", "--force", "x")
        run("ticket", number, "--outcome", "refused" if number == 1 else "approved")
    run(*PRODUCT)
    run(
        "inspect",
        "--sku",
        "158",
        "--product",
        "Cup",
        "--price",
        "1000",
        "--stage",
        "warehouse",
        "--suspect",
        "production",
        "--supplier",
        "X",
    )
    supplier = next(each for each in advice(run, 7)["ways"] if each["way"] == "supplier")
    assert (supplier["chance"]["n"], supplier["little_known"]) == (6, False)
    assert supplier["chance"]["mean"] == pytest.approx(6 / 8), "5 of 6 won: (5 + 1) / (6 + 2)"
    assert supplier["cost"] == "-225.00", "0.75 of the purchase cost of 300"


def test_an_item_that_never_reached_a_buyer_is_sold_or_written_off(run: Run) -> None:
    run("inspect", "--product", "Cup", "--price", "1000", "--stage", "warehouse")
    assert set(ways(run)) == {"markdown", "write_off"}
    run("resolve", 1, "--outcome", "kept", "--disposition", "markdown", "--recovered", "resale=400", "--cost", "goods=500")
    run("inspect", "--product", "Mug", "--price", "200", "--stage", "warehouse", "--quantity", "2")
    assert ways(run, 2)["markdown"][0] == "-160.00", "items went for 40 % of the price before"


def test_the_quantiles_are_those_of_the_beta_distribution() -> None:
    for share in (0.05, 0.5, 0.95):
        assert quantile(share, 1, 1) == pytest.approx(share)
        assert quantile(share, 2, 1) == pytest.approx(sqrt(share)), "the distribution function of Beta(2, 1) is x²"
        assert quantile(share, 1, 3) == pytest.approx(1 - (1 - share) ** (1 / 3))
    assert quantile(0.05, 4, 2) == pytest.approx(0.342592, abs=1e-6)
    assert chance(4, 3).mean == pytest.approx(2 / 3)
    assert (chance(4, 3).n, chance(4, 3).little_known) == (4, True)
    assert not chance(5, 3).little_known


def test_what_cannot_be_sold_again_costs_its_disposal(run: Run) -> None:
    run("inspect", "--product", "Old", "--stage", "warehouse", "--price", "10")
    run("resolve", 1, "--outcome", "written_off", "--cost", "disposal=40", "--force", "x")
    run(*PRODUCT)
    run("inspect", "--sku", "158", "--product", "Cup", "--price", "1000", "--stage", "buyer", "--scheme", "fbo")
    # 900 + 100 for the return; with a chance of 1/2 it is disposed of for 40, else it is worth 300 again
    assert ways(run, 2)["approve"] == ("870.00", "717.00", "1023.00")


def test_claims_that_were_granted_in_part_are_not_counted_as_whole(run: Run) -> None:
    for number, (granted, asked) in enumerate([("1000", "1000"), ("500", "1000")], 1):
        words = ["--product", f"Cup {number}", "--posting", f"1-{number}", "--stage", "return", "--price", "1000", "--suspect", "transport"]
        run("inspect", *words, "--scheme", "fbs", "--defect", "crack")
        assert run("ticket", number, "--to", "ozon", "--ask", asked, "--force", "x").exit == 0
        assert run("ticket", number, "--outcome", "partly", "--amount", granted).exit == 0
    words = ["--product", "Cup", "--posting", "1-3", "--stage", "return", "--price", "1000", "--suspect", "transport", "--scheme", "fbs"]
    run("inspect", *words, "--defect", "crack")
    ticket = next(each for each in advice(run, 3)["ways"] if each["way"] == "ticket")
    assert ticket["cost"] == "-562.50", "1000, (2 + 1) / (2 + 2) of them approved, of which (1 + 0.5) / 2 granted"
    assert "approved: 75 %" in run("advise", 3).out
    assert "75 % of the sum granted" in run("advise", 3).out
