"""What the law requires of a case, whatever it costs."""

from ozon_returns.store.read_models import Case, ClockState
from ozon_returns.words import _, format_day


def duties(case: Case) -> list[str]:
    """Return the open duties by the consumer law and for safety, each with its last day and what happens otherwise."""
    return [_duty(each) for each in case["clocks"] if each["state"] in ("running", "missed") and _by_law(each["rule"])]


def _duty(clock: ClockState) -> str:
    """Return a duty by law with its last day, and what happens otherwise."""
    until = _(" (until {when})").format(when=format_day(clock["due_at"])) if clock["due_at"] else ""
    return f"{clock['title']}{until}: {clock['what_happens']}"


def _by_law(rule: str) -> bool:
    """Return whether a rule is a duty of the consumer law, or a safety duty."""
    return rule.startswith(("zzpp_", "danger_"))
