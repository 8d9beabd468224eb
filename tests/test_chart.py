"""Intervals and control charts, held against figures that were worked out elsewhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_returns.reports.chart import ChartKind, SignalRule, p_chart, u_chart
from ozon_returns.reports.interval import binomial_at_least, poisson_at_least, wilson


@pytest.mark.parametrize(
    ("defects", "units", "low", "high"),
    [(0, 40, 0.0, 0.087622), (1, 40, 0.004427, 0.128814), (12, 480, 0.014358, 0.043185), (5, 5, 0.565518, 1.0), (0, 0, 0.0, 1.0)],
)
def test_the_interval_of_a_share_is_wilsons(defects: int, units: int, low: float, high: float) -> None:
    assert list(wilson(defects, units)) == pytest.approx([low, high], abs=5e-7)


@given(st.integers(1, 400), st.data())
def test_an_interval_holds_the_share_and_is_that_of_the_rest_turned_round(units: int, data: st.DataObject) -> None:
    defects = data.draw(st.integers(0, units))
    low, high = wilson(defects, units)
    assert 0 <= low <= defects / units <= high <= 1
    other = wilson(units - defects, units)
    assert [low, high] == pytest.approx([1 - other[1], 1 - other[0]])


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.001, 0.999))
def test_the_tail_of_a_binomial_is_the_sum_of_its_terms(defects: int, units: int, share: float) -> None:
    terms = (math.comb(units, k) * share**k * (1 - share) ** (units - k) for k in range(defects, units + 1))
    assert binomial_at_least(defects, units, share) == pytest.approx(sum(terms), rel=1e-9, abs=1e-300)


@given(st.integers(0, 40), st.floats(0.01, 30))
def test_the_tail_of_a_poisson_is_what_its_first_terms_leave(count: int, expected: float) -> None:
    before = sum(math.exp(-expected) * expected**k / math.factorial(k) for k in range(count))
    assert poisson_at_least(count, expected) == pytest.approx(1 - before, abs=1e-9)


def test_the_tails_end_where_they_must() -> None:
    assert [binomial_at_least(*each) for each in ((0, 5, 0.0), (1, 5, 0.0), (6, 5, 0.5), (5, 5, 1.0))] == [1.0, 0.0, 0.0, 1.0]
    assert [poisson_at_least(*each) for each in ((0, 0.0), (1, 0.0))] == [1.0, 0.0]


DEFECTS = (3, 5, 2, 8, 4, 6, 3, 12)
UNITS = (200, 220, 180, 260, 210, 230, 190, 250)


def test_weeks_that_scatter_more_than_chance_have_laneys_limits() -> None:
    chart = p_chart(list(zip(DEFECTS, UNITS, strict=True)))
    assert (chart.kind, round(chart.centre, 6), round(chart.sigma_z or 0, 6)) == (ChartKind.LANEY_P, 0.024713, 1.190061)
    uppers = [0.06390, 0.06208, 0.06603, 0.05909, 0.06296, 0.06126, 0.06492, 0.05977]
    assert [round(each.upper or 0, 5) for each in chart.points] == uppers
    assert [each.lower for each in chart.points] == [0.0] * 8
    assert [each.rule for each in chart.points] == [None] * 8


def test_weeks_that_scatter_as_chance_does_have_p_limits() -> None:
    chart = p_chart([(5, 100), (4, 100), (5, 100), (6, 100), (5, 100), (5, 100), (4, 100), (6, 100)])
    assert chart.kind is ChartKind.P
    assert chart.points[0].upper == pytest.approx(0.05 + 3 * math.sqrt(0.05 * 0.95 / 100))


def test_a_week_beyond_its_own_limit_is_a_signal() -> None:
    quiet = [(4, 200), (5, 200)] * 6
    assert [each.rule for each in p_chart([*quiet, (20, 200)]).points][-1] is SignalRule.BEYOND_LIMIT
    assert [each.rule for each in p_chart([*quiet, (20, 2000)]).points][-1] is not SignalRule.BEYOND_LIMIT, "ten times the units"


def test_a_week_below_its_lower_limit_is_a_signal_too() -> None:
    """The mean is 241 of 2,600, so of 200 units at least 3.1 % are expected, and 0.5 % came."""
    chart = p_chart([*[(20, 200)] * 12, (1, 200)])
    assert (chart.kind, round(chart.points[-1].lower or 0, 3)) == (ChartKind.P, 0.031)
    assert [each.rule for each in chart.points][-1] is SignalRule.BEYOND_LIMIT


def test_eight_weeks_in_a_row_on_one_side_are_a_signal_and_seven_are_not() -> None:
    low, high = [(4, 200)], [(8, 200)]
    assert [each.rule for each in p_chart(low * 8 + high * 8).points] == [
        *[None] * 7,
        SignalRule.RUN_OF_8,
        *[None] * 7,
        SignalRule.RUN_OF_8,
    ]
    assert not any(each.rule for each in p_chart(low * 7 + high * 7).points)


def test_where_less_than_one_is_expected_the_exact_chance_decides() -> None:
    quiet = [(0, 50)] * 11
    assert p_chart([*quiet, (4, 50)]).kind is ChartKind.EXACT
    # The mean is 4 of 600. The chance of 4 or more of 50 is 0.00033, of 3 or more (then 3 of 600) 0.0022.
    assert p_chart([*quiet, (4, 50)]).points[-1].rule is SignalRule.RARE
    assert p_chart([*quiet, (3, 50)]).points[-1].rule is None
    assert u_chart([0] * 11 + [4]).points[-1].rule is SignalRule.RARE


def test_a_few_weeks_have_no_limits() -> None:
    chart = p_chart([(1, 100)] * 7)
    assert (chart.kind, {each.upper for each in chart.points}) == (ChartKind.SHORT, {None})


def test_counts_have_the_limits_of_a_u_chart() -> None:
    chart = u_chart([9, 10, 11, 10, 9, 11, 10, 10])
    assert chart.kind is ChartKind.U
    assert chart.points[0].upper == pytest.approx(10 + 3 * math.sqrt(10))
    assert chart.points[0].lower == pytest.approx(10 - 3 * math.sqrt(10))
