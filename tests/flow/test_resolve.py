"""`resolve`: outcome, costs, causes, actions, and the guarded end."""

from pathlib import Path

import pytest

from tests.conftest import Run


def test_everything_about_the_end_is_kept_at_once(run: Run, kettle: int) -> None:
    words = [
        "--outcome",
        "refund",
        "--cause",
        "transport",
        "--liable",
        "ozon",
        "--disposition",
        "dispose",
        "--why",
        "упал",
        "--why",
        "тонкая коробка",
    ]
    words += [
        "--cost",
        "refund=1990",
        "--cost",
        "delivery=120,50",
        "--recovered",
        "ozon=1000",
        "--action",
        "improve_packaging: плёнка: две",
        "--due",
        "2026-12-01",
        *("--scope", "product", "--owner", "склад"),
    ]
    said = run("resolve", kettle, *words, "--json")
    assert (said.exit, said.json["event"]) == (0, "case_resolved")
    case = said.case
    assert (case["status"], case["outcome"], case["cause"], case["liable"], case["disposition"]) == (
        "resolved",
        "refund",
        "transport",
        "ozon",
        "dispose",
    )
    assert case["why"] == ["упал", "тонкая коробка"]
    assert case["net_cost"] == "1110.50"
    assert [(each["kind"], each["amount"]) for each in case["costs"]] == [("refund", "1990.00"), ("delivery", "120.50")]
    assert case["actions"] == [
        {
            "kind": "improve_packaging",
            "text": "плёнка: две",
            "due": "2026-12-01T23:59:59+03:00",
            "done_at": None,
            "at": "2026-11-23T12:00:00+03:00",
            "scope": "product",
            "owner": "склад",
        }
    ]
    assert case["history"][-1]["facts"]["changes"]["outcome"] == [None, "refund"]


def test_closing_names_all_that_is_missing_and_the_commands(run: Run, kettle: int) -> None:
    said = run("resolve", kettle, "--close", "--json")
    assert (said.exit, said.error["code"]) == (5, "not_allowed_now")
    run("resolve", kettle, "--outcome", "refund", "--cause", "unknown")
    said = run("resolve", kettle, "--close", "--json")
    assert (said.exit, said.error["code"]) == (5, "incomplete")
    assert said.error["message"] == (
        "Case 1 cannot be closed yet, it lacks: an established cause, a preventive action (or --no-action WHY), "
        "the buyer's feedback (or --unreachable), the obligation “refund the buyer”. Nothing was saved."
    )
    assert said.error["hint"] == (
        'First: ozon-returns resolve 1 --cause transport --action "improve_packaging: ..."; ozon-returns contact 1 --satisfied yes; '
        "ozon-returns contact 1 --done refund --amount 1990"
    )
    run("contact", kettle, "--unreachable", "chat is off")
    run("contact", kettle, "--done", "refund")
    closed = run("resolve", kettle, "--cause", "transport", "--no-action", "once", "--close", "--json")
    assert (closed.exit, closed.json["event"], closed.case["status"]) == (0, "case_closed", "closed")
    assert closed.case["closed_at"] == "2026-11-23T12:00:00+03:00"


