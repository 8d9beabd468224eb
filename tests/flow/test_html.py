"""Pages: self-contained, in the language chosen, nothing of the user's is markup, colours can be read."""

import re
import zipfile
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import NOW, TOP, Run

OUTSIDE = re.compile(r'(?:src|href)="(?!data:)|@import|url\(|https?://')


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("report", ["summary", "trend", "cause", "effects"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_report_is_one_page_that_loads_nothing(run: Run, tmp_path: Path, report: str, language: str) -> None:
    said = run("analyze", report, "--lang", language, "-o", tmp_path / "report.html")
    assert said.exit == 0, said.err
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
    assert OUTSIDE.findall(page) == []
    assert page == run("analyze", report, "--lang", language, "--format", "html").out
    assert len(re.findall(r"<section>", page)) == len(re.findall(r"</section>", page))
    assert len(page) < 200_000


@pytest.mark.usefixtures("example")
def test_the_page_has_what_the_table_has_and_charts(run: Run) -> None:
    page = run("analyze", "trend", "--format", "html", "--lang", "ru").out
    told = run("analyze", "trend", "--format", "md", "--lang", "ru").out
    for title in re.findall(r"^## (.+)$", told, re.MULTILINE):
        assert f"<h2>{title}</h2>" in page
    assert page.count("<svg") >= 3
    assert "ООО «Гжель-Посуда»" in page


@pytest.mark.usefixtures("example")
def test_the_summary_shows_photos_of_the_dearest_cases_of_the_period(run: Run) -> None:
    page = run("analyze", "--from", "2026-01-01", "--format", "html", "--lang", "en").out
    assert "The dearest cases" in page
    assert 1 <= page.count('src="data:image/jpeg;base64,') <= 6
    assert "data:image" not in run("analyze", "cause", "--format", "html").out


def test_a_case_is_a_page_with_its_photos_and_nothing_typed_is_markup(run: Run, kettle: int, tmp_path: Path, home: Path) -> None:
    run("inspect", "--case", kettle, "--note", "<script>alert(1)</script> & \x1b[31m")
    run("contact", kettle, "--offer", "refund")
    run("ticket", kettle, "--ask", "1990")
    assert run("show", kettle, "--html", tmp_path / "case.html").exit == 0
    page = (tmp_path / "case.html").read_text(encoding="utf-8")
    shown = run("show", kettle, "--html", "-").out
    assert page == shown
    photos = run("show", kettle, "--json").case["photos"]
    assert page.count('src="data:image/jpeg;base64,') == len(photos) > 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page
    assert "\x1b" not in page
    assert OUTSIDE.findall(page) == []
    assert run("show", kettle, "--json").case["tickets"][0]["text"].splitlines()[2] in page
    (home / photos[0]["file"]).chmod(0o600)
    (home / photos[0]["file"]).write_bytes(b"no picture")
    assert run("show", kettle, "--html", "-").out.count('src="data:image/jpeg;base64,') == len(photos) - 1


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_and_marks_stand_out_as_wcag_wants_in_light_dark_and_print() -> None:
    css = (TOP / "ozon_returns/views/page.css").read_text(encoding="utf-8")
    schemes = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", each)) for each in re.findall(r":root \{([^}]+)\}", css)]
    assert len(schemes) == 3
    for scheme, (front, least), behind in product(
        schemes, [("ink", 4.5), ("quiet", 4.5), ("mark", 3), ("line", 3), ("alarm", 3)], ("paper", "panel")
    ):
        lighter, darker = sorted((_luminance(scheme[front]), _luminance(scheme[behind])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= least, (front, behind, scheme)


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("report", ["summary", "trend", "cause", "effects", "money", "quality"])
def test_a_workbook_has_a_sheet_for_each_table_with_numbers_as_numbers(run: Run, tmp_path: Path, report: str) -> None:
    file = tmp_path / "report.xlsx"
    assert run("analyze", report, "--lang", "ru", "--from", "2026-09-01", "-o", file).exit == 0
    first = file.read_bytes()
    run("analyze", report, "--lang", "ru", "--from", "2026-09-01", "-o", file)
    assert file.read_bytes() == first, "the same report is the same file"
    book = CalamineWorkbook.from_path(file)
    told = run("analyze", report, "--lang", "ru", "--from", "2026-09-01", "--json").json["report"]["tables"]
    full = sorted((each for each in told if each["rows"]), key=lambda each: each["name"] != "rate_by_week")
    assert len(book.sheet_names) == 2 + len(full)
    assert book.sheet_names[1] == "Показатель"
    for name, each in zip(book.sheet_names[2:], full, strict=True):
        rows = book.get_sheet_by_name(name).to_python()[1:]
        assert len(rows) == len(each["rows"])
        for shown, row in zip(rows, each["rows"], strict=True):
            for cell, value in zip(shown, row, strict=False):
                if isinstance(value, int | float):
                    assert cell == pytest.approx(value), (name, value)
    refused = run("analyze", report, "--format", "xlsx")
    assert (refused.exit, "-o report.xlsx" in refused.err) == (2, True)


def test_text_in_a_workbook_is_never_a_formula(run: Run, tmp_path: Path) -> None:
    run("inspect", "--product", '=HYPERLINK("http://x","y")', "--stage", "warehouse")
    run("analyze", "--by", "product", "-o", tmp_path / "r.xlsx")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as inside:
        assert not any(b"<f>=HYPER" in inside.read(name) or b"<f>HYPER" in inside.read(name) for name in inside.namelist())
    assert any(
        "=HYPERLINK" in str(cell)
        for name in CalamineWorkbook.from_path(tmp_path / "r.xlsx").sheet_names
        for row in CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_name(name).to_python()
        for cell in row
    )


def test_what_a_person_reads_elsewhere_has_the_commands_in_the_words_of_the_run(run: Run, kettle: int, tmp_path: Path) -> None:
    run("contact", kettle, "--decide", "approve")
    late = NOW + timedelta(days=30)
    run("due", "--ics", tmp_path / "due.ics", "--lang", "ru", now=late)
    assert "--done возврат --amount 1990" in (tmp_path / "due.ics").read_bytes().decode().replace("\r\n ", "")
    for format_, file in (("html", "a.html"), ("md", "a.md")):
        run("analyze", "--format", format_, "--output", tmp_path / file, "--lang", "ru", now=late)
        told = (tmp_path / file).read_text(encoding="utf-8")
        assert f"ozon-returns contact {kettle} --done возврат --amount 1990" in told, file
