"""Evidence: photos are known by their content, judged before anything is written, and kept byte for byte."""

import hashlib
import os
import random
import stat
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ozon_returns.evidence import intake, shelf, sketch
from ozon_returns.evidence.intake import Named, judge, named
from ozon_returns.failures import PathUnusableError, PhotosRefusedError
from ozon_returns.kinds import Role
from tests.conftest import MOSCOW, NOW

Take = Callable[..., Path]


def judged(*paths: Path, max_megapixels: int = 120) -> list[intake.Photo]:
    """Judge photos without roles."""
    return judge([Named(path) for path in paths], max_megapixels=max_megapixels, zone=MOSCOW)


def refusal(*paths: Path, max_megapixels: int = 120) -> PhotosRefusedError:
    """Judge photos that must be refused."""
    with pytest.raises(PhotosRefusedError) as refused:
        judged(*paths, max_megapixels=max_megapixels)
    return refused.value


def picture(path: Path, form: str, size: tuple[int, int] = (64, 48), **save: object) -> Path:
    """Make a small picture."""
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)  # noqa: S311
    Image.frombytes("RGB", size, noise).save(path, form, **save)
    return path


@pytest.mark.parametrize(
    ("form", "mime", "ending"), [("JPEG", "image/jpeg", ".jpg"), ("PNG", "image/png", ".png"), ("WEBP", "image/webp", ".webp")]
)
def test_a_picture_is_known_by_its_content_not_its_name(tmp_path: Path, form: str, mime: str, ending: str) -> None:
    photo = judged(picture(tmp_path / "photo.txt", form))[0]
    assert (photo.mime, photo.ending, photo.width, photo.height) == (mime, ending, 64, 48)


def test_a_turned_photo_is_as_wide_as_it_is_looked_at(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = judged(picture(tmp_path / "a.jpg", "JPEG", exif=exif))[0]
    assert (photo.width, photo.height) == (48, 64)


def test_the_moment_of_the_shot_is_read_with_its_offset(photo: Take) -> None:
    assert judged(photo())[0].taken_at == NOW.replace(hour=10)
    elsewhere = judge([Named(photo())], max_megapixels=120, zone=ZoneInfo("Asia/Vladivostok"))[0].taken_at
    assert elsewhere is not None
    assert elsewhere.isoformat() == "2026-11-23T17:00:00+10:00"


@pytest.mark.parametrize("shot", ["0000:00:00 00:00:00", "nonsense", "2026:13:45 99:00:00", ""])
def test_a_senseless_moment_of_the_shot_is_unknown(tmp_path: Path, shot: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = shot
    assert judged(picture(tmp_path / "a.jpg", "JPEG", exif=exif))[0].taken_at is None


def test_every_bad_photo_is_named_at_once(tmp_path: Path, photo: Take) -> None:
    empty, text, folder, missing = tmp_path / "empty.jpg", tmp_path / "text.jpg", tmp_path / "folder", tmp_path / "missing.jpg"
    empty.touch()
    text.write_text("not a picture")
    folder.mkdir()
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    bad = [empty, text, folder, missing, fifo, Path("/dev/zero")]
    refused = refusal(photo(), *bad)
    assert refused.exit == 5
    assert [path for path, _why in refused.faults] == [str(each) for each in bad]
    assert all(str(each) in refused.message() for each in bad)


def test_only_missing_photos_are_a_file_not_found(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "a.jpg", tmp_path / "b.jpg")
    assert (refused.exit, refused.code) == (4, "file_not_found")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_cut_off_picture_is_refused(tmp_path: Path, form: str) -> None:
    whole = picture(tmp_path / "whole", form, (640, 480)).read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    assert "cut" in refusal(cut).faults[0][0]


def test_a_decompression_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    bomb = picture(tmp_path / "bomb.png", "PNG", (2000, 1500))
    assert "3 megapixels, the limit is 2" in refusal(bomb, max_megapixels=2).faults[0][1]
    assert judged(bomb, max_megapixels=3)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_photo_is_refused(photo: Take) -> None:
    path = photo()
    path.chmod(0)
    assert refusal(path).exit == 5


def test_a_role_is_named_before_the_path(tmp_path: Path) -> None:
    assert named("defect=a.jpg") == Named(Path("a.jpg"), Role.DEFECT)
    assert named("a=b.jpg") == Named(Path("a=b.jpg"))
    odd = tmp_path / "label=x.jpg"
    odd.touch()
    assert named(str(odd)) == Named(odd)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), form=st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_a_damaged_picture_is_taken_or_refused_but_never_a_traceback(tmp_path: Path, data: st.DataObject, form: str) -> None:
    whole = bytearray(picture(tmp_path / "whole", form).read_bytes())
    for _change in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    hurt = tmp_path / "hurt"
    hurt.write_bytes(whole)
    try:
        assert judged(hurt)[0].bytes == len(whole)
    except PhotosRefusedError as error:
        assert error.exit == 5


def test_a_photo_is_kept_byte_for_byte_and_its_original_left_alone(photo: Take, home: Path) -> None:
    original = photo()
    before = original.read_bytes()
    with shelf.taking(judged(original), home) as incoming:
        file = incoming.place(incoming.photos[0], 7, 1)
        incoming.settle()
    assert file == "cases/000007/01-photo.jpg"
    assert (home / file).read_bytes() == before == original.read_bytes()
    assert incoming.photos[0].sha256 == hashlib.sha256(before).hexdigest()
    assert stat.S_IMODE((home / file).stat().st_mode) == 0o600
    assert not list((home / "cases" / ".incoming").iterdir())


def test_a_change_that_fails_leaves_no_file(photo: Take, home: Path) -> None:
    def fail() -> None:
        with shelf.taking(judged(photo()), home) as incoming, incoming.undoing():
            incoming.place(incoming.photos[0], 7, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [path for path in (home / "cases").rglob("*") if path.is_file()] == []
    assert not (home / "cases" / "000007").exists()


def test_an_interruption_after_the_commit_leaves_the_file(photo: Take, home: Path) -> None:
    def fail() -> None:
        with shelf.taking(judged(photo()), home) as incoming:
            with incoming.undoing():
                incoming.place(incoming.photos[0], 7, 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert (home / "cases/000007/01-photo.jpg").exists()


@pytest.mark.parametrize("year", ["0001", "0100", "1980", "2101"])
def test_a_shot_of_a_senseless_year_is_of_an_unknown_moment(tmp_path: Path, year: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"{year}:01:01 00:00:00"
    assert judged(picture(tmp_path / "a.jpg", "JPEG", exif=exif))[0].taken_at is None


def test_a_photo_that_changes_while_it_is_copied_is_refused(photo: Take, home: Path) -> None:
    path = photo()
    good = judged(path)
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(PathUnusableError), shelf.taking(good, home):
        pass


def test_a_folder_left_by_a_killed_process_is_set_aside(photo: Take, home: Path) -> None:
    left = home / "cases" / "000001"
    left.mkdir(parents=True)
    (left / "01-photo.jpg").write_bytes(b"left")
    with shelf.taking(judged(photo()), home) as incoming:
        incoming.place(incoming.photos[0], 1, 1)
    assert (left / "01-photo.jpg").read_bytes() != b"left"
    assert [each.read_bytes() for each in (home / "cases" / ".aside").rglob("*.jpg")] == [b"left"]


def test_the_same_seed_draws_the_same_picture() -> None:
    first, second = (sketch.photo("label", NOW, seed=3, size=(160, 120)) for _time in range(2))
    assert first == second
    assert first != sketch.photo("label", NOW, seed=4, size=(160, 120))
