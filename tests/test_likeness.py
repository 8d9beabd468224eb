"""The same picture in another case is named: an exact copy, and one that was saved again or made smaller."""

import random
import sqlite3
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from ozon_returns.evidence import sketch
from ozon_returns.evidence.intake import Named, judge
from ozon_returns.store import similar_photos
from tests.conftest import MOSCOW, NOW, Run

Take = Callable[..., Path]


@pytest.mark.parametrize("change", ["saved", "half", "quarter", "lighter", "png", "turned by exif"])
def test_a_picture_saved_again_is_named(run: Run, kettle: int, tmp_path: Path, home: Path, change: str) -> None:
    assert kettle
    kept = Image.open(home / "cases/000001/02-packaging.jpg").convert("RGB")
    again, form, told = kept, "JPEG", {"quality": 60}
    if change in ("half", "quarter"):
        part = 2 if change == "half" else 4
        again = kept.resize((kept.width // part, kept.height // part))
    elif change == "lighter":
        again = ImageEnhance.Brightness(kept).enhance(1.15)
    elif change == "png":
        form, told = "PNG", {}
    elif change == "turned by exif":
        exif = Image.Exif()
        exif[0x0112] = 6
        again, told = kept.transpose(Image.Transpose.ROTATE_90), {"exif": exif.tobytes()}  # type: ignore[dict-item]
    again.save(tmp_path / "again", form, **told)
    said = run("inspect", tmp_path / "again", "--product", "Cup")
    assert said.exit == 0
    assert "again looks like 02-packaging.jpg of case 1" in said.err


def test_pictures_of_other_things_on_the_same_table_are_not_named(run: Run, kettle: int, photo: Take) -> None:
    assert kettle
    shots = [photo(f"{what}-{seed}.jpg", what, seed=seed) for what in ("defect", "packaging", "label", "overall") for seed in (20, 21)]
    assert "looks like" not in run("inspect", *shots, "--product", "Cup").err


def test_pictures_of_one_case_may_look_alike(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    Image.open(home / "cases/000001/02-packaging.jpg").save(tmp_path / "again.jpg", quality=50)
    assert "looks like" not in run("inspect", tmp_path / "again.jpg", "--case", kettle).err


def test_among_a_hundred_thousand_it_takes_milliseconds() -> None:
    chance = random.Random(1)  # noqa: S311
    with sqlite3.connect(":memory:") as store:
        store.execute('CREATE TABLE photo (file TEXT, "case" INTEGER, look INTEGER, look_fine TEXT)')
        rows = [(str(row), row // 4, chance.getrandbits(64) - (1 << 63), f"{chance.getrandbits(256):064x}") for row in range(100_000)]
        store.executemany("INSERT INTO photo VALUES (?, ?, ?, ?)", rows)
        for shift in (0, 16, 32, 48):
            store.execute(f"CREATE INDEX look_{shift} ON photo ((look >> {shift}) & 65535)")
        _file, case, look, fine = rows[777]
        touched = look ^ (1 << 3) ^ (1 << 20) ^ (1 << 21) ^ (1 << 40) ^ (1 << 41) ^ (1 << 63)
        started = time.perf_counter()
        assert similar_photos.alike(store, touched - (1 << 64) if touched >> 63 else touched, fine, -1) == [(case, "777")]
        assert similar_photos.alike(store, look, fine, case) == []
        assert time.perf_counter() - started < 0.05
    store.close()


def test_how_a_picture_looks_is_kept_and_hardly_changes(tmp_path: Path) -> None:
    shot = sketch.photo("defect", NOW, seed=5, size=(1600, 1200))
    (tmp_path / "a.jpg").write_bytes(shot)
    Image.open(BytesIO(shot)).resize((800, 600)).save(tmp_path / "b.jpg", quality=70)
    first, second = (
        photo.look for photo in judge([Named(tmp_path / name) for name in ("a.jpg", "b.jpg")], max_megapixels=120, zone=MOSCOW)
    )
    assert first
    assert second
    assert (int(first.fine, 16) ^ int(second.fine, 16)).bit_count() <= similar_photos.FINE // 2
