"""Deadline rules: those shipped with the program, with the seller's changes."""

import json
import zlib
from collections.abc import Mapping
from datetime import date as day
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import tomli

from ozon_returns.clocks.calendar import Calendar, shipped
from ozon_returns.clocks.conditions import CONDITIONS
from ozon_returns.clocks.deadline import Length
from ozon_returns.clocks.stake import STAKES
from ozon_returns.clocks.triggers import DATES, HAPPENINGS
from ozon_returns.errors.file import SettingsError
from ozon_returns.files import shipped_file
from ozon_returns.settings import Settings
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import _, language
from ozon_returns.words import format_day as written

STALE = timedelta(days=180)
"""Age after which a rule that was not checked against its source is marked wherever it is shown."""

FOLLOW_UP = "follow_up"
"""The rule whose number of days has a setting of its own."""

_KINDS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("starts", "only", "date", "stake", "command", "late_command", "source", "confidence"), str),
    **dict.fromkeys(("meets", "pauses", "schemes"), list),
    **dict.fromkeys(("hours", "days", "workdays", "months"), int),
    **dict.fromkeys(("moves", "window", "unset", "penalty", "safety", "off"), bool),
    "checked": day,
    "ru": dict,
    "en": dict,
}
_PLACEHOLDERS = "{case}, {about}, {ticket}, {decide}, {approve}, {refund}, {remind}, {amount}"
_LENGTHS = ("hours", "days", "workdays", "months")
_LONGEST = {"hours": 24 * 366, "days": 36_600, "workdays": 3_660, "months": 1200}
_SCHEMES = ("fbo", "fbs", "rfbs", "unknown")
_LANGUAGES = ("ru", "en")


class Rule(NamedTuple):
    """A deadline rule; the field names are those of `rules.toml`."""

    id: str
    starts: str
    meets: tuple[str, ...] = ()
    only: str = ""
    pauses: tuple[str, ...] = ()
    length: Length = Length()
    date: str = ""
    schemes: frozenset[str] = frozenset(_SCHEMES)
    moves: bool = False
    window: bool = False
    unset: bool = False
    penalty: bool = False
    stake: str = ""
    safety: bool = False
    command: str = "show {case}"
    late_command: str = ""
    source: str = ""
    confidence: str = ""
    checked: day | None = None
    said: Mapping[str, Mapping[str, str]] | None = None

    def text(self, what: str) -> str:
        """Return a text of the rule (`title`, `missed`, `late` or `ask`) in the current language, else in the other one."""
        said = self.said or {}
        return next((said[each][what] for each in (language(), *_LANGUAGES) if said.get(each, {}).get(what)), "")

    def stale(self, when: datetime) -> bool:
        """Return whether the rule has not been checked for longer than `STALE`."""
        return self.checked is None or when.date() - self.checked > STALE

    def title(self, when: datetime, *, late: bool = False) -> str:
        """Return the title of the rule, or if it is `late` what is to be done then; marked if the rule is stale."""
        title = (self.text("late") if late else "") or self.text("title") or self.id
        if not self.stale(when):
            return title
        told = _("{title} (rule not checked since {day})") if self.checked else _("{title} (rule never checked)")
        return told.format(title=title, day=written(self.checked) if self.checked else "")


@cache
def _parsed(text: str) -> Mapping[str, Mapping[str, Any]]:
    """Parse the shipped rules, once."""
    return tomli.loads(text)


