"""Commands that the program proposes, in the words of the language of the run: `--decide одобрить` for `--decide approve`.

Proposals are made, stored and given as JSON with the stable English names; both are understood when they are typed.
"""

import re
from enum import StrEnum

from ozon_returns.typed import name_for, word_for
from ozon_returns.vocabulary import action, activity, case
from ozon_returns.words import _, language

COMMANDS: dict[str, dict[str, type[StrEnum]]] = {
    "inspect": {
        "--stage": case.Stage,
        "--defect": case.Defect,
        "--severity": case.Severity,
        "--suspect": case.Cause,
        "--scheme": case.Scheme,
        "--date": case.Milestone,
    },
    "contact": {
        "--offer": activity.OfferKind,
        "--choice": activity.OfferKind,
        "--refused": activity.OfferKind,
        "--demand": activity.DemandKind,
        "--decide": activity.DecisionKind,
        "--by": activity.Decider,
        "--done": activity.FulfillmentKind,
        "--channel": activity.Channel,
        "--satisfied": activity.YesNo,
        "--again": activity.YesNo,
        "--letter-language": activity.Spoken,
    },
    "ticket": {"--to": activity.Addressee, "--situation": activity.Situation, "--outcome": activity.Verdict},
    "resolve": {
        "--outcome": case.Outcome,
        "--cause": case.Cause,
        "--liable": case.Liable,
        "--disposition": case.Disposition,
        "--action": action.ActionKind,
        "--scope": action.ActionScope,
        "--cost": activity.CostKind,
        "--recovered": activity.Payer,
    },
}
"""The vocabulary of the options of each command."""

_FILTERS: dict[str, type[StrEnum]] = {"status": case.Status, "defect": case.Defect, "cause": case.Cause}
_COMMAND = re.compile(r"ozon-returns (?P<name>[a-z]+)(?P<rest>[^\n\t;»]*)")
_VALUE = re.compile(r"(?P<option>--[a-z-]+) (?P<quote>\"?)(?P<value>[a-z_]+)(?P<after>[=:]?)(?=[\s\"=:.,]|$)")
_FILTER = re.compile(r"(?<= )(?P<name>[a-z_]+):(?P<value>[a-z_]+)?")
_FIELD = re.compile(r"(?<= )(?P<name>[a-z_]+)=")
_LINE = re.compile(r"(?<= )(?P<name>[a-z]+):(?=[0-9])")
_PLACEHOLDER = re.compile(r"(?<=[ =])[A-Z]{2,}(?=$|[\s.,)])")


def spoken(text: str) -> str:
    """Return a text with the words of its commands in the language of the run."""
    return text if language() == "en" or "ozon-returns " not in text else _COMMAND.sub(_command, text)


def _command(found: re.Match[str]) -> str:
    """Return a command in the language of the run."""
    command, rest = found["name"], found["rest"]
    options = COMMANDS.get(command, {})
    rest = _VALUE.sub(lambda each: _value(each, options.get(each["option"])), rest)
    if command == "list":
        rest = _FILTER.sub(_filter, rest)
    if command in ("fix", "products"):
        rest = _FIELD.sub(
            lambda each: f"{name_for(each['name'], 'field')}=", _LINE.sub(lambda each: f"{name_for(each['name'], 'line')}:", rest)
        )
    return f"ozon-returns {command}{_PLACEHOLDER.sub(lambda each: _(each[0]), rest)}"


def _value(each: re.Match[str], vocabulary: type[StrEnum] | None) -> str:
    """Return an option with its value; one with blanks is put in quotes, unless more than the value stands in its argument."""
    value, quote = each["value"], each["quote"]
    if vocabulary is None or value not in {member.value for member in vocabulary}:
        return f"{each['option']} {quote}{name_for(value, 'word')}{each['after']}" if value in _DAYS else each[0]
    word = word_for(vocabulary(value))
    if " " in word and not quote:
        return each[0] if each["after"] else f'{each["option"]} "{word}"'
    return f"{each['option']} {quote}{word}{each['after']}"


_DAYS = ("today", "yesterday", "tomorrow")


def _filter(each: re.Match[str]) -> str:
    """Return a filter."""
    vocabulary, value = _FILTERS.get(each["name"]), each["value"] or ""
    known = vocabulary is not None and value in {member.value for member in vocabulary}
    word = word_for(vocabulary(value)) if vocabulary and known else name_for(value, "word")
    return f"{name_for(each['name'], 'filter')}:{word if ' ' not in word else value}"
