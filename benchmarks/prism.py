"""Every call of the client against Prism, a mock of Ozon's own OpenAPI document that validates what is asked.

Give it the address of a running mock: `npx @stoplight/prism-cli mock -p 4010 openapi.json`, then, from the top of the checkout:
`python -m benchmarks.prism http://127.0.0.1:4010`.
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import islice

from ozon_returns.errors.base import ReturnsError
from ozon_returns.ozon.buyer_chats import buyer_chats, messages_in
from ozon_returns.ozon.chats import chat_of, say, send_file, support_chat
from ozon_returns.ozon.claims import OzonAction, OzonReason, claim, claim_of, claims
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.deciding import OzonDecision, decide
from ozon_returns.ozon.keys import Keys
from ozon_returns.ozon.postings import ordered_units, posting
from ozon_returns.ozon.products import products
from ozon_returns.ozon.returns import compensations, returns
from ozon_returns.ozon.seller import access, disposed_of_below
from ozon_returns.ozon.units import ORDERED, sold_units

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def calls(client: Client) -> dict[str, Callable[[], object]]:
    """Return a call of each method, as the program makes it."""
    told = claim_of({"return_id": 1, "return_number": "1-R1"})
    if told is None:
        raise ValueError(told)
    reject = OzonDecision(told, OzonAction(-1, "…"), OzonReason(1, "…", "", wants_comment=True), "…")
    return {
        "access": lambda: access(client),
        "returns": lambda: list(islice(returns(client, NOW, NOW, after=5), 1)),
        "compensations": lambda: list(islice(compensations(client, NOW, NOW), 1)),
        "claims": lambda: list(islice(claims(client), 1)),
        "claim": lambda: claim(client, 1),
        "decide": lambda: decide(client, reject),
        "units": lambda: list(islice(sold_units(client, date(2026, 11, 16), date(2026, 11, 22), ORDERED), 1)),
        "posting of FBS": lambda: posting(client, "1-0001-1", "fbs"),
        "posting of FBO": lambda: posting(client, "1-0001-1", "fbo"),
        "orders": lambda: list(ordered_units(client, NOW, NOW, has_fbs=True)),
        "products": lambda: list(products(client, ["158000"], "fbs")),
        "disposal": lambda: disposed_of_below(client),
        "chat": lambda: chat_of(client, "1-0001-1"),
        "say": lambda: say(client, "c", "Здравствуйте"),
        "file": lambda: send_file(client, "c", "a.jpg", b"..."),
        "support": lambda: support_chat(client),
        "buyer chats": lambda: list(buyer_chats(client)),
        "messages": lambda: messages_in(client, "c"),
    }


def main(url: str) -> int:
    """Make every call and print what came of it; return how many failed."""
    failed = 0
    with Client(Keys("123456", "key"), url, pace=0.001, attempts=1) as client:
        for name, call in calls(client).items():
            try:
                sys.stdout.write(f"{name}: {str(call())[:100]}\n")
            except ReturnsError as error:
                failed += 1
                sys.stdout.write(f"{name}: FAILED: {error.message()}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
