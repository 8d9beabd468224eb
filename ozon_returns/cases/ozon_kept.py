"""Returns, claims and rows of reports as they are kept, read again."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ozon_returns.ozon.claims import as_return, claim_of
from ozon_returns.ozon.returns import OzonReturn, return_of
from ozon_returns.period import restored
from ozon_returns.sources.ozon_report import report_return
from ozon_returns.store.ozon_rows import OzonHeld

RETURNS, CLAIMS, REPORTS = "return", "claim", "report"


def kept_return(kind: str, held: OzonHeld, zone: ZoneInfo) -> OzonReturn | None:
    """Return what was told of a return, a claim or a row of a report, as it was then; moments are in a zone."""
    return _READ[kind](held, zone)


def moment_told(held: OzonHeld, zone: ZoneInfo) -> datetime:
    """Return when something was told."""
    return restored(held.told_at, zone)


def _claim(held: OzonHeld, zone: ZoneInfo) -> OzonReturn | None:
    """Return a claim with the state it had, since when it was known to have it."""
    found = claim_of(json.loads(held.told))
    since = restored(held.status_at, zone) if held.status_at else None
    return as_return(found, held.status, since) if found else None


def _report(held: OzonHeld, zone: ZoneInfo) -> OzonReturn:
    """Return a row of a report, under the number it was given."""
    return report_return(json.loads(held.told), moment_told(held, zone), held.number)


_READ: Mapping[str, Callable[[OzonHeld, ZoneInfo], OzonReturn | None]] = {
    RETURNS: lambda held, _zone: return_of(json.loads(held.told)),
    CLAIMS: _claim,
    REPORTS: _report,
}
