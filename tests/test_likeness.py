"""The same picture in another case is named: an exact copy, and one that was saved again, cropped, turned, or is in a screenshot."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import same_picture
from ozon_returns.evidence import sketch
from ozon_returns.evidence.fingerprint import Fingerprint
from ozon_returns.evidence.intake import Named, judge
from ozon_returns.evidence.overlap import Thumbnail
from ozon_returns.evidence.screenshot import photo_within
from ozon_returns.evidence.turn import Turn
from tests.conftest import MOSCOW, NOW, Run

Take = Callable[..., Path]
EXAMPLE = Path(sketch.__file__).parent.parent / "example"


@pytest.fixture(scope="session")
def pictures() -> Mapping[str, Image.Image]:
    """Open the photos of the example; those of one thing on one table from one side are meant to be alike."""
    names = ("kettle-box", "kettle-crack", "kettle-label", "kettle-overall", "lamp-box", "lamp-scratch", "mug-crack", "blender-box")
    return {name: Image.open(EXAMPLE / f"{name}.jpg").convert("RGB") for name in names}


@pytest.fixture(scope="session")
def known(pictures: Mapping[str, Image.Image]) -> Mapping[str, Fingerprint]:
    return {name: same_picture.seen(picture) for name, picture in pictures.items()}


@pytest.fixture
def store(known: Mapping[str, Fingerprint]) -> Iterator[sqlite3.Connection]:
    with closing(same_picture.store()) as connection:
        for number, (name, how) in enumerate(known.items(), 1):
            same_picture.keep(connection, name, number, how)
        yield connection


@pytest.mark.parametrize("change", same_picture.CHANGES)
def test_an_altered_picture_is_recognized_and_no_other_is_taken_for_it(
    pictures: Mapping[str, Image.Image], store: sqlite3.Connection, change: str
) -> None:
    told = {name: same_picture.found(store, same_picture.seen(same_picture.CHANGES[change](each))) for name, each in pictures.items()}
    assert {name: found for name, found in told.items() if found not in ([name], [])} == {}
    assert [name for name, found in told.items() if not found] in ([], ["mug-crack"])  # a drawn mug has little that stands out


def through(pictures: Mapping[str, Image.Image], name: str, share: float) -> Fingerprint:
    """Return how a picture looks with a share of another one shining through, as on a page printed on both sides."""
    other = pictures["mug-crack"].resize(pictures[name].size)
    return same_picture.seen(Image.blend(pictures[name], other, share))


def test_another_picture_may_shine_through_a_little_and_not_more(pictures: Mapping[str, Image.Image], store: sqlite3.Connection) -> None:
    assert same_picture.found(store, through(pictures, "lamp-box", 0.2)) == ["lamp-box"], "an error of 0.032"
    assert same_picture.found(store, through(pictures, "kettle-label", 0.4)) == [], "an error of 0.053"
    assert same_picture.found(store, through(pictures, "lamp-box", 0.3)) == [], "an error of 0.071"


def test_every_copy_is_named_and_the_most_similar_first(pictures: Mapping[str, Image.Image], store: sqlite3.Connection) -> None:
    for number, share in enumerate((0.1, 0.18), 50):
        same_picture.keep(store, f"{share} of another", number, through(pictures, "lamp-box", share))
    found = same_picture.found(store, through(pictures, "lamp-box", 0.2))
    assert found == ["0.18 of another", "0.1 of another", "lamp-box"]


def test_a_part_of_a_picture_is_not_the_picture(pictures: Mapping[str, Image.Image], store: sqlite3.Connection) -> None:
    for picture in pictures.values():
        assert same_picture.found(store, same_picture.seen(same_picture.cropped(picture, 0, 0, 0.5, 0.5))) == []


def test_a_picture_without_anything_in_it_is_like_none(store: sqlite3.Connection) -> None:
    empty = same_picture.seen(Image.new("RGB", (800, 600), "white"))
    assert [part.keypoints for part in empty.parts] == [[]]
    same_picture.keep(store, "empty", 99, empty)
    assert same_picture.found(store, same_picture.seen(Image.new("RGB", (400, 300), "white"))) == []


@pytest.mark.parametrize("change", ["saved again", "mirrored", "screenshot, dark", "turned by exif"])
def test_a_picture_that_is_known_is_named(run: Run, kettle: int, tmp_path: Path, home: Path, change: str) -> None:
    assert kettle
    kept = Image.open(home / "cases/000001/02-packaging.jpg").convert("RGB")
    exif = Image.Exif()
    if change == "turned by exif":
        exif[0x0112] = 6
        kept.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "again", "JPEG", exif=exif.tobytes())
    else:
        same_picture.CHANGES[change](kept).save(tmp_path / "again", "PNG")
    said = run("inspect", tmp_path / "again", "--product", "Cup")
    assert said.exit == 0
    assert "again looks like 02-packaging.jpg of case 1, saved again or altered." in said.err
    assert "If it shows another item, remove it: ozon-returns fix 2 --remove photo:1" in said.err


def test_pictures_of_other_things_on_the_same_table_are_not_named(run: Run, kettle: int, photo: Take) -> None:
    assert kettle
    shots = [photo(f"{what}-{seed}.jpg", what, seed=seed) for what in ("defect", "packaging", "label", "overall") for seed in (20, 21)]
    assert "looks like" not in run("inspect", *shots, "--product", "Cup").err


def test_pictures_of_one_case_may_look_alike(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    Image.open(home / "cases/000001/02-packaging.jpg").save(tmp_path / "again.jpg", quality=50)
    assert "looks like" not in run("inspect", tmp_path / "again.jpg", "--case", kettle).err


def test_among_many_it_takes_milliseconds(
    known: Mapping[str, Fingerprint], store: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_picture, "MANY", 5_000)
    how = known["kettle-box"]
    alone = min(_seconds(lambda: same_picture.found(store, how)) for _again in range(3))
    same_picture.fill(store, known)
    assert same_picture.found(store, how)[0] == "kettle-box"
    assert min(_seconds(lambda: same_picture.found(store, how)) for _again in range(3)) < 10 * alone + 0.2


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_what_is_kept_of_a_picture_hardly_changes_with_its_size(tmp_path: Path) -> None:
    shot = sketch.photo("defect", NOW, seed=5, size=(1600, 1200))
    (tmp_path / "a.jpg").write_bytes(shot)
    Image.open(BytesIO(shot)).resize((800, 600)).save(tmp_path / "b.jpg", quality=70)
    first, second = (
        photo.fingerprint for photo in judge([Named(tmp_path / name) for name in ("a.jpg", "b.jpg")], max_megapixels=120, zone=MOSCOW)
    )
    assert first
    assert second
    large, small = first.parts[-1], second.parts[-1]
    assert large.width / large.height == small.width / small.height
    common = {each.descriptor for each in large.keypoints} & {each.descriptor for each in small.keypoints}
    assert len(common) > len(large.keypoints) // 2


def test_a_screenshot_is_seen_without_its_page() -> None:
    photo = Image.effect_noise((800, 600), 60)
    page = Image.new("L", (1000, 2000), 20)
    page.paste(photo, (100, 700))
    left, top, right, bottom = photo_within(page)
    assert (left, top, right, bottom) == pytest.approx((100, 700, 900, 1300), abs=6)
    assert photo_within(photo) == (0, 0, 800, 600)


def test_turns_lead_back_to_one_another() -> None:
    turns = [Turn(transposed, across, down) for transposed in (False, True) for across in (False, True) for down in (False, True)]
    spot = Image.new("L", (4, 3))
    spot.putpixel((3, 1), 255)
    for turn in turns:
        shown = turn.turned(spot)
        x, y = turn.moved(3.5 / 4, 1.5 / 3)
        assert shown.getpixel((int(x * shown.width), int(y * shown.height))) == 255
        for other in turns:
            assert turn.back_to(other).turned(spot).tobytes() == _undone(other, turn.turned(spot)).tobytes()


def _undone(turn: Turn, picture: Image.Image) -> Image.Image:
    """Return the picture that a turn makes this one of."""
    (found,) = {
        tuple(each.tobytes()): each
        for each in (Turn(t, a, d).turned(picture) for t in (False, True) for a in (False, True) for d in (False, True))
        if turn.turned(each).tobytes() == picture.tobytes() and turn.turned(each).size == picture.size
    }.values()
    return found


def test_a_thumbnail_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="AAAA"):
        Thumbnail("AAAA")


def test_photos_of_an_older_store_are_recognized_after_a_repair(run: Run, kettle: int, home: Path, tmp_path: Path) -> None:
    assert kettle
    with closing(sqlite3.connect(home / "cases.db")) as store, store:
        store.execute("DELETE FROM keypoint")
        store.execute("DELETE FROM fingerprint")
    assert run("check", "--quick").exit == 0
    assert "its image fingerprint is not computed yet" in run("check").out
    assert run("check", "--repair").exit == 0
    assert run("check").out == ""
    Image.open(home / "cases/000001/02-packaging.jpg").rotate(180).save(tmp_path / "again.jpg")
    assert "again.jpg looks like 02-packaging.jpg of case 1" in run("inspect", tmp_path / "again.jpg", "--product", "Cup").err


def test_nothing_of_a_purged_photo_is_kept(run: Run, kettle: int, home: Path, photo: Take) -> None:
    run("inspect", photo("more.jpg", "overall", seed=7), "--case", kettle)
    count = "SELECT count(DISTINCT sha256), (SELECT count(*) FROM keypoint WHERE fingerprint NOT IN (SELECT id FROM fingerprint)) FROM fingerprint"
    with closing(sqlite3.connect(home / "cases.db")) as store:
        before = store.execute(count).fetchone()[0]
        run("undo")
        run("check", "--repair", "--purge")
        assert store.execute(count).fetchone() == (before - 1, 0)


@pytest.mark.parametrize("damage", ["width = 0", "height = 'x'", "thumbnail = 'x'"])
def test_a_damaged_fingerprint_is_found_and_made_anew_and_stops_nothing(
    run: Run, kettle: int, home: Path, tmp_path: Path, damage: str
) -> None:
    assert kettle
    with closing(sqlite3.connect(home / "cases.db")) as store, store:
        store.execute("PRAGMA ignore_check_constraints=ON")
        store.execute(f"UPDATE fingerprint SET {damage}")
    Image.open(home / "cases/000001/02-packaging.jpg").rotate(180).save(tmp_path / "again.jpg")
    assert run("inspect", tmp_path / "again.jpg", "--product", "Cup").exit == 0
    assert run("check").exit == 12
    assert run("check", "--repair").exit == 0
    assert run("check").out == ""


def test_a_page_with_a_label_is_recognized_when_it_is_saved_again() -> None:
    pages = {f"page {seed}": _page(seed) for seed in range(6)}
    with closing(same_picture.store()) as store:
        for number, (name, page) in enumerate(pages.items(), 1):
            same_picture.keep(store, name, number, same_picture.seen(same_picture.saved(page, 85)))
        found = [name in same_picture.found(store, same_picture.seen(same_picture.saved(page, 60))) for name, page in pages.items()]
    assert sum(found) >= 5


def _page(seed: int) -> Image.Image:
    """Draw a white page with a label in its middle."""
    page = Image.new("RGB", (800, 600), "white")
    label = Image.open(BytesIO(sketch.photo("label", NOW, seed=seed))).resize((400, 300))
    page.paste(label, (150 + 20 * seed, 120))
    return page


def test_a_picture_much_longer_than_wide_is_taken(run: Run, tmp_path: Path) -> None:
    Image.effect_noise((4200, 2), 80).save(tmp_path / "strip.jpg")
    assert run("inspect", tmp_path / "strip.jpg", "--product", "Cup").exit == 0


def test_the_home_is_no_folder_of_a_phone(run: Run, kettle: int, home: Path) -> None:
    assert kettle
    said = run("inspect", home.parent, person=True, typed="")
    assert "01-defect.jpg" not in said.out + said.err
