"""What can be offered to the buyer, by fulfillment scheme: rules from a data file, with the seller's changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import tomli

from ozon_returns.errors.file import SettingsError
from ozon_returns.files import shipped_file
from ozon_returns.vocabulary.activity import OfferKind
from ozon_returns.vocabulary.case import Scheme
from ozon_returns.words import _


class Possible(StrEnum):
    """Whether an offer can be made: yes, no, not confirmed by any source, or only as a refund and a new order."""

    YES = "yes"
    NO = "no"
    UNCONFIRMED = "unconfirmed"
    REORDER = "reorder"


@dataclass(frozen=True)
class OfferRules:
    """The rules for offers; `changes` are the seller's, by offer and scheme, `path` the file they come from."""

    changes: Mapping[str, Any]
    path: str = "settings.toml"

    def possible(self, kind: OfferKind, scheme: str | None) -> Possible:
        """Return whether an offer can be made; of an unknown scheme nothing is refused.

        Raise `SettingsError` where the seller's changes are invalid.
        """
        if scheme is None:
            return Possible.REORDER if kind is OfferKind.REPLACEMENT else Possible.YES
        shipped = tomli.loads(shipped_file("buyer/offers.toml").read_text(encoding="utf-8"))
        told = {**shipped[kind], **self._changed(kind)}[Scheme(scheme)]
        return Possible(told)

    def _changed(self, kind: OfferKind) -> Mapping[str, Any]:
        """Return the seller's changes for an offer."""
        for name, changes in self.changes.items():
            known = name in set(OfferKind) and isinstance(changes, dict)
            if not known or any(key not in (*Scheme, "source", "checked") for key in changes):
                raise self._refused(name)
            if any(changes[key] not in set(Possible) for key in Scheme if key in changes):
                raise self._refused(name)
        found = self.changes.get(kind, {})
        return dict(found)

    def _refused(self, name: str) -> SettingsError:
        """Return the error for a change that is invalid."""
        told = _("offers.{name}: an offer has the keys fbo, fbs and rfbs, each with one of {names}")
        return SettingsError(self.path, told.format(name=name, names=", ".join(Possible)))
