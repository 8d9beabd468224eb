"""Who is to blame: contrasts held against scipy and statsmodels, and shops of which the truth is known."""

import random
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_returns.reports.contrast import Stratum, Usual, _convolved, _hypergeometric, able, contrast, held_rates, units_needed, usual
from ozon_returns.reports.suspects import suspects
from ozon_returns.store.groups import Group, GroupKey


def test_the_ratio_of_few_defects_is_mantel_haenszels_and_its_chance_exact() -> None:
    """Ratio and interval: numpy by the formula of Greenland and Robins; chance: the convolution of scipy.stats.hypergeom."""
    found = contrast([Stratum(12, 300, 5, 400), Stratum(3, 80, 4, 260)])
    assert found is not None
    assert (found.defects, found.units) == (15, 380)
    assert [found.ratio, found.low, found.high] == pytest.approx([2.9673024523, 1.2689154830, 6.9389048851])
    assert found.p == pytest.approx(0.008653261167312932)
    assert found.excess == pytest.approx(15 - 300 * 5 / 400 - 80 * 4 / 260)


def test_of_one_product_the_chance_is_fishers() -> None:
    found = contrast([Stratum(12, 300, 5, 400)])
    assert found is not None
    assert found.p == pytest.approx(0.018502418283566472), "scipy.stats.fisher_exact, greater"


def test_the_chance_of_many_defects_is_that_of_the_mantel_haenszel_test() -> None:
    """Statsmodels StratifiedTable.test_null_odds with correction, of which one side is taken."""
    found = contrast([Stratum(60, 1000, 80, 3000), Stratum(20, 500, 30, 900)])
    assert found is not None
    assert [found.ratio, found.low, found.high] == pytest.approx([1.8837209302, 1.4246017707, 2.4908045293])
    assert found.p == pytest.approx(5.048289131448502e-06, rel=1e-6)


def test_what_cannot_be_compared_is_no_contrast() -> None:
    assert contrast([Stratum(5, 100, 0, 0)]) is None
    assert contrast([Stratum(0, 100, 0, 100)]) is None
    only_ours = contrast([Stratum(4, 100, 0, 100)])
    assert only_ours is not None
    assert (only_ours.ratio, only_ours.high) == (inf, inf)


def test_the_share_of_false_findings_is_benjamini_hochbergs() -> None:
    """Statsmodels multipletests, fdr_bh."""
    assert held_rates([0.001, 0.2, 0.03, 0.04, 0.9, 0.012]) == pytest.approx([0.006, 0.24, 0.06, 0.06, 0.9, 0.036])
    assert held_rates([]) == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_a_smaller_chance_never_has_a_larger_false_share(chances: list[float]) -> None:
    held = held_rates(chances)
    assert all(share >= chance * (1 - 1e-12) for share, chance in zip(held, chances, strict=True))
    pairs = sorted(zip(chances, held, strict=True))
    assert all(first[1] <= second[1] for first, second in pairwise(pairs))


def test_more_units_are_needed_for_a_smaller_difference() -> None:
    assert units_needed(0.01, 2) > units_needed(0.01, 3) > units_needed(0.05, 3) > 0
    assert units_needed(0.01, 1) == 0


def shop(seed: int, *, bad: str = "", weeks: int = 34, since: int = 28) -> list[Group]:
    """Return the groups of a shop of eight products and four suppliers; `bad` is a supplier, or `batch`, since a week."""
    dice = random.Random(seed)  # noqa: S311  no secret
    groups = []
    for week in range(weeks):
        for product in range(8):
            for supplier in ("A", "B") if product < 4 else ("C", "D"):
                batch = f"{supplier}{(week + product) // 7}"
                rate = 0.015 * (1 + product % 3 / 2)
                if supplier == bad and week >= since:
                    rate *= 4
                if bad == "batch" and (product, batch) == (2, "A4"):
                    rate = 0.12
                units = dice.randint(60, 100)
                defects = sum(dice.random() < rate for _unit in range(units))
                groups.append(Group(week, GroupKey(str(product), supplier, batch), defects, float(units)))
    return groups


@pytest.mark.parametrize("seed", range(5))
def test_a_supplier_that_goes_bad_is_the_only_culprit(seed: int) -> None:
    found = suspects(shop(seed, bad="B"), 26, [1.0] * 34)
    assert [(each.dimension, each.value) for each in found if each.is_culprit] == [("supplier", "B")]
    assert found[0].is_culprit
    assert sum(each.is_found for each in found) > 1, "its products and batches are worse too, but it explains them"


@pytest.mark.parametrize("seed", range(5))
def test_a_bad_batch_is_the_culprit_and_not_its_supplier(seed: int) -> None:
    found = suspects(shop(seed, bad="batch"), 26, [1.0] * 34)
    assert [(each.dimension, each.value, each.sku) for each in found if each.is_culprit] == [("batch", "A4", "2")]


def test_where_nothing_happens_hardly_anybody_is_blamed() -> None:
    blamed = sum(any(each.is_culprit for each in suspects(shop(seed), 26, [1.0] * 34)) for seed in range(30))
    assert blamed <= 3, "one in twenty, and no more than chance allows of thirty"


def test_frail_goods_are_not_blamed_for_being_frail() -> None:
    groups = [Group(week, GroupKey(sku, "A"), 8 if sku == "1" else 1, 100.0) for week in range(34) for sku in ("1", "2", "3")]
    assert not any(each.is_culprit for each in suspects(groups, 26, [1.0] * 34))


