"""From the phone to a case: a folder of photos, the occasions they were taken on, their barcodes, roles, and how good they are."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from ozon_returns.evidence import sketch
from tests.conftest import NOW, Run
from tests.drawn_codes import photo_of

MORNING = NOW.replace(hour=9)
CLAIM = "\n" * 7


def shot(path: Path, what: str, taken: datetime, seed: int = 1) -> Path:
    """Take a photo with a phone."""
    path.write_bytes(sketch.photo(what, taken, seed=seed))
    return path


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """Return a folder with the photos of two items, taken on two occasions, and a note."""
    folder = tmp_path / "DCIM"
    (folder / "Camera").mkdir(parents=True)
    for minute, what in enumerate(("overall", "defect")):
        shot(folder / f"IMG_{minute}.jpg", what, MORNING - timedelta(days=1, minutes=-minute), seed=3)
    photo_of(folder / "Camera" / "IMG_7.jpg", ("58544282-0057-1", "Code128"), taken=MORNING)
    for minute, what in enumerate(("packaging", "defect"), 1):
        shot(folder / "Camera" / f"IMG_{minute + 7}.jpg", what, MORNING + timedelta(minutes=minute))
    (folder / "notes.txt").write_text("not a photo")
    return folder


def test_the_latest_photos_of_a_folder_become_a_case_with_a_few_keys(run: Run, phone: Path) -> None:
    answers = ["", "2 packaging 3 defect", "Kettle", "2", "3", "6", "", "", "1990", "fbs", ""]
    said = run("inspect", phone, person=True, typed="\n".join(answers))
    assert said.exit == 0, said.err
    assert "1  3 photos · 2026-11-23 09:00–09:02 · IMG_7.jpg, IMG_8.jpg, IMG_9.jpg" in said.err
    assert "2  2 photos · 2026-11-22 09:00–09:01" in said.err
    assert "Posting number [58544282-0057-1]" in said.err
    case = run("show", "--json").case
    assert [(each["role"], each["original_name"]) for each in case["photos"]] == [
        ("label", "IMG_7.jpg"), ("packaging", "IMG_8.jpg"), ("defect", "IMG_9.jpg")
    ]  # fmt: skip
    assert (case["posting"], case["price"], case["scheme"], case["defects"]) == ("58544282-0057-1", "1990.00", "fbs", ["crack"])
    assert case["found_at"] == "2026-11-23T09:00:00+03:00"


def test_each_occasion_may_become_a_case(run: Run, phone: Path) -> None:
    first, second = "\nCup\n2\n3\n\n\n\n5\n\n", "\nKettle\n2\n1\n\n\n100\n"
    said = run("inspect", phone, person=True, typed=f"0\nall\n{first}{second}")
    assert "Type numbers from 1 to 2, or “all”." in said.err
    assert said.exit == 0, said.err
    cases = [run("show", number, "--json").case for number in (1, 2)]
    assert [len(each["photos"]) for each in cases] == [3, 2]
    assert [each["posting"] for each in cases] == ["58544282-0057-1", None]


def test_photos_typed_by_name_are_divided_too(run: Run, phone: Path) -> None:
    every = sorted(phone.rglob("*.jpg"))
    said = run("inspect", *every, person=True, typed="2\n\nCup\n1\n1\n\n\n\n")
    assert said.exit == 0, said.err
    assert len(run("show", 1, "--json").case["photos"]) == 2
    one = run("inspect", *every, "--product", "Cup", "--force", "x", person=True, typed=CLAIM)
    assert one.exit == 0, "with an option they are those of one case"
    assert len(run("show", 2, "--json").case["photos"]) == 5


def test_without_a_terminal_a_folder_is_one_item_or_refused(run: Run, phone: Path) -> None:
    said = run("inspect", phone, "--product", "Cup", "--json")
    assert (said.exit, said.error["hint"]) == (2, "Specify the photos of one item.")
    assert "The photos were taken on 2 occasions: 3 photos · 2026-11-23 09:00–09:02" in said.error["message"]
    said = run("inspect", phone / "Camera", "--product", "Cup", "--json")
    assert [each["role"] for each in said.case["photos"]] == ["label", None, None]
    assert said.case["posting"] == "58544282-0057-1"
    (phone / "empty").mkdir()
    assert "There are no photos in" in run("inspect", phone / "empty", "--product", "Cup").err


def test_a_file_without_a_time_of_its_own_has_that_of_its_writing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, at in (("a.png", MORNING), ("b.png", MORNING + timedelta(minutes=4)), ("c.png", MORNING + timedelta(minutes=10))):
        Image.effect_noise((900, 900), 90).save(folder / name)
        os.utime(folder / name, (at.timestamp(), at.timestamp()))
    said = run("inspect", folder, "--product", "Cup")
    assert "on 2 occasions: 1 photo · 2026-11-23 09:10 · c.png; 2 photos · 2026-11-23 09:00–09:04 · a.png, b.png" in said.err


def test_barcodes_fill_what_was_not_said(run: Run, tmp_path: Path) -> None:
    label = photo_of(tmp_path / "a.jpg", ("ii5275210303", "Code128"), ("(01)04607123456781(21)abc123(91)EE06", "DataMatrix"))
    said = run("inspect", label, "--product", "Cup", "--posting", "1-1")
    assert "Taken from the barcodes in the photos: ii5275210303, 010460712345678121abc123" in said.err
    case = run("show", 1, "--json").case
    assert (case["return_id"], case["marking"], case["posting"], case["photos"][0]["role"]) == (
        "ii5275210303", "010460712345678121abc123", "1-1", "label"
    )  # fmt: skip


def test_a_label_of_another_posting_is_named(run: Run, kettle: int, tmp_path: Path) -> None:
    label = photo_of(tmp_path / "a.jpg", ("58544282-0057-1", "Code128"))
    said = run("inspect", label, "--case", kettle)
    assert "a.jpg shows 58544282-0057-1, but 5854-0057-1 was said or is in another photo; is it the label of this item?" in said.err
    assert run("show", kettle, "--json").case["posting"] == "5854-0057-1"
    other = run("inspect", label, "--product", "Cup", "--posting", "58544282-0057-1")
    assert "is it the label" not in other.err


def test_the_barcode_of_a_known_product_names_it(run: Run, tmp_path: Path) -> None:
    run("products", "158", "product=Чайник", "supplier=Гжель", "barcodes=96385074, 4607123456781")
    box = photo_of(tmp_path / "a.jpg", ("4607123456781", "EAN13"))
    said = run("inspect", box, "--stage", "warehouse")
    assert said.exit == 0, said.err
    case = run("show", 1, "--json").case
    assert (case["sku"], case["product"], case["supplier"], case["photos"][0]["role"]) == ("158", "Чайник", "Гжель", None)
    assert run("inspect", box, "--product", "Lamp", "--force", "x", "--json").case["sku"] is None, "what is said is not overridden"


def test_an_earlier_case_of_a_posting_names_the_product(run: Run, kettle: int) -> None:
    run("resolve", kettle, "--outcome", "refund", "--cause", "transport", "--no-action", "x", "--close", "--force", "x")
    case = run("inspect", "--posting", "5854-0057-1", "--defect", "dent", "--json").case
    assert (case["sku"], case["product"]) == ("158", "Чайник «Лето»")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda picture: picture.point(lambda level: level // 6), "is dark (2"),
        (lambda picture: picture.filter(ImageFilter.GaussianBlur(12)), "is blurred (1, 10 wanted): hold the phone still"),
        (lambda picture: picture.resize((400, 300)), "is small (400 pixels, 800 wanted): send the original file"),
        (lambda picture: picture, ""),
    ],
    ids=["dark", "blurred", "small", "good"],
)
def test_a_poor_photo_is_named_and_taken(run: Run, tmp_path: Path, spoil: object, said: str) -> None:
    path = shot(tmp_path / "a.jpg", "overall", NOW)
    with Image.open(path) as picture:
        assert callable(spoil)
        spoil(picture.convert("RGB")).save(tmp_path / "b.jpg", quality=85)
    told = run("inspect", tmp_path / "b.jpg", "--product", "Cup")
    assert told.exit == 0
    assert said in told.err
    assert "b.jpg is" in told.err or not said
    assert "wanted" not in told.err or said
    assert len(run("show", 1, "--json").case["photos"]) == 1


def test_how_good_a_photo_must_be_is_a_setting(run: Run, tmp_path: Path) -> None:
    path = shot(tmp_path / "a.jpg", "overall", NOW)
    run("settings", "set", "photo_pixels", "2000")
    assert "a.jpg is small (1280 pixels, 2000 wanted)" in run("inspect", path, "--product", "Cup").err


def test_a_name_tells_a_role_that_is_proposed(run: Run, tmp_path: Path) -> None:
    label, box = shot(tmp_path / "label.jpg", "label", NOW), shot(tmp_path / "box (2).jpg", "packaging", NOW)
    said = run("inspect", label, box, person=True, typed="\nCup\n\n1\n\n\n\n")
    assert "1  label.jpg  [label]" in said.err
    assert [each["role"] for each in run("show", 1, "--json").case["photos"]] == ["label", None]


def test_labels_that_contradict_one_another_fill_nothing_and_are_named(run: Run, tmp_path: Path) -> None:
    first = photo_of(tmp_path / "a.jpg", ("58544282-0057-1", "Code128"))
    second = photo_of(tmp_path / "b.jpg", ("99999999-0001-1", "Code128"), seed=3)
    said = run("inspect", first, second, "--product", "Cup")
    assert "b.jpg shows 99999999-0001-1, but 58544282-0057-1 was said or is in another photo" in said.err
    assert run("show", 1, "--json").case["posting"] is None
    named = run("inspect", first, second, "--product", "Lamp", "--posting", "58544282-0057-1", "--force", "x")
    assert "b.jpg shows 99999999-0001-1" in named.err
    assert "a.jpg shows" not in named.err


def test_a_return_label_of_another_return_is_named(run: Run, tmp_path: Path) -> None:
    label = photo_of(tmp_path / "a.jpg", ("ii5275210303", "Code128"))
    assert "a.jpg shows ii5275210303, but ii9999999999" in run("inspect", label, "--product", "Cup", "--return-id", "ii9999999999").err
    assert "is it the label" not in run("inspect", label, "--product", "Lamp", "--return-id", "1000015552", "--force", "x").err


def test_roles_that_were_typed_stay_when_photos_are_divided(run: Run, phone: Path) -> None:
    old, new = phone / "IMG_0.jpg", phone / "Camera" / "IMG_9.jpg"
    said = run("inspect", f"overall={old}", f"defect={new}", person=True, typed="1\nCup\n1\n1\n\n\n\n")
    assert said.exit == 0, said.err
    assert [each["role"] for each in run("show", 1, "--json").case["photos"]] == ["defect"]


def test_what_is_not_there_or_damaged_in_a_folder_is_not_left_out(run: Run, phone: Path) -> None:
    assert run("inspect", phone / "Camera", phone / "none.jpg", "--product", "Cup").exit == 4
    (phone / "Camera" / "IMG_10.jpg").write_bytes((phone / "Camera" / "IMG_9.jpg").read_bytes()[:2000])
    os.utime(phone / "Camera" / "IMG_10.jpg", ((MORNING + timedelta(minutes=3)).timestamp(),) * 2)
    said = run("inspect", phone / "Camera", "--product", "Cup")
    assert (said.exit, "IMG_10.jpg" in said.err) == (5, True)


def test_no_group_may_be_chosen(run: Run, phone: Path) -> None:
    assert run("inspect", phone, person=True, typed="-\n").exit == 130
    assert run("list", "--json").json["total"] == 0


def test_a_barcode_of_two_products_names_neither(run: Run, tmp_path: Path) -> None:
    run("products", "158", "product=Чайник", "barcodes=036000291452")
    box = photo_of(tmp_path / "a.jpg", ("0036000291452", "EAN13"))
    assert run("inspect", box, "--stage", "warehouse", "--json").case["sku"] == "158", "a UPC is found by its EAN"
    run("products", "159", "product=Чашка", "barcodes=0036000291452")
    assert run("inspect", box, "--stage", "warehouse", "--force", "x").exit == 2


def test_another_posting_typed_than_the_label_shows_is_named(run: Run, tmp_path: Path) -> None:
    label = photo_of(tmp_path / "a.jpg", ("58544282-0057-1", "Code128"))
    said = run("inspect", label, person=True, typed="Cup\n1\n2\n\n11-22\n5\nfbs\n")
    assert run("show", 1, "--json").case["posting"] == "11-22", said.err
    assert "a.jpg shows 58544282-0057-1, but 11-22 was said" in said.err
