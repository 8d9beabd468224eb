"""What a key may do, and what the seller has subscribed to: a harmless first call."""

from decimal import Decimal
from typing import NamedTuple

from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import DISPOSAL, ROLES, SELLER
from ozon_returns.ozon.lenient import amount, fields, items, moment, text

_CHATS = frozenset({"PREMIUM_PLUS", "PREMIUM_PRO"})
"""Subscriptions with which one may write to buyers."""


class Access(NamedTuple):
    """Whose shop it is; until when the key lives, as RFC 3339 (empty: not said); the methods it may call (empty: not said)."""

    shop: str
    subscription: str
    expires_at: str
    methods: frozenset[str]

    @property
    def may_write(self) -> bool:
        """Return whether the subscription lets one write to buyers."""
        return self.subscription in _CHATS

    def allows(self, path: str) -> bool:
        """Return whether the key may call a method, as far as that is known."""
        return not self.methods or path in self.methods


def access(client: Client) -> Access:
    """Return what a key may do."""
    roles, seller = client.call(ROLES, {}), client.call(SELLER, {})
    until = moment(roles.get("expires_at"))
    methods = (text(each) for role in items(roles.get("roles")) for each in (role.get("methods") or ()))
    company, subscription = fields(seller.get("company")), fields(seller.get("subscription"))
    return Access(
        text(company.get("name")),
        text(subscription.get("type")).upper(),
        until.isoformat() if until else "",
        frozenset(filter(None, methods)),
    )


def disposed_of_below(client: Client) -> Decimal | None:
    """Return the price up to which Ozon disposes of defective returns by itself; `None` if it does not."""
    told = fields(client.call(DISPOSAL, {}).get("utilization_settings"))
    found = amount(told.get("utilization_price_defects"))
    return found or None