def test_young_weeks_count_as_far_as_their_claims_have_come_in() -> None:
    groups = [Group(week, GroupKey("1", "A"), 3, 100.0) for week in range(30)] + [
        Group(week, GroupKey("1", "A"), 1, 100.0) for week in range(30, 34)
    ]
    (full,) = [each for each in suspects(groups, 26, [1.0] * 34) if each.dimension == "sku"]
    (young,) = [each for each in suspects(groups, 26, [1.0] * 30 + [0.3] * 4) if each.dimension == "sku"]
    assert full.contrast.units == 800
    assert young.contrast.units == 520
    assert young.contrast.ratio > full.contrast.ratio


def test_what_can_show_nothing_is_not_counted_among_what_was_tried() -> None:
    """Of five, two can reach 0.05 / 2: with three the third could not reach 0.05 / 3 (Tarone 1990)."""
    assert able([0.001, 0.02, 0.03, 0.2, 0.5], 0.05) == [True, True, False, False, False]
    assert able([], 0.05) == []
    assert able([0.2, 0.04], 0.05) == [False, True]


def test_what_is_usual_is_worth_the_less_the_more_products_differ() -> None:
    """Worked out by hand: the moments of the shares, weighted by the units."""
    alike = usual([(15, 1000.0), (17, 1000.0), (14, 1000.0), (16, 1000.0), (18, 1000.0)])
    assert alike == Usual(16, 1000), "they differ less than chance: as much as is allowed at most"
    frail = usual([(2, 1000.0), (40, 1000.0), (5, 1000.0), (90, 1000.0), (8, 1000.0), (11, 1000.0)])
    assert frail == Usual(), "as much as half a defect among 21 units: nothing"
    apart = usual([(10, 1000.0), (30, 1000.0), (12, 1000.0), (28, 1000.0), (20, 1000.0), (14, 1000.0)])
    assert apart == Usual(6, 316), "6.7 defects among 351 units, of which whole ones count"
    assert usual([(1, 100.0)] * 4) == Usual(), "of four products nothing is known"
    assert usual([(0, 100.0)] * 9) == Usual()


def test_what_is_usual_makes_a_chance_smaller_and_nothing_else() -> None:
    bare, beside = contrast([Stratum(5, 50, 5, 316)]), contrast([Stratum(5, 50, 5, 316)], Usual(11, 650))
    assert bare is not None
    assert beside is not None
    assert (bare.p, beside.p) == pytest.approx((0.0058017607075561434, 0.0026400389795478265)), "sums of binomial coefficients"
    assert bare._replace(p=0, least_p=0) == beside._replace(p=0, least_p=0)


def two_causes(seed: int) -> list[Group]:
    """Return a small shop in which supplier B goes bad and a batch of supplier C is bad at the same time; two carriers take turns."""
    dice = random.Random(seed)  # noqa: S311  no secret
    groups = []
    for week in range(34):
        for product in range(8):
            for supplier in ("ABC"[product % 3], "ABC"[(product + 1) % 3]):
                batch = f"{supplier}{(week + product) // 7}"
                rate = 0.015 * (4 if supplier == "B" and week >= 28 else 1)
                rate = 0.12 if (product, batch) == (5, "C4") else rate
                for carrier, units in (("K1", 40), ("K2", 25)):
                    defects = sum(dice.random() < rate for _unit in range(units))
                    groups.append(Group(week, GroupKey(str(product), supplier, batch, carrier=carrier), defects, float(units)))
    return groups


@pytest.mark.parametrize("seed", range(6))
def test_two_causes_at_once_are_both_named_and_nobody_who_only_rose_with_them(seed: int) -> None:
    """The whole shop is worse than before, and so are both carriers; neither is worse than the other."""
    found = suspects(two_causes(seed), 26, [1.0] * 34)
    assert {(each.dimension, each.value, each.sku) for each in found if each.is_culprit} == {("supplier", "B", None), ("batch", "C4", "5")}
    assert [each.contrast.p for each in found if each.is_culprit] == sorted(each.contrast.p for each in found if each.is_culprit)


def test_who_is_worse_than_before_as_all_the_others_are_is_no_finding() -> None:
    """Every unit of the shop is three times as bad since week 26: with two carriers of everything, neither is to blame."""
    groups = [
        Group(week, GroupKey(str(product), carrier=carrier), 6 if week >= 26 else 2, 100.0)
        for week in range(34)
        for product in range(6)
        for carrier in ("K1", "K2")
    ]
    found = suspects(groups, 26, [1.0] * 34)
    carriers = [each for each in found if each.dimension == "carrier" and each.against == "past"]
    assert [(each.is_common, each.is_culprit) for each in carriers] == [(True, False), (True, False)]
    assert {each.dimension for each in found if each.is_culprit} == {"sku"}


def test_many_products_of_few_defects_each_are_not_surer_than_they_are() -> None:
    """Six products of five units with a defect each: exactly 5.1 in a million, which a normal distribution would call 4 in 10 ** 14."""
    found = contrast([Stratum(1, 5, 0, 300)] * 6, Usual(16, 800))
    assert found is not None
    terms = [1.0]
    for _product in range(6):
        terms = _convolved(terms, _hypergeometric(Stratum(1, 5, 16, 1100)))
    exact = sum(terms[6:])
    assert exact == pytest.approx(5.147973667e-06)
    assert exact <= found.p <= 2 * exact, "it may only be called less sure than it is"
