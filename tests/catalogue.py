"""Keeps the catalogues: finds every sentence of the program, and compiles what has been translated.

Run it after a change of words, from the top of the checkout: `python -m tests.catalogue`. It adds new sentences to the
catalogue, empty, and drops those that are gone; translate what is empty, and run it again.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ozon_returns.vocabulary import action, activity, event, origin
from ozon_returns.vocabulary import case as case_words
from ozon_returns.words import CATALOGUES, DOMAIN

FOLDER = CATALOGUES / "ru" / "LC_MESSAGES"
PO, MO = FOLDER / f"{DOMAIN}.po", FOLDER / f"{DOMAIN}.mo"
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2)}
EMPTY = (b"-Date:", b"Generated-By", b"Bugs-To", b"Translator:", b"Language-Team", b"VERSION")
"""Lines of the header that say nothing here, or change with every run."""

Words = str | tuple[str, ...]

CLICK: tuple[Words, ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Arguments",
    "Show this message and exit.",
    "required",
    "default: {default}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "Missing parameter",
    "No such command {name!r}.",
    "No such option {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "Choose from:\n\t{choices}",
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Option {name!r} does not take a value.",
)
"""The words of Click that a user of this program may meet."""


def sentences() -> Iterator[tuple[Words, str | None]]:
    """Return every sentence that the program may say, with its context: its own, its vocabularies' and Click's."""
    package = CATALOGUES.parent
    for _file, _line, words, _comments, context in extract_from_dir(package, [("**.py", "python")], keywords=KEYWORDS):
        yield words, context
    for module in (case_words, action, activity, event, origin):
        for vocabulary in vars(module).values():
            if isinstance(vocabulary, type) and issubclass(vocabulary, StrEnum) and vocabulary is not StrEnum:
                yield from ((member.value.replace("_", " "), vocabulary.__name__) for member in vocabulary)
    for words in CLICK:
        yield words, None


def template() -> Catalog:
    """Return a catalogue of all sentences, none translated."""
    catalogue = Catalog(domain=DOMAIN, project="ozon-returns")
    for words, context in sentences():
        catalogue.add(words, context=context)
    return catalogue


def kept() -> Catalog:
    """Return the Russian catalogue as it is kept."""
    return read_po(BytesIO(PO.read_bytes()), locale="ru", domain=DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """Compile a catalogue, the same to the byte whenever it is done."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    paper = BytesIO()
    write_mo(paper, catalogue)
    return paper.getvalue()


def update() -> list[str]:
    """Bring the catalogue up to date, compile it, and give what is still untranslated."""
    catalogue = kept() if PO.exists() else Catalog(locale="ru", domain=DOMAIN, project="ozon-returns")
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# The Russian words of ozon-returns."
    catalogue.fuzzy = False
    paper = BytesIO()
    write_po(paper, catalogue, sort_output=True, omit_header=False, width=120, no_location=True)
    lines = [line for line in paper.getvalue().splitlines(keepends=True) if not any(each in line for each in EMPTY)]
    PO.write_bytes(b"".join(lines))
    MO.write_bytes(compiled(kept()))
    return untranslated(kept())


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the sentences of a catalogue that have no translation, or a fuzzy one."""
    empty = [message for message in catalogue if message.id and (message.fuzzy or not all(_forms(message.string)))]
    return [str(message.id) for message in empty]


def _forms(string: Words | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a translation."""
    return (string,) if isinstance(string, str) else tuple(string or ("",))


if __name__ == "__main__":
    missing = update()
    sys.stdout.write("".join(f"untranslated: {each}\n" for each in missing))
    sys.exit(1 if missing else 0)
