"""Measures what is done with photos beside the tools of the system, in one run, as ratios: medians of several rounds.

    python -m benchmarks.evidence [--rounds 5]

`inspect` of 50 photos of 4 MB against `cp`, `sync` and `sha256sum` of the same files (start-up taken off); `check` of 1,000
photos against `sha256sum`; a contact sheet of 12 photos of 12 megapixels against `vipsthumbnail` making the same
thumbnails, which is left out, with a word, where it is not installed. Nothing is written outside a temporary folder.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image

from benchmarks.against_peers import MOSCOW, PROGRAM, Words, seconds
from ozon_returns.evidence import sketch

PHOTOS, CHECKED, TILES = 50, 1000, 12
MOST = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""
SHEET = """
import sys, time
from pathlib import Path
from ozon_returns.evidence.attachments import contact_sheet
started = time.perf_counter()
tiles = [(Path(file), f"{number}. упаковка") for number, file in enumerate(sys.argv[2:], 1)]
contact_sheet(tiles, "Случай 12", 2400, 3000).save(sys.argv[1], quality=90)
print(time.perf_counter() - started)
"""


def draw(folder: Path, count: int) -> list[str]:
    """Draw photos of a phone: 12 megapixels, 4 MB, each another."""
    folder.mkdir()
    chance = random.Random(count)
    shot = Image.open(BytesIO(sketch.photo("overall", datetime.now(MOSCOW), size=(4000, 3000))))
    grain = Image.frombytes("L", (2000, 1500), chance.randbytes(3_000_000)).resize(shot.size).convert("RGB")
    paper = BytesIO()
    Image.blend(shot, grain, 0.2).save(paper, "JPEG", quality=92, exif=shot.getexif())
    return [str(another(folder / f"{number:04}.jpg", paper.getvalue(), number)) for number in range(count)]


def another(file: Path, picture: bytes, number: int) -> Path:
    """Write a picture that differs from the others in what stands after its end."""
    file.write_bytes(picture + number.to_bytes(4))
    return file


def most(words: Words, environ: dict[str, str]) -> float:
    """Give the most memory that a command took, in megabytes."""
    done = subprocess.run([sys.executable, "-c", MOST, *words], check=True, env=environ, capture_output=True, text=True)
    return float(done.stdout)


def alternating(rounds: int, first: Callable[[], float], second: Callable[[], float]) -> tuple[float, float]:
    """Measure two things in turn, and give the median of each; the first round is not counted."""
    taken = [(first(), second()) for _round in range(rounds + 1)][1:]
    return statistics.median(each[0] for each in taken), statistics.median(each[1] for each in taken)


def inspecting(work: Path, rounds: int, environ: dict[str, str]) -> tuple[str, float, float, float]:
    """Measure `inspect` of many photos."""
    photos = draw(work / "phone", PHOTOS)
    home = work / "home"
    ours = [*PROGRAM, "--home", str(home), "inspect", "--product", "x"]

    def fresh() -> None:
        shutil.rmtree(home, ignore_errors=True)
        seconds(ours, environ)

    def inspect() -> float:
        fresh()
        return seconds([*ours, *photos], environ) - seconds(ours, environ)

    def copy() -> float:
        shutil.rmtree(work / "copied", ignore_errors=True)
        script = f'mkdir "{work}/copied" && cp "{work}"/phone/*.jpg "{work}/copied/" && sync && sha256sum "{work}"/copied/*.jpg'
        return seconds(["sh", "-c", script], environ)

    taken, theirs = alternating(rounds, inspect, copy)
    return (
        f"inspect, {PHOTOS} photos of 4 MB / cp + sync + sha256sum",
        taken,
        theirs,
        most([*PROGRAM, "--home", str(work / "again"), *ours[len(PROGRAM) + 2 :], *photos], environ),
    )


def checking(work: Path, rounds: int, environ: dict[str, str]) -> tuple[str, float, float, float]:
    """Measure `check` of a thousand photos."""
    home, folder = work / "checked", work / "thousand"
    folder.mkdir()
    shot = sketch.photo("defect", datetime.now(MOSCOW), size=(2400, 1800))
    photos = [str(another(folder / f"{number:04}.jpg", shot, number)) for number in range(CHECKED)]
    for start in range(0, CHECKED, 10):
        when = (datetime.now(MOSCOW) - timedelta(days=start / 10)).date().isoformat()
        words = [*PROGRAM, "--home", str(home), "inspect", "--product", "x", "--found-at", when, *photos[start : start + 10]]
        subprocess.run(words, check=True, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ours = [*PROGRAM, "--home", str(home), "check"]
    theirs = ["sh", "-c", f'sha256sum "{home}"/cases/0*/*.jpg']
    taken = alternating(rounds, lambda: seconds(ours, environ), lambda: seconds(theirs, environ))
    size = sum(Path(photo).stat().st_size for photo in photos) / 1_000_000
    return f"check, {CHECKED} photos, {size:.0f} MB in all / sha256sum", *taken, most(ours, environ)


def sheets(work: Path, rounds: int, environ: dict[str, str]) -> tuple[str, float, float, float] | None:
    """Measure a contact sheet."""
    if not shutil.which("vipsthumbnail"):
        print("vipsthumbnail is not installed: left out")
        return None
    photos = [str(photo) for photo in sorted((work / "phone").iterdir())[:TILES]]
    ours = [sys.executable, "-c", SHEET, str(work / "sheet.jpg"), *photos]
    theirs = ["vipsthumbnail", *photos, "-s", "570x427", "-o", str(work / "%s-small.jpg")]

    def sheet() -> float:
        return float(subprocess.run(ours, check=True, env=environ, capture_output=True, text=True).stdout)

    taken = alternating(rounds, sheet, lambda: seconds(theirs, environ))
    return f"contact sheet, {TILES} photos of 12 megapixels / vipsthumbnail", *taken, most(ours, environ)


def main() -> None:
    """Measure, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "OZON_RETURNS_HOME")}
    print(f"{'':62}{'s':>7}{'theirs':>8}{'ratio':>7}{'MB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for measure in (inspecting, checking, sheets):
            told = measure(Path(folder), given.rounds, environ)
            if told:
                name, ours, theirs, memory = told
                print(f"{name:62}{ours:7.2f}{theirs:8.2f}{ours / theirs:7.2f}{memory:6.0f}", flush=True)


if __name__ == "__main__":
    main()
