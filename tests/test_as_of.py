"""What `--as-of` shows of a moment is what was printed then, whatever was changed, undone, redone and imported since."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Run

Words = list[str]


def commands(dice: random.Random, cases: int, folder: Path, now: datetime) -> Words:
    """Return a command that somebody may type next."""
    case = str(dice.randint(1, max(cases, 1)))
    earlier = (now - timedelta(minutes=dice.randint(0, 300))).strftime("%Y-%m-%d %H:%M")
    amount = str(dice.randint(1, 900))
    choices: list[Callable[[], Words]] = [
        lambda: ["inspect", "--product", f"Cup {dice.randint(1, 3)}", "--defect", "crack", "--stage", dice.choice(["buyer", "warehouse"])],
        lambda: ["inspect", "--case", case, "--price", amount, "--defect", dice.choice(["crack", "scratch", "stain"])],
        lambda: ["inspect", "--case", case, "--note", f"note {amount}", "--date", f"claimed={earlier}", "--force", "late"],
        lambda: ["contact", case, "--offer", dice.choice(["refund", "replacement"]), "--force", "x"],
        lambda: ["contact", case, "--choice", "refund", "--reply", "ok", "--force", "x"],
        lambda: ["contact", case, "--refused", "refund", "--force", "x"],
        lambda: ["ticket", case, "--situation", "transport", "--ask", amount, "--force", "x"],
        lambda: ["ticket", case, "--situation", "other", "--draft", "--force", "x"],
        lambda: ["ticket", case, "--number", f"A-{amount}", "--answer", "Ждите.", "--next-check", "+2d", "--force", "x"],
        lambda: ["ticket", case, "--sent", "--until", "+5d", "--force", "x"],
        lambda: ["ticket", case, "--appeal", "Нет.", "--force", "x"],
        lambda: ["ticket", case, "--outcome", dice.choice(["approved", "refused"]), "--force", "x"],
        lambda: ["ticket", case, "--paid-at", earlier, "--amount", amount, "--force", "x"],
        lambda: ["ticket", case, "--taken-back", earlier, "--force", "x"],
        lambda: ["resolve", case, "--outcome", dice.choice(["refund", "rejected"]), "--cost", f"refund={amount}", "--force", "x"],
        lambda: ["resolve", case, "--cause", "transport", "--action", "training: x", "--close", "--force", "x"],
        lambda: ["resolve", case, "--done", "--force", "x"],
        lambda: ["resolve", case, "--reopen", "again"],
        lambda: ["resolve", case, "--dismiss", "no defect"],
        lambda: ["import", str(_file(dice, folder, now))],
        lambda: ["contact", case, "--demand", dice.choice(["refund", "repair"]), "--at", earlier, "--force", "x"],
        lambda: ["contact", case, "--decide", "partial", "--amount", amount, "--by", "ozon", "--force", "x"],
        lambda: ["contact", case, "--done", "bonus", "--amount", amount, "--force", "x"],
        lambda: ["ticket", case, "--withdraw", "x", "--force", "x"],
        lambda: ["undo", "--yes", "--steps", dice.choice(["1", "2"])],
        lambda: ["undo", "--yes", "--redo"],
        lambda: ["undo", case, "--yes"],
    ]
    return dice.choice(choices)()


def _file(dice: random.Random, folder: Path, now: datetime) -> Path:
    """Write a file of cases that are found now, some of which may be there already."""
    chosen = dice.sample(range(4), dice.randint(1, 2))
    cases = [
        {"posting": f"P-{each}", "product": "Cup", "defects": ["crack"], "note": dice.choice("abc"), "found_at": str(now)}
        for each in chosen
    ]
    path = folder / "more.json"
    path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    return path


def printed(run: Run, cases: int, now: datetime, *then: str) -> Iterator[tuple[str, Any]]:
    """Yield what is shown of all cases, each with its name."""
    listed = run("list", "--json", *then, now=now)
    yield "list", listed.json
    yield "due", run("due", "--json", *then, now=now).json
    yield "analyze", run("analyze", "--json", *then, now=now).json
    for number in range(1, cases + 1):
        said = run("show", number, "--json", *then, now=now)
        yield f"show {number}", said.json if said.exit == 0 else said.exit


def walk(run: Run, folder: Path, seed: int, steps: int) -> None:
    """Take random steps, then look at each of the moments again."""
    dice = random.Random(seed)  # noqa: S311  no secret
    now, cases = NOW, 0
    seen: list[tuple[datetime, int, Words, dict[str, Any]]] = []
    for _step in range(steps):
        now += timedelta(minutes=dice.randint(1, 900))
        words = commands(dice, cases, folder, now)
        said = run(*words, "--json", now=now)
        assert said.exit in (0, 2, 4, 5, 7), (words, said)
        if said.exit:
            continue
        every = run("list", "--json", now=now).json["cases"]
        cases = max([cases, *(each["number"] for each in every)])
        seen.append((now, cases, words, dict(printed(run, cases, now))))
    assert seen
    for when, known, words, then in seen:
        again = dict(printed(run, known, now, "--as-of", when.isoformat()))
        for what, document in then.items():
            assert again[what] == document, (seed, when.isoformat(), words, what, [each[2] for each in seen])


@pytest.mark.parametrize("seed", [12, 22])
def test_as_of_some_moments_is_what_was_printed_then(run: Run, tmp_path: Path, seed: int) -> None:
    walk(run, tmp_path, seed, 16)


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(100, 115))
def test_as_of_every_moment_is_what_was_printed_then(run: Run, tmp_path: Path, seed: int) -> None:
    walk(run, tmp_path, seed, 50)


def test_a_case_that_was_opened_again_by_a_redo_is_shown_when_it_was_there(run: Run) -> None:
    hours = [NOW + timedelta(hours=each) for each in range(5)]
    run("inspect", "--product", "Cup", "--defect", "crack", now=hours[0])
    run("undo", "--yes", now=hours[1])
    then = [run("list", "--json", "--as-of", hours[each].isoformat(), now=hours[2]).json["total"] for each in (0, 1)]
    run("undo", "--yes", "--redo", now=hours[3])
    again = [run("list", "--json", "--as-of", hours[each].isoformat(), now=hours[4]).json["total"] for each in (0, 1, 3)]
    assert (then, again) == ([1, 0], [1, 0, 1])
    assert [run("show", 1, "--as-of", hours[each].isoformat(), now=hours[4]).exit for each in (0, 1, 3)] == [0, 4, 0]


def test_a_status_that_a_journal_tells_is_not_derived(run: Run) -> None:
    run("inspect", "--product", "Cup", "--defect", "crack")
    run("resolve", 1, "--dismiss", "x")
    run("resolve", 1, "--cause", "transport", "--action", "training: x", "--close", "--force", "x")
    then, later = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    assert run("list", "--json", now=then).json["cases"][0]["status"] == "closed"
    run("ticket", 1, "--situation", "other", "--ask", "5", "--force", "x", now=later)
    for words in (("list",), ("show", "1")):
        told = run(*words, "--json", "--as-of", then.isoformat(), now=later).json
        assert (told["cases"][0] if "cases" in told else told["case"])["status"] == "closed"


def test_a_posting_that_looks_like_a_number_is_shown_as_it_was(run: Run) -> None:
    run("inspect", "--product", "Cup", "--defect", "crack", "--posting", "12345", "--note", "old")
    run("inspect", "--case", 1, "--note", "new", now=NOW + timedelta(hours=2))
    for name in ("1", "12345", "@last"):
        said = run("show", name, "--json", "--as-of", (NOW + timedelta(hours=1)).isoformat(), now=NOW + timedelta(hours=3))
        assert said.case["note"] == "old", name


def test_an_imported_history_is_shown_as_it_was_in_the_other_store(run: Run, tmp_path: Path) -> None:
    hours = [NOW + timedelta(hours=each) for each in range(9)]
    there = ("--home", tmp_path / "there")
    run("inspect", "--product", "Cup", "--defect", "crack", now=hours[0])
    run("resolve", 1, "--outcome", "refund", "--cost", "refund=5", now=hours[1])
    run("undo", "--yes", now=hours[2])
    run("undo", "--yes", "--redo", now=hours[3])
    run("inspect", "--product", "Own", now=hours[4])
    run("resolve", 2, "--outcome", "refund", now=hours[5])
    run("export", "-o", tmp_path / "all.yaml", now=hours[5])
    run("inspect", "--product", "Theirs", *there, now=hours[5])
    run("import", tmp_path / "all.yaml", *there, now=hours[6])
    seen = []
    for hour in (0, 1, 3, 4, 5, 6):
        listed = run("list", "--json", "--as-of", hours[hour].isoformat(), *there, now=hours[8]).json["cases"]
        assert run("show", 2, "--json", "--as-of", hours[hour].isoformat(), *there, now=hours[8]).case["product"] == "Cup"
        seen.append(sorted((each["product"], each["status"]) for each in listed))
    resolved, own, theirs = ("Cup", "resolved"), ("Own", "resolved"), ("Theirs", "inspected")
    before = ("Own", "inspected")
    assert seen == [[("Cup", "inspected")], [resolved], [resolved], [resolved, before], [resolved, own, theirs], [resolved, own, theirs]]


def test_a_ticket_whose_number_in_the_store_another_case_has_now_keeps_its_own_payments(run: Run) -> None:
    run("inspect", "--product", "Cup", "--defect", "crack")
    run("inspect", "--product", "Mug", "--defect", "crack")
    run("ticket", 1, "--situation", "other", "--ask", "5", "--force", "x", now=NOW + timedelta(hours=1))
    run("undo", "--yes", now=NOW + timedelta(hours=3))
    run("ticket", 2, "--situation", "other", "--ask", "7", "--force", "x", now=NOW + timedelta(hours=4))
    assert run("ticket", 2, "--paid-at", "today", "--amount", "7", now=NOW + timedelta(hours=5)).exit == 0
    said = run("show", 1, "--json", "--as-of", (NOW + timedelta(hours=2)).isoformat(), now=NOW + timedelta(hours=6))
    assert [(each["asked"], each["payments"]) for each in said.case["tickets"]] == [("5.00", [])]


def test_a_case_that_was_removed_since_is_shown_as_it_was(run: Run) -> None:
    hours = [NOW + timedelta(hours=each) for each in range(4)]
    run("inspect", "--product", "Cup", "--defect", "crack", now=hours[0])
    run("undo", "--yes", now=hours[2])
    assert run("show", 1, "--as-of", hours[1].isoformat(), "--json", now=hours[3]).case["product"] == "Cup"
    assert run("show", "@last", "--as-of", hours[1].isoformat(), "--json", now=hours[3]).case["product"] == "Cup"
    assert run("show", 1, now=hours[3]).exit == 4
