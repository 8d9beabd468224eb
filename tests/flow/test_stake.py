"""What is at stake with a supplier: what the goods were bought for, never what they were to be sold for."""

import pytest

from tests.conftest import SUPPLIER_PAPER, Run
from tests.flow.test_due import due, later

DEMAND = ("proof_of_origin=акт", "breach_kind=являются существенными", "demands=вернуть деньги", "bank_details=р/с 1")
NOTICE = "gk_supplier_notice"


@pytest.fixture
def mugs(run: Run) -> int:
    """Open a case of twelve broken mugs in the warehouse, to be sold at 590 each."""
    words = ["--sku", "9", "--product", "Кружка", "--supplier", "Гжель", "--batch", "B1", "--stage", "warehouse", "--quantity", "12"]
    return int(run("inspect", *words, "--price", "590", "--defect", "crack", "--suspect", "production", "--json").case["number"])


def stake(run: Run, rule: str, case: int = 1, hours: float = 0) -> object:
    """Return what is at stake of the task of a rule, or that there is no such task."""
    found = [each["at_stake"] for each in due(run, now=later(hours)) if (each["rule"], each["case"]) == (rule, case)]
    return found[0] if found else "no task"


def of_tickets(run: Run) -> dict[str, object]:
    """Return what is at stake of the tickets of all cases half a year later; all tasks of a ticket must agree."""
    found: dict[str, set[object]] = {}
    for each in due(run, now=later(4400)):
        if each["about"] and each["about"].startswith(("supplier-", "ozon-")):
            found.setdefault(each["about"], set()).add(each["at_stake"])
    assert all(len(each) == 1 for each in found.values()), found
    return {about: next(iter(each)) for about, each in found.items()}


def told(run: Run, *lines: str) -> None:
    """Import lines of products or lots."""
    said = run("import", "-", typed="\n".join(lines))
    assert said.exit == 0, said.err


def test_goods_of_unknown_cost_have_no_sum_at_stake(run: Run, mugs: int) -> None:
    assert stake(run, NOTICE, mugs) is None, "12 · 590 is what nobody owes"


def test_the_cost_of_the_product_of_the_lot_and_of_the_case_itself(run: Run, mugs: int) -> None:
    told(run, "products: [{sku: '9', cost: 210}]")
    assert stake(run, NOTICE, mugs) == "2520.00", "12 · 210, although the product was told after the case"
    lot = "received: 2026-10-12, quantity: 120, batch: B1"
    told(run, f"lots: [{{sku: '8', {lot}, unit_cost: 100}}, {{sku: '9', {lot}, supplier: Другой, unit_cost: 90}}]")
    assert stake(run, NOTICE, mugs) == "2520.00", "the lots are of another product and of another supplier"
    told(run, f"lots: [{{sku: '9', {lot}, supplier: Гжель, unit_cost: 200}}]")
    assert stake(run, NOTICE, mugs) == "2400.00", "12 · 200, by its lot"
    run("undo")
    assert stake(run, NOTICE, mugs) == "2520.00", "the lot was a mistake"
    run("resolve", mugs, "--cost", "goods=1000")
    assert stake(run, NOTICE, mugs) == "1000.00", "the seller's own word"
    assert run("check").out == ""


def test_a_claim_puts_its_sum_at_stake_until_it_is_paid_and_the_notice_beside_it_nothing(run: Run, mugs: int) -> None:
    told(run, "products: [{sku: '9', cost: 210}]")
    run("ticket", mugs, "--to", "supplier", "--force", "photos follow", *SUPPLIER_PAPER)
    assert of_tickets(run) == {"supplier-1": "2520.00"}, "the notice asks for nothing yet: the goods are at stake"
    claim = ["--to", "supplier", "--letter", "supplier.claim", "--ask", "2520", "--force", "photos follow"]
    demand = [word for each in DEMAND for word in ("--set", each)]
    said = run("ticket", mugs, *claim, *demand, *SUPPLIER_PAPER, now=later(1))
    assert said.exit == 0, said.err
    assert of_tickets(run) == {"supplier-2": "2520.00"}, "one sum, not two: nothing more is awaited of the notice"
    run("ticket", mugs, "--ticket", 2, "--outcome", "partly", "--amount", "2000", now=later(2))
    assert of_tickets(run) == {"supplier-2": "2000.00"}
    said = run("ticket", mugs, "--ticket", 2, "--paid-at", "today", "--amount", "500", now=later(3))
    assert said.exit == 0, said.err
    assert of_tickets(run) == {"supplier-2": "1500.00"}


@pytest.mark.usefixtures("kettle_lost")
def test_a_refused_claim_keeps_its_sum_and_other_tickets_the_price(run: Run, mugs: int) -> None:
    told(run, "products: [{sku: '9', cost: 210}, {sku: '7', cost: 300}]")
    run("ticket", mugs, "--to", "supplier", "--ask", "2000", "--force", "photos follow", *SUPPLIER_PAPER)
    run("ticket", mugs, "--ticket", 1, "--answer", "Нет.", "--outcome", "refused", now=later(1))
    assert of_tickets(run) == {"supplier-1": "2000.00", "ozon-1": "1990.00"}, "what Ozon owes is the price"


@pytest.fixture
def kettle_lost(run: Run) -> int:
    """Open a case that Ozon is to pay for."""
    words = [
        "--sku",
        "7",
        "--product",
        "Чайник",
        "--posting",
        "123-0001-1",
        "--price",
        "1990",
        "--defect",
        "crack",
        "--suspect",
        "transport",
    ]
    number = int(run("inspect", *words, "--json").case["number"])
    said = run("ticket", number, "--to", "ozon", "--force", "x", "--set", "damage_signs=вмятина")
    assert said.exit == 0, said.err
    return number


def test_a_paper_beside_a_claim_puts_only_the_rest_at_stake(run: Run, mugs: int) -> None:
    told(run, "products: [{sku: '9', cost: 210}]")
    demand = [word for each in DEMAND for word in ("--set", each)]
    claim = ["--to", "supplier", "--letter", "supplier.claim", "--ask", "2000", "--force", "photos follow"]
    assert run("ticket", mugs, *claim, *demand, *SUPPLIER_PAPER).exit == 0
    assert run("ticket", mugs, "--to", "supplier", "--draft").exit == 0
    assert of_tickets(run) == {"supplier-1": "2000.00", "supplier-2": "520.00"}, "12 · 210 - 2000"
