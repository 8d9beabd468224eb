"""Counts how many altered photographs are recognized as the same picture, and how many others are taken for it.

    pip install scikit-image scikit-learn
    python -m benchmarks.same_picture

Twenty photographs of the sample sets of scikit-image and scikit-learn, each changed in fifteen ways, are looked up in a store
that has all of them; then once more among 100,000 fingerprints with as many keypoints, for the time.
"""

import random
import sqlite3
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PIL import Image, ImageDraw, ImageEnhance

from ozon_returns.cases.similar import same
from ozon_returns.evidence.fingerprint import Fingerprint, fingerprint
from ozon_returns.store import similar_photos

SAMPLES = {
    "skimage": (
        *("astronaut.png", "camera.png", "chelsea.png", "coffee.png", "rocket.jpg", "brick.png", "grass.png", "gravel.png", "coins.png"),
        *("page.png", "moon.png", "hubble_deep_field.jpg", "cell.png", "ihc.png", "motorcycle_left.png", "motorcycle_right.png"),
        *("retina.jpg", "text.png"),
    ),
    "sklearn": ("flower.jpg", "china.jpg"),
}
FOLDERS = {"skimage": "data", "sklearn": "datasets/images"}
MANY = 100_000
Picture = Image.Image
Change = Callable[[Picture], Picture]

TABLES = """
CREATE TABLE fingerprint (id INTEGER PRIMARY KEY, sha256 TEXT, width INTEGER, height INTEGER, thumbnail TEXT);
CREATE TABLE keypoint (id INTEGER PRIMARY KEY, fingerprint INTEGER, descriptor INTEGER, place INTEGER);
CREATE INDEX ix_fingerprint ON fingerprint (sha256);
CREATE INDEX ix_keypoint_descriptor ON keypoint (descriptor, fingerprint, place);
CREATE TABLE photo (sha256 TEXT, "case" INTEGER, file TEXT);
"""


def saved(picture: Picture, quality: int = 85) -> Picture:
    """Return a picture as it is after it was saved as JPEG."""
    paper = BytesIO()
    picture.save(paper, "JPEG", quality=quality)
    return Image.open(paper).convert("RGB")


def cropped(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """Return a picture without these shares of it."""
    width, height = picture.size
    return saved(picture.crop((round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height))))


