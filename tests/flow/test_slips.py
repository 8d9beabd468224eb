"""What is probably a slip is asked first; what closing leaves undone is not called done."""

from datetime import timedelta

import pytest

from tests.conftest import NOW, Run
from tests.flow.test_claim import chair, clocks, due, later, next_of  # noqa: F401  `chair` is a fixture

PAPER = ["--force", "photos", "--set", "contract=1", "--set", "contract_date=2026-01-10", "--set", "item=Кресло", "--set", "units=1"]


@pytest.mark.usefixtures("chair")
def test_while_an_offer_waits_the_claim_is_decided_by_it_and_after_its_term_ozon_has_approved_it(run: Run) -> None:
    run("contact", 1, "--offer", "bonus", "--amount", "3000", now=later(1))
    assert next_of(run, now=later(2)) == "ozon-returns contact 1 --decide partial"
    assert next_of(run, now=later(30)) == "ozon-returns contact 1 --decide approve --by ozon"
    said = run("contact", 1, "--decide", "partial", "--json", now=later(2))
    assert [(each["kind"], each["amount"]) for each in said.case["decisions"]] == [("partial", "3000.00")]


@pytest.mark.usefixtures("chair")
@pytest.mark.parametrize("answer", [("--refused", "bonus"), ("--demand", "refund")])
def test_an_offer_that_was_refused_or_overtaken_is_no_longer_proposed(run: Run, answer: tuple[str, str]) -> None:
    run("contact", 1, "--offer", "bonus", "--amount", "3000", now=later(1))
    run("contact", 1, *answer, now=later(2))
    assert next_of(run, now=later(3)) == "ozon-returns contact 1 --decide approve"


@pytest.mark.usefixtures("chair")
def test_an_offer_that_is_answered_at_once_is_answered_and_one_that_was_refused_is_not_decided(run: Run) -> None:
    run("contact", 1, "--text", "hi", "--offer", "refund", "--offer", "bonus", "--amount", "300", "--choice", "refund", now=later(1))
    assert next_of(run, now=later(2)) == "ozon-returns contact 1 --decide approve"
    run("contact", 1, "--refused", "bonus", now=later(2))
    said = run("contact", 1, "--decide", "partial", now=later(3))
    assert (said.exit, "the amount of the compensation" in said.err) == (2, True)


@pytest.mark.usefixtures("chair")
def test_a_demand_said_with_an_offer_overtakes_it(run: Run) -> None:
    run("contact", 1, "--offer", "bonus", "--amount", "3000", "--demand", "refund", now=later(1))
    assert next_of(run, now=later(2)) == "ozon-returns contact 1 --decide approve"


@pytest.mark.usefixtures("chair")
@pytest.mark.parametrize(
    ("before", "options", "code"),
    [
        ((), (), 7),
        ((), ("--choice", "refund"), 0),
        ((), ("--force", "agreed by phone"), 0),
        (("--choice", "refund"), (), 0),
        (("--demand", "refund"), (), 0),
    ],
)
def test_money_ends_the_demand_of_a_replacement_only_if_the_buyer_agrees(
    run: Run, before: tuple[str, ...], options: tuple[str, ...], code: int
) -> None:
    run("contact", 1, "--demand", "replacement", now=later(1))
    if before:
        run("contact", 1, *before, now=later(2))
    said = run("contact", 1, "--done", "refund", *options, now=later(3))
    assert said.exit == code
    assert ("money ends that only if the buyer agrees" in said.err) == (code == 7)
    assert len(run("show", 1, "--json").case["fulfillments"]) == (code == 0)


@pytest.mark.parametrize(
    ("ask", "costs", "code"), [("1990", (), 0), ("1990.01", (), 7), ("2500", ("--cost", "other=2500", "--force", "x"), 0)]
)
def test_more_than_was_lost_is_asked_only_after_a_question(run: Run, kettle: int, ask: str, costs: tuple[str, ...], code: int) -> None:
    if costs:
        run("resolve", kettle, *costs)
    said = run("ticket", kettle, "--ask", ask)
    assert said.exit == code
    assert ("but only 1,990.00" in said.err.replace("\u202f", ",")) == (code == 7)
    assert len(run("show", kettle, "--json").case["tickets"]) == (code == 0)


