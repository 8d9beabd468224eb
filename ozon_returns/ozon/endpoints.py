"""The methods of Ozon's Seller API that are called, in one table; nothing else of it is."""

from typing import NamedTuple


class Endpoint(NamedTuple):
    """A method: its path; whether it changes something, so that it is never repeated blindly; seconds from one call to the next."""

    path: str
    changes: bool = False
    pause: float = 0.5


ROLES = Endpoint("/v1/roles")
SELLER = Endpoint("/v1/seller/info")
RETURNS = Endpoint("/v1/returns/list")
CLAIMS = Endpoint("/v2/returns/rfbs/list")
CLAIM = Endpoint("/v2/returns/rfbs/get")
DECIDE = Endpoint("/v1/returns/rfbs/action/set", changes=True)
UNITS = Endpoint("/v1/analytics/data", pause=90)
CHAT_START = Endpoint("/v1/chat/start", changes=True)
CHAT_SAY = Endpoint("/v1/chat/send/message", changes=True)
CHAT_FILE = Endpoint("/v1/chat/send/file", changes=True)
CHAT_HISTORY = Endpoint("/v3/chat/history")
CHAT_LIST = Endpoint("/v3/chat/list")
POSTING_FBS = Endpoint("/v3/posting/fbs/get")
POSTING_FBO = Endpoint("/v2/posting/fbo/get")
ORDERS_FBS = Endpoint("/v4/posting/fbs/list")
ORDERS_FBO = Endpoint("/v3/posting/fbo/list")
PRODUCTS = Endpoint("/v3/product/info/list")
DISPOSAL = Endpoint("/v1/returns/settings/utilization/info")

ENDPOINTS = (
    *(ROLES, SELLER, RETURNS, CLAIMS, CLAIM, DECIDE, UNITS, DISPOSAL),
    *(CHAT_START, CHAT_SAY, CHAT_FILE, CHAT_HISTORY, CHAT_LIST, POSTING_FBS, POSTING_FBO, ORDERS_FBS, ORDERS_FBO, PRODUCTS),
)
"""Two calls a second of one seller are far below the 50 that Ozon allows over all methods; `/v1/analytics/data` was refused 62 s
after the last call, and not after 90 s.
"""
