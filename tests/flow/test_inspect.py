"""`inspect`: a case is opened whole, or not at all."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ozon_returns.evidence import sketch
from tests.conftest import NOW, Run

Take = Callable[..., Path]


KETTLE = [f"cases/000001/{file}.jpg" for file in ("01-defect", "02-packaging", "03-label", "04-overall")]
"""The photos of the case that the fixture opens."""


def files(home: Path) -> list[str]:
    """Return every file in the folders of cases."""
    return sorted(path.relative_to(home).as_posix() for path in (home / "cases").rglob("*") if path.is_file())


def test_a_case_is_opened_with_its_photos(run: Run, photo: Take, home: Path) -> None:
    label, crack = photo("l.jpg", "label"), photo("c.jpg", "defect")
    said = run(
        "inspect",
        f"label={label}",
        crack,
        "--product",
        "Чайник",
        "--defect",
        "crack",
        "--defect",
        "packaging",
        "--price",
        "1 990,50",
        "--json",
    )
    assert said.exit == 0
    assert said.json["event"] == "case_opened"
    case = said.case
    assert (case["number"], case["status"], case["price"], case["currency"]) == (1, "inspected", "1990.50", "RUB")
    assert case["defects"] == ["crack", "packaging"]
    assert [(each["file"], each["role"]) for each in case["photos"]] == [
        ("cases/000001/01-label.jpg", "label"),
        ("cases/000001/02-photo.jpg", None),
    ]
    assert (home / "cases/000001/01-label.jpg").read_bytes() == label.read_bytes()
    assert case["photos"][0]["taken_at"] == "2026-11-23T10:00:00+03:00"
    assert (case["found_at"], case["opened_at"]) == ("2026-11-23T10:00:00+03:00", "2026-11-23T12:00:00+03:00"), "the first photo shows when"


def test_every_option_fills_its_field(run: Run) -> None:
    given = {
        "sku": "158", "article": "KT-1", "product": "Kettle", "posting": "1-2-3", "return-id": "77", "scheme": "fbs", "quantity": "3", "price": "10",
        "supplier": "S", "batch": "B", "serial": "N", "marking": "M", "stage": "return", "severity": "dangerous", "reason": "R", "suspect": "swap", "note": "note",
        "found-at": "2026-11-20 09:00",
    }  # fmt: skip
    words = [word for option, value in given.items() for word in (f"--{option}", value)]
    case = run("inspect", *words, "--json").case
    named = {"reason": "claimed_reason", "suspect": "suspected_cause", "return-id": "return_id", "found-at": "found_at"}
    expected: dict[str, object] = {named.get(option, option): value for option, value in given.items()}
    expected |= {"quantity": 3, "price": "10.00", "found_at": "2026-11-20T09:00:00+03:00"}
    assert {field: case[field] for field in expected} == expected


def test_one_good_and_two_bad_photos_write_nothing_and_name_both(run: Run, photo: Take, tmp_path: Path, home: Path) -> None:
    (tmp_path / "text.jpg").write_text("x")
    said = run("inspect", photo(), tmp_path / "text.jpg", tmp_path / "no.jpg", "--product", "x", "--json")
    assert said.exit == said.error["exit"] == 5
    assert "text.jpg" in said.error["message"]
    assert "no.jpg" in said.error["message"]
    assert not home.exists() or files(home) == []
    assert run("list", "--json").json == {"schema": "ozon-returns/1", "cases": [], "total": 0}


def test_a_missing_photo_is_exit_4(run: Run) -> None:
    said = run("inspect", "/nope.jpg", "--product", "x", "--json")
    assert (said.exit, said.error["code"]) == (4, "file_not_found")


def test_an_item_without_a_name_is_asked_for(run: Run) -> None:
    said = run("inspect", "--defect", "crack", "--json")
    assert (said.exit, said.error["code"]) == (2, "usage")
    assert "--product" in said.error["hint"]


def test_a_person_is_asked_for_what_is_missing_until_it_makes_sense(run: Run, photo: Take) -> None:
    said = run(
        "inspect",
        photo(),
        typed="9 defect\n1 beauty\n1 def\nЧайник\nfoo\n2, packaging\n3\n\nx\n2026-11-23 09:00\n5854-1\n1 990\nfbs\n",
        person=True,
    )
    assert said.exit == 0
    assert "“9 defect” is no number of a photo with a role." in said.err
    assert "“beauty” is not one of packaging, label" in said.err
    assert "“x” is not a date" in said.err
    assert "“foo” is not in the list" in said.err
    case = run("show", 1, "--json").case
    assert (case["product"], case["defects"], case["stage"], case["suspected_cause"]) == ("Чайник", ["crack", "packaging"], "buyer", None)
    assert case["dates"] == [{"kind": "claimed", "at": "2026-11-23T09:00:00+03:00"}]
    assert (case["posting"], case["price"], case["scheme"], case["photos"][0]["role"]) == ("5854-1", "1990.00", "fbs", "defect")
    claim = next(each for each in case["clocks"] if each["rule"] == "ozon_claim_decision_fbs")
    assert (claim["due_at"], claim["assumed"]) == ("2026-11-24T09:00:00+03:00", False)


def test_a_person_who_goes_away_leaves_no_case(run: Run) -> None:
    assert run("inspect", typed="", person=True).exit == 2
    assert run("list", "--json").json["total"] == 0


def test_photos_and_findings_are_added_to_a_case(run: Run, kettle: int, photo: Take) -> None:
    said = run(
        "inspect",
        f"label={photo('l.jpg', 'label', seed=2)}",
        "--case",
        kettle,
        "--defect",
        "packaging",
        "--severity",
        "functional",
        "--json",
    )
    assert said.exit == 0
    assert said.json["event"] == "case_inspected"
    assert [each["file"] for each in said.case["photos"]] == [*KETTLE, "cases/000001/05-label.jpg"]
    assert said.case["defects"] == ["crack", "packaging"]
    assert said.case["history"][-1]["facts"]["changes"] == {
        "severity": [None, "functional"],
        "defects": [["crack"], ["crack", "packaging"]],
    }


def test_the_same_photo_is_not_copied_twice_and_is_named(run: Run, kettle: int, photo: Take, home: Path) -> None:
    again = run("inspect", photo("again.jpg"), "--case", kettle)
    assert again.exit == 0
    assert "again.jpg is the same file as 01-defect.jpg of case 1" in again.err
    assert files(home) == KETTLE
    refused = run("inspect", photo("other.jpg"), "--product", "Cup", "--json")
    assert (refused.exit, refused.error["code"]) == (5, "duplicate")
    assert "ozon-returns inspect --case 1" in refused.error["hint"]
    assert files(home) == KETTLE
    other = run("inspect", photo("other.jpg"), "--product", "Cup", "--force", "a second cup")
    assert "other.jpg is the same file as 01-defect.jpg of case 1" in other.err
    assert files(home) == [*KETTLE, "cases/000002/01-photo.jpg"]
    twice = run("inspect", photo("a.jpg", seed=5), photo("b.jpg", seed=5), "--product", "Cup", "--json")
    assert len(twice.case["photos"]) == 1


def test_a_note_comes_from_stdin(run: Run) -> None:
    assert (
        run("inspect", "--product", "x", "--note", "-", "--json", typed="Первая строка\nвторая\n").case["note"] == "Первая строка\nвторая"
    )


def test_a_closed_case_takes_no_more_photos_unless_forced(run: Run, kettle: int, photo: Take) -> None:
    run("resolve", kettle, "--dismiss", "no defect")
    said = run("inspect", photo("b.jpg", seed=2), "--case", kettle, "--json")
    assert (said.exit, said.error["code"]) == (5, "not_allowed_now")
    assert "--reopen" in said.error["hint"]
    forced = run("inspect", photo("b.jpg", seed=2), "--case", kettle, "--force", "court wants it", "--json")
    assert forced.exit == 0
    assert forced.case["history"][-1]["facts"]["forced"] == "court wants it"


def test_what_changed_and_what_comes_next_is_shown(run: Run, photo: Take) -> None:
    said = run("inspect", photo(), "--product", "Чайник", "--defect", "crack", "--stage", "buyer", "--lang", "ru")
    assert said.out.splitlines() == [
        "Случай 1: Чайник · трещина · осмотрен",
        "  Сохранено: случай открыт; 1 фото → cases/000001: 01-photo.jpg",
        "Какие нужны доказательства, зависит от причины: ozon-returns inspect --case 1 --suspect ПРИЧИНА",
        "Дальше: ozon-returns contact 1 --decide одобрить",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows every name is text")
def test_words_and_names_that_are_no_text_are_kept_legible(home: Path, tmp_path: Path, photo: Take) -> None:
    odd = os.fsencode(tmp_path) + b"/odd-\xff.jpg"
    Path(os.fsdecode(odd)).write_bytes(photo().read_bytes())
    words: list[str | bytes] = [
        sys.executable,
        "-m",
        "ozon_returns",
        "--home",
        str(home),
        "inspect",
        odd,
        "--product",
        b"Cup \xff",
        "--json",
    ]
    done = subprocess.run(words, capture_output=True, check=True)
    case = json.loads(done.stdout)["case"]
    assert case["product"] == "Cup \ufffd"
    assert case["photos"][0]["original_name"] == "odd-\ufffd.jpg"


@pytest.mark.parametrize("words", [("--quantity", "9" * 30), ("--quantity", "0"), ("--price", "9" * 30), ("--found-at", "9999-01-01")])
def test_absurd_values_are_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run("inspect", "--product", "x", *words).exit == 2


def test_a_case_that_is_not_there_is_exit_4(run: Run) -> None:
    assert run("inspect", "--case", "99", "--note", "x").exit == 4


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_second_note_is_added_to_the_first(run: Run, kettle: int) -> None:
    run("inspect", "--case", kettle, "--note", "one")
    assert run("inspect", "--case", kettle, "--note", "two", "--json").case["note"].endswith("\none\ntwo")


def test_nothing_found_is_nothing_to_keep(run: Run, kettle: int) -> None:
    assert run("inspect", "--case", kettle).exit == 2
    assert run("inspect", "--product", "   ").exit == 2
    said = run("inspect", "--case", kettle, person=True, typed="dent\n\nwear\n")
    assert said.exit == 0
    assert run("show", kettle, "--json").case["defects"] == ["crack", "dent"]


def test_a_defect_is_not_found_in_the_future(run: Run, kettle: int) -> None:
    for words in (("--product", "Cup"), ("--case", str(kettle))):
        said = run("inspect", *words, "--found-at", "2027-01-01", "--json")
        assert (said.exit, said.error["message"]) == (5, "--found-at 2027-01-01 00:00 is in the future.")
    assert run("list", "--json").json["total"] == 1
    assert run("inspect", "--product", "Cup", "--found-at", "today").exit == 0


def test_a_photo_typed_for_the_product_is_asked_again(run: Run, photo: Take) -> None:
    said = run("inspect", person=True, typed=f"{photo('cup.jpg')}\nCup\n\n\n\n\n\n\n")
    assert "is a file, not a product. Photos are named after the command: ozon-returns inspect PHOTO" in " ".join(said.err.split())
    assert run("show", 1, "--json").case["product"] == "Cup"


def test_a_case_of_which_nothing_is_known_asks_for_the_inspection(run: Run) -> None:
    run("inspect", "--product", "Cup")
    assert run("show", 1, "--json").json["next"] == "ozon-returns inspect --case 1"
    run("inspect", "--case", 1, "--stage", "warehouse")
    assert run("show", 1, "--json").json["next"] != "ozon-returns inspect --case 1"


def test_the_claim_tells_when_the_defect_was_found_and_older_photos_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.jpg").write_bytes(sketch.photo("defect", NOW - timedelta(days=20)))
    (tmp_path / "new.jpg").write_bytes(sketch.photo("overall", NOW - timedelta(hours=3)))
    words = ["--product", "Cup", "--stage", "buyer", "--date", "claimed=2026-11-22 10:00"]
    said = run("inspect", tmp_path / "old.jpg", tmp_path / "new.jpg", *words)
    assert run("show", 1, "--json").case["found_at"] == "2026-11-22T10:00:00+03:00"
    assert "Taken before the defect was found: old.jpg (2026-11-03)." in said.err
    assert "old.jpg" in run("inspect", "--case", 1, tmp_path / "old.jpg", "--note", "x").err
    assert "Taken before" not in run("inspect", tmp_path / "new.jpg", "--product", "Mug", "--force", "x").err