def test_closing_asks_for_no_more_than_is_missing(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer")
    said = run("resolve", 1, "--outcome", "refund", "--cause", "production", "--no-action", "once", "--close", "--json")
    assert said.error["message"] == (
        "Case 1 cannot be closed yet, it lacks: the buyer's feedback (or --unreachable), the obligation “refund the buyer”. Nothing was saved."
    )
    assert said.error["hint"] == "First: ozon-returns contact 1 --satisfied yes; ozon-returns contact 1 --done refund --amount ..."
    run("inspect", "--product", "Cup", "--stage", "warehouse")
    said = run("resolve", 2, "--outcome", "refund", "--action", "x: y", "--close", "--json")
    assert said.exit == 2
    said = run("resolve", 2, "--outcome", "refund", "--action", "other: look", "--close", "--json")
    assert said.error["message"] == "Case 2 cannot be closed yet, it lacks: an established cause. Nothing was saved."
    assert said.error["hint"] == "First: ozon-returns resolve 2 --cause CAUSE"


def test_an_item_that_never_reached_a_buyer_needs_no_word(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "warehouse", "--defect", "crack")
    said = run("resolve", 1, "--outcome", "written_off", "--cause", "production", "--no-action", "once", "--close", "--json")
    assert (said.exit, said.case["status"]) == (0, "closed")


def test_a_refused_end_keeps_nothing_of_it(run: Run, kettle: int) -> None:
    assert run("resolve", kettle, "--outcome", "refund", "--cost", "refund=5", "--close").exit == 5
    case = run("show", kettle, "--json").case
    assert (case["status"], case["outcome"], case["costs"]) == ("inspected", None, [])


def test_force_goes_past_a_guard_and_is_written_down(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund")
    said = run("resolve", kettle, "--close", "--force", "tax year ends", "--json")
    assert said.case["status"] == "closed"
    assert said.case["history"][-1]["facts"]["forced"] == "tax year ends"


def test_a_closed_case_is_opened_again_where_it_was(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund")
    run("resolve", kettle, "--outcome", "refund", "--cause", "wear", "--no-action", "x")
    run("contact", kettle, "--unreachable", "x")
    run("resolve", kettle, "--close")
    assert run("resolve", kettle, "--cost", "refund=5").exit == 0
    assert run("resolve", kettle, "--cause", "swap").exit == 5
    said = run("resolve", kettle, "--reopen", "money was taken back", "--json")
    assert (said.json["event"], said.case["status"], said.case["closed_at"], said.case["outcome"]) == (
        "case_reopened",
        "contacted",
        None,
        None,
    )
    assert run("resolve", kettle, "--reopen", "x").exit == 5


def test_what_is_no_defect_is_dismissed(run: Run, kettle: int) -> None:
    said = run("resolve", kettle, "--dismiss", "wrong colour", "--json")
    assert (said.json["event"], said.case["status"]) == ("case_dismissed", "dismissed")
    assert said.case["history"][-1]["facts"]["dismissed"] == "wrong colour"
    assert run("analyze", "--json").json["report"]["figures"]["cases"] == 0
    assert run("resolve", kettle, "--reopen", "it was", "--json").case["status"] == "inspected"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--cost", "refund"),
        ("--cost", "refnd=5"),
        ("--cost", "refund=-5"),
        ("--recovered", "moon=5"),
        ("--action", "wrap it"),
        ("--action", "wrap: it"),
        ("--due", "+1d"),
        ("--action", "other: x", "--no-action", "y"),
        ("--dismiss", "x", "--close"),
        ("--outcome", "gift"),
    ],
)
def test_options_that_mean_nothing_are_wrong_usage(run: Run, kettle: int, words: tuple[str, ...]) -> None:
    assert run("resolve", kettle, *words).exit == 2


def test_a_typo_is_answered_with_what_was_meant(run: Run, kettle: int) -> None:
    assert "refund" in run("resolve", kettle, "--cost", "refnd=5", "--json").error["hint"]


def test_a_case_nobody_has_seen_is_inspected_first(run: Run, home: object) -> None:
    assert home
    run("import", "-", typed="cases: [{product: Cup, status: new}]")
    said = run("resolve", 1, "--outcome", "refund", "--json")
    assert (said.exit, said.error["code"]) == (5, "not_allowed_now")
    assert "inspect --case 1" in said.error["hint"]
    assert run("contact", 1, "--offer", "refund").exit == 5
    assert run("ticket", 1, "--situation", "lost").exit == 5
    assert run("inspect", "--case", 1, "--defect", "crack", "--json").case["status"] == "inspected"


def test_a_person_is_asked_how_it_ended(run: Run, kettle: int) -> None:
    assert run("resolve", kettle, "--cause", "transport", person=True).exit == 0, "what is typed is not asked about"
    assert run("resolve", kettle, person=True, typed="1\n" + "\n" * 20).exit == 0
    case = run("show", kettle, "--json").case
    assert (case["outcome"], case["cause"]) == ("refund", "transport")


def test_a_promised_action_is_marked_done_even_in_a_closed_case(run: Run, kettle: int) -> None:
    ended = ["--outcome", "refund", "--cause", "transport", "--action", "training: x", "--due", "2026-11-25"]
    run("resolve", kettle, *ended, "--cost", "refund=1990")
    run("contact", kettle, "--unreachable", "x", "--decide", "approve")
    run("resolve", kettle, "--close")
    signals = run("analyze", "--as-of", "2026-12-01", "--json").json["report"]["signals"]
    assert [(each["kind"], each["command"]) for each in signals] == [("overdue", f"ozon-returns resolve {kettle} --done")]
    case = run("resolve", kettle, "--done", "--json").case
    assert (case["status"], case["actions"][0]["done_at"]) == ("closed", "2026-11-23T12:00:00+03:00")
    assert run("analyze", "--as-of", "2026-12-01", "--json").json["report"]["signals"] == []


def test_the_dots_of_a_hint_are_not_taken_for_words(run: Run, kettle: int) -> None:
    for words in (("--action", "improve_packaging: ..."), ("--dismiss", "..."), ("--why", "…"), ("--no-action", "...")):
        assert run("resolve", kettle, *words).exit == 2


def test_a_case_that_a_file_resolved_without_an_outcome_needs_one_to_be_closed(run: Run) -> None:
    run("import", "-", typed="cases: [{key: a, product: Cup, status: resolved, found_at: 2026-11-20, stage: warehouse, cause: swap}]")
    said = run("resolve", 1, "--no-action", "x", "--close", "--json")
    assert said.error["message"] == "Case 1 cannot be closed yet, it lacks: an outcome. Nothing was saved."
    assert said.error["hint"] == "First: ozon-returns resolve 1 --outcome refund"


@pytest.mark.parametrize(("typed", "amount"), [("1.5h", "900.00"), ("2 ч", "1200.00"), ("0,25h", "150.00"), ("900", "900.00")])
def test_labour_may_be_given_in_hours_at_the_rate_of_the_settings(run: Run, kettle: int, home: Path, typed: str, amount: str) -> None:
    (home / "settings.toml").write_text("labour_rate = 600", encoding="utf-8")
    run("resolve", kettle, "--cost", f"labour={typed}")
    assert [(each["kind"], each["amount"]) for each in run("show", kettle, "--json").case["costs"]] == [("labour", amount)]


def test_hours_without_a_rate_are_refused_with_what_to_set_and_of_other_costs_are_no_amount(run: Run, kettle: int) -> None:
    said = run("resolve", kettle, "--cost", "labour=2h")
    assert (said.exit, "labour_rate" in said.err) == (2, True)
    assert run("resolve", kettle, "--cost", "refund=2h").exit in (2, 5)
    assert run("show", kettle, "--json").case["costs"] == []