class Rulebook:
    """All rules with the calendar and the time zone they are calculated in; read on first use."""

    def __init__(self, settings: Settings, zone: ZoneInfo, path: str = "settings.toml") -> None:
        """Store the seller's settings; `path` is the settings file named in error messages."""
        self.settings, self.zone, self.path = settings, zone, path
        self._shipped = shipped_file("clocks/rules.toml").read_text(encoding="utf-8")

    @cached_property
    def fingerprint(self) -> int:
        """Return a number that changes with anything a deadline depends on; 31 bits, as stored in the database."""
        chosen = [self.settings.rules, self.settings.calendar, self.settings.follow_up_days, str(self.zone)]
        known = json.dumps([self._shipped, shipped(), chosen], sort_keys=True, default=str)
        return zlib.crc32(known.encode()) >> 1 or 1

    @cached_property
    def calendar(self) -> Calendar:
        """Return the production calendar with the seller's own days."""
        days: dict[str, frozenset[day]] = {}
        for name, given in self.settings.calendar.items():
            if name not in ("off", "work") or not isinstance(given, list) or not all(type(each) is day for each in given):
                raise self._refused("calendar", _("[calendar] may only contain the lists “off” and “work” with dates such as 2027-02-22"))
            days[name] = frozenset(given)
        return Calendar(shipped(), **days)

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Return the rules by ID. Raise `SettingsError` if the seller's changes are invalid."""
        told: dict[str, dict[str, Any]] = {name: dict(fields) for name, fields in _parsed(self._shipped).items()}
        told[FOLLOW_UP]["days"] = self.settings.follow_up_days
        for name, changes in self.settings.rules.items():
            told[name] = self._changed(name, told.get(name, {}), changes)
        return {name: _rule(name, fields) for name, fields in told.items() if not fields.get("off")}

    def _changed(self, name: str, fields: dict[str, Any], changes: object) -> dict[str, Any]:
        """Return a rule with the seller's changes applied."""
        if not isinstance(changes, dict):
            raise self._refused(name, _("a rule must be a table: [rules.{name}]").format(name=name))
        for key, value in changes.items():
            kind = _KINDS.get(key)
            if kind is None:
                meant = nearest(key, _KINDS)
                guess = _(", did you mean “{meant}”?").format(meant=meant) if meant else ""
                raise self._refused(name, _("unknown setting “{key}”").format(key=key) + guess)
            if not isinstance(value, kind) or (kind in (int, day) and type(value) is not kind):
                raise self._refused(name, _("“{key}” has a value of the wrong type").format(key=key))
        if any(each in changes for each in _LENGTHS):
            fields = {key: value for key, value in fields.items() if key not in _LENGTHS}
        languages = {each: {**fields.get(each, {}), **changes.get(each, {})} for each in _LANGUAGES if each in fields or each in changes}
        made = {**fields, **changes, **languages}
        self._judge(name, made)
        return made

    def _judge(self, name: str, made: Mapping[str, Any]) -> None:
        """Raise `SettingsError` if a rule is invalid."""
        if made.get("off"):
            return
        happenings = [made.get("starts"), *made.get("meets", ()), *made.get("pauses", ())]
        for given, known in (
            (happenings, HAPPENINGS),
            ([made.get("only", "")], ("", *CONDITIONS)),
            ([made.get("date", "")], ("", *DATES)),
            (made.get("schemes", ()), _SCHEMES),
            ([made.get("stake", "")], STAKES),
        ):
            for each in given:
                if each not in known:
                    raise self._refused(
                        name, _("“{word}” is not one of {names}").format(word=each, names=", ".join(sorted(filter(None, known))))
                    )
        lengths = [each for each in _LENGTHS if each in made]
        if len(lengths) > 1 or not (lengths or made.get("date") or made.get("unset")):
            raise self._refused(name, _("a rule must set exactly one of hours, days, workdays, months or date"))
        if any(not 0 <= made[each] <= _LONGEST[each] for each in lengths) or len(made.get("pauses", ())) not in (0, 2):
            raise self._refused(name, _("its duration or its pauses are invalid"))
        try:
            for command in ("command", "late_command"):
                made.get(command, "").format(case=1, about="ozon", ticket=1, decide="", refund="", amount="", remind="", approve="")
        except (LookupError, ValueError, AttributeError) as error:
            raise self._refused(name, _("“command” may only contain the placeholders {names}").replace("{names}", _PLACEHOLDERS)) from error
        if any(not isinstance(text, str) for each in _LANGUAGES for text in made.get(each, {}).values()):
            raise self._refused(name, _("“{key}” has a value of the wrong type").format(key="ru/en"))

    def _refused(self, name: str, why: str) -> SettingsError:
        """Return the `SettingsError` for an invalid rule."""
        return SettingsError(self.path, f"{name}: {why}")


def _rule(name: str, told: Mapping[str, Any]) -> Rule:
    """Create a rule from its fields; in an `unset` rule, 0 days means that the seller does not know the length."""
    given = {key: told[key] for key in _KINDS if key in told and key not in (*_LENGTHS, *_LANGUAGES, "off")}
    for key in ("meets", "pauses"):
        given[key] = tuple(given.get(key, ()))
    given["schemes"] = frozenset(given.get("schemes", _SCHEMES))
    said = [key for key in _LENGTHS if key in told]
    length = Length(**{key: told[key] for key in said if told[key] or not told.get("unset")})
    given["unset"] = bool(told.get("unset")) and not said
    return Rule(name, length=length, said={each: told.get(each, {}) for each in _LANGUAGES}, **given)
