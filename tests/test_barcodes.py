"""Barcodes in photos tell the posting, the return, the product and the marking; what is none of ours tells nothing."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from ozon_returns.evidence.barcodes import Codes, is_checked, merged, read_codes, told
from tests.drawn_codes import GS, photo_of

MARKED = f"010460712345678121abcDEF1234567{GS}91EE06{GS}92signature="
CHECKED = "0104607123456781"


@pytest.mark.parametrize(
    ("text", "form", "fields"),
    [
        ("58544282-0057-1", "Code128", {"posting": "58544282-0057-1"}),
        ("ii5275210303", "Code128", {"return_id": "ii5275210303"}),
        ("%101%20537124757", "Code128", {"return_id": "%101%20537124757"}),
        ("4607123456781", "EAN13", {"ean": "4607123456781"}),
        ("96385074", "EAN8", {"ean": "96385074"}),
        (
            "(01)04607123456781(21)abcDEF1234567(91)EE06(92)x",
            "DataMatrix",
            {"marking": f"{CHECKED}21abcDEF1234567", "ean": "4607123456781"},
        ),
        ("https://ozon.ru/t/abc", "QRCode", {}),
        ("1234-5678", "Code128", {}),
    ],
)
def test_a_code_in_a_photo_is_read(tmp_path: Path, text: str, form: str, fields: dict[str, str]) -> None:
    with Image.open(photo_of(tmp_path / "a.jpg", (text, form))) as picture:
        assert read_codes(picture.convert("L")) == Codes(**fields)


@pytest.mark.parametrize("angle", [90, 180, 270, -10])
def test_a_label_may_be_turned(tmp_path: Path, angle: float) -> None:
    with Image.open(photo_of(tmp_path / "a.jpg", ("58544282-0057-1", "Code128"), angle=angle)) as picture:
        assert read_codes(picture.convert("L")).posting == "58544282-0057-1"


def test_the_codes_of_one_photo_and_of_several_are_told_together(tmp_path: Path) -> None:
    path = photo_of(tmp_path / "a.jpg", ("58544282-0057-1", "Code128"), ("4607123456781", "EAN13"))
    with Image.open(path) as picture:
        found = read_codes(picture.convert("L"))
    assert (found.posting, found.ean, found.is_label) == ("58544282-0057-1", "4607123456781", True)
    assert merged([Codes(ean="4607123456781"), found]) == Codes("58544282-0057-1", None, "4607123456781", None)
    assert merged([Codes(ean="96385074"), found]).ean is None, "two products in the photos"
    assert not Codes(ean="96385074", marking="x").is_label
    assert merged([]) == Codes()


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (MARKED.replace("678121", "678221"), {}),
        (f"{CHECKED}21{'a' * 13}", {"marking": f"{CHECKED}21{'a' * 13}", "ean": "4607123456781"}),
        (f"{GS}{CHECKED}21a\"%&'(){GS}93abcd", {"marking": f"{CHECKED}21a\"%&'()", "ean": "4607123456781"}),
        (f"{CHECKED}21", {}),
        (f"{CHECKED}21{'a' * 21}", {}),
        (f"{CHECKED}21аб", {}),
        ("4607123456782", {}),
        ("036000291452", {"ean": "0036000291452"}),
        ("58544282-0057-1234", {}),
        (" 58544282-0057-1 ", {"posting": "58544282-0057-1"}),
    ],
)
def test_the_content_of_a_code_is_checked(content: str, fields: dict[str, str]) -> None:
    assert told(content) == fields


@given(some.text(string.digits, min_size=7, max_size=13))
def test_exactly_one_digit_completes_a_number(digits: str) -> None:
    assert [is_checked(digits + each) for each in string.digits].count(True) == 1


@given(some.text())
def test_any_content_can_be_met(content: str) -> None:
    assert set(told(content)) <= {"posting", "return_id", "ean", "marking"}
