"""What is typed for letters: tax numbers with a slip, answers that are none, dates that are over."""

from datetime import datetime, timedelta

import pytest

from ozon_returns.errors.usage import UsageError
from ozon_returns.letters.value_check import check, is_tax_number
from tests.conftest import NOW


@pytest.mark.parametrize("number", ["7830002293", "5027123457", "500100732259", "690212345650", "971240001315", "100582333"])
def test_tax_numbers_of_russia_kazakhstan_and_belarus_are_taken(number: str) -> None:
    assert is_tax_number(number)


@pytest.mark.parametrize(
    "text", ["7830002294", "7830002239", "500100732258", "500100732269", "971240001314", "78300022931", "0", "", "783000229З", "²83000229"]
)
def test_a_tax_number_with_a_slip_is_none(text: str) -> None:
    assert not is_tax_number(text)


@pytest.mark.parametrize("number", ["7830002293", "772800007387"])
def test_every_single_slip_in_a_digit_is_noticed_where_the_number_cannot_be_of_another_country(number: str) -> None:
    for place in range(len(number)):
        for digit in "0123456789":
            if digit != number[place]:
                assert not is_tax_number(number[:place] + digit + number[place + 1 :]), (place, digit)


REFUSED = [
    ("seller_inn", "Лебедева А. П.", "tax number"),
    ("supplier_inn", "5027123456", "tax number"),
    ("signatory", "10", "no answer to"),
    ("bank_details", "10", "no answer to"),
    ("breach_kind", "деньги", "part of the sentence"),
]


@pytest.mark.parametrize(("name", "value", "said"), REFUSED)
def test_an_answer_that_cannot_be_meant_is_refused(name: str, value: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check(name, value, NOW)


def test_an_answer_that_can_be_meant_is_taken() -> None:
    told: list[tuple[str, object]] = [
        ("signatory", "Лебедева А. П."),
        ("breach_kind", "Не являются существенными"),
        ("breach_kind", "are substantial"),
    ]
    told += [("contract_number", "5"), ("until", NOW + timedelta(days=1)), ("delivery_date", datetime(2020, 1, 1, tzinfo=NOW.tzinfo))]
    for name, value in told:
        check(name, value, NOW)


def test_an_answer_is_not_waited_for_until_yesterday() -> None:
    with pytest.raises(UsageError, match="in the past"):
        check("until", NOW - timedelta(days=1), NOW)
