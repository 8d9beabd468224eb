"""Measures on simulated shops of known truth how often `analyze cause` blames the culprit first, and how often somebody innocent.

A shop has 40 products from 6 suppliers, in batches of nine weeks, from three warehouses by three carriers, with lags of 1 to 40 days from
delivery to claim; with --small it has 8 products from 3 suppliers by two carriers. A supplier or a carrier goes bad (3.3 times as many
defects), one batch is bad (15 %), a supplier and a batch of another one are at once, a packaging is changed that halves damage, or nothing
happens. Each week for six weeks the report is asked, of the packaging for 26 weeks.

    python -m benchmarks.simulated_shops [--shops 100] [--small]
"""

import argparse
import random
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from math import sqrt
from typing import NamedTuple

from ozon_returns.reports.before_after import Seen, before_and_after
from ozon_returns.reports.suspects import Suspect, suspects
from ozon_returns.store.effects import DayCounts
from ozon_returns.store.groups import Group, GroupKey
from ozon_returns.vocabulary.action import EffectVerdict

JUDGED, PAST, WATCHED = 8, 26, 6
PRODUCTS = 40
WORSE, BAD_BATCH = 3.33, 0.15
WAREHOUSES = ("W1", "W2", "W3")
BAD_CARRIER = "K2"
ENOUGH = 100
"""Units of a bad batch that are enough to tell; of many batches fewer are delivered."""

DAMAGE = (0.02, 0.04)
"""The chances of damage of products in a weak packaging."""

TWO_SUPPLIERS = 0.6
"""So many products come from two suppliers, the others from one."""


class Size(NamedTuple):
    """The size of a shop: products, suppliers, the carriers with their shares, and the logarithm of the median units a week."""

    products: int
    suppliers: int
    carriers: Mapping[str, float]
    volume: float


LARGE = Size(PRODUCTS, 6, {"K1": 0.5, "K2": 0.3, "K3": 0.2}, 3.2)
SMALL = Size(8, 3, {"K1": 0.6, "K2": 0.4}, 4.3)


class Delivered(NamedTuple):
    """Units of a product from a supplier in a batch, delivered in a week, and the chance of each to be defective."""

    week: int
    sku: str
    supplier: str
    batch: str
    warehouse: str
    carrier: str
    units: int
    rate: float


class Shop(NamedTuple):
    """A simulated shop: what it delivered, the week since which something is wrong, and who is to blame."""

    delivered: list[Delivered]
    since: int
    culprits: frozenset[tuple[str, str]]


def lags() -> list[float]:
    """Return the days from delivery to claim, the shortest first."""
    dice = random.Random(0)
    return sorted(min(40.0, max(1.0, float(int(dice.lognormvariate(2.2, 0.7))))) for _claim in range(300))


