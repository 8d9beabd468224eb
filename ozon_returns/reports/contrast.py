"""Contrasts: whether one group has more defects than the others of the same products, by how much, and whether chance explains it.

Each product is a stratum of its own, so that a supplier of frail goods is compared with other suppliers of the same goods. The ratio
is that of Mantel and Haenszel with the interval of Greenland and Robins (1985); the chance is exact where defects are few (the
convolution of the hypergeometric distributions of the strata), else binomial, and that of the Mantel-Haenszel test where they are
many. Among many contrasts the share of false ones is held by the procedure of Benjamini and Hochberg (1995).
"""

from collections.abc import Sequence
from math import comb, erfc, exp, inf, sqrt
from typing import NamedTuple

from ozon_returns.reports.interval import Z, binomial_at_least

_EXACT, _NORMAL = 60, 50
"""The chance is exact where all strata together have so many defects or fewer, and from so many expected ones on that of the test.

In between it is binomial, which scatters no less than the strata do (Hoeffding 1956).
"""

_LEAST_PRODUCTS, _STRONGEST, _ROUNDING = 5, 1000, 1e-9
"""Of so few products nothing is known beforehand; of any number of them not more than so many units would tell."""


class Stratum(NamedTuple):
    """One product: defects and units of the group, and of the others."""

    defects: int
    units: int
    other_defects: int
    other_units: int


class Contrast(NamedTuple):
    """A group against the others: its defects and units, the rates, the ratio with its interval, the excess, and the chance.

    `least_p` is the chance if all defects were those of the group: the figures cannot show more.
    """

    defects: int
    units: int
    rate: float
    against: float
    ratio: float
    low: float
    high: float
    excess: float
    p: float
    least_p: float


class Usual(NamedTuple):
    """What is known beforehand of the rate of any product of the shop: as much as so many defects among so many units would tell."""

    defects: int = 0
    units: int = 0


def usual(products: Sequence[tuple[int, float]]) -> Usual:
    """Return what the defects and units of all products tell of the rate of any: the less, the more they differ beyond chance.

    The strength of a Beta distribution by the method of moments (Kleinman 1973).
    """
    known = [(defects, units) for defects, units in products if units > 0]
    among, marked = sum(units for _defects, units in known), sum(defects for defects, _units in known)
    if len(known) < _LEAST_PRODUCTS or not 0 < marked < among:
        return Usual()
    mean = marked / among
    spread = sum(units * (defects / units - mean) ** 2 for defects, units in known) - (len(known) - 1) * mean * (1 - mean)
    room = among - sum(units**2 for _defects, units in known) / among
    variance = spread / room if room > 0 else 0.0
    strength = min(_STRONGEST, mean * (1 - mean) / variance - 1) if variance > 0 else _STRONGEST
    defects = int(max(0.0, strength) * mean + _ROUNDING)
    return Usual(defects, round(defects / mean))


def contrast(strata: Sequence[Stratum], known: Usual = Usual()) -> Contrast | None:  # noqa: B008  immutable
    """Return the contrast of a group over its strata; `None` where nothing can be compared, or there is no defect at all.

    What is known beforehand goes into the chance alone: beside the others of each stratum, which are often few.
    """
    compared = [each for each in strata if each.units > 0 and each.other_units > 0 and each.defects + each.other_defects > 0]
    if not compared:
        return None
    defects, units = sum(each.defects for each in compared), sum(each.units for each in compared)
    expected = sum(each.units * each.other_defects / each.other_units for each in compared)
    ratio, low, high = _ratio(compared)
    beside = [Stratum(*each[:2], each.other_defects + known.defects, each.other_units + known.units) for each in compared]
    p, least_p = _chance(beside, defects), _chance(beside, sum(each.defects + each.other_defects for each in compared))
    return Contrast(defects, units, defects / units, expected / units, ratio, low, high, defects - expected, p, least_p)


def _ratio(strata: Sequence[Stratum]) -> tuple[float, float, float]:
    """Return the ratio of the rates of Mantel and Haenszel, with its 95 % interval."""
    ours = sum(each.defects * each.other_units / (each.units + each.other_units) for each in strata)
    others = sum(each.other_defects * each.units / (each.units + each.other_units) for each in strata)
    if not ours or not others:
        return (0.0, 0.0, inf) if not ours else (inf, 0.0, inf)
    spread = 0.0
    for each in strata:
        among, found = each.units + each.other_units, each.defects + each.other_defects
        spread += (found * each.units * each.other_units - each.defects * each.other_defects * among) / among**2
    half = Z * sqrt(max(0.0, spread) / (ours * others))
    ratio = ours / others
    return ratio, ratio * exp(-half), ratio * exp(half)


def _chance(strata: Sequence[Stratum], observed: int) -> float:
    """Return the chance of so many defects of the group or more, if it were like the others."""
    found = sum(each.defects + each.other_defects for each in strata)
    if found <= _EXACT:
        terms = [1.0]
        for each in strata:
            terms = _convolved(terms, _hypergeometric(each))
        return min(1.0, sum(terms[observed:]))
    mean = variance = 0.0
    for each in strata:
        among, marked = each.units + each.other_units, each.defects + each.other_defects
        mean += marked * each.units / among
        variance += marked * each.units * each.other_units * (among - marked) / (among**2 * max(1, among - 1))
    if mean < _NORMAL:
        return binomial_at_least(observed, found, mean / found)
    return 0.5 * erfc((observed - mean - 0.5) / sqrt(2 * variance)) if variance else 1.0


def _hypergeometric(stratum: Stratum) -> list[float]:
    """Return the chances of 0, 1, 2 ... defects of the group in a stratum, given how many there are in all."""
    marked = stratum.defects + stratum.other_defects
    among = stratum.units + stratum.other_units
    every = comb(among, marked)
    return [comb(stratum.units, k) * comb(stratum.other_units, marked - k) / every for k in range(marked + 1)]


def _convolved(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Return the distribution of a sum."""
    found = [0.0] * (len(first) + len(second) - 1)
    for place, chance in enumerate(first):
        for other, further in enumerate(second):
            found[place + other] += chance * further
    return found


def held_rates(chances: Sequence[float]) -> list[float]:
    """Return for each chance the share of false discoveries among those that are as small (Benjamini-Hochberg, monotone)."""
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    found = [1.0] * len(chances)
    least = 1.0
    for rank, place in zip(range(len(chances), 0, -1), order, strict=True):
        least = min(least, chances[place] * len(chances) / rank)
        found[place] = least
    return found


def able(least: Sequence[float], share: float) -> list[bool]:
    """Return which of some comparisons can show anything at all, given the least chances they can have (Tarone 1990).

    The others need not be counted among those that were tried (Gilbert 2005).
    """
    count = next((count for count in range(1, len(least) + 1) if sum(each <= share / count for each in least) <= count), 1)
    return [each <= share / count for each in least]


def units_needed(rate: float, ratio: float) -> int:
    """Return about how many units a group needs so that a ratio of its rate to the others' is found in four of five cases.

    A one-sided test at 0.5 %, with a power of 80 %, by the square root of Poisson counts.
    """
    if rate <= 0 or ratio <= 1:
        return 0
    z = 2.575829 + 0.841621
    return round((z / (2 * (sqrt(ratio * rate) - sqrt(rate)))) ** 2)
