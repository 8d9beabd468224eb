"""Charts: what is drawn has the length, the place and the words of its figures."""

import re

import pytest

from ozon_returns.views.svg import Bar, LinePoint, Range, bars, line, ranges


def test_bars_are_as_long_as_their_values_and_the_line_is_their_running_share() -> None:
    drawn = bars("Costs", [Bar("a", 200.0, "200 ₽", 0.5), Bar("b", 100.0, "100 ₽", 0.75), Bar("c", -5.0, "−5 ₽", 1.0)])
    widths = [float(each) for each in re.findall(r'class="bar"[^>]* width="([\d.]+)"', drawn)]
    assert widths == [372.0, 186.0, 0.0]
    assert re.findall(r'circle class="dot" cx="([\d.]+)"', drawn) == ["422.0", "515.0", "608.0"]
    assert "200 ₽" in drawn
    assert bars("Costs", []) == bars("Costs", [Bar("a", 0.0, "0", None)]) == ""


def test_a_label_that_is_long_is_cut_and_whole_in_its_tooltip_and_nothing_is_markup() -> None:
    drawn = bars("<b>", [Bar("Чайник <керамический> «Лето», 1,2 л, белый", 1.0, "1 & 2")])
    assert ">Чайник &lt;керамический&gt; «Лето…<" in drawn
    assert "<title>Чайник &lt;керамический&gt; «Лето», 1,2 л, белый</title>" in drawn
    assert "<title>&lt;b&gt;</title>" in drawn
    assert "1 &amp; 2" in drawn


def test_ratios_lie_on_a_logarithmic_scale_around_one_and_infinite_bounds_end_at_the_edge() -> None:
    drawn = ranges("Ratios", [Range("a", 2.0, 1.0, 4.0, "2"), Range("b", 0.5, 0.25, float("inf"), "0,5")], reference=1.0, ratio=True)
    reference = float(re.findall(r'class="reference" x1="([\d.]+)"', drawn)[0])
    points = [float(each) for each in re.findall(r'circle class="dot" cx="([\d.]+)"', drawn)]
    assert points[0] - reference == pytest.approx(reference - points[1], abs=0.2), "twice and half are as far from one"
    ends = [(float(a), float(b)) for a, b in re.findall(r'class="range" x1="([\d.]+)" x2="([\d.]+)"', drawn)]
    assert ends[0][1] == ends[1][1] == 600.0
    assert ranges("Ratios", [Range("a", float("inf"), 1.0, float("inf"), "∞")], reference=1.0, ratio=True) == ""


def test_a_line_has_its_limits_its_signals_and_gaps_where_nothing_is_known() -> None:
    points = [LinePoint(f"W{no}", value, 0.1, no == 3, f"{value}") for no, value in enumerate([0.02, 0.04, None, 0.2, 0.01])]
    drawn = line("Rates", points, 0.05, percent=True)
    assert len(re.findall(r'polyline class="line"', drawn)) == 2, "before and after the gap"
    assert len(re.findall(r'circle class="signal"', drawn)) == 1
    assert len(re.findall(r'polyline class="limit"', drawn)) == 1
    heights = [float(each) for each in re.findall(r'circle class="(?:dot|signal)"[^>]* cy="([\d.]+)"', drawn)]
    assert heights[2] == min(heights) < max(heights) == heights[3], "the highest rate is at the top"
    assert (
        line("Rates", points[:1], None, percent=True)
        == line("Rates", [LinePoint("W", None, None, False, "")] * 3, None, percent=True)  # noqa: FBT003
        == ""
    )


def test_counts_are_counts_on_the_axis_and_shares_per_cent() -> None:
    points = [LinePoint(f"W{no}", value, None, False, "") for no, value in enumerate([0.0, 0.5, 0.25])]  # noqa: FBT003
    assert re.findall(r'class="axis"[^>]*>([^<]+)<', line("Counts", points, None, percent=False))[:3] == ["0.0", "0.3", "0.5"]
    assert re.findall(r'class="axis"[^>]*>([^<]+)<', line("Shares", points, None, percent=True))[:3] == ["0.0 %", "27.0 %", "54.0 %"]
