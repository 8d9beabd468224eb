"""The morning: one task at a time by what is at stake, each key leads to a command that is printed."""

from datetime import timedelta
from pathlib import Path

import pyperclip
import pytest

from ozon_returns.evidence import shelf
from ozon_returns.questions import clipboard
from tests.conftest import NOW, Run

NEXT = NOW + timedelta(hours=23)


@pytest.fixture
def tasks(run: Run, kettle: int) -> int:
    """Return the number of the case of the kettle, beside a cheaper one, each with a claim to decide."""
    assert run("inspect", "--product", "Cup", "--price", "300", "--stage", "buyer", "--defect", "crack", "--posting", "1-1").exit == 0
    return kettle


def test_what_has_the_most_at_stake_comes_first(run: Run, tasks: int) -> None:
    assert tasks == 1
    said = run("work", person=True, typed="s\ns\n", now=NEXT)
    assert said.exit == 0, said.err
    shown = [line for line in said.err.split("\n") if line.startswith("Case ")]
    assert shown[:2] == ["Case 1: Чайник «Лето» · crack · inspected", "Case 2: Cup · crack · inspected"]
    assert "1/2 · 1 h left · 1,990.00\xa0₽ at stake" in said.err
    assert "  otherwise: the claim is approved automatically" in said.err
    assert "  4 photos (defect, packaging, label, overall)" in said.err
    assert "  $ ozon-returns contact 1 --decide approve" in said.err
    assert "Done: 0 tasks.\nStill due: 2 tasks, 2,290.00\xa0₽ at stake." in said.err


def test_enter_does_it_and_the_end_says_what_was_done(run: Run, tasks: int) -> None:
    said = run("work", person=True, typed="\nq\n", now=NEXT)
    assert "$ ozon-returns contact 1 --decide approve\n" in said.err
    assert "Case 1: Чайник «Лето» · crack · inspected\n  Saved: claim decided" in said.out
    assert "Done: 1 task.\n  Case 1: decide on the buyer's claim\nStill due: 1 task, 300.00\xa0₽ at stake." in said.err
    assert [each["kind"] for each in run("show", tasks, "--json").case["decisions"]] == ["approve"]


def test_undo_goes_back_to_the_task(run: Run, tasks: int) -> None:
    said = run("work", person=True, typed="u\n\nu\n\nq\n", now=NEXT)
    assert "Nothing has been done yet that could be undone." in said.err
    assert "$ ozon-returns undo 1 --yes" in said.err
    assert said.err.count("\n$ ozon-returns contact 1 --decide approve\n") == 2, "done, undone, and done again"
    assert "Done: 1 task.\n  Case 1: decide on the buyer's claim\n" in said.err
    assert len(run("show", tasks, "--json").case["decisions"]) == 1


def test_a_postponed_task_comes_back_when_it_was_said_with_the_reason_kept(run: Run, tasks: int) -> None:
    said = run("work", tasks, person=True, typed="p\ntomorrow\nwaiting for the photos\nyes\n", now=NEXT)
    assert "--rule ozon_claim_decision_fbs --postpone tomorrow --why" in said.err
    assert "The deadline “decide on the buyer's claim” ends on 2026-11-24 12:00" in said.err
    assert "Postponed until 2026-11-25 00:00: decide on the buyer's claim. The deadline stays." in said.out
    assert "Case 1: decide on the buyer's claim, postponed" in said.err
    assert "Still due: 0 tasks.\nPostponed: 1 task." in said.err
    rules = [each["rule"] for each in run("due", "--json", now=NEXT).json["due"]]
    assert rules[0] == "ozon_claim_decision_fbs", "it is due all the same"
    again = run("work", tasks, person=True, typed="q\n", now=NOW + timedelta(days=2))
    assert "decide on the buyer's claim" in again.err or "Ozon has probably approved" in again.err
    history = run("show", tasks, "--json", now=NEXT).case["history"][-1]
    assert history["facts"]["why"] == "waiting for the photos"


def test_a_postponement_can_be_typed_and_undone(run: Run, tasks: int) -> None:
    words = ("work", tasks, "--postpone", "2d", "--why", "away", "--force", "agreed with the buyer")
    assert run(*words, now=NEXT).exit == 0
    assert "Done: 0 tasks.\nStill due: 0 tasks." in run("work", tasks, person=True, now=NEXT).err
    assert run("undo", "--yes", now=NEXT).exit == 0
    assert "Still due: 1 task" in run("work", tasks, person=True, typed="q\n", now=NEXT).err
    assert run("undo", "--redo", "--yes", now=NEXT).exit == 0
    assert "Still due: 0 tasks." in run("work", tasks, person=True, now=NEXT).err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--postpone", "2d"), 2),
        (("--rule", "buyer_waits"), 2),
        (("--postpone", "2d", "--why", "x"), 7),
        (("--postpone", "2026-11-01", "--why", "x"), 5),
        (("--postpone", "soon", "--why", "x"), 2),
        (("--postpone", "2d", "--why", "x", "--rule", "no_such"), 5),
    ],
)
def test_a_postponement_that_makes_no_sense_is_refused(run: Run, tasks: int, words: tuple[str, ...], code: int) -> None:
    assert run("work", tasks, *words).exit == code


def test_what_is_refused_ends_nothing(run: Run, tasks: int) -> None:
    run("fix", tasks, "suspected_cause=wear")
    said = run("work", person=True, typed="\nworn\n\nq\n", now=NEXT)
    assert "$ ozon-returns contact 1 --decide reject --why worn" in said.err
    assert run("show", tasks, "--json").case["decisions"][0]["kind"] == "reject"
    run("products", "1", "cost=1")
    again = run("work", 2, person=True, typed="\nq\n", now=NOW - timedelta(days=1))
    assert again.exit == 0


