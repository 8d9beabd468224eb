"""Every request that the client can send fits Ozon's own OpenAPI document, where that lies beside the checkout."""

import json
from typing import Any

import pytest

from benchmarks.prism import calls
from ozon_returns.errors.base import ReturnsError
from ozon_returns.ozon.client import Client
from ozon_returns.ozon.endpoints import ENDPOINTS
from ozon_returns.ozon.keys import Keys
from tests.conftest import TOP
from tests.shop.server import KEY, OWNER, opened

DOCUMENT = TOP.parent / "shared/ozon/openapi.json"
pytestmark = pytest.mark.skipif(not DOCUMENT.exists(), reason="Ozon's document lies beside the checkout")
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


def faults(value: Any, schema: dict[str, Any], every: dict[str, Any], where: str) -> list[str]:  # noqa: ANN401
    """Return what of a value a schema does not allow: types, enumerated words, limits, fields it does not know or wants."""
    if "$ref" in schema:
        return faults(value, every[schema["$ref"].rpartition("/")[2]], every, where)
    kind = schema.get("type", "object" if "properties" in schema else "")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{where}: {value!r} is no {kind}"]
    found = [f"{where}: {value!r} is none of {schema['enum']}"] if value not in schema.get("enum", [value]) else []
    if kind == "object":
        known = schema.get("properties", {})
        found += [f"{where}: {name} is unknown" for name in value if known and name not in known]
        found += [f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        found += [fault for name, inner in value.items() if name in known for fault in faults(inner, known[name], every, f"{where}.{name}")]
    if kind == "array":
        found += [fault for each in value for fault in faults(each, schema.get("items", {}), every, f"{where}[]")]
    return found


def test_every_request_fits_the_document() -> None:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    every = document["components"]["schemas"]
    asked: list[tuple[str, Any]] = []
    with opened() as shop, Client(Keys(OWNER, KEY), shop.url, pace=0, attempts=1) as client:
        for endpoint in ENDPOINTS:
            shop.methods[endpoint.path] = lambda _body: (200, {})
        for call in calls(client).values():
            try:
                call()
            except ReturnsError as error:  # an empty answer is none
                assert error.exit == 8
        asked = list(shop.asked)
    wrong = []
    for path, body in asked:
        declared = document["paths"][path]["post"].get("requestBody")
        schema = declared["content"]["application/json"]["schema"] if declared else {"type": "object", "properties": {}}
        wrong += faults(body, schema, every, path) if declared or body else []
    assert wrong == []
    assert {path for path, _body in asked} == {each.path for each in ENDPOINTS}


@pytest.mark.parametrize(
    ("value", "schema", "count"),
    [
        ({"a": 1}, {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "string"}, "b": {}}}, 2),
        ({"c": 1}, {"type": "object", "properties": {"a": {}}}, 1),
        (["x"], {"type": "array", "items": {"type": "string", "enum": ["y"]}}, 1),
        (True, {"type": "integer"}, 1),
        ({"a": [1]}, {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "integer"}}}}, 0),
    ],
)
def test_what_does_not_fit_is_found(value: Any, schema: dict[str, Any], count: int) -> None:  # noqa: ANN401
    assert len(faults(value, schema, {}, "")) == count
