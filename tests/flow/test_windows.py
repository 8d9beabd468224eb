"""What is special on Windows: files that are open elsewhere, long and reserved names, drive letters."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="of Windows alone")
Take = Callable[..., Path]


def test_a_backup_is_restored_while_a_photo_is_open_elsewhere(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    run("backup", tmp_path / "all.zip")
    with next((home / "cases/000001").iterdir()).open("rb"):
        said = run("restore", tmp_path / "all.zip")
        assert said.exit in (0, 5, 10)
        assert not said.exit or said.err.startswith("Error: ")
    assert run("check").out == ""
    assert run("list", "--json").json["total"] == 1
    assert run("restore", tmp_path / "all.zip").exit == 0
    assert run("check").out == ""


def test_a_report_that_is_open_elsewhere_is_named(run: Run, kettle: int, tmp_path: Path) -> None:
    assert kettle
    report = tmp_path / "report.xlsx"
    assert run("analyze", "-o", report).exit == 0
    with report.open("rb"):
        said = run("analyze", "-o", report)
    assert said.exit in (0, 5)
    assert not said.exit or str(report) in said.err
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    assert run("analyze", "-o", report).exit == 0


def test_a_photo_that_is_open_elsewhere_is_taken(run: Run, photo: Take) -> None:
    shot = photo("a.jpg")
    with shot.open("rb"):
        assert run("inspect", shot, "--product", "Чайник").exit == 0


def test_a_long_path_is_taken_or_named(run: Run, photo: Take, tmp_path: Path) -> None:
    deep = tmp_path / ("Возвраты " * 12).strip() / ("и ещё " * 20).strip()
    said = run("--home", deep, "inspect", photo("a.jpg"), "--product", "Чайник")
    assert said.exit in (0, 10)
    assert "Traceback" not in said.err
    assert not said.exit or said.err.startswith("Error: ")


@pytest.mark.parametrize("name", ["con.csv", "aux.csv", "nul.html", "com1.xlsx"])
def test_the_name_of_a_device_is_not_written_to(run: Run, kettle: int, tmp_path: Path, name: str) -> None:
    assert kettle
    said = run("analyze", "-o", tmp_path / name)
    assert said.exit == 5
    assert "Windows keeps this name for a device" in said.err
    assert run("backup", tmp_path / name).exit == 5


@pytest.mark.parametrize("name", ["CON", "aux.jpg"])
def test_the_name_of_a_device_is_no_photo(run: Run, name: str) -> None:
    said = run("inspect", name, "--product", "Чайник")
    assert said.exit in (2, 4, 5)
    assert "Traceback" not in said.err


def test_a_home_on_a_drive_is_named_in_what_is_proposed(run: Run, kettle: int, home: Path) -> None:
    assert kettle
    assert home.drive == "C:"
    assert str(home) in run("settings").out
