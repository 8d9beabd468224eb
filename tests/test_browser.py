"""Pages in a real browser: no error, no overflow, no request, sorting works; skipped where no browser or playwright is installed."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

playwright = pytest.importorskip("playwright.sync_api", reason="the extra “browser” is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.exhaustive, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")]


@pytest.fixture
def browser() -> Iterator[Any]:
    """Start a browser that asks nothing of any network."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield opened
        opened.close()


@pytest.fixture
def pages(run: Run, example: None, tmp_path: Path) -> list[Path]:  # noqa: ARG001  the example is imported
    """Write a page of each report and of a case."""
    written = [tmp_path / f"{name}.html" for name in ("summary", "trend", "cause", "effects", "case")]
    for each in written[:-1]:
        run("analyze", each.stem, "--lang", "ru", "--from", "2026-01-01", "-o", each)
    run("show", 1, "--lang", "ru", "--html", written[-1])
    return written


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_page_fits_its_screen_and_is_silent(browser: Any, pages: list[Path], width: int, scheme: str) -> None:  # noqa: ANN401
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for each in pages:
        said: list[str] = []
        asked: list[str] = []
        page = context.new_page()
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(each.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, each.name
        assert said == []
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_a_table_is_sorted_by_its_numbers(browser: Any, pages: list[Path]) -> None:  # noqa: ANN401
    page = browser.new_page()
    page.goto(pages[2].as_uri())
    table = page.locator("table.sortable").first
    for direction, order in (("ascending", 1), ("descending", -1)):
        table.locator("th button").nth(4).click()
        assert table.locator("th").nth(4).get_attribute("aria-sort") == direction
        keys = [
            float(each) for each in table.locator("tbody tr td:nth-child(5)").evaluate_all("cells => cells.map(each => each.dataset.key)")
        ]
        assert keys == sorted(keys, reverse=order < 0)
        assert len(keys) > 3
