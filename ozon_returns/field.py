"""What a field is: its name, its kind, and where it appears."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The type of a value.

    Stored as text, except: `WHOLE` as an integer, `MONEY` as integer kopecks, `RATE` (a share from 0 to 1) as integer
    hundredths of a per cent, `DAY` as a date, `FLAG` as 0 or 1, `MOMENT` and `LAST` as UTC
    text to the second, `TEXTS` as JSON. `LAST` is a moment until which something holds: a day means its end. `MEMBER` and
    `MEMBERS` come from a vocabulary. `FACTS` is any JSON object.
    """

    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    MOMENT = "moment"
    LAST = "last"
    FLAG = "flag"
    MEMBER = "member"
    MEMBERS = "members"
    TEXTS = "texts"
    RATE = "rate"
    DAY = "day"
    CURRENCY = "currency"
    FACTS = "facts"


class Field(NamedTuple):
    """One field.

    `label` is its heading on the page of a case and in `undo` (empty: not shown there). With a `help` it is an option of
    `inspect`, `--name` unless `option` says otherwise (`long`: `-` reads it from stdin). `filter` is its name in filters;
    `searched`: free words are looked for in it; `in_letters`: letters may name it; `contract`: the contract fixes its place in
    JSON, else it follows the lists; `derived`: computed, so that files cannot set it; `least` and `most` bound a whole number.
    """

    name: str
    kind: Kind
    vocabulary: type[StrEnum] | None = None
    label: str = ""
    help: str = ""
    option: str = ""
    long: bool = False
    filter: str = ""
    searched: bool = False
    in_letters: bool = False
    contract: bool = True
    derived: bool = False
    least: int = 0
    most: int = 10**9
