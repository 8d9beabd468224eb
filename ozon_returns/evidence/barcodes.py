"""Barcodes in photos: the label of a posting or a return, the EAN of a product, the marking of «Честный знак»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from PIL import Image

_POSTING = re.compile(r"\d{6,12}-\d{4}-\d{1,3}")
"""Number of a posting, such as 58544282-0057-1 (Ozon Seller API, `posting_number`)."""

_RETURN = re.compile(r"ii\d{6,14}|%\d{3}%\d{6,14}", re.IGNORECASE)
"""Barcode of a return label, such as ii5275210303 or %101%20537124757 (Ozon Seller API, /v1/returns/list, `logistic.barcode`)."""

_EAN = re.compile(r"\d{8}|\d{12,13}")
_KINDS = ("Code128", "EAN13", "EAN8", "UPCA", "DataMatrix", "QRCode")
"""What is printed on labels and goods, dark on light; to look for all kinds, and light on dark, takes three times as long."""

_GTIN = 14
_SEPARATOR = "\x1d"
"""Ends a value of variable length (GS1 General Specifications, FNC1)."""

_MARKING = re.compile(rf"01(\d{{14}})21([!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{{1,20}})(?:{_SEPARATOR}.*)?", re.DOTALL)
"""GTIN (01) and serial number (21) of a unit, before the key and its signature (GS1 General Specifications, 3.2)."""


@dataclass(frozen=True)
class Codes:
    """What barcodes tell of an item; `None` where none was read."""

    posting: str | None = None
    return_id: str | None = None
    ean: str | None = None
    marking: str | None = None

    @property
    def is_label(self) -> bool:
        """Return whether these are the codes of a label of a posting or a return."""
        return bool(self.posting or self.return_id)


def read_codes(picture: Image.Image) -> Codes:
    """Return what the barcodes in a grayscale picture tell."""
    import zxingcpp  # noqa: PLC0415  only where photos are added (16 ms)

    kinds = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, kind) for kind in _KINDS])
    found: dict[str, str] = {}
    for code in zxingcpp.read_barcodes(picture, kinds, try_invert=False):
        text = code.bytes.decode("utf-8", "replace")
        for name, value in told(text).items():
            found.setdefault(name, value)
    return Codes(**found)


def told(text: str) -> dict[str, str]:
    """Return what the content of a barcode tells, by the names of `Codes`; empty for codes that are none of ours."""
    content = text.strip().removeprefix("]d2").removeprefix("]C1").lstrip(_SEPARATOR + "\xe8")
    if _POSTING.fullmatch(content):
        return {"posting": content}
    if _RETURN.fullmatch(content):
        return {"return_id": content}
    if _EAN.fullmatch(content) and is_checked(content):
        return {"ean": content.zfill(13) if len(content) > 8 else content}  # noqa: PLR2004  EAN-8 is a kind of its own
    marking = _MARKING.fullmatch(content)
    if marking and is_checked(marking[1]):
        return {"marking": f"01{marking[1]}21{marking[2]}", "ean": marking[1].removeprefix("0")}
    return {}


def is_return_barcode(text: str) -> bool:
    """Return whether a text is the barcode of a return label."""
    return bool(_RETURN.fullmatch(text))


def is_checked(digits: str) -> bool:
    """Return whether the last digit of a GTIN is its check digit (GS1 General Specifications, 7.9)."""
    padded = digits.zfill(_GTIN)
    weighted = sum(int(digit) * (1 if at % 2 else 3) for at, digit in enumerate(padded))
    return weighted % 10 == 0


def merged(codes: Sequence[Codes]) -> Codes:
    """Return what the codes of several photos tell together; nothing where they contradict one another."""
    told_by = {each.name: {value for one in codes if (value := getattr(one, each.name))} for each in fields(Codes)}
    return Codes(**{name: values.pop() if len(values) == 1 else None for name, values in told_by.items()})
