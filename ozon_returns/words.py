"""Localization: gettext messages, plural forms, and date formats.

A process uses one language at a time, which `speak` selects. English messages in the code are the keys of the
catalog. `N_` marks a message that is translated later, when it is displayed.
"""

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

DOMAIN = "ozon_returns"
CATALOGUES = Path(__file__).with_name("locale")
LANGUAGES = ("en", "ru")


class _Speech:
    """The current language and its catalog."""

    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def speak(language: str) -> None:
    """Set the language to `language` (one of `LANGUAGES`), also for Click, on which Typer is built.

    Click translates with the standard `gettext`, which takes the language from the environment variable `LANGUAGE`; it is
    set here.
    """
    _Speech.catalogue = gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)
    _Speech.language = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def language_of_locale(environ: Mapping[str, str]) -> str:
    """Return the language of the locale: `ru` for Russian, else `en`.

    On Windows, the system locale is used if no environment variable sets one.
    """
    named = next((environ[each] for each in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(each)), "")
    if not named and os.name == "nt":
        import locale  # noqa: PLC0415  needed only here

        named = locale.getlocale()[0] or ""
    return "ru" if named.lower().startswith("ru") else "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Switch the language temporarily, for example for a letter to a Russian buyer in an English run."""
    before = _Speech.language
    speak(language)
    try:
        yield
    finally:
        speak(before)


def language() -> str:
    """Return the current language."""
    return _Speech.language


def _(sentence: str) -> str:
    """Return the translation of a message into the language of this run."""
    return _Speech.catalogue.gettext(sentence)


def n_(one: str, many: str, count: int) -> str:
    """Return the translated plural form for `count`, with `{n}` replaced by it."""
    return _Speech.catalogue.ngettext(one, many, count).format(n=count)


def name(kind: StrEnum) -> str:
    """Return the display name of a vocabulary member.

    The vocabulary is the translation context: “refund” may be translated differently as an offer and as a cost.
    """
    return _Speech.catalogue.pgettext(type(kind).__name__, kind.value.replace("_", " "))


def names(kind: StrEnum) -> list[str]:
    """Return the display names of a vocabulary member in all languages."""
    catalogues = (gettext.translation(DOMAIN, CATALOGUES, [each], fallback=True) for each in LANGUAGES)
    return [each.pgettext(type(kind).__name__, kind.value.replace("_", " ")) for each in catalogues]


def N_(sentence: str) -> str:  # noqa: N802  conventional gettext name
    """Mark a message for translation and return it unchanged."""
    return sentence


def readable(text: str) -> str:
    """Return a text with undecodable bytes, as in file names and arguments, replaced by U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decimal(number: float, digits: int) -> str:
    """Format a number with a fraction, as the language writes it."""
    text = f"{number:.{digits}f}"
    return text.replace(".", ",") if language() == "ru" else text


def format_day(when: date) -> str:
    """Format a date: `23.11.2026` in Russian, `2026-11-23` in English."""
    return when.strftime("%d.%m.%Y") if language() == "ru" else when.strftime("%Y-%m-%d")


def format_moment(when: datetime) -> str:
    """Format a datetime to the minute, in its own time zone."""
    return f"{format_day(when)} {when:%H:%M}"


def quote(text: str) -> str:
    """Enclose a text in the quotation marks of the language."""
    return f"«{text}»" if language() == "ru" else f'"{text}"'
