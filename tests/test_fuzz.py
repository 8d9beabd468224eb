"""Damaged files of every kind: taken or refused, never a traceback, a hang, or a full memory."""

import json
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from ozon_returns.errors.file import PhotosRefusedError
from ozon_returns.evidence import sketch
from ozon_returns.evidence.attachments import lay_out, pieces
from ozon_returns.evidence.intake import Named, judge
from ozon_returns.settings import Limits
from tests.conftest import NOW, TOP
from tests.heif import HEIF

KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "clip.mp4", "clip.mov", "PDF")
MUTATIONS, ALL_MUTATIONS = 64, 256
"""Of each kind in the suite, and in the gate."""


def whole(kind: str) -> bytes:
    """Return a real file of a kind."""
    if kind.startswith("clip"):
        return (TOP / "tests" / "samples" / kind).read_bytes()
    shot = Image.open(BytesIO(sketch.photo("defect", NOW, seed=2, size=(160, 120))))
    paper = BytesIO()
    shot.save(paper, kind, **({} if kind == "PDF" else {"exif": shot.getexif().tobytes()}))
    return paper.getvalue()


def mutated(original: bytes, chance: Random) -> bytes:
    """Damage a file: bytes changed, most of them where it says what it is; a piece cut out, doubled, moved, blanked."""
    hurt = bytearray(original)
    for _change in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(min(len(hurt), 256) if chance.random() < 0.6 else len(hurt))
        match chance.randrange(6):
            case 0 | 1:
                hurt[at] = chance.randrange(256)
            case 2:
                hurt[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\0\0\0\x01"))
            case 3:
                del hurt[at : at + chance.randrange(1, 64)]
            case 4:
                hurt[at:at] = hurt[at : at + chance.randrange(1, 256)]
            case _:
                hurt = hurt[: max(16, at)]
        if len(hurt) <= 16:
            break
    return bytes(hurt)


def peak_megabytes() -> float:
    """Return the peak memory of this program; `ru_maxrss` would count that of the process it was started by, too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024


def program(kind: str, folder: Path, mutations: int) -> None:
    """Judge mutations of a kind of file, and lay out some of those that were taken; print the slowest, the most memory, how many were taken."""
    chance, original = Random(kind), whole(kind)  # noqa: S311  mutations, not secrets
    slowest, taken = 0.0, 0
    for number in range(mutations):
        file = folder / "cases" / "000001" / f"{number}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(mutated(original, chance))
        started = time.perf_counter()
        try:
            found = judge([Named(file)], max_megapixels=120, zone=ZoneInfo("Europe/Moscow"))[0]
        except PhotosRefusedError as error:
            assert error.exit == 5
        else:
            taken += 1
            kept = file.rename(file.with_name(f"{number}{found.ending}"))
            if taken % 4:
                continue
            lay_out(folder, pieces(f"cases/000001/ticket-{number}", [(f"cases/000001/{kept.name}", "", "x")], "x"), Limits())
        slowest = max(slowest, time.perf_counter() - started)
    most = peak_megabytes()
    sys.stdout.write(json.dumps({"slowest": slowest, "megabytes": most, "taken": taken}))


def damage(kind: str, folder: Path, mutations: int) -> int:
    """Judge mutations of a kind of file in a process of its own; return how many were taken."""
    words = [sys.executable, "-m", "tests.test_fuzz", kind, str(folder), str(mutations)]
    done = subprocess.run(words, cwd=TOP, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["slowest"] < 5
    assert told["megabytes"] < 300
    return int(told["taken"])


@pytest.mark.parametrize("kind", [HEIF if kind == "HEIF" else kind for kind in KINDS])
def test_a_damaged_file_is_taken_or_refused(tmp_path: Path, kind: str) -> None:
    assert damage(kind, tmp_path, MUTATIONS) < MUTATIONS


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", [HEIF if kind == "HEIF" else kind for kind in KINDS])
def test_any_damaged_file_is_taken_or_refused(tmp_path: Path, kind: str) -> None:
    assert 0 < damage(kind, tmp_path, ALL_MUTATIONS) < ALL_MUTATIONS


if __name__ == "__main__":
    program(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
