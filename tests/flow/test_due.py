"""`due`: what hurts first, how long is left, what to type; and the clocks behind it."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.conftest import NOW, Run
from tests.flow.test_check import tampered


def due(run: Run, *words: object, now: datetime = NOW) -> list[dict[str, Any]]:
    """Return what is due."""
    return list(run("due", "--json", *words, now=now).json["due"])


def clocks(run: Run, case: int = 1, now: datetime = NOW) -> dict[str, dict[str, Any]]:
    """Return the clocks of a case by their rules."""
    return {each["rule"]: each for each in run("show", case, "--json", now=now).case["clocks"]}


def later(hours: float) -> datetime:
    """Return a moment some hours after now."""
    return NOW + timedelta(hours=hours)


def test_a_claim_has_its_24_hours_and_the_law_its_ten_days(run: Run, kettle: int) -> None:
    claim, refund = due(run)
    assert claim == {
        "case": kettle, "rule": "ozon_claim_decision_fbs", "title": "decide on the buyer's claim", "due_at": "2026-11-24T12:00:00+03:00",
        "hours_left": 24.0, "overdue": False, "what_happens": "the claim is approved automatically and the item is sent to you",
        "command": "ozon-returns contact 1 --decide approve", "about": None, "item": "Чайник «Лето»",
        "started_at": "2026-11-23T12:00:00+03:00", "at_stake": "1990.00", "penalty": None, "assumed": True, "currency": "RUB",
    }  # fmt: skip
    assert (refund["rule"], refund["due_at"]) == ("zzpp_refund", "2026-12-03T23:59:59+03:00")


@pytest.mark.parametrize(
    "answer",
    [("--offer", "refund"), ("--text", "Здравствуйте! Мы разбираемся."), ("--text", "Да.", "--channel", "claim"), ("--choice", "refund")],
    ids=str,
)
def test_no_letter_and_no_choice_decides_the_claim(run: Run, kettle: int, answer: tuple[str, ...]) -> None:
    assert run("contact", kettle, *answer, now=later(5)).exit == 0
    assert clocks(run)["ozon_claim_decision_fbs"]["state"] == "running"


@pytest.mark.parametrize(
    "decision", [("approve",), ("reject", "--why", "не наш товар"), ("keep",), ("partial", "--amount", "500")], ids=str
)
def test_a_decision_meets_the_clock(run: Run, kettle: int, decision: tuple[str, ...]) -> None:
    assert run("contact", kettle, "--decide", *decision, now=later(5)).exit == 0
    clock = clocks(run)["ozon_claim_decision_fbs"]
    assert (clock["state"], clock["met_at"], clock["late"]) == ("met", "2026-11-23T17:00:00+03:00", False)
    wanted = {"approve": ["zzpp_refund"], "keep": ["zzpp_refund"], "reject": [], "partial": ["bonus_promised"]}
    assert [each["rule"] for each in due(run)] == wanted[decision[0]]


def test_what_is_overdue_is_said_everywhere(run: Run, kettle: int) -> None:
    said = run("due", now=later(29))
    assert said.out.startswith("overdue\t1\t2026-11-24 12:00\t5 h late\tOzon has probably approved the claim: look and record it\t")
    assert run("due", "--fail-on", "overdue", now=later(29)).exit == 6
    assert run("due", "--fail-on", "overdue").exit == 0
    assert run("list", now=later(29)).err == "1 task is overdue: ozon-returns due\n"
    assert run("inspect", "--case", kettle, "--note", "x", now=later(29)).out.splitlines()[-1] == "1 task is overdue: ozon-returns due"
    assert run("list").err == ""
    assert clocks(run, now=later(29))["ozon_claim_decision_fbs"]["state"] == "missed"


def test_groups_are_shown_to_a_person(run: Run, kettle: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kettle
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    said = run("due", "--within", "30d", now=later(29), COLUMNS="80").out
    assert "Now (1)" in said
    assert "Later (1)" in said
    assert "5 h late · 1,990.00\xa0₽ at stake · Ozon has probably approved the claim" in said
    assert "ozon-returns contact 1 --decide approve --by ozon" in said


def test_quiet_says_nothing_when_nothing_is_due(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve")
    said = run("due", "--quiet")
    assert (said.out, said.err, said.exit) == ("", "", 0)
    assert run("due", "--quiet", "--json").out == ""
    assert "refund the buyer" in run("due", "--quiet", now=NOW + timedelta(days=9)).out


def test_a_penalty_runs_by_the_day_up_to_the_price(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--quantity", "2")
    for days, penalty in ((10, None), (11, "39.80"), (12, "79.60"), (60, "1990.00"), (200, "3980.00")):
        found = {each["rule"]: each for each in due(run, now=NOW + timedelta(days=days, hours=1))}
        assert found["zzpp_refund"]["penalty"] == penalty, days


def test_days_that_are_known_start_and_meet_clocks(run: Run, kettle: int) -> None:
    dates = ["return_created=2026-09-01", "free_until=2026-11-30", "disposal=2026-12-20", "delivered=2026-11-20"]
    run("inspect", "--case", kettle, "--scheme", "fbs", "--technically-complex", *(word for each in dates for word in ("--date", each)))
    found = clocks(run)
    assert found["ozon_fbs_return_lost"]["due_at"] == "2026-10-31T23:59:59+03:00"
    assert found["ozon_free_storage_last_day"]["due_at"] == "2026-11-30T23:59:59+03:00"
    assert found["ozon_utilization_forecast"]["due_at"] == "2026-12-20T23:59:59+03:00"
    assert found["zzpp_distance_refusal"]["window"]
    assert found["zzpp_tech_complex_window"]["due_at"] == "2026-12-07T23:59:59+03:00"
    assert "zzpp_distance_refusal" not in {each["rule"] for each in due(run)}
    run("inspect", "--case", kettle, "--date", "picked_up=today", "--date", "free_until=2026-12-02")
    found = clocks(run)
    assert (found["ozon_free_storage_last_day"]["due_at"], found["ozon_free_storage_last_day"]["state"]) == (
        "2026-12-02T23:59:59+03:00",
        "met",
    )
    assert found["ozon_fbs_return_lost"]["state"] == "met"
    assert run("show", kettle, "--json").case["dates"][1] == {"kind": "free_until", "at": "2026-12-02T23:59:59+03:00"}


@pytest.mark.parametrize(
    ("scheme", "rule", "at"),
    [
        ("fbo", "ozon_claim_decision_fbo", "2026-11-24T12:00:00+03:00"),
        ("fbs", "ozon_claim_decision_fbs", "2026-11-24T12:00:00+03:00"),
        ("rfbs", "ozon_claim_decision_rfbs_global", "2026-11-24T12:00:00+03:00"),
    ],
)
def test_each_scheme_has_its_own_term(run: Run, scheme: str, rule: str, at: str) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer", "--scheme", scheme)
    assert next((each["rule"], each["due_at"]) for each in due(run)) == (rule, at)
    assert sum(each["rule"].startswith("ozon_claim") for each in due(run)) == 1


def test_a_demand_of_something_else_is_no_demand_of_money(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--date", "demand_replacement=today")
    assert [each["rule"] for each in due(run)] == ["ozon_claim_decision_fbs", "zzpp_replace"]
    run("contact", kettle, "--decide", "approve")
    assert [each["rule"] for each in due(run)] == ["zzpp_replace"]
    run("contact", kettle, "--demand", "replacement", now=later(1))
    assert [(each["rule"], each["due_at"]) for each in due(run, now=later(2))] == [("zzpp_replace", "2026-11-30T23:59:59+03:00")]
    run("inspect", "--case", kettle, "--date", "replacement_sent=2026-11-23 14:00", now=later(3))
    assert due(run, now=later(3)) == []


def test_the_follow_up_falls_due_some_days_after_and_rests_while_the_new_item_is_on_its_way(run: Run, kettle: int) -> None:
    run("contact", kettle, "--offer", "refund", "--decide", "approve")
    run("contact", kettle, "--choice", "replacement", now=later(0.5))
    run("contact", kettle, "--done", "replacement", now=later(1))
    said = run("resolve", kettle, "--outcome", "replacement", "--cause", "transport", "--no-action", "once", "--cost", "goods=900")
    assert "Next, from 2026-11-27 on: ozon-returns contact 1 --follow-up" in said.out
    assert clocks(run)["follow_up"]["due_at"] == "2026-11-27T23:59:59+03:00"
    run("inspect", "--case", kettle, "--date", "replacement_sent=2026-11-24", now=later(24))
    assert clocks(run)["follow_up"]["state"] == "paused"
    assert "follow_up" not in {each["rule"] for each in due(run)}
    run("inspect", "--case", kettle, "--date", "replacement_delivered=2026-11-28", now=later(24 * 5))
    assert clocks(run)["follow_up"]["due_at"] == "2026-12-01T23:59:59+03:00"
    assert "it is better to ask the buyer from 2026-11-27 on" in run("contact", kettle, "--follow-up").err
    run("contact", kettle, "--satisfied", "yes", now=later(24 * 6))
    assert clocks(run)["follow_up"]["state"] == "met"


def test_a_reopened_case_runs_again_and_a_dismissed_one_has_no_clocks(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--no-action", "x")
    run("resolve", kettle, "--close", "--force", "x")
    assert clocks(run)["zzpp_refund"]["state"] == "met"
    run("resolve", kettle, "--reopen", "not paid")
    assert clocks(run)["zzpp_refund"]["state"] == "running"
    run("resolve", kettle, "--dismiss", "no defect")
    assert clocks(run) == {}


def test_a_term_that_no_source_gives_is_asked_for_once(run: Run, kettle: int, home: Path) -> None:
    run("inspect", "--case", kettle, "--stage", "return", "--date", "return_received=today")
    assert clocks(run)["ozon_compensation_claim"]["due_at"] is None
    said = run("due")
    assert "[rules.ozon_compensation_claim] days = N" in said.err
    assert run("due", "--json").json["unset"] == [{"rule": "ozon_compensation_claim", "title": "claim compensation from Ozon", "cases": 1}]
    (home / "settings.toml").write_text('timezone = "Europe/Moscow"  # mine\n')
    said = run("due", person=True, typed="soon\n30\n")
    assert "Type a whole number of days" in said.err
    assert (home / "settings.toml").read_text() == 'timezone = "Europe/Moscow"  # mine\n\n[rules.ozon_compensation_claim]\ndays = 30\n'
    assert clocks(run)["ozon_compensation_claim"]["due_at"] == "2026-12-23T23:59:59+03:00"
    assert "In how many days" not in run("due", person=True).err


def test_a_term_the_seller_does_not_know_is_not_asked_for_again(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--stage", "return", "--date", "return_received=today")
    run("due", person=True, typed="\n")
    assert run("due", person=True).err == "Nothing is due.\n"
    assert "ozon_compensation_claim" not in clocks(run)


def test_a_rule_that_changes_moves_the_running_clocks_and_says_which(run: Run, kettle: int, home: Path) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer", "--found-at", "2026-11-01")
    run("contact", 2, "--decide", "approve")
    settings = home / "settings.toml"
    settings.write_text("[rules.zzpp_refund]\ndays = 5\n[rules.zzpp_loaner]\noff = true\n")
    said = run("list")
    assert "The rules have changed; 2 deadlines have moved:" in said.err
    assert "  case 1, refund the buyer: 2026-12-03 23:59 → 2026-11-30 23:59" in said.err
    assert run("list").err.startswith("1 task is overdue")
    assert clocks(run)["zzpp_refund"]["due_at"] == "2026-11-30T23:59:59+03:00"
    settings.write_text("[rules.mine]\nstarts = 'found'\nmeets = ['resolved']\nhours = 2\nen = {title = 'my own'}\nru = {title = 'своё'}\n")
    run("list")
    assert clocks(run)["mine"]["due_at"] == "2026-11-23T14:00:00+03:00"
    assert clocks(run)["mine"]["title"] == "my own (rule never checked)"
    assert kettle


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[rules.zzpp_refund]\ndayz = 5", "did you mean “days”"),
        ("[rules.zzpp_refund]\ndays = 'x'", "of the wrong type"),
        ("[rules.zzpp_refund]\ndays = -1", "are invalid"),
        ("[rules.zzpp_refund]\nhours = 2\ndays = 2", "exactly one of"),
        ("[rules.zzpp_refund]\nstarts = 'doomsday'", "“doomsday” is not one of"),
        ("[rules.x]\nstarts = 'found'", "exactly one of"),
        ("rules = {x = 1}", "a rule must be a table"),
        ("[calendar]\noff = ['x']", "dates such as"),
        ("follow_up_days = -1", "must be a number from 0 to 1000000"),
        ("[rules.zzpp_refund]\ncommand = 'x {nothing}'", "may only contain the placeholders"),
        ("[rules.zzpp_refund]\nchecked = 2026-01-01T10:00:00", "of the wrong type"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_by_name(run: Run, kettle: int, home: Path, text: str, why: str) -> None:
    assert kettle
    (home / "settings.toml").write_text(text)
    said = run("due", "--json")
    assert (said.exit, said.error["code"]) == (10, "settings_unusable")
    assert why in said.error["message"]


def test_what_was_due_then_is_told(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve", now=later(5))
    run("contact", kettle, "--done", "refund", now=later(47))
    run("resolve", kettle, "--outcome", "refund", now=later(48))
    now = later(100)
    assert [each["rule"] for each in due(run, "--as-of", "2026-11-23 13:00", now=now)] == ["ozon_claim_decision_fbs", "zzpp_refund"]
    assert [each["rule"] for each in due(run, "--as-of", "2026-11-24", now=now)] == ["zzpp_refund"]
    assert [each["rule"] for each in due(run, "--as-of", "2026-11-26", now=now)] == ["follow_up"]
    assert due(run, "--as-of", "2026-11-22", now=now) == []


def test_a_phone_gets_a_calendar_with_names_that_stay(run: Run, kettle: int, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    assert run("due", "--ics", file).out == f"Written to {file}.\n"
    first: Any = Calendar.from_ical(file.read_bytes())
    events = {str(each["uid"]): each for each in first.walk("VEVENT")}
    assert len(events) == 2
    for event in events.values():
        (alarm,) = event.walk("VALARM")
        assert alarm["trigger"].dt < timedelta()
        assert "ozon-returns " in event["description"]
    claim = next(event for name, event in events.items() if "claim_decision" in name)
    assert claim["dtend"].dt == datetime.fromisoformat("2026-11-24T12:00:00+03:00")
    assert str(claim["summary"]) == "Case 1: decide on the buyer's claim"
    again: Any = Calendar.from_ical(run("due", "--ics", "-", "--lang", "ru", now=later(3)).out.encode())
    assert {str(each["uid"]) for each in again.walk("VEVENT")} == set(events)
    assert "Случай 1: решить по заявке покупателя" in {str(each["summary"]) for each in again.walk("VEVENT")}
    assert kettle
    assert b"\r\n" in file.read_bytes()


def test_a_long_list_is_cut_and_says_so(run: Run) -> None:
    for number in range(4):
        run("inspect", "--product", f"Cup {number}", "--stage", "buyer")
    said = run("due", "--limit", "2")
    assert len(said.out.splitlines()) == 2
    assert "Shown: 2 of 4" in said.err
    assert len(run("due", "--limit", "0").out.splitlines()) == 4
    assert len(due(run, "--within", "1d")) == 4


def test_wrong_terms_are_found_and_worked_out_again(run: Run, kettle: int, home: Path) -> None:
    tampered(home, "UPDATE clock SET due_at = '2030-01-01T00:00:00Z' WHERE rule = 'zzpp_refund'")
    assert "clocks_wrong" in {each["kind"] for each in run("check", "--json").json["problems"]}
    assert run("check", "--repair").exit == 0
    assert clocks(run)["zzpp_refund"]["due_at"] == "2026-12-03T23:59:59+03:00"
    assert kettle


def test_a_calendar_has_no_characters_that_act(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--product", "Cup\n\x1b[31mred\u2028x\x9b")
    told = run("due", "--ics", "-", "--within", "90d").out
    assert "DESCRIPTION:Cup / \\\\x1b[31mred" in told
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028]", told)


def test_what_is_at_stake_comes_before_what_is_long_overdue(run: Run) -> None:
    run("inspect", "--product", "Cheap", "--stage", "buyer", "--price", "100", "--found-at", "2026-11-01")
    run("contact", 1, "--decide", "keep", "--done", "refund", "--text", "x")
    run("resolve", 1, "--outcome", "refund", "--cause", "listing", "--no-action", "x")
    month = NOW + timedelta(days=30)
    run("inspect", "--product", "Dear", "--stage", "buyer", "--price", "9000", now=month)
    run("inspect", "--product", "Danger", "--stage", "buyer", "--price", "9000", "--severity", "dangerous", now=month)
    run("contact", 3, "--decide", "approve", now=month)
    found = [(each["case"], each["rule"], each["at_stake"]) for each in due(run, "--within", "2d", now=month + timedelta(hours=1))]
    assert found == [
        (3, "danger_warning", "9000.00"),
        (3, "danger_stop_sale", "9000.00"),
        (2, "ozon_claim_decision_fbs", "9000.00"),
        (1, "follow_up", None),
    ]


def test_the_worst_fits_a_terminal_of_24_lines(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        run("inspect", "--product", f"Чайник керамический «Лето», 1,2 л, № {number}", "--stage", "buyer", "--price", 1000 + number)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    said = run("due", now=later(30), COLUMNS="80", LINES="24", NO_COLOR="1")
    lines = said.out.splitlines()
    assert len(lines) + len(said.err.splitlines()) <= 23
    assert max(map(len, lines)) <= 80
    assert "1,008.00" in lines[1], "the dearest first"
    assert "Shown: 4 of 9; all: ozon-returns due --limit 0" in said.err


def test_it_shows_first_and_asks_afterwards(run: Run, kettle: int, home: Path) -> None:
    run("inspect", "--case", kettle, "--stage", "return", "--date", "return_received=today", "--date", "dispute_opened=today")
    (home / "settings.toml").write_text("")
    said = run("due", person=True, typed="")
    assert "Ozon decides the dispute" in said.out, "it was shown before the question, which nobody answered"
    assert said.exit == 2


def test_a_sum_that_is_not_known_stands_above_none(run: Run) -> None:
    run("inspect", "--product", "Cup", "--stage", "buyer", "--scheme", "fbs", "--found-at", "2026-11-23 09:00")
    run("contact", 1, "--text", "x")
    run("contact", 1, "--reply", "Когда?", "--at", "2026-11-23 08:00")
    run("contact", 1, "--reply", "Ответьте!", now=later(1))
    found = [(each["rule"], each["at_stake"]) for each in due(run, "--within", "2d", now=later(2))]
    assert found == [("ozon_claim_decision_fbs", None), ("buyer_waits", None)]


def test_the_last_hour_is_told_in_minutes(run: Run, kettle: int) -> None:
    assert kettle
    assert "\t25 min left\t" in run("due", now=NOW + timedelta(hours=23, minutes=35)).out
    assert "\t40 min late\t" in run("due", now=NOW + timedelta(hours=24, minutes=40)).out
    assert due(run, now=NOW + timedelta(hours=23, minutes=35))[0]["hours_left"] == 0.4
