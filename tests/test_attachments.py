"""What is handed in: the right way up, within its limits, with nothing told beside the picture; and one sheet of it all."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageCms

from ozon_returns.evidence import attachments
from ozon_returns.evidence.attachments import Attachment
from ozon_returns.settings import Limits
from tests.conftest import TOP, Run
from tests.heif import HEIF

Take = Callable[..., Path]


def marked(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Make a picture whose upper left quarter is red."""
    picture = Image.new("RGB", size, (30, 60, 90))
    picture.paste((230, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    return picture


def secrets() -> bytes:
    """Return EXIF that tells where a picture was shot, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = 6, "SecretMaker", "SecretArtist"
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 45.0, 0.0), 3: "E", 4: (37.0, 37.0, 0.0)})
    return exif.tobytes()


def laid_out(home: Path, name: str, content: bytes, limits: Limits | None = None) -> Path:
    """Put a file into a case and lay it out; gives the attachment."""
    kept = home / "cases/000001" / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(content)
    planned = attachments.pieces("cases/000001/ticket-1", [(f"cases/000001/{name}", "defect", "дефект")], "Случай 1")
    assert attachments.lay_out(home, planned, limits or Limits()) == []
    return home / planned[0].file


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", HEIF, "AVIF"])
def test_a_picture_is_turned_and_tells_nothing_but_itself(home: Path, form: str) -> None:
    paper = BytesIO()
    told: dict[str, object] = {"exif": secrets(), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if form == "JPEG":
        told |= {"comment": b"SecretComment", "xmp": b"<x:xmpmeta>SecretXmp</x:xmpmeta>"}
    marked().save(paper, form, **told)
    if form != "AVIF":
        assert b"SecretMaker" in paper.getvalue()
    file = laid_out(home, "01-defect.xyz", paper.getvalue())
    content = file.read_bytes()
    assert b"Secret" not in content
    assert b"Exif" not in content
    assert b"ICC_PROFILE" not in content
    with Image.open(file) as shown:
        assert (file.suffix, shown.format, shown.size, shown.getexif()) == (".jpg", "JPEG", (200, 400), Image.Exif())
        assert {"exif", "icc_profile", "comment", "xmp"} & set(shown.info) == set()
        red, green, _blue = shown.convert("RGB").getpixel((190, 10))  # type: ignore[misc]
    assert red > 200 > green


def test_what_one_can_see_through_is_white(home: Path) -> None:
    paper = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(paper, "PNG")
    with Image.open(laid_out(home, "a.png", paper.getvalue())) as shown:
        assert min(shown.convert("L").tobytes()) > 250


def test_sixteen_bits_a_point_keep_their_greys(home: Path) -> None:
    paper = BytesIO()
    Image.new("I;16", (40, 40), 0x8000).save(paper, "PNG")
    with Image.open(laid_out(home, "a.png", paper.getvalue())) as shown:
        assert 120 < shown.convert("L").tobytes()[0] < 136


@pytest.mark.parametrize("megabytes", [0.05, 0.2, 5])
def test_limits_are_kept(home: Path, megabytes: float) -> None:
    size = (1600, 1200)
    noise = Image.frombytes("RGB", size, Random(1).randbytes(size[0] * size[1] * 3))  # noqa: S311
    paper = BytesIO()
    noise.save(paper, "JPEG", quality=95)
    file = laid_out(home, "a.jpg", paper.getvalue(), Limits(megabytes, 900))
    assert file.stat().st_size <= megabytes * 1_000_000
    for each in (file, file.with_name("contact-sheet.jpg")):
        with Image.open(each) as shown:
            assert max(shown.size) <= 900


def test_films_and_papers_go_as_they_are_and_are_warned_of(home: Path) -> None:
    film = (TOP / "tests/samples/clip.mp4").read_bytes()
    folder = home / "cases/000001"
    folder.mkdir(parents=True)
    at = film.index(b"moov") - 4
    size = int.from_bytes(film[at : at + 4])
    place = b"\0\0\0\x20udta\0\0\0\x18\xa9xyz\0\x0c\x15\xc7+55.7+37.6/"
    told = film[:at] + (size + len(place)).to_bytes(4) + film[at + 4 : at + size] + place + film[at + size :]
    (folder / "a.mp4").write_bytes(told)
    planned = attachments.pieces("cases/000001/ticket-1", [("cases/000001/a.mp4", "video", "видео")], "x")
    assert [piece.file for piece in planned] == ["cases/000001/ticket-1/01-video.mp4"]
    notes = attachments.lay_out(home, planned, Limits(0.001))
    assert (home / planned[0].file).read_bytes() == told
    assert "over the limit" in notes[0]
    assert "contains the location where it was shot" in notes[0]


def test_a_photo_that_is_gone_is_left_out_with_a_word(home: Path) -> None:
    (home / "cases").mkdir(parents=True)
    planned = [
        Attachment("cases/000001/ticket-1/01-a.jpg", "cases/000001/a.jpg", "x"),
        Attachment("cases/000001/ticket-1/contact-sheet.jpg", "", "x"),
    ]
    notes = attachments.lay_out(home, planned, Limits())
    assert "a.jpg cannot be read" in notes[0]
    assert (home / planned[1].file).exists()


def test_a_sheet_shows_every_picture_once_numbered(tmp_path: Path) -> None:
    files = []
    for index in range(7):
        file = tmp_path / f"{index}.png"
        Image.new("RGB", (120, 90), (index * 30, 200 - index * 20, 90)).save(file)
        files.append((file, f"{index + 1}. упаковка с очень длинной подписью, которая не помещается в клетку листа"))
    sheet = attachments.contact_sheet(files, "Случай 12", 1200, 3000)
    assert sheet.width == 1200
    shown = {colour for _count, colour in sheet.getcolors(1 << 20) or []}
    assert {(index * 30, 200 - index * 20, 90) for index in range(7)} <= shown
    tall = attachments.contact_sheet(files * 9, "Случай 12", 1200, 800)
    assert tall.height <= 800


def test_a_ticket_with_damaged_evidence_is_refused(run: Run, kettle: int, home: Path) -> None:
    (home / "cases/000001/02-packaging.jpg").unlink()
    said = run("ticket", kettle, "--ask", "5", "--json")
    assert (said.exit, said.error["code"]) == (12, "evidence_damaged")
    assert "02-packaging.jpg: the file is missing" in said.error["message"]
    assert run("ticket", kettle, "--ask", "5", "--force", "x").exit == 0
    assert run("check", "--repair", "--json").json["problems"][0]["kind"] == "photo_missing"
    assert len(run("check", "--json").json["problems"]) == 1


def test_photos_that_come_before_an_appeal_are_laid_out_too(run: Run, kettle: int, home: Path, photo: Take) -> None:
    run("ticket", kettle, "--ask", "1990", "--number", "77")
    folder = home / "cases/000001/ticket-1"
    sheet = (folder / "contact-sheet.jpg").read_bytes()
    run("inspect", f"serial={photo('serial.jpg', 'label', seed=6)}", "--case", kettle)
    assert not (folder / "05-serial.jpg").exists()
    said = run("ticket", kettle, "--outcome", "refused", "--appeal", "Видно серийный номер", "--json")
    assert said.json["files"][-2:] == ["cases/000001/ticket-1/05-serial.jpg", "cases/000001/ticket-1/contact-sheet.jpg"]
    assert (folder / "05-serial.jpg").exists()
    assert (folder / "contact-sheet.jpg").read_bytes() != sheet
    assert run("check").exit == 0


@pytest.mark.parametrize("name", ["Cup\nof\ttea \u2028 x\x1b[31m", "\n", "W" * 100_000])
def test_a_name_of_any_shape_is_drawn_on_a_contact_sheet(run: Run, kettle: int, home: Path, name: str) -> None:
    run("inspect", "--case", kettle, "--product", f"x{name}")
    assert run("ticket", kettle, "--ask", "1990").exit == 0
    assert (home / "cases/000001/ticket-1/contact-sheet.jpg").stat().st_size
    assert run("check").exit == 0


def test_the_contact_sheet_bears_the_end_of_the_history(run: Run, kettle: int, home: Path) -> None:
    head = run("check", "--json").json
    run("ticket", kettle, "--ask", "1990")
    with closing(sqlite3.connect(home / "cases.db")) as store:
        files = json.loads(store.execute("SELECT files FROM ticket").fetchone()[0])
    heading = files[-1]["caption"]
    assert heading.endswith(f"История: {head['events']}-{head['head'][:12]}")
    (home / "cases/000001/ticket-1/contact-sheet.jpg").unlink()
    assert run("check", "--repair").exit == 0
    assert run("check").exit == 0
