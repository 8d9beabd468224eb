"""The language of this run: gettext, plural forms, and how dates are written.

One process speaks one language at a time; `speak` chooses it. English sentences in the code are the keys of the
catalogue. `N_` marks a sentence that is translated later, where it is shown.
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
    """The catalogue in use and the language it is in."""

    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def speak(language: str) -> None:
    """Speak `language` (one of `LANGUAGES`) from now on, and have Click, on which Typer stands, do the same.

    Click asks the standard gettext for its words, which finds the language in `LANGUAGE`; so it is told there.
    """
    _Speech.catalogue = gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)
    _Speech.language = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def language_of_locale(environ: Mapping[str, str]) -> str:
    """Give the language of the locale: Russian where it is Russian, else English; on Windows the system says it."""
    named = next((environ[each] for each in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(each)), "")
    if not named and os.name == "nt":
        import locale  # noqa: PLC0415  asked nowhere else

        named = locale.getlocale()[0] or ""
    return "ru" if named.lower().startswith("ru") else "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while, as a letter to a Russian buyer does in an English run."""
    before = _Speech.language
    speak(language)
    try:
        yield
    finally:
        speak(before)


def language() -> str:
    """Give the language spoken now."""
    return _Speech.language


def _(sentence: str) -> str:
    """Give a sentence in the language of this run."""
    return _Speech.catalogue.gettext(sentence)


def n_(one: str, many: str, count: int) -> str:
    """Give the form of a sentence that goes with `count`, with `{n}` in it filled."""
    return _Speech.catalogue.ngettext(one, many, count).format(n=count)


def name(kind: StrEnum) -> str:
    """Say what a member of a vocabulary is called.

    The vocabulary is the context of the translation: a «refund» that is offered and one that is paid may differ.
    """
    return _Speech.catalogue.pgettext(type(kind).__name__, kind.value.replace("_", " "))


def N_(sentence: str) -> str:  # noqa: N802  the name that catalogue tools know
    """Mark a sentence for the catalogue and give it back as it is."""
    return sentence


def readable(text: str) -> str:
    """Give a text with what is no character, as names of files and typed words may hold, replaced by a mark."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def format_day(when: date) -> str:
    """Write a day: `23.11.2026` in Russian, `2026-11-23` in English."""
    return when.strftime("%d.%m.%Y") if language() == "ru" else when.strftime("%Y-%m-%d")


def format_moment(when: datetime) -> str:
    """Write a moment to the minute, in the zone it is in."""
    return f"{format_day(when)} {when:%H:%M}"


def quote(text: str) -> str:
    """Put a text in the quotation marks of the language."""
    return f"«{text}»" if language() == "ru" else f'"{text}"'
