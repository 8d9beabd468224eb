"""Statistics."""

import statistics

from hypothesis import given
from hypothesis import strategies as st

from ozon_returns.reports.statistics import quantile

numbers = st.lists(st.floats(0, 1e6), min_size=2, max_size=50)


def test_of_no_numbers_there_is_no_quantile() -> None:
    assert quantile([], 0.5) is None
    assert quantile([7.0], 0.9) == 7.0


@given(numbers)
def test_the_median_is_that_of_the_standard_library(values: list[float]) -> None:
    found = quantile(values, 0.5)
    assert found is not None
    assert abs(found - statistics.median(values)) < 1e-6


@given(numbers)
def test_the_ninetieth_percentile_is_that_of_the_standard_library(values: list[float]) -> None:
    found = quantile(values, 0.9)
    assert found is not None
    assert abs(found - statistics.quantiles(values, n=10, method="inclusive")[-1]) < 1e-6
