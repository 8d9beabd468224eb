"""A shop to try the client on: a real HTTP server on this machine with methods by path, a key, and faults that can be ordered.

The demo and the tests run against it; Ozon has no place to try things out.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BUSY = b"busy"
KEY = "7f3c-distinctive-key-9b1e"
OWNER = "123456"
Answer = tuple[int, Any] | tuple[int, Any, Mapping[str, str]]
Method = Callable[[Mapping[str, Any]], Answer]


@dataclass
class Shop:
    """What the server knows: its methods, the faults to come (each taken once, before the method is asked), and what was asked.

    `files` can be downloaded; `keys_seen` are the keys that came with that.

    A fault is an answer, `None` for no fault, or text that is sent as it is before the connection is closed.
    """

    methods: dict[str, Method] = field(default_factory=dict)
    faults: list[Answer | str | None] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    keys_seen: list[str] = field(default_factory=list)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two packets, between which a reader would wait 40 ms
    shop: Shop

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer a call."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))) or b"null")
        self.shop.asked.append((self.path, body))
        fault = self.shop.faults.pop(0) if self.shop.faults else None
        if isinstance(fault, str):
            self.wfile.write(fault.encode())
            self.close_connection = True
            return
        self._send(*(fault or self._answer(body)))

    def do_GET(self) -> None:
        """Send a file, or a redirect where its content is an address."""
        self.shop.keys_seen.append(self.headers.get("Api-Key", ""))
        content = self.shop.files.get(self.path)
        if content is not None and content.startswith(b"http"):
            self._send(302, "", {"Location": content.decode()})
        else:
            self._send(404 if content is None else 503 if content == BUSY else 200, content or b"")

    def _answer(self, body: Mapping[str, Any]) -> Answer:
        """Return the answer of the method, if the key is right."""
        if not (self.headers.get("Client-Id") and self.headers.get("Api-Key")):
            return 401, {"code": 16, "message": "Client-Id and Api-Key headers are required"}
        if (self.headers["Client-Id"], self.headers["Api-Key"]) != (OWNER, KEY):
            return 403, {"code": 7, "message": "Invalid Api-Key, please check the key and try again"}
        method = self.shop.methods.get(self.path)
        return method(body) if method else (404, {"code": 5, "message": "method is not allowed"})

    def _send(self, status: int, told: object, headers: Mapping[str, str] | None = None) -> None:
        """Send an answer: JSON, or text as it is."""
        content = told if isinstance(told, bytes) else told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def opened() -> Iterator[Shop]:
    """Open a shop on a free port of this machine."""
    shop = Shop()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_ShopHandler", (_Handler,), {"shop": shop}))
    shop.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
