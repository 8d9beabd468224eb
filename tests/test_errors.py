"""Errors take their fields as a dataclass does."""

import pytest

from ozon_returns.errors.case import CaseGoneError, CaseNotFoundError
from ozon_returns.errors.home import StoreBusyError, StoreSchemaError
from ozon_returns.words import speak


def test_fields_are_taken_in_order_or_by_name_those_of_the_base_first() -> None:
    """A default is a value like any other; an inherited field comes before one's own."""
    gone = CaseGoneError("7", "a slip", into=3)
    assert (gone.name, gone.why, gone.into) == ("7", "a slip", 3)
    assert CaseGoneError("7").into is None
    speak("en")
    assert str(gone) == "Case 7 was merged into case 3: a slip."
    assert str(StoreSchemaError(path="a.db", why="no view")) == "The database a.db is not built as this version expects: no view."


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("a.db",), {}), (("a.db", 5, 6), {}), (("a.db",), {"path": "b.db", "seconds": 5}), (("a.db", 5), {"why": "x"})],
)
def test_a_field_missing_unknown_or_given_twice_is_a_bug(values: tuple[object, ...], named: dict[str, object]) -> None:
    """As for a function, so that a wrong call fails where it is made."""
    with pytest.raises(TypeError, match="StoreBusyError takes path, seconds"):
        StoreBusyError(*values, **named)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        CaseNotFoundError()  # type: ignore[call-arg]
