"""The shop that the tests try the client on: the one of the demo, which is installed with the program."""

from ozon_returns.ozon.shop import BUSY, KEY, OWNER, Answer, Method, Shop, opened
from ozon_returns.ozon.shop_methods import claims_of, orders_of, postings_of, products_of, returns_of, seller_of

__all__ = [
    "BUSY",
    "KEY",
    "OWNER",
    "Answer",
    "Method",
    "Shop",
    "claims_of",
    "opened",
    "orders_of",
    "postings_of",
    "products_of",
    "returns_of",
    "seller_of",
]