def shop(dice: random.Random, event: str, size: Size = LARGE) -> Shop:
    """Draw a shop in which a supplier goes bad, a batch is bad, or nothing happens."""
    of = {
        str(sku): dice.sample([f"S{no}" for no in range(size.suppliers)], 2 if dice.random() < TWO_SUPPLIERS else 1)
        for sku in range(size.products)
    }
    base = {sku: dice.uniform(0.008, 0.025) for sku in of}
    volume = {sku: max(4, int(dice.lognormvariate(size.volume, 0.7))) for sku in of}
    since, bad = PAST + JUDGED, dice.choice(sorted(of))
    supplier = dice.choice(of[bad])
    shift = {(sku, name): dice.randrange(9) for sku, names in of.items() for name in names}
    first = next(week for week in range(since, since + 9) if (week + shift[bad, supplier]) % 9 == 0)
    batch = f"{supplier}-{(first + shift[bad, supplier]) // 9}"
    since = first if event in ("batch", "both") else since
    other = dice.choice([f"S{no}" for no in range(size.suppliers) if f"S{no}" != supplier]) if event == "both" else ""
    delivered = []
    for week in range(since - PAST - JUDGED, since + WATCHED + 1):
        for sku, names in of.items():
            for name in names:
                made = f"{name}-{(week + shift[sku, name]) // 9}"
                worse = week >= since and event in ("supplier", "both") and name == (other if event == "both" else supplier)
                rate = base[sku] * (WORSE if worse else 1)
                rate = BAD_BATCH if event in ("batch", "both") and (sku, made) == (bad, batch) else rate
                place = WAREHOUSES[(int(sku) + week // 13) % len(WAREHOUSES)]
                for carrier, part in size.carriers.items():
                    units = volume[sku] / len(names) * part
                    grown = rate * (WORSE if event == "carrier" and carrier == BAD_CARRIER and week >= since else 1)
                    delivered.append(Delivered(week, sku, name, made, place, carrier, max(0, round(dice.gauss(units, sqrt(units)))), grown))
    culprits = {"supplier": [("supplier", supplier)], "batch": [("batch", batch)], "carrier": [("carrier", BAD_CARRIER)]}
    culprits["both"] = [("supplier", other), ("batch", batch)]
    return Shop(delivered, since, frozenset(culprits.get(event, ())))


def findings(dice: random.Random, told: Shop) -> Iterator[list[Suspect]]:
    """Yield the findings of each of the watched weeks, the first one first."""
    late = lags()
    claims = [
        (each.week * 7 + dice.randrange(7) + dice.choice(late), each)
        for each in told.delivered
        for _unit in range(each.units)
        if dice.random() < each.rate
    ]
    for now in range(told.since + 1, told.since + WATCHED + 1):
        first = now - PAST - JUDGED
        shares = [sum(bisect_right(late, (now - week) * 7 - day) / len(late) for day in range(7)) / 7 for week in range(first, now)]
        seen = Counter(each for when, each in claims if when <= now * 7 and first <= each.week < now)
        among = (each for each in told.delivered if first <= each.week < now)
        groups = [Group(each.week - first, _key(each), seen[each], float(each.units)) for each in among]
        yield [each for each in suspects(groups, PAST, shares) if each.is_culprit]


def _key(each: Delivered) -> GroupKey:
    """Return by what units are grouped."""
    return GroupKey(each.sku, each.supplier, each.batch, None, each.warehouse, each.carrier)


def bad_units(told: Shop) -> int:
    """Return how many units of the bad batch were delivered in the watched weeks."""
    return sum(each.units for each in told.delivered if each.week >= told.since and each.rate == BAD_BATCH)


def verdicts(dice: random.Random) -> Iterator[EffectVerdict]:
    """Yield the verdict of each week after a packaging was changed that a quarter of the products has, and that halves their damage."""
    late, first = lags(), date(2026, 1, 5)
    products = [(dice.uniform(*DAMAGE), max(4, int(dice.lognormvariate(3.2, 0.7)))) for _sku in range(PRODUCTS // 4)]
    claimed, sold = [], []
    for week in range(PAST + PAST):
        monday = first + timedelta(weeks=week)
        for rate, volume in products:
            units = max(0, round(dice.gauss(volume, sqrt(volume))))
            sold.append((monday, monday + timedelta(days=6), units))
            for _unit in range(units):
                if dice.random() < rate * (0.5 if week >= PAST else 1):
                    day = monday + timedelta(days=dice.randrange(7))
                    claimed.append((day, day + timedelta(days=dice.choice(late))))
    for weeks in range(1, PAST + 1):
        as_of = datetime.combine(first + timedelta(weeks=PAST + weeks), time(), UTC)
        seen = [(day, 1) for day, found in claimed if found < as_of.date()]
        delivered = [each for each in sold if each[1] < as_of.date()]
        yield before_and_after(DayCounts(seen, delivered), first + timedelta(weeks=PAST, days=-1), Seen(as_of, late)).verdict


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=100)
    parser.add_argument("--small", action="store_true")
    count: int = parser.parse_args().shops
    size = SMALL if parser.parse_args().small else LARGE
    for event, least in (("supplier", 0), ("carrier", 0), ("batch", 0), ("batch", ENOUGH), ("both", 0)):
        by_week, shops, innocent = [0] * WATCHED, 0, 0
        for seed in range(count):
            dice = random.Random(seed)
            told = shop(dice, event, size)
            if bad_units(told) < least:
                continue
            shops += 1
            right = False
            for week, each in enumerate(findings(dice, told)):
                named = [(it.dimension, it.value) for it in each]
                right = right or (bool(named) and named[0] in told.culprits)
                by_week[week] += right
                innocent += bool(set(named) - told.culprits)
        found_by = ", ".join(f"{no}: {100 * n / shops:.0f} %" for no, n in enumerate(by_week, 1))
        sys.stdout.write(
            f"{event}, {shops} shops where {least} of its units or more were delivered: found by week {found_by}; "
            f"somebody innocent is named in {100 * innocent / shops / WATCHED:.1f} % of the weeks\n"
        )
    found = [[each is EffectVerdict.EFFECTIVE for each in verdicts(random.Random(seed))] for seed in range(count)]
    by = ", ".join(f"{no}: {100 * sum(each[no - 1] for each in found) / count:.0f} %" for no in (6, 12, 18, 26))
    sys.stdout.write(f"packaging: known to work by week {by}\n")
    false = 0
    for seed in range(2 * count):
        dice = random.Random(10_000 + seed)
        false += sum(bool(each) for each in findings(dice, shop(dice, "", size)))
    sys.stdout.write(f"nothing happens: advice in {50 * false / count / WATCHED:.1f} % of {2 * count * WATCHED} weeks\n")


if __name__ == "__main__":
    main()
