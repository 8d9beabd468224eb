"""Two languages: everything is translated, the compiled catalogue is fresh, numbers and dates are those of the language."""

import re
import string
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from ozon_returns.cli import COMMANDS
from ozon_returns.views.safe_text import clean
from ozon_returns.vocabulary.case import Defect
from ozon_returns.words import format_day, format_moment, n_, name, speaking
from tests import catalogue
from tests.conftest import MOSCOW, Run

ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
"""Three words of small Latin letters in a row are a sentence somebody forgot."""


def test_every_sentence_has_a_translation() -> None:
    kept = catalogue.kept()
    known = {(message.id if isinstance(message.id, str) else tuple(message.id), message.context) for message in kept}
    assert not {words for words in catalogue.sentences() if words not in known}
    assert not catalogue.untranslated(kept)


def test_no_translation_is_left_over() -> None:
    wanted = set(catalogue.sentences())
    kept = {
        (message.id if isinstance(message.id, str) else tuple(message.id), message.context) for message in catalogue.kept() if message.id
    }
    assert not kept - wanted


def test_the_compiled_catalogue_is_that_of_the_words() -> None:
    assert catalogue.MO.read_bytes() == catalogue.compiled(catalogue.kept()), "run: python -m tests.catalogue"


def test_a_translation_has_the_gaps_of_its_sentence() -> None:
    for message in catalogue.kept():
        for original, translated in zip(_forms(message.id)[-1:], _forms(message.string)[-1:], strict=True):
            assert _gaps(translated) <= _gaps(original), original


def _forms(words: object) -> tuple[str, ...]:
    """Return the forms of a sentence."""
    return (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]


def _gaps(sentence: str) -> set[str]:
    """Return the gaps of a sentence."""
    return {field for _text, field, _form, _how in string.Formatter().parse(sentence) if field}


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (22, "22 дня"), (112, "112 дней")]
)
def test_plural_forms_are_russian(count: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking("ru"):
        from ozon_returns.words import _Speech  # noqa: PLC0415

        forms = {0: "{n} день", 1: "{n} дня", 2: "{n} дней"}
        plural = _Speech.catalogue.plural  # type: ignore[attr-defined]
        monkeypatch.setattr(_Speech.catalogue, "ngettext", lambda _one, _many, n: forms[plural(n)])
        assert n_("{n} day", "{n} days", count) == said


def test_dates_are_those_of_the_language() -> None:
    when = datetime(2026, 11, 3, 9, 5, tzinfo=MOSCOW)
    assert (format_day(when), format_moment(when)) == ("2026-11-03", "2026-11-03 09:05")
    with speaking("ru"):
        assert (format_day(when), format_moment(when)) == ("03.11.2026", "03.11.2026 09:05")
        assert name(Defect.CRACK) == "трещина"
    assert name(Defect.NOT_WORKING) == "not working"


@pytest.mark.parametrize("words", [(), *((command,) for command in COMMANDS)], ids=str)
def test_russian_help_has_no_english_sentence(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words, "--help", "--lang", "ru")
    assert said.exit == 0
    assert "Использование:" in said.out
    assert "Параметры:" in said.out
    assert not ENGLISH.findall("\n".join(line for line in said.out.splitlines() if not line.startswith("    ozon-returns ")))


@pytest.mark.parametrize(
    "words",
    [
        ("nope",),
        ("lst",),
        ("list", "--nope"),
        ("show",),
        ("show", "99"),
        ("inspect", "--stage", "nowhere"),
        ("inspect", "--quantity", "0", "--product", "x"),
        ("inspect", "--price", "abc", "--product", "x"),
        ("inspect", "--found-at", "abc", "--product", "x"),
        ("inspect",),
        ("inspect", "/nope.jpg", "--product", "x"),
        ("list", "stat:open"),
        ("list", "status:opne"),
        ("list", "price:abc"),
        ("list", "--sort", "nope"),
        ("analyze", "--weekly", "--monthly"),
        ("import", "/nope.yaml"),
    ],
    ids=" ".join,
)
def test_russian_errors_have_no_english_sentence(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words, "--lang", "ru")
    assert said.exit in (2, 4)
    assert said.err.startswith("Ошибка: ")
    assert not ENGLISH.findall(said.err)
    assert re.search("[а-я]", said.err)


def test_a_whole_case_in_russian_has_no_english_sentence(run: Run, kettle: int, photo: Callable[..., Path]) -> None:
    assert photo("b.jpg")
    said = [run(*words, "--lang", "ru").out for words in (("show", kettle), ("list",), ("analyze", "--weeks", 2), ("settings",))]
    assert [found for text in said for found in ENGLISH.findall(text.replace("ozon-returns settings set language ru", ""))] == []


@pytest.mark.parametrize(
    ("environ", "russian"),
    [
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, True),
        ({"LC_ALL": "ru_RU.CP1251", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "C"}, False),
        ({"OZON_RETURNS_LANG": "ru", "LC_ALL": "C"}, True),
        ({"OZON_RETURNS_LANG": "en", "LC_ALL": "ru_RU.UTF-8"}, False),
    ],
)
def test_the_language_follows_the_environment(run: Run, environ: dict[str, str], *, russian: bool) -> None:
    assert ("Использование" in run("--help", **environ).out) is russian


def test_the_settings_choose_the_language_but_an_option_goes_before(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('language = "ru"\n', encoding="utf-8")
    assert "Использование" in run("--help").out
    assert "Usage" in run("--help", "--lang", "en").out


def test_a_language_there_is_not_is_refused(run: Run) -> None:
    said = run("list", "--lang", "de")
    assert said.exit == 2
    assert "de" in said.err


def test_text_that_could_act_on_a_terminal_is_shown_as_what_it_is() -> None:
    assert clean("a\x1b[31mb\x07\u202ec") == "a\\x1b[31mb\\x07\\u202ec"
    assert clean("one\ttwo\nthree", lines=False) == "one two / three"
    assert clean("Чайник «Лето» ₽") == "Чайник «Лето» ₽"