def test_a_letter_is_shown_before_it_is_saved(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve", "--done", "refund")
    run("ticket", kettle, "--ask", "1990")
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport")
    later = NOW + timedelta(days=6)
    said = run("work", person=True, typed="s\n\nn\nq\n", now=later)
    assert "$ ozon-returns show 1 --letter " in said.err
    assert "Здравствуйте" in said.out
    assert "Done: 0 tasks." in said.err
    said = run("work", person=True, typed="s\n\n\nq\n", now=later)
    assert "Done: 1 task." in said.err


def test_without_a_terminal_it_says_what_to_type(run: Run, tasks: int) -> None:
    assert tasks
    said = run("work")
    assert (said.exit, said.err.split("\n")[-2]) == (7, "  See what is due: ozon-returns due")
    assert [each["case"] for each in run("work", "--json", now=NEXT).json["due"]] == [1, 2], "as JSON it is what is due"


def test_photos_are_opened_and_letters_copied(run: Run, tasks: int, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", opened.append)
    said = run("work", tasks, person=True, typed="o\nc\nq\n", now=NEXT)
    assert opened == [str(home / shelf.folder_of(1))]
    assert "Copied." in said.err or "There is no clipboard here; copy it from here:\n\nozon-returns contact 1 --decide approve" in said.err


def test_where_there_is_no_clipboard_the_text_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_text: str) -> None:
        raise pyperclip.PyperclipException

    monkeypatch.setattr(pyperclip, "copy", nothing)
    assert clipboard.copied("Здравствуйте!").endswith("\n\nЗдравствуйте!\n")
    monkeypatch.setattr(pyperclip, "copy", lambda _text: None)
    assert clipboard.copied("x") == "Copied."


def test_the_keys_are_russian_too(run: Run, tasks: int) -> None:
    assert tasks
    said = run("work", "--lang", "ru", person=True, typed="п\nв\n", now=NEXT)
    assert said.exit == 0, said.err
    assert "[п] мимо" in said.err
    assert "Осталось 2 задачи" in said.err


def test_a_time_of_day_goes_on_while_somebody_thinks(run: Run, tasks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = iter([0.0, *(7200.0 * step for step in range(1, 100))])
    monkeypatch.setattr("ozon_returns.environment.monotonic", lambda: next(passed))
    said = run("work", tasks, person=True, typed="s\n", now=NEXT)
    assert "late" in said.err


def test_a_postponement_is_of_this_task_and_the_last_one_holds(run: Run, kettle: int) -> None:
    """A later message of the buyer is another task, and what was said last is what counts."""
    run("contact", kettle, "--decide", "approve", "--done", "refund")
    run("contact", kettle, "--reply", "hello?")
    words = ("work", kettle, "--rule", "buyer_waits", "--why", "x", "--force", "x")
    assert run(*words, "--postpone", "20d").exit == 0
    due = [each["rule"] for each in run("work", kettle, "--within", "9d", "--json").json["due"]]
    assert "buyer_waits" not in due
    assert run(*words, "--postpone", "1d").exit == 0
    later = NOW + timedelta(hours=35)
    assert "buyer_waits" in [each["rule"] for each in run("work", kettle, "--within", "9d", "--json", now=later).json["due"]]
    assert run(*words, "--postpone", "20d", now=later).exit == 0
    run("contact", kettle, "--text", "One moment, please.", now=later)
    run("contact", kettle, "--reply", "still there?", now=later + timedelta(hours=1))
    again = run("work", kettle, "--within", "9d", "--json", now=later + timedelta(hours=2)).json["due"]
    assert "buyer_waits" in [each["rule"] for each in again]


def test_undo_in_the_morning_is_of_the_case_it_settled(run: Run, tasks: int) -> None:
    said = run("work", person=True, typed="\nu\nq\n", now=NEXT)
    assert "$ ozon-returns undo 1 --yes" in said.err
    assert run("show", tasks, "--json").case["decisions"] == []


def test_what_only_a_person_knows_is_recorded_and_says_so(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve")
    run("contact", kettle, "--letter", "buyer.approve")
    said = run("work", kettle, "--within", "20d", person=True, typed="q\n")
    assert "[Enter] done [c] copy" in said.err


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_keys_fit_a_narrow_terminal(run: Run, kettle: int, language: str) -> None:
    quit_key = {"en": "q", "ru": "в"}[language]
    said = run("work", kettle, "--within", "20d", "--lang", language, person=True, typed=f"{quit_key}\n")
    keys = next(line for line in said.err.split("\n") if line.startswith("[Enter]"))
    assert len(keys) <= 79


def test_a_key_counts_in_either_layout(run: Run, tasks: int) -> None:
    assert tasks
    said = run("work", person=True, typed="d\n", OZON_RETURNS_LANG="ru")
    assert "Осталось" in said.err, "d is where в is, which ends it"
    said = run("work", person=True, typed="й\n", OZON_RETURNS_LANG="en")
    assert "Still due" in said.err, "й is where q is"


def test_where_nothing_is_due_there_is_nothing_to_press(run: Run, kettle: int) -> None:
    run("contact", kettle, "--decide", "approve", "--by", "ozon")
    said = run("work", person=True, typed="")
    assert (said.exit, said.out) == (0, "Nothing is due; what comes later: ozon-returns due\n")
