"""Commands that the program proposes, in the words of the language of the run: `--decide одобрить` for `--decide approve`.

Proposals are made, stored and given as JSON with the stable English names; both are understood when they are typed. A command is taken
apart into its arguments, so that what a person wrote inside one stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from ozon_returns.cases.line_name import as_typed
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
    "ticket": {
        "--to": activity.Addressee,
        "--situation": activity.Situation,
        "--outcome": activity.Verdict,
        "--letter-language": activity.Spoken,
    },
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
_WHEN = frozenset({"--at", "--paid-at", "--due", "--found-at", "--as-of", "--until", "--next-check", "--postpone", "--within"})
_DAYS = frozenset({"today", "yesterday", "tomorrow"})
_FLAGS = frozenset({"--split", "--json", "--no-color", "--yes"})
"""Options without a value, behind which arguments may stand."""

_COMMAND = re.compile(r"(?<=ozon-returns )[^\n\t]*")
_ARGUMENT = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^\s\"'])+|\s+")
_END = re.compile(r"[;,.»)]*$")
_PLACEHOLDER = re.compile(r"[A-Z]{2,}")
_NAMED = re.compile(r"(?P<name>[a-z_]+)(?P<sign>[=:])(?P<rest>.*)", re.DOTALL)
_LINE = re.compile(r"(?P<line>[a-z]+:[0-9]+(?:\.[a-z]+:[0-9]+)?(?:\.[a-z_]+)?)(?P<rest>=.*)?", re.DOTALL)


def spoken(text: str) -> str:
    """Return a text with the words of its commands in the language of the run."""
    if language() == "en" or "ozon-returns " not in text:
        return text
    return _COMMAND.sub(lambda found: "".join(_arguments(_ARGUMENT.findall(found[0]))), text)


def spoken_arguments(command: str, arguments: str) -> str:
    """Return arguments of a command, which is not shown beside them, in the language of the run."""
    start = f"ozon-returns {command} "
    return spoken(start + arguments).removeprefix(start)


def _arguments(parts: Sequence[str]) -> Iterator[str]:
    """Yield the arguments of a command, with what stands between them, in the language of the run."""
    command = option = ""
    for part in parts:
        if not part.strip():
            yield part
            continue
        end = _END.search(part)
        ending = end[0] if end and not part.endswith("...") else ""
        argument = part[: len(part) - len(ending)]
        if argument == "ozon-returns":
            command = option = ""
            yield part
        elif option:
            known = COMMANDS.get(command, {}).get(option)
            yield (_value(argument, known) if known else _plain(argument, option)) + ending
            option = ""
        elif argument.startswith("--"):
            option = "" if argument in _FLAGS or "=" in argument else argument
            yield part
        elif not command:
            command = argument
            yield part
        else:
            yield _positional(command, argument) + ending


def _value(argument: str, vocabulary: type[StrEnum]) -> str:
    """Return the value of an option: a member, several, one with more behind a sign; one with blanks in quotes where it stands alone."""
    quote = '"' if len(argument) > 1 and argument[0] == argument[-1] == '"' else ""
    inside = argument[1:-1] if quote else argument
    if found := _NAMED.fullmatch(inside):
        word = _member(found["name"], vocabulary)
        if word and (quote or " " not in word):
            rest = name_for(found["rest"], "word") if found["rest"] in _DAYS else _placeholder(found["rest"])
            return f"{quote}{word}{found['sign']}{rest}{quote}"
        return argument
    words = [_member(each, vocabulary) for each in inside.split(",")]
    if not all(words):
        return _placeholder(argument)
    told = ",".join(word for word in words if word)
    return f'"{told}"' if quote or " " in told else told


def _member(value: str, vocabulary: type[StrEnum]) -> str:
    """Return the word for a value of a vocabulary; empty for what is none."""
    return word_for(vocabulary(value)) if value in {each.value for each in vocabulary} else ""


def _plain(argument: str, option: str) -> str:
    """Return the value of another option: a day, a line to remove, or a placeholder; words of a person stay."""
    if option == "--remove":
        kind = argument.removeprefix("defect:")
        return as_typed(argument) if kind == argument else f"{name_for('defect', 'line')}:{_member(kind, case.Defect) or kind}"
    return name_for(argument, "word") if option in _WHEN and argument in _DAYS else _placeholder(argument)


def _placeholder(argument: str) -> str:
    """Return a placeholder such as CASE in the language of the run, anything else as it is."""
    return _(argument) if _PLACEHOLDER.fullmatch(argument) else argument


def _positional(command: str, argument: str) -> str:
    """Return an argument that is no option: a filter, a field or a line with its value, the role of a photo, a placeholder."""
    found = _NAMED.fullmatch(argument)
    if command == "list" and found and found["sign"] == ":":
        vocabulary = _FILTERS.get(found["name"])
        word = (_member(found["rest"], vocabulary) if vocabulary else "") or name_for(found["rest"], "word")
        return f"{name_for(found['name'], 'filter')}:{word if ' ' not in word else found['rest']}"
    if command == "analyze":
        return name_for(argument, "report")
    if command in ("fix", "products") and (line := _LINE.fullmatch(argument)):
        return f"{as_typed(line['line'])}{line['rest'] or ''}"
    if found and found["sign"] == "=":
        if command in ("fix", "products"):
            return f"{name_for(found['name'], 'field')}={found['rest']}"
        if command == "inspect" and found["name"] in set(case.Role):
            return f"{word_for(case.Role(found['name']))}={_placeholder(found['rest'])}"
    return _placeholder(argument)
