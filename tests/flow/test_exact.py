"""Exact sentences and facts: what a command refuses, in its words, and what of one case never touches another."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOW, Run

OPENED = ("ticket", "1", "--ask", "1990", "--number", "A-7")
RESOLVED = ("resolve", "1", "--outcome", "refund")


@pytest.mark.parametrize(
    ("before", "words", "message", "hint"),
    [
        ((), "resolve 1", "Missing: what to record.", "Specify --outcome, --cause, --cost, --action, --close."),
        ((), "resolve 1 --outcome refund --due today", "--due, --scope and --owner require an action.", 'Add it: --action "improve_packaging: ..."'),
        (
            (), "resolve 1 --action other:x --no-action y", "--action and --no-action are mutually exclusive.", "Leave one of them out.",
        ),
        (
            (), "resolve 1 --dismiss x --outcome refund", "A dismissed case has no outcome and is not closed.",
            "Leave --outcome and --close out.",
        ),
        ((), "resolve 1 --dismiss x --close", "A dismissed case has no outcome and is not closed.", "Leave --outcome and --close out."),
        (
            (), "resolve 1 --done", "Case 1 has no action that could be done.",
            'First: ozon-returns resolve 1 --action "improve_packaging: ..."',
        ),
        (
            (), "resolve 1 --cost refund=1990.01", "refund of 1,990.01 ₽ is more than the price of the items, 1,990.00 ₽.", None,
        ),
        ((), "resolve 1 --recovered ozon=5", "5.00 ₽ has been recovered, but only 0.00 ₽ is recorded as a cost.", None),
        (
            (), "resolve 1 --cost refund=1991 --recovered ozon=1992",
            ("refund of 1,991.00 ₽ is more than the price of the items, 1,990.00 ₽. "
            "1,992.00 ₽ has been recovered, but only 1,991.00 ₽ is recorded as a cost."), None,
        ),
        (
            (("resolve", "1", "--cost", "goods=10", "--recovered", "ozon=8"),), "resolve 1 --recovered ozon=3",
            "11.00 ₽ has been recovered, but only 10.00 ₽ is recorded as a cost.", None,
        ),
        (
            (("resolve", "1", "--cost", "refund=1000"),), "resolve 1 --cost goods=1990 --cost refund=991",
            "refund of 1,991.00 ₽ is more than the price of the items, 1,990.00 ₽.", None,
        ),
        (
            (OPENED,), "ticket 1 --outcome refused --amount 5", "A refused ticket cannot have a granted amount.",
            "Use --outcome partly, or remove --amount.",
        ),
        ((OPENED,), "ticket 1 --outcome partly", "Missing: the amount granted.", "Specify --amount."),
        (
            (OPENED,), "ticket 1 --outcome partly --amount 1990.01", "A decision of 1,990.01 ₽ exceeds the maximum of 1,990.00 ₽.",
            "Check the amount and type it again.",
        ),
        (
            (OPENED,), "ticket 1 --paid-at today --amount 0", "The amount received must be more than 0.",
            "Leave --paid-at out until money arrives.",
        ),
        (
            (OPENED,), "ticket 1 --taken-back today", "No such amount was received for ticket 1 of case 1.",
            "First: ozon-returns ticket 1 --paid-at WHEN --amount ...",
        ),
        (
            (OPENED, ("ticket", "1", "--paid-at", "today", "--amount", "5")), "ticket 1 --taken-back today --amount 5.01",
            "No such amount was received for ticket 1 of case 1.", "First: ozon-returns ticket 1 --paid-at WHEN --amount ...",
        ),
        (
            (OPENED, ("ticket", "1", "--outcome", "partly", "--amount", "100")), "ticket 1 --paid-at today --amount 101",
            "With 101.00 ₽ more has been paid than the 100.00 ₽ that were granted.",
            'Say what was granted with --outcome partly --amount ... (or override with --force "why").',
        ),
        (
            (("ticket", "1", "--situation", "transport"),), "ticket 1 --paid-at today", "Missing: the amount received.", "Specify --amount.",
        ),
        (
            (OPENED,), "ticket 1 --number A-8", "Ticket 1 of case 1 has the number A-7 already.",
            "Open a separate ticket: ozon-returns ticket 1 --situation transport",
        ),
        (
            (OPENED, ("ticket", "1", "--situation", "other")), "ticket 1 --ticket 2 --number A-7",
            "Ticket 1 of case 1 has the number A-7 already.", 'Check the number (or override with --force "why").',
        ),
        (
            (OPENED, ("ticket", "1", "--to", "supplier", "--ask", "7", "--force", "x")), "ticket 1 --answer x",
            "Case 1 has several tickets that this could be about: 1: ozon A-7; 2: supplier.", "Name one with --to, --number or --ticket.",
        ),
        ((), "list owed:maybe", "Invalid filter “owed:maybe”: “maybe” is not one of yes, no.", None),
    ],
)  # fmt: skip
def test_a_refusal_is_one_exact_sentence(
    run: Run, kettle: int, before: tuple[tuple[str, ...], ...], words: str, message: str, hint: str | None
) -> None:
    assert kettle
    for each in before:
        assert run(*each).exit == 0, each
    said = run(*words.split(), "--json")
    assert said.exit in (2, 5, 7)
    assert said.error["message"].replace("\xa0", " ") == message
    assert hint is None or said.error["hint"] == hint


def events(run: Run, case: int) -> list[dict[str, Any]]:
    """Return the history of a case."""
    return list(run("show", case, "--json").case["history"])


def test_all_that_was_said_of_a_resolution_is_in_its_event(run: Run, kettle: int) -> None:
    costs = ("--cost", "refund=1990", "--cost", "delivery=100.5", "--recovered", "resale=50")
    actions = ("--action", "training: tape", "--due", "2026-12-01", "--why", "weak tape", "--why", "cheap")
    run("resolve", kettle, *RESOLVED[2:], *costs, *actions, "--force", "sure")
    facts = events(run, kettle)[-1]["facts"]
    assert {name: facts[name] for name in facts if name != "changes"} == {
        "why": ["weak tape", "cheap"],
        "costs": [{"kind": "refund", "amount": "1990.00"}, {"kind": "delivery", "amount": "100.50"}],
        "recovered": [{"from": "resale", "amount": "50.00"}],
        "actions": [{"kind": "training", "text": "tape"}],
        "due": "2026-12-01T20:59:59Z",
        "forced": "sure",
    }
    run("resolve", kettle, "--done", "--no-action", "none needed")
    facts = events(run, kettle)[-1]["facts"]
    assert (facts["done"], facts["no_action"]) == (True, "none needed")
    run("resolve", kettle, "--reopen", "again")
    assert events(run, kettle)[-1]["facts"]["reopened"] == "again"
    run("resolve", kettle, "--dismiss", "no defect")
    assert events(run, kettle)[-1]["facts"]["dismissed"] == "no defect"


def test_what_is_done_to_one_case_leaves_the_others(run: Run, kettle: int) -> None:
    run("inspect", "--product", "Cup", "--defect", "crack", "--stage", "buyer")
    for case in (kettle, 2):
        run("contact", case, "--offer", "refund", "--offer", "replacement")
        run("resolve", case, "--action", "training: tape")
    run("contact", kettle, "--choice", "refund")
    run("contact", kettle, "--refused", "replacement")
    run("resolve", kettle, "--done")
    mine, other = (run("show", case, "--json").case for case in (kettle, 2))
    assert [(each["chosen_at"] is None, each["refused_at"] is None) for each in mine["offers"]] == [(False, True), (True, False)]
    assert [(each["chosen_at"], each["refused_at"]) for each in other["offers"]] == [(None, None)] * 2
    assert (mine["actions"][0]["done_at"] is None, other["actions"][0]["done_at"]) == (False, None)


@pytest.mark.parametrize(
    ("before", "words", "moments"),
    [
        (["--outcome", "refund", "--close", "--force", "x"], ["--outcome", "bonus", "--force", "x"], {"resolved_at"}),
        (["--dismiss", "x"], ["--outcome", "bonus", "--force", "x"], {"resolved_at"}),
        (["--outcome", "refund", "--close", "--force", "x"], ["--dismiss", "x", "--force", "x"], {"dismissed_at"}),
        (["--dismiss", "x"], ["--reopen", "x"], set()),
    ],
)
def test_a_case_has_the_moments_of_its_end_and_no_others(
    run: Run, kettle: int, before: list[str], words: list[str], moments: set[str]
) -> None:
    assert run("resolve", kettle, *before).exit == 0
    case = run("resolve", kettle, *words, "--json", now=NOW + timedelta(hours=1)).case
    assert {each for each in ("resolved_at", "closed_at", "dismissed_at") if case[each]} == moments


def test_a_ticket_and_a_letter_of_one_moment_leave_a_ticketed_case(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund")
    run(*OPENED)
    run(*RESOLVED)
    assert run("resolve", kettle, "--reopen", "x", "--json").case["status"] == "ticketed"


def test_small_sums_are_paid_and_taken_back(run: Run, kettle: int) -> None:
    run(*OPENED)
    run("ticket", kettle, "--paid-at", "today", "--amount", "0.50")
    ticket = run("ticket", kettle, "--taken-back", "today", "--json").case["tickets"][0]
    assert (ticket["paid"], ticket["taken_back"], ticket["outstanding"]) == ("0.50", "0.50", "0.50")


def test_a_decision_with_a_payment_pays_the_rest_of_what_is_granted(run: Run, kettle: int) -> None:
    run(*OPENED)
    run("ticket", kettle, "--paid-at", "today", "--amount", "500")
    ticket = run("ticket", kettle, "--outcome", "approved", "--paid-at", "today", "--json").case["tickets"][0]
    assert (ticket["amount"], ticket["paid"], ticket["outstanding"]) == ("1990.00", "1990.00", "0.00")
    assert [each["amount"] for each in ticket["payments"]] == ["500.00", "1490.00"]
