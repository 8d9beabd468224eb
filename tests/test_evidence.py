"""Evidence: files are known by their content, judged before anything is written, and kept byte for byte."""

import hashlib
import os
import random
import struct
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from ozon_returns.errors.file import PathUnusableError, PhotosRefusedError
from ozon_returns.evidence import intake, shelf, sketch
from ozon_returns.evidence.intake import Named, judge, named
from ozon_returns.evidence.jpeg_scans import scan_count
from ozon_returns.evidence.rendering import upright
from ozon_returns.vocabulary.case import Role
from tests.conftest import MOSCOW, NOW, TOP, mode_of
from tests.heif import HEIF, without

Take = Callable[..., Path]
FILMS = TOP / "tests" / "samples"


def judged(*paths: Path, max_megapixels: int = 120) -> list[intake.JudgedPhoto]:
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
    ("form", "mime", "ending"),
    [
        ("JPEG", "image/jpeg", ".jpg"),
        ("PNG", "image/png", ".png"),
        ("WEBP", "image/webp", ".webp"),
        pytest.param("HEIF", "image/heic", ".heic", marks=without),
        ("AVIF", "image/avif", ".avif"),
    ],
)
def test_a_picture_is_known_by_its_content_not_its_name(tmp_path: Path, form: str, mime: str, ending: str) -> None:
    photo = judged(picture(tmp_path / "photo.txt", form))[0]
    assert (photo.mime, photo.ending, photo.width, photo.height) == (mime, ending, 64, 48)


