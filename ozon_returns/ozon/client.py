"""Calls of Ozon's Seller API: one at a time, not too fast; a reading one is repeated after a passing fault, a changing one never."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import stamina

from ozon_returns.errors.ozon import REFUSALS, OzonError, OzonUnreachableError, PhotoGoneError, TooManyError
from ozon_returns.errors.usage import UsageError
from ozon_returns.ozon.endpoints import Endpoint
from ozon_returns.ozon.keys import Keys
from ozon_returns.ozon.lenient import Json, fields, text
from ozon_returns.words import _

HOST = "https://api-seller.ozon.ru"
USUAL_RATE = 2.0
"""Calls a second, as the pauses of the methods allow (`endpoints`)."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
USUAL_ATTEMPTS, _DOWNLOADS, _LONGEST_WAIT = 6, 3, 60.0
_SERVER_FAULT, _TOO_MANY, _REFUSED = 500, 429, 400
_DONE = 200
_LARGEST = 60_000_000
_MOST_TOLD = 300
"""The characters of an answer that is not JSON that are shown."""


class Client:
    """A connection to the API with the key of one seller."""

    def __init__(self, keys: Keys, url: str = HOST, *, first_wait: float = 1.0, pace: float = 1.0, attempts: int = USUAL_ATTEMPTS) -> None:
        """Connect to a host, which is Ozon's or, for trials, on this machine. Raise `UsageError` for any other.

        `first_wait` is after how many seconds a call is first repeated, `pace` by how much the pauses between calls are multiplied,
        `attempts` how often a call is made at most.
        """
        if url != HOST and urlsplit(url).hostname not in _LOOPBACK:
            raise UsageError(_("OZON_API_URL may only name this machine, for trials."), _("Unset it."))
        self._http = httpx.Client(base_url=url, headers={**keys.headers, "Content-Type": "application/json"}, timeout=60.0)
        self._first_wait, self._pace, self._attempts, self._key = first_wait, pace, attempts, keys.api_key
        self._last: dict[str, float] = {}
        stamina.instrumentation.set_on_retry_hooks(())  # it would write what is called into the log
        self._any = 0.0

    def __enter__(self) -> Self:
        """Return the connection, which is closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._http.close()

    def call(self, endpoint: Endpoint, body: Mapping[str, Any]) -> Json:
        """Return the answer of a method as an object. Raise `OzonError` for a refusal, `OzonUnreachableError` for no whole answer."""
        if endpoint.changes:
            return self._once(endpoint, body)
        return self._retrying(self._attempts).on(_passes)(self._once, endpoint, body)

    def download(self, address: str) -> bytes:
        """Return a file that an answer names. Raise `OzonUnreachableError` for one that cannot be had, or is too large.

        The key goes along only if the address is on the host of the API itself; no redirect is followed with it.
        """
        return self._retrying(_DOWNLOADS).on(_passes)(self._download, address)

    def _download(self, address: str) -> bytes:
        """Download a file once."""
        try:
            own = urlsplit(address)[:2] == urlsplit(str(self._http.base_url))[:2]
            if not own and urlsplit(address).scheme != "https":
                raise PhotoGoneError(_without_query(address), _("the address is not https"))
            with (
                httpx.Client(timeout=60.0, follow_redirects=True) as stranger,
                (self._http if own else stranger).stream("GET", address) as answer,
            ):
                return _content(answer, address)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise OzonUnreachableError(_without_query(address), type(error).__name__) from None

    def _retrying(self, attempts: int) -> stamina.RetryingCaller:
        """Return what repeats a call."""
        return stamina.RetryingCaller(
            attempts=attempts, timeout=None, wait_initial=self._first_wait, wait_max=_LONGEST_WAIT, wait_jitter=self._first_wait
        )

    def _once(self, endpoint: Endpoint, body: Mapping[str, Any]) -> Json:
        """Call a method once, after the pause that is due."""
        self._wait(endpoint)
        try:
            answer = self._http.post(endpoint.path, json=body)
        except httpx.HTTPError as error:
            raise OzonUnreachableError(endpoint.path, type(error).__name__) from None
        finally:
            self._any = self._last[endpoint.path] = time.monotonic()
        try:
            told = answer.json()
        except ValueError:
            told = None
        if answer.status_code >= _REFUSED:
            raise refusal(endpoint, answer, fields(told), self._key)
        if not answer.is_success:
            raise OzonUnreachableError(endpoint.path, str(answer.status_code))
        if not isinstance(told, Mapping) and (answer.content.strip() or not endpoint.changes):
            raise OzonUnreachableError(endpoint.path, _("the answer is not JSON"))
        return fields(told)

    def _wait(self, endpoint: Endpoint) -> None:
        """Wait until a method may be called again, and any method at all."""
        usual = Endpoint("").pause
        due = max(self._last.get(endpoint.path, -endpoint.pause) + endpoint.pause * self._pace, self._any + usual * self._pace)
        time.sleep(max(0.0, due - time.monotonic()))


def _content(answer: httpx.Response, address: str) -> bytes:
    """Return what is downloaded. Raise `OzonUnreachableError` for anything but a whole file of a usual size."""
    if answer.status_code != _DONE:
        passes = answer.status_code >= _SERVER_FAULT or answer.status_code == _TOO_MANY
        raise (OzonUnreachableError if passes else PhotoGoneError)(_without_query(address), str(answer.status_code))
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > _LARGEST:
            raise PhotoGoneError(_without_query(address), _("the file is too large"))
    return bytes(content)


def _without_query(address: str) -> str:
    """Return an address without what may be secret in it."""
    return address.partition("?")[0]


def refusal(endpoint: Endpoint, answer: httpx.Response, told: Json, key: str = "") -> OzonError:
    """Return the error for an answer that refuses a call; a key that it repeats is not shown."""
    said = text(told.get("message")) or " ".join(answer.text.split())[:_MOST_TOLD] or answer.reason_phrase
    said = said.replace(key, "***") if key else said
    facts = (endpoint.path, answer.status_code, said.rstrip("."))
    if answer.status_code == _TOO_MANY:
        return TooManyError(*facts, _seconds(answer.headers.get("Retry-After", "")))
    shown = (each for each, words in REFUSALS.items() if any(word in said.casefold() for word in words))
    kind: Callable[..., OzonError] = next(shown, OzonError)
    return kind(*facts)


def _seconds(value: str) -> float | None:
    """Return the seconds of a `Retry-After`; `None` if it does not name them."""
    return min(float(value), _LONGEST_WAIT) if value.isascii() and value.isdigit() else None


def is_doubtful(error: OzonError | OzonUnreachableError) -> bool:
    """Return whether nobody knows if a call was carried out: no whole answer came, or the server failed while it was at it."""
    return isinstance(error, OzonUnreachableError) or error.status >= _SERVER_FAULT


def _passes(error: Exception) -> bool | float:
    """Return whether what kept a call from being answered may pass, or after how many seconds."""
    if isinstance(error, TooManyError):
        if error.status != _TOO_MANY or "circle is open" in error.text.casefold():
            return False
        return True if error.wait is None else error.wait
    if isinstance(error, PhotoGoneError):
        return False
    return isinstance(error, OzonUnreachableError) or (isinstance(error, OzonError) and error.status >= _SERVER_FAULT)
