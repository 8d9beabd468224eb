"""`demo`: the five steps in a throw-away home, the seller's own left alone."""

from pathlib import Path

import pytest

from tests.conftest import Run


def test_the_walk_goes_through_all_steps_and_leaves_the_home_alone(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    said = run("demo", "--json")
    assert said.exit == 0
    steps = said.json["steps"]
    assert [
        step["command"].split()[1] for step in steps
    ] == "import list inspect contact contact contact ticket ticket resolve contact contact resolve analyze".split()
    assert all(step["exit"] == 0 for step in steps)
    closed = steps[-2]["answer"]["case"]
    assert (closed["status"], closed["net_cost"], len(closed["photos"])) == ("closed", "0.00", 4)
    assert closed["photos"][0]["taken_at"] == "2026-11-23T12:00:00+03:00"
    week = steps[-1]["answer"]["report"]["figures"]
    assert week["closed"] == 1
    assert Path(said.json["home"]).is_relative_to(tmp_path)
    assert not home.exists()


def test_the_walk_shows_each_command_with_its_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    out = run("demo", "--lang", "ru").out
    assert out.count("\n$ ozon-returns ") == 13
    for part in (
        "=== 1. Осмотр",
        "Случай 28: Чайник",
        "Здравствуйте! Вы написали нам",
        "=== Неделя",
        "Бракованные возвраты: 2026-W48",
    ):
        assert part in out


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_walk_with_ozon_goes_through_claims_and_chats(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = run("demo", "--with-ozon", "--json", "--lang", lang)
    assert said.exit == 0
    assert [(step["command"].split()[1], step["exit"]) for step in said.json["steps"]] == [
        (command, 0) for command in "sync list show contact show contact sync due".split()
    ]
    sync, _new, asked, answered, claim, decided, again, due = (step["answer"] for step in said.json["steps"])
    assert (sync["added"], sync["kept"], again["updated"]) == (3, 1, 1)
    assert [each["direction"] for each in asked["case"]["letters"]] == ["in"]
    assert [(each["direction"], each["how"]) for each in answered["case"]["letters"]] == [("in", None), ("out", "ozon")]
    assert len(claim["case"]["photos"]) == 1
    assert [(each["kind"], each["by"]) for each in decided["case"]["decisions"]] == [("keep", "seller")]
    assert [each["cases"] for each in due["pickup"]] == [[2]]
    case = run("--home", said.json["home"], "show", 1, "--json").case
    assert [each["text"] for each in case["letters"]][2:] == ["Спасибо, что ответили так быстро!"]
    kept = run("--home", said.json["home"], "show", 3, "--json").case
    assert (kept["stage"], [each["kind"] for each in kept["fulfillments"]]) == ("buyer", ["refund"]), "the buyer keeps the item"
    assert run("--home", said.json["home"], "check").exit == 0


def test_the_walk_with_ozon_shows_each_command_with_its_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    out = run("demo", "--with-ozon", "--lang", "ru").out
    assert out.count("\n$ ozon-returns ") == 8
    for part in ("=== Решение заявки в Ozon", "Откололся носик, коробка целая", "Пункт выдачи возвратов на Лесной"):
        assert part in out
