"""The shop of the demo: three returns, a claim of rFBS with a photo, a chat that a buyer began; it answers what is decided and said."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from ozon_returns.ozon.shop import Answer, Method, Shop, opened
from ozon_returns.ozon.shop_methods import claims_of, orders_of, postings_of, products_of, returns_of, seller_of

_PRODUCT = {
    "sku": 1580412233,
    "offer_id": "KT-12",
    "name": "Чайник керамический «Лето», 1,2 л",
    "price": {"price": 1990, "currency_code": "RUB"},
}
_CHAT = "chat-of-the-demo"
_PHOTO = "/photo.jpg"


@contextmanager
def demo_shop(now: datetime, photo: bytes) -> Iterator[Shop]:
    """Open the shop; what happened in it is told as of the days before `now`."""
    with opened() as shop:
        claim = _claim(now, shop.url)
        said = [_message(1, now - timedelta(hours=3), "Здравствуйте! Чайник пришёл разбитым, что делать?", "Customer")]
        shop.files[_PHOTO] = photo
        shop.methods = {
            "/v1/returns/list": returns_of(_returns(now)),
            **claims_of([claim]),
            **seller_of("PREMIUM_PLUS", [("1580412233", _day(now - timedelta(days=each)), 4) for each in range(8, 60)]),
            **postings_of({"64100233-0071-1": _posting(now)}),
            **products_of([_product()]),
            **orders_of(_orders(now)),
            **_chats(said, now),
            "/v1/returns/rfbs/action/set": _deciding(claim),
        }
        yield shop


def _returns(now: datetime) -> list[dict[str, Any]]:
    """Return a return that waits for the seller, one to be picked up, and one that is no matter of quality."""
    told = (
        (7001, "64100233-0071-1", "OnSellerApproval", "Упаковка и товар повреждены", 4),
        (7002, "64100234-0012-1", "ArrivedAtReturnPlace", "Товар не работает / брак", 60),
        (7003, "64100235-0033-1", "MovingToSeller", "Покупатель передумал", 30),
    )
    return [
        {
            "id": number,
            "type": "ClientReturn",
            "schema": "Fbs",
            "return_reason_name": reason,
            "posting_number": posting,
            "product": {**_PRODUCT, "quantity": 1},
            "place": {"id": 1, "name": "Пункт выдачи возвратов на Лесной", "address": "Москва, Лесная ул., 5"},
            "storage": {"tariffication_first_date": _moment(now + timedelta(days=5))} if status == "ArrivedAtReturnPlace" else None,
            "logistic": {"technical_return_moment": _moment(now - timedelta(hours=hours + 2)), "barcode": f"ii{number}"},
            "visual": {"status": {"sys_name": status}, "change_moment": _moment(now - timedelta(hours=hours))},
            "compensation_status": None,
        }
        for number, posting, status, reason, hours in told
    ]


def _claim(now: datetime, url: str) -> dict[str, Any]:
    """Return a claim of rFBS that waits for a decision."""
    return {
        "return_id": 9001,
        "return_number": "64100236-R1",
        "posting_number": "64100236-0001-1",
        "created_at": _moment(now - timedelta(hours=6)),
        "product": {**_PRODUCT, "price": 1990, "currency_code": "RUB"},
        "state": {"group_state": "New", "state": "OnSellerApproval", "state_name": "На согласовании у продавца"},
        "return_reason": {"id": 1, "name": "Товар повреждён, но упаковка цела", "is_defect": True},
        "comment": "Откололся носик, коробка целая",
        "client_photo": [f"{url}{_PHOTO}"],
        "available_actions": [
            {"id": 3, "name": "Вернуть деньги без возврата товара"},
            {"id": 4, "name": "Одобрить возврат"},
        ],
        "rejection_reason": [],
    }


def _deciding(claim: dict[str, Any]) -> Method:
    """Return the method that decides the claim."""

    def decided(body: Mapping[str, Any]) -> Answer:
        if body["id"] not in [each["id"] for each in claim["available_actions"]]:
            return 400, {"code": 3, "message": "action is not available"}
        claim["state"] = {"group_state": "Approved", "state": "MoneyReturned", "state_name": "Деньги возвращены"}
        claim["available_actions"] = []
        return 200, {}

    return decided


def _posting(now: datetime) -> dict[str, Any]:
    """Return the posting of the first return."""
    return {
        "posting_number": "64100233-0071-1",
        "status": "delivered",
        "integration_type_flow": "ozon",
        "delivery_method": {"warehouse": "Склад в Туле", "tpl_provider": "Ozon Логистика"},
        "fact_delivery_date": _moment(now - timedelta(days=3)),
    }


def _orders(now: datetime) -> list[dict[str, Any]]:
    """Return the orders of three months: most from the seller's warehouse, some from Ozon's; those of the last week are on the way."""
    own = {"integration_type_flow": "ozon", "delivery_method": {"warehouse": "Склад в Туле"}}
    of_ozon = {"analytics_data": {"warehouse_name": "ХОРУГВИНО_РФЦ"}}
    return [
        {
            "in_process_at": _moment(now - timedelta(days=days)),
            "status": "delivered" if days > 7 else "delivering",  # noqa: PLR2004  a week
            "products": [{"sku": _PRODUCT["sku"], "quantity": units}],
            **how,
        }
        for days in range(1, 90)
        for how, units in ((own, 3), (of_ozon, 1))
    ]


def _product() -> dict[str, Any]:
    """Return the product with what a sale costs."""
    commissions = [{"sale_schema": "FBS", "percent": 17, "delivery_amount": 120, "return_amount": 90}]
    return {**_PRODUCT, "sources": [], "price": "1990.00", "barcodes": ["4607123456781"], "commissions": commissions}


def _chats(said: list[dict[str, Any]], now: datetime) -> dict[str, Method]:
    """Return the methods of a chat: the buyer answers a message with a word of thanks."""

    def say(body: Mapping[str, Any]) -> Answer:
        said.insert(0, _message(len(said) + 1, now, body["text"], "Seller"))
        said.insert(0, _message(len(said) + 1, now + timedelta(seconds=1), "Спасибо, что ответили так быстро!", "Customer"))
        return 200, {"result": "success"}

    def listed(_body: Mapping[str, Any]) -> Answer:
        chat = {"chat_id": _CHAT, "chat_type": "BUYER_SELLER", "chat_status": "OPENED"}
        return 200, {"chats": [{"chat": chat, "last_message_id": said[0]["message_id"]}], "has_next": False}

    return {
        "/v3/chat/list": listed,
        "/v3/chat/history": lambda _body: (200, {"messages": said, "has_next": False}),
        "/v1/chat/send/message": say,
    }


def _message(number: int, at: datetime, text: str, who: str) -> dict[str, Any]:
    """Return a message of the chat about the first return."""
    context = {"order_number": "64100233-0071", "sku": "1580412233"}
    return {"message_id": str(number), "created_at": _moment(at), "data": [text], "user": {"id": "1", "type": who}, "context": context}


def _moment(at: datetime) -> str:
    """Return a moment as Ozon writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _day(at: datetime) -> str:
    """Return a day as Ozon writes it."""
    return at.date().isoformat()
