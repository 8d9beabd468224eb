"""What Ozon's reasons of a return mean."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_returns.sources.return_reasons import Quality, return_reason
from ozon_returns.vocabulary.case import Cause
from tests.conftest import TOP

LIST = TOP.parent / "shared/domain/return_reasons.csv"


@pytest.mark.parametrize(
    ("reason", "quality", "cause"),
    [
        ("Товар не работает / брак", "yes", Cause.PRODUCTION),
        ("  товар НЕ  работает / брак ", "yes", Cause.PRODUCTION),
        ("Упаковка и товар повреждены", "yes", Cause.TRANSPORT),
        ("Товар поврежден, но упаковка цела", "yes", None),
        ("Товар повреждён, но упаковка цела", "yes", None),
        ("Покупатель отказался при вручении: неполная комплектация", "yes", None),
        ("Подделка", "maybe", None),
        ("Покупатель отказался при вручении: товар не подошел", "no", None),
        ("Товар не подошёл", "no", None),
        ("Вы отменили заказ", "no", None),
        ("Сломалась ручка: явный дефект", "maybe", None),
        ("Не понравился цвет", "open", None),
        ("", "open", None),
    ],
)
def test_a_reason_means_what_is_known_of_it(reason: str, quality: str, cause: Cause | None) -> None:
    found = return_reason(reason)
    assert (found.quality, found.cause) == (quality, cause)


def test_the_sellers_own_word_goes_first() -> None:
    own = {"не понравился ЦВЕТ": "no", "Товар не подошёл": "maybe"}
    assert return_reason("Не понравился цвет", own).quality is Quality.NO
    assert return_reason("Товар не подошел", own).quality is Quality.MAYBE
    assert return_reason("Подделка", own).quality is Quality.MAYBE


@pytest.mark.skipif(not LIST.exists(), reason="the list of the domain is not beside the checkout")
def test_every_reason_of_the_domain_is_known() -> None:
    rows = list(csv.DictReader(LIST.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert len(rows) == 53
    assert [row["reason_ru"] for row in rows if return_reason(row["reason_ru"]).quality != row["quality_claim"]] == []


@given(st.text(max_size=60))
def test_any_text_is_a_reason(text: str) -> None:
    assert return_reason(text).quality in Quality
