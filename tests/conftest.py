"""What the tests stand on: a home of their own, a fixed now, real pictures, the real program."""

import io
import json
import shutil
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from ozon_returns.app import App
from ozon_returns.cli import carry_out, main
from ozon_returns.clocks.rules import Rulebook
from ozon_returns.evidence import sketch
from ozon_returns.settings import Settings
from ozon_returns.typer_words import common
from ozon_returns.words import speak

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=MOSCOW)
"""A Monday."""

BOOK = Rulebook(Settings(), MOSCOW)
"""The rules as they come."""

TOP = Path(__file__).parent.parent

CONTRACT = (
    "number status opened_at found_at closed_at sku article product posting return_id scheme quantity price currency supplier batch "
    "serial stage defects severity claimed_reason suspected_cause cause liable outcome disposition note photos letters tickets costs "
    "recovered net_cost actions feedback clocks history"
).split()
"""The fields of a case that the contract names."""


_PAPER = {
    "city": "Тверь", "paper_number": "7", "supplier": "ООО «Гжель-Посуда»", "supplier_inn": "5027123457", "seller_name": "ИП Лебедева А. П.",
    "seller_inn": "690212345650", "contract_number": "14/25", "contract_date": "2025-03-03", "delivery_doc": "УПД № 311",
    "delivery_date": "2026-10-12", "supplier_article": "KT-12", "qty_received": "120", "until": "2026-12-07", "position": "Директор",
    "signatory": "Лебедева А. П.",
}  # fmt: skip
SUPPLIER_PAPER = [word for name, value in _PAPER.items() for word in ("--set", f"{name}={value}")]
"""What the notice to a supplier wants besides the case."""


@dataclass(frozen=True)
class Said:
    """What a command said."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401
        """Read the document on stdout."""
        assert self.out, self.err
        return json.loads(self.out)

    @property
    def case(self) -> Any:  # noqa: ANN401
        """Read the case on stdout."""
        return self.json["case"]

    @property
    def error(self) -> Any:  # noqa: ANN401
        """Read the error on stderr; stdout must be empty."""
        assert self.out == ""
        return json.loads(self.err)["error"]


Run = Callable[..., Said]


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="on Windows a symbolic link needs a right of its own")
needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="files have no modes on Windows")
needs_processes = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell cheaply who runs; leftovers go by age there")


def mode_of(path: Path, usual: int) -> int:
    """Return the mode of a file; on Windows, where files have none, the usual one."""
    return usual if sys.platform == "win32" else stat.S_IMODE(path.stat().st_mode)


class _Typed(io.TextIOWrapper):
    """Something typed in: a pipe, or with `person` a terminal."""

    def __init__(self, text: str, *, person: bool) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8")
        self.person = person

    def isatty(self) -> bool:
        return self.person


@pytest.fixture(autouse=True)
def _english() -> None:
    """Begin every test in English."""
    speak("en")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the place of a home that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the program: words typed, then what it says. `person` is somebody at a terminal who answers `typed`.

    Without `named` no home is named.
    """

    def run(*words: object, now: datetime = NOW, typed: str = "", person: bool = False, named: bool = True, **environ: str) -> Said:
        arguments = [str(word) for word in words]
        given = common(arguments)
        app = App(
            home=given.get("--home", str(home) if named else None),
            lang=given.get("--lang"),
            as_json="--json" in given,
            environ={"LC_ALL": "C.UTF-8", **environ},
        )
        app.now = now
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", _Typed(typed, person=person))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: person)
        code = carry_out(arguments, app)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@cache
def drawn(what: str, seed: int) -> bytes:
    """Draw a photo, once."""
    return sketch.photo(what, NOW.replace(hour=10), seed=seed, size=(320, 240))


@pytest.fixture
def photo(tmp_path: Path) -> Callable[..., Path]:
    """Return what takes a phone's photo: another picture with every seed."""

    def take(name: str = "crack.jpg", what: str = "defect", seed: int = 1) -> Path:
        path = tmp_path / name
        path.write_bytes(drawn(what, seed))
        return path

    return take


def ready_made(home: Path, *commands: Sequence[object]) -> Path:
    """Make a home by commands that must succeed, and give it."""
    for words in commands:
        app = App(home=str(home), environ={"LC_ALL": "C.UTF-8"})
        app.now = NOW
        main([str(word) for word in words], app)
    return home


@pytest.fixture(scope="session")
def home_with_kettle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make, once, the home of one case: a cracked kettle that a buyer has, with all a claim needs."""
    top = tmp_path_factory.mktemp("kettle")
    shots = []
    for role in ("defect", "packaging", "label", "overall"):
        (top / f"{role}.jpg").write_bytes(drawn(role, 1))
        shots.append(f"{role}={top}/{role}.jpg")
    words = ["--product", "Чайник «Лето»", "--sku", "158", "--posting", "5854-0057-1", "--price", "1990", "--supplier", "Гжель"]
    return ready_made(
        top / "home",
        [
            "inspect",
            *shots,
            *words,
            "--defect",
            "crack",
            "--stage",
            "buyer",
            "--suspect",
            "transport",
            "--found-at",
            str(NOW),
            "--note",
            "Угол коробки смят.",
        ],
    )


@pytest.fixture(scope="session")
def home_with_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make, once, a home that holds the example."""
    return ready_made(tmp_path_factory.mktemp("example") / "home", ["import", TOP / "cases.example.yaml"])


@pytest.fixture
def kettle(home: Path, home_with_kettle: Path) -> int:
    """Return the number of the case of the kettle, in a home of its own."""
    shutil.copytree(home_with_kettle, home)
    return 1


@pytest.fixture
def example(home: Path, home_with_example: Path) -> None:
    """Fill the home with the example."""
    shutil.copytree(home_with_example, home)
