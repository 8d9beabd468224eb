"""The methods of the shop to try the client on: they answer as Ozon's do, oddities included (numbers as text, one date filter, limits)."""

from collections.abc import Mapping
from typing import Any

from ozon_returns.ozon.shop import Answer, Method

_RETURNS, _PRODUCTS, _ORDERS = 500, 1000, 100
"""The most of a page, and the most that is asked for at once."""


def returns_of(rows: list[dict[str, Any]]) -> Method:
    """Return the method that lists returns, by pages, as text and as numbers by turns."""

    def listed(body: Mapping[str, Any]) -> Answer:
        dates = [
            name
            for name in ("logistic_return_date", "storage_tariffication_start_date", "visual_status_change_moment")
            if name in body["filter"]
        ]
        if len(dates) > 1:
            return 400, {"code": 3, "message": "only one date filter is allowed"}
        for limit in body["filter"][dates[0]].values() if dates else ():
            if "T" not in limit:
                return 400, {"code": 3, "message": "proto: syntax error: invalid google.protobuf.Timestamp value"}
        if not 0 < body["limit"] <= _RETURNS:
            return 400, {"code": 3, "message": "Request validation error: invalid ListRequest.Limit: value must be inside range (0, 500]"}
        paid = body["filter"].get("compensation_status_id")
        span = body["filter"].get("visual_status_change_moment", {})
        rest = [
            each
            for each in rows
            if int(each["id"]) > int(body.get("last_id") or 0) and _within(each, span) and paid in (None, _compensation(each))
        ]
        more = len(rest) > body["limit"]
        return 200, {"returns": rest[: body["limit"]] or None, "has_next": str(more).lower() if len(rest) % 2 else more}

    return listed


def _within(row: Mapping[str, Any], span: Mapping[str, str]) -> bool:
    """Return whether the status of a return changed in a period, as far as its moment is told."""
    at = ((row.get("visual") or {}).get("change_moment") or "")[:19]
    return not at or span.get("time_from", "")[:19] <= at <= span.get("time_to", "9")[:19]


def _compensation(row: Mapping[str, Any]) -> int:
    """Return the number of the status of a return's compensation; 0 for none."""
    name = ((row.get("compensation_status") or {}).get("status") or {}).get("sys_name")
    return {"Sent": 1, "Received": 2, "Canceled": 3, "DecompensationSent": 4}.get(str(name), 0)


def claims_of(entries: list[dict[str, Any]]) -> dict[str, Method]:
    """Return the methods that list claims, all on one page, and tell of each."""
    listed = ("return_id", "return_number", "posting_number", "product", "state", "created_at")
    return {
        "/v2/returns/rfbs/list": lambda _body: (200, {"returns": [{name: each.get(name) for name in listed} for each in entries]}),
        "/v2/returns/rfbs/get": lambda body: (
            200,
            {"returns": next((each for each in entries if each["return_id"] == body["return_id"]), None)},
        ),
    }


def seller_of(subscription: str = "PREMIUM_LITE", sold: list[tuple[str, str, int]] | None = None) -> dict[str, Method]:
    """Return the methods that tell of the key, the seller, and the units sold: SKU, day and number, of which no subscription tells too."""

    def analytics(body: Mapping[str, Any]) -> Answer:
        if "T" in body["date_from"]:
            return 200, {"result": {"data": []}}
        if body["metrics"] == ["delivered_units"] and subscription not in ("PREMIUM_PLUS", "PREMIUM_PRO"):
            return 403, {"code": 7, "message": "Information is available starting from the premium plus subscription."}
        rows = [
            {"dimensions": [{"id": sku, "name": "…"}, {"id": day, "name": ""}], "metrics": [units]}
            for sku, day, units in sold or []
            if body["date_from"] <= day <= body["date_to"]
        ]
        return 200, {"result": {"data": rows[body["offset"] : body["offset"] + body["limit"]]}, "timestamp": "2026-11-23 10:00:00"}

    return {
        "/v1/roles": lambda _body: (200, {"expires_at": "2027-01-01T00:00:00Z", "roles": [{"name": "Admin", "methods": []}]}),
        "/v1/seller/info": lambda _body: (200, {"company": {"name": "Лебедева"}, "subscription": {"type": subscription}}),
        "/v1/returns/settings/utilization/info": lambda _body: (200, {}),
        "/v1/analytics/data": analytics,
        **postings_of({}),
        **products_of([]),
        **orders_of([]),
    }


def postings_of(entries: Mapping[str, dict[str, Any]]) -> dict[str, Method]:
    """Return the methods that tell of postings, by number; those of FBO are the ones with a warehouse of Ozon's."""

    def of(scheme: str) -> Method:
        def told(body: Mapping[str, Any]) -> Answer:
            found = entries.get(body["posting_number"])
            is_fbo = "warehouse_name" in ((found or {}).get("analytics_data") or {})
            return (200, {"result": found}) if found and is_fbo == (scheme == "fbo") else (404, {"code": 5, "message": "POSTING_NOT_FOUND"})

        return told

    return {"/v3/posting/fbs/get": of("fbs"), "/v2/posting/fbo/get": of("fbo")}


def products_of(entries: list[dict[str, Any]]) -> dict[str, Method]:
    """Return the method that tells of products by their SKUs; of those it does not know, nothing."""

    def told(body: Mapping[str, Any]) -> Answer:
        if not 0 < len(body["sku"]) <= _PRODUCTS:
            return 400, {"code": 3, "message": "Request validation error: use one of item identifiers: offer_id, product_id, sku"}
        asked = set(body["sku"])
        return 200, {"items": [each for each in entries if asked & {str(each["sku"]), *(str(one["sku"]) for one in each["sources"])}]}

    return {"/v3/product/info/list": told}


def orders_of(entries: list[dict[str, Any]]) -> dict[str, Method]:
    """Return the methods that list orders by the moment at which they were taken; those of FBO are the ones with a warehouse of Ozon's."""

    def of(scheme: str) -> Method:
        def told(body: Mapping[str, Any]) -> Answer:
            if not 0 < body["limit"] <= _ORDERS:
                return 400, {"code": 3, "message": "Request validation error: value must be inside range (0, 100]"}
            span = body["filter"]
            own = [each for each in entries if ("warehouse_name" in (each.get("analytics_data") or {})) == (scheme == "fbo")]
            found = [each for each in own if span["since"] <= each["in_process_at"] <= span["to"]]
            start = int(body.get("cursor") or 0)
            more = len(found) > start + body["limit"]
            return 200, {"postings": found[start : start + body["limit"]], "cursor": str(start + body["limit"]), "has_next": more}

        return told

    return {"/v4/posting/fbs/list": of("fbs"), "/v3/posting/fbo/list": of("fbo")}