def test_ozon_is_reminded_only_of_what_is_awaited(run: Run, kettle: int) -> None:
    run("ticket", kettle, "--ask", "1990")
    assert run("ticket", kettle, "--letter", "ozon.reminder", now=later(72)).exit == 0
    run("ticket", kettle, "--outcome", "approved", now=later(80))
    assert run("ticket", kettle, "--letter", "ozon.reminder", now=later(90)).exit == 0, "its money is awaited"
    run("ticket", kettle, "--paid-at", "today", now=later(100))
    said = run("ticket", kettle, "--letter", "ozon.reminder", now=later(110))
    assert (said.exit, "nothing to remind Ozon of" in said.err) == (5, True)
    run("ticket", kettle, "--situation", "other", "--ask", "10", "--force", "x", now=later(120))
    run("ticket", kettle, "--ticket", "2", "--outcome", "refused", now=later(121))
    assert run("ticket", kettle, "--ticket", "2", "--letter", "ozon.reminder", now=later(122)).exit == 5
    run("ticket", kettle, "--ticket", "2", "--appeal", "Упаковка цела", now=later(123))
    assert run("ticket", kettle, "--ticket", "2", "--letter", "ozon.reminder", now=later(200)).exit == 0
    run("ticket", kettle, "--ticket", "2", "--withdraw", "mistake", now=later(201))
    assert run("ticket", kettle, "--ticket", "2", "--letter", "ozon.reminder", now=later(202)).exit == 5


@pytest.mark.usefixtures("chair")
def test_a_notice_that_is_granted_promises_no_money_and_leads_to_the_claim(run: Run) -> None:
    run("inspect", "--case", 1, "--supplier", "Гжель")
    run("contact", 1, "--decide", "approve", "--done", "refund", "--text", "Вернули.")
    said = run("ticket", 1, "--to", "supplier", "--force", "photos")
    assert said.exit == 0, said.err
    run("ticket", 1, "--outcome", "approved", now=later(1))
    assert "ticket_money" not in due(run, later(1))
    assert next_of(run, now=later(2)) == "ozon-returns ticket 1 --to supplier --letter supplier.claim"
    run("fix", 1, "ticket:1.amount=5000", now=later(3))
    assert "ticket_money" in due(run, later(3)), "the supplier named a sum"
    assert "supplier.claim" not in next_of(run, now=later(4))


@pytest.mark.usefixtures("chair")
def test_closing_does_not_call_done_what_was_not_and_the_notice_is_proposed_before(run: Run) -> None:
    run("inspect", "--case", 1, "--supplier", "Гжель")
    run("contact", 1, "--decide", "approve", "--done", "refund", "--text", "Вернули.")
    run("resolve", 1, "--outcome", "refund", "--cause", "production", "--no-action", "one item", now=later(1))
    run("contact", 1, "--satisfied", "yes", now=later(2))
    assert next_of(run, now=later(3)).startswith(("ozon-returns ticket 1 --to supplier", "ozon-returns inspect --case 1"))
    run("resolve", 1, "--close", now=later(4))
    shown = run("show", 1, now=later(5)).out
    (notice,) = [line for line in shown.splitlines() if "notify the supplier" in line]
    assert "dropped when the case was closed" in notice
    (refund,) = [line for line in shown.splitlines() if "return the money" in line or ("refund" in line.lower() and ": met" in line)][:1]
    assert "dropped" not in refund
    assert clocks(run, now=later(5))["gk_supplier_notice"]["state"] == "met"


def test_what_is_done_with_the_command_that_closes_is_done(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--stage", "warehouse", "--supplier", "Гжель")
    run("resolve", kettle, "--outcome", "written_off", "--cause", "listing", "--action", "training: упаковщики", "--due", "2026-12-01")
    run("resolve", kettle, "--done", "--close", now=NOW + timedelta(hours=1))
    shown = run("show", kettle, now=NOW + timedelta(hours=2)).out
    assert "carry out the preventive action: met" in shown


def test_the_cost_that_follows_a_correction_is_named_as_it_is_typed(run: Run, chair: int) -> None:  # noqa: F811  the fixture
    run("contact", chair, "--done", "refund", "--amount", "12000")
    said = run("fix", chair, "fulfillment:1.amount=199")
    assert "cost:1.amount: 12,000.00\xa0₽ → 199.00\xa0₽" in said.out
    said = run("fix", chair, "--remove", "fulfillment:1")
    assert "removed: cost:1" in said.out


def test_ozon_is_reminded_of_an_approved_ticket_whose_sum_is_not_known(run: Run, kettle: int) -> None:
    run("ticket", kettle)
    case = run("ticket", kettle, "--outcome", "approved", "--json", now=later(1)).case
    assert case["tickets"][0]["amount"] is None
    assert run("ticket", kettle, "--letter", "ozon.reminder", now=later(200)).exit == 0


def test_more_than_was_agreed_is_asked_about(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "bonus", "--amount", "600")
    run("contact", kettle, "--choice", "bonus")
    assert run("contact", kettle, "--done", "bonus", "--amount", "650").exit == 7
    assert run("contact", kettle, "--done", "bonus", "--amount", "600").exit == 0
