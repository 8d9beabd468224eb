"""A deadline of a case as it is read: with what its rule says, its state, its penalty and its command."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ozon_returns.clocks.clock import clock_state
from ozon_returns.clocks.duty import Subject, command_of, known_stake, penalty_of
from ozon_returns.clocks.rules import Rule, Rulebook
from ozon_returns.store.read_models import ClockState


def read_clock(clock: Mapping[str, Any], case: Mapping[str, Any], book: Rulebook, now: datetime) -> ClockState:
    """Return a stored deadline of a case with what its rule says, and its state at a moment."""
    rule = book.rules.get(clock["rule"]) or Rule(clock["rule"], "")
    state, due_at, met_at = clock_state(clock, now), clock["due_at"], clock["met_at"]
    is_missed = state == "missed"
    price = None if case["price"] is None else case["price"] * case["quantity"]
    subject = Subject(case["number"], clock["about"], clock["stake"], case["cause"] or case["suspected_cause"])
    return {
        "rule": clock["rule"],
        "title": rule.title(now, late=is_missed),
        "started_at": clock["started_at"],
        "due_at": due_at,
        "paused_at": clock["paused_at"],
        "met_at": met_at,
        "state": state,
        "what_happens": rule.text("missed"),
        "about": clock["about"] or None,
        "window": not clock["duty"],
        "late": bool(due_at and met_at and met_at > due_at),
        "assumed": clock["assumed"],
        "at_stake": known_stake(subject.stake),
        "penalty": penalty_of(rule, price, due_at, met_at or now) if due_at else None,
        "command": command_of(rule, subject, late=is_missed) if clock["duty"] else "",
    }
