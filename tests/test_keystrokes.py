"""How much a person types, counted on a pseudo-terminal: from the photos to the closed case, and a refused ticket with its appeal."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from ozon_returns.evidence import sketch
from tests.conftest import NOW, Run
from tests.drawn_codes import photo_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

PHONE = NOW.replace(hour=10)


@dataclass
class Person:
    """Somebody at a terminal of 80 columns and 24 lines, who types commands and answers; each key is counted."""

    home: Path
    folder: Path
    commands: int = 0
    keys: int = 0
    screen: list[str] = field(default_factory=list)

    def types(self, command: str, answers: Sequence[str] = (), *, photos: Sequence[Path] = ()) -> str:
        """Type a command and the answers to its questions; `photos` is what the shell makes of the last word."""
        self.commands += 1
        self.keys += len(f"ozon-returns {command}\n") + sum(len(answer) + 1 for answer in answers)
        words = [*command.split()[:-1], *map(str, photos)] if photos else command.split()
        told = self._run(words, "".join(f"{answer}\n" for answer in answers))
        self.screen.append(told)
        return told

    def _run(self, words: Sequence[str], typed: str) -> str:
        import fcntl  # noqa: PLC0415  Windows has none
        import pty  # noqa: PLC0415
        import struct  # noqa: PLC0415
        import termios  # noqa: PLC0415

        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environ = {**os.environ, "OZON_RETURNS_HOME": str(self.home), "OZON_RETURNS_LANG": "en", "TERM": "xterm"}
        program = [sys.executable, "-m", "ozon_returns", *words]
        with subprocess.Popen(program, stdin=slave, stdout=slave, stderr=slave, env=environ, cwd=self.folder, close_fds=True) as running:
            os.close(slave)
            os.write(master, typed.encode())
            told, ends = b"", time.monotonic() + 60
            while time.monotonic() < ends:
                try:
                    told += os.read(master, 65536) if select.select([master], [], [], 0.1)[0] else b""
                except OSError:
                    break
            running.kill()
        os.close(master)
        assert running.returncode == 0, told.decode(errors="replace")
        return told.decode(errors="replace")


@pytest.fixture
def person(home: Path, tmp_path: Path) -> Person:
    """Return somebody with the four photos of a cracked kettle in a folder, the label with the barcode of its posting."""
    folder = tmp_path / "photos"
    folder.mkdir()
    photo_of(folder / "IMG_1.jpg", ("58544282-0057-1", "Code128"), taken=PHONE)
    for number, what in enumerate(("packaging", "overall", "defect"), 2):
        shot = sketch.photo(what, PHONE + timedelta(minutes=number), seed=number)
        (folder / f"IMG_{number}.jpg").write_bytes(shot)
    return Person(home, folder)


def inspect(person: Person) -> None:
    """Make a case of the photos."""
    photos = sorted(person.folder.glob("*.jpg"))
    person.types("inspect *.jpg", ["2 pack, 3 ov, 4 def", "Kettle", "2", "3", "6", "now", "", "1990", "2"], photos=photos)


def test_a_simple_case_takes_four_commands_and_two_hundred_keys(person: Person, run: Run) -> None:
    inspect(person)
    person.types("contact", ["", "3"])
    person.types("contact", ["2", "", "", ""])
    person.types("resolve", ["", "", "", "", "", "thicker box", "", "", "yes", "5", "", "yes"])
    case = run("show", "--json").case
    assert (case["status"], case["posting"], case["price"], case["outcome"]) == ("closed", "58544282-0057-1", "1990.00", "refund")
    assert [each["role"] for each in case["photos"]] == ["label", "packaging", "overall", "defect"]
    assert [each["amount"] for each in case["costs"]] == ["1990.00"]
    assert person.commands <= 4
    assert person.keys <= 200, person.keys


def test_a_refused_ticket_with_appeal_and_two_payments_takes_eight_commands_and_450_keys(person: Person, run: Run) -> None:
    inspect(person)
    person.types("contact", ["", ""])
    person.types("contact", ["2", "", "", ""])
    person.types("ticket", ["", "", "", "corner crushed"])
    person.types("ticket", ["31999001", "No fault of ours.", "3", "The corner was hit on the way."])
    person.types("ticket", ["We pay 1500.", "2", "1500", "today", "1000"])
    person.types("ticket", ["today", ""])
    person.types("resolve", ["", "", "", "", "", "thicker box", "", "", "yes", "5", ""])
    case = run("show", "--json").case
    ticket = case["tickets"][0]
    assert (case["status"], ticket["number"], ticket["amount"], ticket["paid"]) == ("closed", "31999001", "1500.00", "1500.00")
    assert [each["kind"] for each in ticket["answers"]] == ["answer", "appeal", "answer"]
    assert len(ticket["payments"]) == 2
    assert case["net_cost"] == "490.00"
    assert person.commands <= 8
    assert person.keys <= 450, person.keys
