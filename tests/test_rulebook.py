"""A rule that the seller changes is checked; each refusal is one exact sentence that names the rule."""

import tomllib
from datetime import date

import pytest

from ozon_returns.clocks.conditions import CONDITIONS
from ozon_returns.clocks.rules import Rulebook
from ozon_returns.clocks.triggers import DATES, HAPPENINGS
from ozon_returns.errors.file import SettingsError
from ozon_returns.settings import Settings
from tests.conftest import MOSCOW, TOP

LENGTHS = "a rule must set exactly one of hours, days, workdays, months or date"
INVALID = "its duration or its pauses are invalid"
PLACEHOLDERS = "“command” may only contain the placeholders {case}, {about}, {ticket}, {decide}, {approve}, {refund}, {remind}, {amount}"
MINE = "starts = 'found'\nmeets = ['closed']\n"


def book(text: str) -> Rulebook:
    """Return the rules with the changes of a settings file."""
    return Rulebook(Settings(rules=tomllib.loads(text).get("rules", {})), MOSCOW, "s.toml")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[rules.mine]\nstarts = 'found'", LENGTHS),
        ("[rules.mine]\nstarts = 'found'\nhours = 1\ndays = 1", LENGTHS),
        ("[rules.mine]\nstarts = 'found'\nhours = 1\ndays = 1\nmonths = 1", LENGTHS),
        ("[rules.mine]\nstarts = 'found'\ndays = -1", INVALID),
        ("[rules.mine]\nstarts = 'found'\nhours = 8785", INVALID),
        ("[rules.mine]\nstarts = 'found'\ndays = 36601", INVALID),
        ("[rules.mine]\nstarts = 'found'\nmonths = 1201", INVALID),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\npauses = ['found']", INVALID),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\npauses = ['found', 'closed', 'found']", INVALID),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\ncommand = 'x {nothing}'", PLACEHOLDERS),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\ncommand = 'x {'", PLACEHOLDERS),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\ncommand = 'x {case.y}'", PLACEHOLDERS),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\nru = { title = 5 }", "“ru/en” has a value of the wrong type"),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\nen = { missed = 5 }", "“ru/en” has a value of the wrong type"),
        ("[rules.mine]\nstarts = 'found'\nonly = 'x'\ndays = 1", f"“x” is not one of {', '.join(sorted(CONDITIONS))}"),
        ("[rules.mine]\nstarts = 'found'\ndate = 'x'", f"“x” is not one of {', '.join(sorted(DATES))}"),
        ("[rules.mine]\nstarts = 'found'\ndays = 1\nschemes = ['x']", "“x” is not one of fbo, fbs, rfbs, unknown"),
        ("[rules.mine]\nstarts = 'x'\ndays = 1", f"“x” is not one of {', '.join(sorted(HAPPENINGS))}"),
        ("[rules.mine]\nstarts = 'found'\nmeets = ['x']\ndays = 1", f"“x” is not one of {', '.join(sorted(HAPPENINGS))}"),
        ("[rules.mine]\nstarts = 'found'\npauses = ['found', 'x']\ndays = 1", f"“x” is not one of {', '.join(sorted(HAPPENINGS))}"),
        ("[rules.mine]\ndays = 1", f"“None” is not one of {', '.join(sorted(HAPPENINGS))}"),
        ("[rules.mine]\nzzzzzz = 1", "unknown setting “zzzzzz”"),
        ("[rules.mine]\ndais = 1", "unknown setting “dais”, did you mean “days”?"),
        ("[rules.mine]\ndays = true", "“days” has a value of the wrong type"),
        ("[rules.mine]\nhours = 1.5", "“hours” has a value of the wrong type"),
        ("[rules.mine]\nchecked = 2026-01-01T10:00:00", "“checked” has a value of the wrong type"),
        ("[rules]\nmine = 5", "a rule must be a table: [rules.mine]"),
    ],
)
def test_an_invalid_rule_is_refused_in_one_sentence(text: str, why: str) -> None:
    with pytest.raises(SettingsError) as refused:
        book(text).rules  # noqa: B018  they are read when first used
    assert str(refused.value) == f"Cannot use the settings in s.toml: mine: {why}.".replace("?.", "?")


@pytest.mark.parametrize(
    "text",
    [
        "hours = 8784",
        "days = 36600",
        "months = 1200",
        "days = 0",
        "date = 'free_until'",
        "days = 1\nonly = 'supplier_at_fault'",
        "days = 1\nschemes = ['fbo', 'rfbs']",
        "days = 1\npauses = ['offered', 'chosen']",
        "days = 1\ncommand = 'ticket {case} --to {about}'",
        "days = 1\nru = { title = 'мой' }\nen = { title = 'mine' }",
    ],
)
def test_a_valid_rule_is_taken(text: str) -> None:
    rule = book(f"[rules.mine]\n{MINE}{text}").rules["mine"]
    for key, value in tomllib.loads(text).items():
        if key in ("hours", "days", "months"):
            assert getattr(rule.length, key) == value
        elif key in ("ru", "en"):
            assert (rule.said or {})[key] == value
        else:
            assert getattr(rule, key) == (frozenset(value) if key == "schemes" else tuple(value) if key == "pauses" else value)


def test_a_rule_without_schemes_holds_for_all_and_one_without_texts_is_called_by_its_name() -> None:
    rule = book(f"[rules.mine]\n{MINE}days = 1").rules["mine"]
    assert rule.schemes == {"fbo", "fbs", "rfbs", "unknown"}
    assert (rule.meets, rule.pauses, rule.text("title")) == (("closed",), (), "")


def test_a_rule_that_is_switched_off_is_gone_whatever_else_it_says() -> None:
    assert "mine" not in book("[rules.mine]\noff = true").rules
    assert "zzpp_refund" not in book("[rules.zzpp_refund]\noff = true").rules


def test_a_change_of_length_replaces_the_length_and_keeps_the_rest() -> None:
    shipped = Rulebook(Settings(), MOSCOW).rules["zzpp_refund"]
    changed = book("[rules.zzpp_refund]\nhours = 5\nchecked = 2026-11-24\nen = { title = 'pay' }").rules["zzpp_refund"]
    assert (changed.length.hours, changed.length.days, changed.length.months) == (5, None, None)
    assert (changed.starts, changed.meets, changed.source, changed.checked) == (
        shipped.starts,
        shipped.meets,
        shipped.source,
        date(2026, 11, 24),
    )
    assert (changed.said or {})["en"] == {**(shipped.said or {})["en"], "title": "pay"}
    assert (changed.said or {})["ru"] == (shipped.said or {})["ru"]


def test_a_rule_without_a_length_counts_nothing_until_the_seller_sets_one() -> None:
    unset = Rulebook(Settings(), MOSCOW).rules["ozon_compensation_claim"]
    assert (unset.unset, unset.length.days) == (True, None)
    known = book("[rules.ozon_compensation_claim]\ndays = 30").rules["ozon_compensation_claim"]
    assert (known.unset, known.length.days) == (False, 30)
    unknown = book("[rules.ozon_compensation_claim]\ndays = 0").rules["ozon_compensation_claim"]
    assert (unknown.unset, unknown.length.days) == (False, None)


@pytest.mark.parametrize("name", tomllib.loads((TOP / "ozon_returns/clocks/rules.toml").read_text(encoding="utf-8")))
def test_the_length_of_every_shipped_rule_can_be_changed(name: str) -> None:
    assert book(f"[rules.{name}]\ndays = 5").rules[name].length.days == 5
