"""The money of a ticket: asked, granted, paid, taken back, outstanding; worked out by hand for what goes wrong too."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, Run

WEEK = NOW + timedelta(days=7)
LAST = WEEK + timedelta(days=2)


@pytest.fixture
def asked(run: Run, kettle: int) -> int:
    """Open a ticket for 1,990 on the case of the kettle."""
    assert run("ticket", kettle, "--ask", "1990", "--number", "A-7").exit == 0
    return kettle


def money(run: Run, case: int) -> tuple[Any, ...]:
    """Return what was granted, paid, taken back and is outstanding of the first ticket, and what is owed to the case."""
    told = run("show", case, "--json", now=WEEK).case
    ticket = told["tickets"][0]
    return ticket["amount"], ticket["paid"], ticket["taken_back"], ticket["outstanding"], told["owed"]


def test_a_decision_typed_again_forgets_no_payment(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "approved", "--amount", "1500", now=WEEK)
    run("ticket", asked, "--paid-at", "today", "--amount", "1000", now=WEEK)
    assert money(run, asked) == ("1500.00", "1000.00", None, "500.00", "500.00")
    run("ticket", asked, "--outcome", "approved", "--amount", "1990", now=WEEK)
    assert money(run, asked) == ("1990.00", "1000.00", None, "990.00", "990.00")
    paid = run("ticket", asked, "--paid-at", "today", "--json", now=WEEK).case
    assert [each["amount"] for each in paid["recovered"]] == ["1000.00", "990.00"]
    assert money(run, asked) == ("1990.00", "1990.00", None, "0.00", "0.00")


def test_a_later_refusal_keeps_what_was_paid(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "approved", "--amount", "1000", "--paid-at", "today", now=WEEK)
    assert run("ticket", asked, "--outcome", "refused", now=WEEK).exit == 0
    assert money(run, asked) == (None, "1000.00", None, "0.00", "0.00")


def test_taking_back_hides_neither_decision_nor_payments_and_what_is_owed_is_owed(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "partly", "--amount", "1500", now=WEEK)
    run("ticket", asked, "--paid-at", "today", "--amount", "1200", now=WEEK)
    said = run("ticket", asked, "--taken-back", "today", "--amount", "700", "--json", now=WEEK)
    assert said.json["event"] == "ticket_taken_back"
    assert said.case["tickets"][0]["outcome"] == "partly"
    assert money(run, asked) == ("1500.00", "1200.00", "700.00", "1000.00", "1000.00")  # 1500 - 1200 + 700
    assert said.case["net_cost"] == "-500.00"  # 700 of decompensation less 1,200 recovered
    run("ticket", asked, "--paid-at", "today", now=WEEK)
    assert money(run, asked) == ("1500.00", "2200.00", "700.00", "0.00", "0.00")
    owed = run("list", "owed:yes", "--json", now=WEEK).json
    assert (owed["total"], owed["owed"]) == (0, [])


def test_more_than_was_granted_is_refused_and_forced_only_with_a_reason(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "partly", "--amount", "500", now=WEEK)
    said = run("ticket", asked, "--paid-at", "today", "--amount", "5000", "--json", now=WEEK)
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert "500.00" in said.error["message"]
    assert "--outcome partly" in said.error["hint"]
    assert money(run, asked) == ("500.00", None, None, "500.00", "500.00")
    assert run("ticket", asked, "--paid-at", "today", "--amount", "600", "--force", "they paid more", now=WEEK).exit == 0
    assert money(run, asked) == ("500.00", "600.00", None, "0.00", "0.00")


def test_more_is_not_granted_than_was_asked_but_by_force(run: Run, asked: int) -> None:
    assert run("ticket", asked, "--outcome", "approved", "--amount", "19900").exit == 5
    assert run("ticket", asked, "--outcome", "approved", "--amount", "2500", "--force", "with delivery").exit == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--outcome", "approved", "--paid-at", "2026-12-01"), "in the future"),
        (("--outcome", "approved", "--at", "2026-11-24"), "in the future"),
        (("--answer", "x", "--at", "2026-11-22"), "before 2026-11-23"),
        (("--outcome", "approved", "--paid-at", "2026-10-01"), "before 2026-11-23"),
    ],
)
def test_moments_in_the_future_or_before_the_case_are_refused(run: Run, asked: int, words: tuple[str, ...], why: str) -> None:
    said = run("ticket", asked, *words, "--json")
    assert (said.exit, said.error["code"]) == (5, "invalid")
    assert why in said.error["message"]
    assert run("show", asked, "--json").case["tickets"][0]["outcome"] is None
    assert run("ticket", asked, *words, "--force", "their clock").exit == 0


def test_no_more_is_taken_back_than_is_there(run: Run, asked: int) -> None:
    assert run("ticket", asked, "--taken-back", "today").exit == 5
    run("ticket", asked, "--outcome", "partly", "--amount", "500", "--paid-at", "today")
    assert run("ticket", asked, "--taken-back", "today", "--amount", "501").exit == 5
    assert run("ticket", asked, "--taken-back", "today", "--amount", "300").exit == 0
    assert run("ticket", asked, "--taken-back", "today", "--amount", "300").exit == 5
    assert run("ticket", asked, "--taken-back", "today", "--amount", "200").exit == 0
    assert money(run, asked) == ("500.00", "500.00", "500.00", "500.00", "500.00")


def test_costs_above_the_price_and_recoveries_without_a_cost_are_confirmed(run: Run, kettle: int) -> None:
    said = run("resolve", kettle, "--cost", "refund=19900", "--json")
    assert (said.exit, said.error["exit"], said.error["code"]) == (7, 7, "confirmation_needed")
    assert "19,900.00" in said.error["message"]
    assert run("resolve", kettle, "--recovered", "ozon=100", "--json").exit == 7
    assert run("show", kettle, "--json").case["costs"] == []
    assert run("resolve", kettle, "--cost", "refund=19900", person=True, typed="no\n").exit == 130
    assert run("resolve", kettle, "--cost", "refund=2000", person=True, typed="maybe\nyes\n").exit == 0
    assert run("resolve", kettle, "--recovered", "ozon=2000.01").exit == 7
    assert run("resolve", kettle, "--recovered", "ozon=2000").exit == 0
    assert run("resolve", kettle, "--recovered", "resale=500", "--force", "sold").exit == 0
    assert run("show", kettle, "--json").case["net_cost"] == "-500.00"


def test_the_price_is_that_of_all_items(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--quantity", "2")
    assert run("resolve", kettle, "--cost", "refund=3980").exit == 0
    assert run("resolve", kettle, "--cost", "refund=3980.01").exit == 7


def test_taking_back_does_not_start_the_buyers_penalty_again(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "approved", "--paid-at", "today")
    run(
        "resolve",
        asked,
        "--outcome",
        "refund",
        "--cause",
        "transport",
        "--no-action",
        "x",
        "--close",
        "--force",
        "x",
        "--cost",
        "refund=1990",
    )
    month = NOW + timedelta(days=30)
    said = run("ticket", asked, "--taken-back", "today", "--json", now=month)
    assert (said.case["status"], said.case["closed_at"]) == ("ticketed", None)
    clocks = {each["rule"]: each["state"] for each in said.case["clocks"]}
    assert clocks["zzpp_refund"] == "met"
    assert clocks["ticket_taken_back"] == "running"
    assert "zzpp_refund" not in [each["rule"] for each in run("due", "--json", now=month).json["due"]]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["paid", "taken"]), st.integers(1, 100000)), max_size=6),
    st.none() | st.integers(0, 200000),
    st.sampled_from([None, "approved", "refused"]),
)
def test_the_view_and_the_clocks_add_up_the_same(payments: list[tuple[str, int]], granted: int | None, outcome: str | None) -> None:
    import sqlite3  # noqa: PLC0415  the view itself is asked
    from importlib import resources  # noqa: PLC0415

    from ozon_returns.clocks.ticket_triggers import outstanding  # noqa: PLC0415
    from ozon_returns.store.connection import statements  # noqa: PLC0415

    store = sqlite3.connect(":memory:")
    store.execute(
        'CREATE TABLE ticket (id, "case", no, number, addressee, amount, outcome, decided_at, written_at, next_check, withdrawn_at)'
    )
    store.execute("CREATE TABLE payment (id, ticket, kind, amount, at)")
    store.execute("INSERT INTO ticket VALUES (1, 1, 1, NULL, 'ozon', ?, ?, NULL, 'a', NULL, NULL)", (granted, outcome))
    kinds = {"paid": "paid", "taken": "taken_back"}
    rows: dict[str, dict[str, Any]] = {
        str(no): {"id": no, "ticket": 1, "kind": kinds[kind], "amount": amount, "at": f"{no}"}
        for no, (kind, amount) in enumerate(payments, 1)
    }
    store.executemany("INSERT INTO payment VALUES (:id, :ticket, :kind, :amount, :at)", list(rows.values()))
    views = (resources.files("ozon_returns.store") / "views.sql").read_text(encoding="utf-8")
    for statement in statements(views):
        if "VIEW tickets" in statement:
            store.execute(statement)
    came = sum(each["amount"] for each in rows.values() if each["kind"] == "paid")
    went = sum(each["amount"] for each in rows.values() if each["kind"] == "taken_back")
    promised = granted if granted is not None else 0 if outcome == "refused" else came
    by_hand = max(0, promised - came + went)
    assert store.execute("SELECT outstanding FROM tickets").fetchone()[0] == by_hand
    ticket = {"id": 1, "addressee": "ozon", "no": 1, "amount": granted, "outcome": outcome, "withdrawn_at": None}
    assert outstanding({"ticket": {"1": ticket}, "payment": rows}) == {1: by_hand}


def test_money_taken_back_in_an_older_version_is_owed_once(run: Run) -> None:
    file = """
    cases:
      - key: a
        product: Cup
        price: 1000
        found_at: 2026-10-01
        tickets: [{to: ozon, situation: transport, opened_at: 2026-10-02, asked: 1000, taken_back: 1000, taken_back_at: 2026-10-06}]
        recovered: [{from: ozon, amount: 1000, at: 2026-10-03}]
        costs: [{kind: decompensation, amount: 1000, at: 2026-10-06}]
    """
    assert run("import", "-", typed=file).exit == 0
    assert money(run, 1) == (None, "1000.00", "1000.00", "1000.00", "1000.00")
    assert run("ticket", 1, "--paid-at", "today", "--amount", "400", now=WEEK).exit == 0
    assert money(run, 1) == ("1000.00", "1400.00", "1000.00", "600.00", "600.00")
    run("undo")
    assert run("ticket", 1, "--outcome", "approved", "--amount", "1000", now=WEEK).exit == 0
    assert money(run, 1) == ("1000.00", "1000.00", "1000.00", "1000.00", "1000.00")
    run("ticket", 1, "--paid-at", "today", now=WEEK)
    assert money(run, 1) == ("1000.00", "2000.00", "1000.00", "0.00", "0.00")


def test_approving_again_keeps_what_was_granted(run: Run, kettle: int) -> None:
    run("ticket", kettle)
    run("ticket", kettle, "--outcome", "approved", "--amount", "1000", now=WEEK)
    run("ticket", kettle, "--outcome", "approved", "--answer", "ok", now=WEEK)
    assert money(run, kettle) == ("1000.00", None, None, "1000.00", "1000.00")


def test_money_may_come_in_parts_before_a_decision(run: Run, asked: int) -> None:
    for amount, paid in (("400", "400.00"), ("600", "1000.00")):
        assert run("ticket", asked, "--paid-at", "today", "--amount", amount, now=WEEK).exit == 0
        assert money(run, asked) == (paid, paid, None, "0.00", "0.00")
    said = run("ticket", asked, "--paid-at", "today", "--amount", "0", "--json", now=WEEK)
    assert (said.exit, said.error["message"]) == (5, "The amount received must be more than 0.")


def test_a_decision_after_the_money_asks_for_no_more_money(run: Run, asked: int) -> None:
    run("ticket", asked, "--paid-at", "today", "--amount", "1990", now=NOW + timedelta(days=3))
    run("ticket", asked, "--outcome", "approved", now=NOW + timedelta(days=5))
    due = run("due", "--within", "90d", "--json", now=NOW + timedelta(days=20)).json["due"]
    assert "ticket_money" not in [each["rule"] for each in due]


def test_a_decision_of_today_is_later_than_an_appeal_of_this_morning(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "refused", now=NOW + timedelta(days=3))
    run("ticket", asked, "--appeal", "no", now=NOW + timedelta(days=4))
    run("ticket", asked, "--outcome", "refused", "--at", "today", now=NOW + timedelta(days=4, hours=6))
    due = run("due", "--within", "90d", "--json", now=NOW + timedelta(days=5)).json["due"]
    assert [(each["rule"], each["command"]) for each in due if each["rule"].startswith("ticket_")] == [
        ("ticket_refused", f'ozon-returns ticket {asked} --ticket 1 --appeal "..."')
    ]
    assert run("show", asked, "--json").case["tickets"][0]["decided_at"] == "2026-11-27T18:00:00+03:00"


def test_two_equal_payments_are_imported_as_two(run: Run, asked: int, home: Path, tmp_path: Path) -> None:
    run("ticket", asked, "--outcome", "approved", "--amount", "1000", now=WEEK)
    for file in ("a.yaml", "b.yaml"):
        run("ticket", asked, "--paid-at", "today", "--amount", "300", "--answer", "wait", now=WEEK)
        run("export", "-o", tmp_path / file, now=WEEK)
    other = ("--home", home.with_name("other"))
    for file in ("a.yaml", "b.yaml", "b.yaml"):
        run("import", tmp_path / file, *other, now=WEEK)
    case = run("show", 1, "--json", *other, now=WEEK).case
    assert (case["owed"], case["tickets"][0]["paid"], len(case["recovered"])) == ("400.00", "600.00", 2)
    assert [each["text"] for each in case["tickets"][0]["answers"]] == ["wait", "wait"]


def test_costs_that_add_up_to_more_than_the_price_are_asked_about(run: Run, kettle: int) -> None:
    assert run("resolve", kettle, "--outcome", "refund", "--cost", "refund=1990").exit == 0
    assert run("resolve", kettle, "--cost", "refund=1").exit == 7
    assert run("resolve", kettle, "--cost", "refund=1", "--force", "delivery, too").exit == 0


def test_money_of_a_refused_ticket_that_is_taken_back_is_not_owed(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "approved", "--amount", "1000", "--paid-at", "today", now=WEEK)
    run("ticket", asked, "--outcome", "refused", now=WEEK)
    run("ticket", asked, "--taken-back", "today", now=WEEK)
    assert money(run, asked) == (None, "1000.00", "1000.00", "0.00", "0.00")


def test_the_task_names_the_ticket_whose_money_was_taken_back(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "approved", "--paid-at", "today", now=WEEK)
    run("ticket", asked, "--taken-back", "today", now=WEEK)
    assert run("ticket", asked, "--to", "ozon", "--situation", "other", "--ask", "100", now=WEEK).exit == 0
    command = {each["rule"]: each["command"] for each in run("due", "--within", "90d", "--json", now=WEEK).json["due"]}
    assert command["ticket_taken_back"] == "ozon-returns ticket 1 --ticket 1 --letter ozon.decompensation"
    said = run(*command["ticket_taken_back"].split()[1:], "--force", "x", "--json", now=WEEK)
    assert [len(each["answers"]) for each in said.case["tickets"]] == [1, 0]


def test_money_that_the_supplier_took_back_is_appealed_in_own_words(run: Run) -> None:
    run("inspect", "--product", "Cup", "--price", "500", "--supplier", "A", "--suspect", "production", "--found-at", "2026-11-20")
    assert run("ticket", 1, "--to", "supplier", "--ask", "500", "--force", "x").exit == 0
    run("ticket", 1, "--outcome", "approved", "--paid-at", "today", now=WEEK)
    run("ticket", 1, "--taken-back", "today", now=WEEK)
    found = {each["rule"]: each["command"] for each in run("due", "--within", "90d", "--json", now=WEEK).json["due"]}
    assert found["partner_took_back"] == 'ozon-returns ticket 1 --ticket 1 --appeal "..."'
    assert "ticket_taken_back" not in found
    assert run("ticket", 1, "--to", "supplier", "--appeal", "no", now=WEEK).exit == 0
    rules = {each["rule"]: each["state"] for each in run("show", 1, "--json", now=WEEK).case["clocks"]}
    assert rules["partner_took_back"] == "met"


def test_what_is_missing_of_a_payment_is_said(run: Run, kettle: int) -> None:
    run("ticket", kettle)
    said = run("ticket", kettle, "--paid-at", "today", "--json", now=WEEK)
    assert (said.exit, said.error["message"]) == (2, "Missing: the amount received.")
    assert "--amount" in said.error["hint"]
    run("ticket", kettle, "--outcome", "approved", "--amount", "0.50", "--paid-at", "today", now=WEEK)
    assert money(run, kettle) == ("0.50", "0.50", None, "0.00", "0.00")
    said = run("ticket", kettle, "--paid-at", "today", "--json", now=WEEK)
    assert (said.exit, said.error["message"]) == (5, "The money of ticket 1 has already arrived.")
    assert said.error["hint"] == "Record more money: ozon-returns resolve 1 --recovered ozon=..."


def test_an_approval_without_a_known_amount_says_that_nothing_is_awaited(run: Run) -> None:
    run("inspect", "--product", "Cup", "--supplier", "A", "--suspect", "production", "--found-at", "2026-11-20")
    assert run("ticket", 1, "--to", "supplier", "--force", "x").exit == 0
    said = run("ticket", 1, "--outcome", "approved", now=WEEK)
    assert said.exit == 0
    assert "No amount of ticket 1 is known, so no money is awaited" in " ".join(said.err.split())
    assert "ozon-returns ticket 1 --ticket 1 --outcome approved --amount ..." in " ".join(said.err.split())
    promised = run("ticket", 1, "--outcome", "approved", "--amount", "300", now=WEEK)
    assert "No amount" not in promised.err
    assert money(run, 1)[-1] == "300.00"


def test_money_for_a_case_that_ended_without_a_cost_is_called_a_gain(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "approved", "--amount", "1000", now=WEEK)
    assert "counts as a gain" not in run("ticket", asked, "--paid-at", "today", "--amount", "400", now=WEEK).err, "the end is to come"
    assert run("resolve", asked, "--outcome", "written_off", now=WEEK).exit == 0
    said = run("ticket", asked, "--paid-at", "today", now=WEEK)
    assert "No cost of case 1 is recorded, so the money counts as a gain in reports" in " ".join(said.err.split())
    assert "ozon-returns resolve 1 --cost KIND=AMOUNT" in " ".join(said.err.split())


@pytest.fixture
def half_back(run: Run, asked: int) -> int:
    """Return a case of which 1,990 were asked, 1,500 granted and paid, 800 taken back, and the rest then refused: 1,290 are open."""
    for words in (
        ("--outcome", "partly", "--amount", "1500", "--paid-at", "today"),
        ("--taken-back", "today", "--amount", "800"),
        ("--letter", "ozon.decompensation", "--set", "facts=передан в том же виде"),
        ("--answer", "Оставляем в силе", "--outcome", "refused"),
    ):
        said = run("ticket", asked, *words, now=WEEK + timedelta(days=words[0] == "--answer"))
        assert said.exit == 0, said.err
    return asked


def test_an_appeal_claims_what_has_not_come_already(run: Run, half_back: int) -> None:
    text = run("ticket", half_back, "--appeal", "Не согласен", "--json", now=LAST).json["text"]
    assert "компенсацию 1\xa0290,00\xa0₽" in text, "1,990 less the 700 that stayed"


@pytest.mark.usefixtures("half_back")
def test_what_has_come_is_not_at_stake(run: Run) -> None:
    due = run("due", "--within", "90d", "--json", now=LAST).json["due"]
    assert [each["at_stake"] for each in due if each["rule"] == "ticket_refused"] == ["1290.00"]


def test_a_ticket_that_was_decided_counts_though_it_was_given_up(run: Run, half_back: int) -> None:
    run("ticket", half_back, "--withdraw", "не стоит труда", now=LAST)
    figures = run("analyze", "money", "--weeks", "4", "--json", now=LAST).json["report"]["figures"]
    assert [figures[name] for name in ("tickets", "asked", "paid", "taken_back", "refused", "undecided")] == [
        *(1, "1990.00", "1500.00", "800.00", 1, 0),
    ]


def test_an_objection_has_what_is_answered_to_its_question(run: Run, asked: int) -> None:
    run("ticket", asked, "--outcome", "approved", "--paid-at", "today", now=WEEK)
    run("ticket", asked, "--taken-back", "today", now=WEEK)
    words = ("ticket", asked, "--ticket", 1, "--letter", "ozon.decompensation")
    said = run(*words, person=True, typed="передан с дефектом\n", now=WEEK)
    assert said.exit == 0, said.err
    assert "Передан с дефектом." in said.out


def test_an_appeal_may_be_dated_and_have_a_number_of_its_own(run: Run, asked: int) -> None:
    run("ticket", asked, "--answer", "нет", "--outcome", "refused", "--at", "2026-11-25", now=WEEK)
    said = run("ticket", asked, "--appeal", "не так", "--at", "2026-11-26", "--number", "B-8", "--json", now=WEEK)
    ticket = said.case["tickets"][0]
    assert (ticket["number"], ticket["answers"][-1]["at"][:10]) == ("B-8", "2026-11-26")
    assert "по обращению A-7" in said.json["text"], "it is about the ticket that was refused"


def test_a_refusal_told_with_its_appeal_is_not_the_answer_to_it(run: Run, asked: int) -> None:
    said = run("ticket", asked, "--answer", "Не подтверждено.", "--outcome", "refused", "--appeal", "не так", now=WEEK)
    case = run("show", asked, "--json", now=WEEK).case
    state = {each["rule"]: each["state"] for each in case["clocks"]}
    assert state["ozon_complaint_answer"] == "running"
    assert "«Не подтверждено»." in said.out