def screenshot(picture: Picture, *, dark: bool) -> Picture:
    """Return what a phone shows of a picture: on a page, with a line of status, a title and buttons."""
    page = Image.new("RGB", (1080, 2340), (18, 18, 18) if dark else (250, 250, 250))
    ink = (230, 230, 230) if dark else (30, 30, 30)
    draw = ImageDraw.Draw(page)
    draw.text((50, 24), "12:47      83 %", fill=ink, font_size=40)
    draw.text((40, 130), "<   Photos\n14 March 2025, 09:31", fill=ink, font_size=52)
    scale = min(1080 / picture.width, 1640 / picture.height)
    shown = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)
    page.paste(shown, ((1080 - shown.width) // 2, (2340 - shown.height) // 2))
    for number, word in enumerate(("Share", "Edit", "Info", "Delete")):
        draw.text((70 + number * 260, 2170), word, fill=ink, font_size=40)
    draw.rounded_rectangle((360, 2300, 720, 2312), 6, fill=ink)
    return saved(page)


def covered(picture: Picture) -> Picture:
    """Return a picture with a note on its lower right corner."""
    noted = picture.copy()
    width, height = noted.size
    ImageDraw.Draw(noted).rectangle((round(0.75 * width), round(0.78 * height), width, height), fill=(240, 220, 40))
    return saved(noted)


def scaled(picture: Picture, part: int) -> Picture:
    """Return a picture made smaller."""
    return saved(picture.resize((max(1, picture.width // part), max(1, picture.height // part)), Image.Resampling.BICUBIC))


CHANGES: Mapping[str, Change] = {
    "saved again": partial(saved, quality=60),
    "half": partial(scaled, part=2),
    "quarter": partial(scaled, part=4),
    "brighter": lambda picture: saved(ImageEnhance.Brightness(picture).enhance(1.15)),
    "unchanged": lambda picture: picture,
    "cropped by 5 % at the left": partial(cropped, left=0.05, top=0, right=0, bottom=0),
    "cropped by 10 % at the right": partial(cropped, left=0, top=0, right=0.1, bottom=0),
    "cropped by 10 % around": partial(cropped, left=0.05, top=0.05, right=0.05, bottom=0.05),
    "turned by 90 degrees": lambda picture: saved(picture.transpose(Image.Transpose.ROTATE_90)),
    "turned by 180 degrees": lambda picture: saved(picture.transpose(Image.Transpose.ROTATE_180)),
    "turned by 270 degrees": lambda picture: saved(picture.transpose(Image.Transpose.ROTATE_270)),
    "mirrored": lambda picture: saved(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
    "screenshot, dark": partial(screenshot, dark=True),
    "screenshot, light": partial(screenshot, dark=False),
    "corner covered": covered,
}


def seen(picture: Picture) -> Fingerprint:
    """Return the fingerprint of a picture as `inspect` works it out."""
    grey = picture.convert("L")
    return fingerprint(grey.reduce(max(1, min(grey.size) // 512)))


def store() -> sqlite3.Connection:
    """Return an empty store in memory with the tables that matter here."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    return connection


def keep(connection: sqlite3.Connection, name: str, case: int, how: Fingerprint) -> None:
    """Store a photo of a case."""
    similar_photos.keep(connection, name, how.parts)
    connection.execute("INSERT INTO photo VALUES (?, ?, ?)", (name, case, name))


def found(connection: sqlite3.Connection, how: Fingerprint) -> list[str]:
    """Return the names of the pictures that are taken for the same."""
    numbers = same(cast("Any", SimpleNamespace(connection=connection)), how, 0)
    return list(dict.fromkeys(file for number in numbers for _case, file in similar_photos.files(connection, number, 0)))


def fill(connection: sqlite3.Connection, known: Mapping[str, Fingerprint]) -> None:
    """Add fingerprints made up of keypoints of the known ones, each with two bits changed."""
    chance = random.Random(5)
    parts = [part for how in known.values() for part in how.parts]
    pool, thumbnails = [each for part in parts for each in part.keypoints], [part.thumbnail for part in parts]
    for number in range(MANY):
        name = f"other {number}"
        points = [
            (each.descriptor ^ 1 << chance.randint(1, 21) ^ 1 << chance.randint(1, 21), each.place) for each in chance.sample(pool, 20)
        ]
        similar_photos.keep(connection, name, [(4, 3, chance.choice(thumbnails), points)])
        connection.execute("INSERT INTO photo VALUES (?, 1, ?)", (name, name))


def main() -> None:
    """Measure, and print the tables."""
    if missing := [name for name in SAMPLES if not find_spec(name)]:
        sys.exit(f"not installed: {', '.join(missing)}")
    pictures: dict[str, Picture] = {}
    for package, names in SAMPLES.items():
        spec = find_spec(package)
        folder = Path(str(spec and spec.origin)).parent / FOLDERS[package]
        pictures |= {name: Image.open(folder / name).convert("RGB") for name in names if (folder / name).exists()}
    known = {name: seen(picture) for name, picture in pictures.items()}
    with closing(store()) as connection:
        for number, (name, how) in enumerate(known.items(), 1):
            keep(connection, name, number, how)
        others = 0
        print(f"{'':32}{'recognized':>12}{'others':>8}   missed")
        for what, change in CHANGES.items():
            told = {name: found(connection, seen(change(picture))) for name, picture in pictures.items()}
            missed = [name for name, names in told.items() if name not in names]
            wrong = sum(len(set(names) - {name}) for name, names in told.items())
            others += wrong
            print(f"{what:32}{len(pictures) - len(missed):>5} of {len(pictures)}{wrong:>8}   {', '.join(missed)}")
        fill(connection, known)
        taken: Counter[str] = Counter()
        times = []
        for name, picture in pictures.items():
            how = seen(CHANGES["cropped by 10 % around"](picture))
            started = time.perf_counter()
            taken[name] += name in found(connection, how)
            times.append(time.perf_counter() - started)
        median, most = statistics.median(times) * 1000, max(times) * 1000
        print(f"\namong {MANY}: {taken.total()} of {len(pictures)}, median {median:.0f} ms, most {most:.0f} ms")


if __name__ == "__main__":
    main()