def test_a_turned_photo_is_as_wide_as_it_is_looked_at(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = judged(picture(tmp_path / "a.jpg", "JPEG", exif=exif))[0]
    assert (photo.width, photo.height) == (48, 64)


@pytest.mark.parametrize("form", ["PNG", "WEBP", HEIF, "AVIF"])
def test_every_kind_of_picture_tells_its_turn_and_its_moment(tmp_path: Path, form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 10:00:00"
    photo = judged(picture(tmp_path / "a", form, exif=exif.tobytes()))[0]
    assert (photo.width, photo.height) == (48, 64)
    assert photo.taken_at == datetime(2026, 11, 20, 10, tzinfo=MOSCOW)


@pytest.mark.parametrize(("name", "mime"), [("clip.mp4", "video/mp4"), ("clip.mov", "video/quicktime")])
def test_a_film_tells_its_size_and_its_moment(name: str, mime: str) -> None:
    film = judged(FILMS / name)[0]
    assert (film.mime, film.role, film.width, film.height) == (mime, Role.VIDEO, 96, 64)
    assert film.taken_at == datetime(2026, 11, 20, 7, tzinfo=UTC)


def test_a_turned_film_is_as_wide_as_it_is_looked_at(tmp_path: Path) -> None:
    film = bytearray((FILMS / "clip.mp4").read_bytes())
    matrix = film.index(b"tkhd") + 4 + 40
    film[matrix : matrix + 36] = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
    (tmp_path / "turned.mp4").write_bytes(film)
    assert (judged(tmp_path / "turned.mp4")[0].width, judged(tmp_path / "turned.mp4")[0].height) == (64, 96)


def test_a_film_longer_than_the_memory_is_judged_by_its_headers(tmp_path: Path) -> None:
    film = (FILMS / "clip.mp4").read_bytes()
    long = tmp_path / "long.mp4"
    with long.open("wb") as file:
        file.write(film)
        file.write(struct.pack(">I4sQ", 1, b"free", 16 + (8 << 30)))
        file.truncate(len(film) + 16 + (8 << 30))
    assert judged(long)[0].bytes == len(film) + 16 + (8 << 30)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov"])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
def test_a_cut_off_film_is_refused(tmp_path: Path, name: str, part: float) -> None:
    whole = (FILMS / name).read_bytes()
    (tmp_path / "cut").write_bytes(whole[: int(len(whole) * part)])
    assert "truncated" in refusal(tmp_path / "cut").faults[0][1]


def test_a_paper_is_taken_whole_and_refused_cut_off(tmp_path: Path) -> None:
    paper = picture(tmp_path / "paper.txt", "PDF")
    found = judged(paper)[0]
    assert (found.mime, found.ending, found.role, found.width) == ("application/pdf", ".pdf", Role.DOCUMENT, None)
    (tmp_path / "cut.pdf").write_bytes(paper.read_bytes()[:-40])
    assert "truncated" in refusal(tmp_path / "cut.pdf").faults[0][1]


def test_what_is_no_video_cannot_be_called_one(photo: Take) -> None:
    with pytest.raises(PhotosRefusedError, match="not a video"):
        judge([Named(photo(), Role.VIDEO)], max_megapixels=120, zone=MOSCOW)


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
    devices = [] if sys.platform == "win32" else [tmp_path / "fifo", Path("/dev/zero")]
    if devices:
        os.mkfifo(devices[0])
    bad = [empty, text, folder, missing, *devices]
    refused = refusal(photo(), *bad)
    assert refused.exit == 5
    assert [path for path, _why in refused.faults] == [str(each) for each in bad]
    assert all(str(each) in refused.message() for each in bad)


def test_only_missing_photos_are_a_file_not_found(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "a.jpg", tmp_path / "b.jpg")
    assert (refused.exit, refused.code) == (4, "file_not_found")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", HEIF, "AVIF"])
def test_a_cut_off_picture_is_refused(tmp_path: Path, form: str) -> None:
    whole = picture(tmp_path / "whole", form, (640, 480)).read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    assert "cut" in refusal(cut).faults[0][0]


def test_a_decompression_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    bomb = picture(tmp_path / "bomb.png", "PNG", (2000, 1500))
    assert "3 megapixels, the limit is 2" in refusal(bomb, max_megapixels=2).faults[0][1]
    assert judged(bomb, max_megapixels=3)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="modes, and not those of root, keep from reading")
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


def test_a_photo_is_kept_byte_for_byte_and_its_original_left_alone(photo: Take, home: Path) -> None:
    original = photo()
    before = original.read_bytes()
    with shelf.taking(judged(original), home) as incoming:
        file = incoming.place(incoming.photos[0], 7, 1)
        incoming.settle()
    assert file == "cases/000007/01-photo.jpg"
    assert (home / file).read_bytes() == before == original.read_bytes()
    assert incoming.photos[0].sha256 == hashlib.sha256(before).hexdigest()
    assert mode_of(home / file, 0o600) == 0o600
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


def _with_exif(path: Path, exif: bytes) -> Path:
    """Draw a JPEG with an EXIF segment."""
    drawn = picture(path, "JPEG", (640, 480)).read_bytes()
    path.write_bytes(drawn[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + drawn[2:])
    return path


GARBAGE = [
    b"Exif\0\0" + bytes(range(256)),
    b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(range(200)),
    b"Exif\0\0MM\0*\xff\xff\xff\xff",
    b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x04\0\0\0abc\0\0\0\0\0",
    b"Exif\0\0",
]


@pytest.mark.parametrize("exif", GARBAGE)
def test_a_photo_with_damaged_exif_is_a_photo(tmp_path: Path, exif: bytes) -> None:
    garbage, plain = _with_exif(tmp_path / "a.jpg", exif), picture(tmp_path / "b.jpg", "JPEG", (640, 480))
    one, other = judged(garbage, plain)
    assert (one.width, one.height, one.taken_at, one.fingerprint) == (640, 480, None, other.fingerprint)
    with warnings.catch_warnings(action="ignore"):
        assert upright(garbage, 100).size == (100, 75)


def _scans(path: Path, repeated: int, mode: str = "L") -> Path:
    """Draw a progressive JPEG whose last scan is repeated."""
    drawn = picture(path, "JPEG", (2000, 1500), progressive=True).read_bytes() if mode == "RGB" else b""
    if mode == "L":
        Image.new("L", (2000, 1500), 128).save(path, "JPEG", progressive=True)
        drawn = path.read_bytes()
    last = drawn[drawn.rindex(b"\xff\xda") : -2]
    path.write_bytes(drawn[:-2] + last * repeated + drawn[-2:])
    return path


def test_a_jpeg_of_thousands_of_scans_is_refused_at_once(tmp_path: Path) -> None:
    begun = time.monotonic()
    assert "thousands of scans" in refusal(_scans(tmp_path / "a.jpg", 10_000)).faults[0][1]
    assert time.monotonic() - begun < 2
    assert judged(_scans(tmp_path / "b.jpg", 94))[0].width == 2000
    assert "thousands of scans" in refusal(_scans(tmp_path / "c.jpg", 95)).faults[0][1]


def test_scans_are_counted_to_the_end_of_the_picture(tmp_path: Path) -> None:
    told = []
    for path in (
        picture(tmp_path / "plain.jpg", "JPEG"),
        picture(tmp_path / "progressive.jpg", "JPEG", progressive=True),
        _scans(tmp_path / "more.jpg", 7),
        _scans(tmp_path / "most.jpg", 30),
    ):
        with path.open("rb") as file:
            told.append(scan_count(file, 20))
    assert told == [1, 10, 6 + 7, 21]
    behind = tmp_path / "plain.jpg"
    behind.write_bytes(behind.read_bytes() + b"\xff\xda" * 100)
    cut_off = tmp_path / "progressive.jpg"
    cut_off.write_bytes(cut_off.read_bytes()[:400])
    for path in (behind, cut_off):
        with path.open("rb") as file:
            assert scan_count(file, 20) <= (1 if path is behind else 10)


@pytest.mark.parametrize(("form", "size"), [("WEBP", (5000, 4100)), ("PNG", (10_000, 8100))])
def test_what_is_decoded_whole_has_a_limit_of_its_own(tmp_path: Path, form: str, size: tuple[int, int]) -> None:
    path = tmp_path / "large"
    Image.new("1" if form == "PNG" else "L", size).save(path, form)
    assert "megapixels, the limit for" in refusal(path).faults[0][1]


WHITE: dict[str, float | tuple[int, ...]] = {
    "1": 1, "P": 1, "PA": 1, "L": 255, "I;16": 65_535, "LA": (255, 255), "RGB": (255, 255, 255), "RGBA": (255, 255, 255, 255)
}  # fmt: skip


@pytest.mark.parametrize("mode", WHITE)
def test_a_large_picture_of_any_mode_is_reduced(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "large.png"
    drawn = Image.new("P" if mode == "PA" else mode, (5200, 5200))
    drawn.paste(WHITE[mode], (0, 0, 5200, 2600))
    if mode in ("P", "PA"):
        drawn.putpalette([0, 0, 0, 255, 255, 255])
    if mode == "PA":
        drawn.info["transparency"] = 0
    drawn.save(path, compress_level=1)
    shown = upright(path, 1000)
    below = (255, 255, 255) if mode in ("LA", "PA", "RGBA") else (0, 0, 0)
    assert (shown.mode, shown.getpixel((500, 100)), shown.getpixel((500, 900))) == ("RGB", (255, 255, 255), below)


@pytest.mark.parametrize("frame", [0xC2, 0xC6, 0xCA, 0xCE])
def test_scans_of_every_progressive_frame_are_counted(tmp_path: Path, frame: int) -> None:
    path = _scans(tmp_path / "a.jpg", 30)
    path.write_bytes(path.read_bytes().replace(b"\xff\xc2", bytes([0xFF, frame]), 1))
    with path.open("rb") as file:
        file.seek(7)
        assert (scan_count(file, 100), file.tell()) == (36, 7)


def test_a_large_picture_with_transparency_is_reduced_band_by_band(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    drawn = Image.new("RGBA", (6000, 4100), (255, 0, 0, 255))
    drawn.paste((0, 0, 255, 0), (3000, 0, 6000, 4100))
    drawn.paste((0, 255, 0, 255), (0, 4000, 6000, 4100))
    drawn.save(path, compress_level=1)
    shown = upright(path, 1000)
    assert (shown.size, shown.mode) == ((1000, 684), "RGB")
    assert [shown.getpixel(each) for each in ((100, 100), (900, 100), (900, 680))] == [(255, 0, 0), (255, 255, 255), (0, 255, 0)]
