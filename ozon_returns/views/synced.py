"""What of the news from Ozon needs the seller."""

from collections.abc import Sequence

from ozon_returns.cases.synced import Synced
from ozon_returns.words import _

_NAMED = 5
"""So many cases are named."""


def synced_told(synced: Synced) -> list[str]:
    """Return what of the news needs the seller."""
    notes = []
    if synced.answered:
        command = f"ozon-returns show {synced.answered[0]}"
        told = _("Buyers have answered in cases {cases}; see the first: {command}")
        notes.append(told.format(cases=_numbered(synced.answered), command=command))
    for title, cases in _by_title(synced.waiting).items():
        command = f"ozon-returns show {cases[0]}"
        notes.append(
            _("Ozon waits for you in cases {cases} (“{title}”); see the first: {command}").format(
                title=title, cases=_numbered(cases), command=command
            )
        )
    for case in synced.compensated[:_NAMED]:
        command = f"ozon-returns ticket {case} --to ozon --paid-at WHEN --amount ..."
        notes.append(
            _("Ozon has paid a compensation for case {case}, but does not say how much; record it: {command}").format(
                case=case, command=command
            )
        )
    for case in synced.taken_back[:_NAMED]:
        command = f"ozon-returns ticket {case} --to ozon --taken-back WHEN"
        notes.append(_("Ozon has taken back the compensation for case {case}; record it: {command}").format(case=case, command=command))
    for case in synced.withdrawn[:_NAMED]:
        command = f"ozon-returns resolve {case} --dismiss WHY"
        notes.append(
            _("The buyer has withdrawn the claim of case {case}; if nothing is left to do: {command}").format(case=case, command=command)
        )
    if synced.lost:
        told = _("Photos of buyers that could not be had: {n}; the first: {why}")
        notes.append(told.format(n=len(synced.lost), why=synced.lost[0]))
    return notes


def _by_title(waiting: Sequence[tuple[int, str]]) -> dict[str, list[int]]:
    """Return the cases by the title of their status."""
    found: dict[str, list[int]] = {}
    for case, title in waiting:
        found.setdefault(title, []).append(case)
    return found


def _numbered(cases: Sequence[int]) -> str:
    """Return the first of some cases in words."""
    named = ", ".join(str(each) for each in cases[:_NAMED])
    more = len(cases) - _NAMED
    return named + (" " + _("and {n} more").format(n=more) if more > 0 else "")
