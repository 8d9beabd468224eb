"""The key of the Seller API: as it was set, or from a file that nobody else can read; it appears in no output."""

import os
import stat
from pathlib import Path
from typing import ClassVar

import tomli

from ozon_returns.errors.ozon import KeyMissingError
from ozon_returns.words import _

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Keys:
    """The number of a seller and the key; neither is shown by `repr`."""

    __slots__ = ("api_key", "client_id")
    hidden: ClassVar[str] = "Keys(...)"

    def __init__(self, client_id: str, api_key: str) -> None:
        """Keep both. Raise `KeyMissingError` for what is no number or no key."""
        if not (client_id.isascii() and client_id.isdigit()):
            raise KeyMissingError(_("the Client ID is not a number"))
        if not api_key.isascii() or not api_key.isprintable() or " " in api_key or not api_key:
            raise KeyMissingError(_("the key has characters that no key has"))
        self.client_id, self.api_key = client_id, api_key

    def __repr__(self) -> str:
        """Return nothing of them."""
        return self.hidden

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that carry them."""
        return {"Client-Id": self.client_id, "Api-Key": self.api_key}


def keys_of(client_id: str, api_key: str, file: Path | None) -> Keys:
    """Return the key that was set, else that of a file. Raise `KeyMissingError` where there is none, or others can read the file."""
    client_id, api_key = client_id.strip(), api_key.strip()
    if client_id and api_key:
        return Keys(client_id, api_key)
    if client_id or api_key:
        raise KeyMissingError(_("only one of OZON_CLIENT_ID and OZON_API_KEY is set"))
    if file is None:
        raise KeyMissingError(_("OZON_CLIENT_ID and OZON_API_KEY are not set"))
    return _from_file(file)


def _from_file(file: Path) -> Keys:
    """Read `client_id` and `api_key` of a TOML file."""
    try:
        if os.name == "posix" and file.stat().st_mode & _OTHERS:
            raise KeyMissingError(_("others can read {file}; run: chmod 600 {file}").format(file=file))
        told = tomli.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise KeyMissingError(_("{file} cannot be read").format(file=file)) from error
    except (tomli.TOMLDecodeError, UnicodeDecodeError):
        raise KeyMissingError(_("{file} is not TOML with client_id and api_key").format(file=file)) from None
    return Keys(str(told.get("client_id", "")).strip(), str(told.get("api_key", "")).strip())
