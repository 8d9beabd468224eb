"""Amounts of money, read and written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_returns import money
from ozon_returns.errors.usage import MoneyError
from ozon_returns.words import speaking

amounts = st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1990", "1990.00"),
        ("1990.50", "1990.50"),
        ("1990,5", "1990.50"),
        ("1 990,50 ₽", "1990.50"),
        ("1\xa0990,50\xa0₽", "1990.50"),
        ("12 345 678", "12345678.00"),
        ("300 руб.", "300.00"),
        ("300р", "300.00"),
        ("1,990.50 ₽", "1990.50"),
        (" 0 ", "0.00"),
    ],
)
def test_money_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert money.parse_money(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["", "abc", "-5", "1990.505", "1,990", "1.990,50", "19 90", "1e3", "NaN", "٣", "10000000000", "₽"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(MoneyError):
        money.parse_money(typed)


@given(amounts)
def test_what_is_shown_is_read_again(amount: Decimal) -> None:
    with speaking("ru"):
        assert money.parse_money(money.format_money(amount)) == amount
    assert money.parse_money(money.format_money(amount)) == money.parse_money(money.plain_amount(amount)) == amount
    assert money.from_kopecks(money.to_kopecks(amount)) == amount


@given(st.text())
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        assert 0 <= money.parse_money(text) < money.LIMIT
    except MoneyError as error:
        assert text in error.message()


def test_russian_money_has_blanks_and_a_comma() -> None:
    with speaking("ru"):
        assert money.format_money(Decimal("1234567.5")) == "1\xa0234\xa0567,50\xa0₽"
    assert money.format_money(Decimal("1234567.5")) == "1,234,567.50\xa0₽"
