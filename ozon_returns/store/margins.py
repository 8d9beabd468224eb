"""What a product earns per unit sold, and loses per defective unit."""

from typing import NamedTuple

from ozon_returns.period import Period, stored
from ozon_returns.store.cohorts import REACHED
from ozon_returns.store.reading import Reading

_SQL = f"""SELECT p.sku, avg(c.price) * (1 - ifnull(p.commission, 0) / 10000.0) - p.cost - ifnull(p.delivery_out, 0),
       1.0 * sum(ifnull((SELECT sum(amount) FROM cost k WHERE k."case" = c.number), 0)
         - ifnull((SELECT sum(amount) FROM recovery r WHERE r."case" = c.number), 0)) / sum(c.quantity)
  FROM product p JOIN "case" c ON c.sku = p.sku
 WHERE p.cost IS NOT NULL AND c.price IS NOT NULL AND {REACHED} AND c.found_at >= ? AND c.found_at < ? GROUP BY p.sku"""


class Margin(NamedTuple):
    """What a unit of a product earns and what a defective one has cost, net, both in kopecks."""

    sku: str
    margin: float
    loss: float

    @property
    def break_even(self) -> float:
        """Return the share of defective units at which nothing is earned."""
        return min(1.0, max(0.0, self.margin / self.loss))


def margins(reading: Reading, period: Period) -> list[Margin]:
    """Return the products whose purchase cost and price are known and whose cases found in a period have cost money.

    One that earns nothing even without defects is left out: that is not a matter of defects.
    """
    rows = reading.rows(_SQL, stored(period.start), stored(period.end))
    return [each for each in (Margin(*row) for row in rows) if each.loss > 0 and each.margin > 0]
