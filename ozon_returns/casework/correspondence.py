"""What letters and tickets tell of a case, and the text that comes of it."""

from collections.abc import Mapping
from importlib import resources

from ozon_returns.errors import InvalidError
from ozon_returns.guess import nearest
from ozon_returns.kinds import Defect, Outcome
from ozon_returns.letters import filling
from ozon_returns.store.tables import Case, CaseDefect, Photo
from ozon_returns.store.writing import Writing, numbered
from ozon_returns.words import _, name, speaking

_TOLD = "product posting sku article quantity serial supplier batch return_id price note claimed_reason".split()


def case_facts(writing: Writing, case: Case) -> dict[str, object]:
    """Give the facts of a case that a letter may name, in the language of letters."""
    with speaking(filling.LANGUAGE):
        return {
            **{each: getattr(case, each) for each in _TOLD},
            "found_at": case.found_at.astimezone(writing.now.tzinfo),
            "scheme": case.scheme.upper() if case.scheme else None,
            "defects": ", ".join(name(each) for each in case_defects(writing, case)),
            "outcome": name(Outcome(case.outcome)) if case.outcome else None,
        }


def case_defects(writing: Writing, case: Case) -> list[Defect]:
    """Give the defects of a case, in the order they were named."""
    rows = sorted(writing.rows(CaseDefect, case=numbered(case)), key=lambda row: row.position)
    return [Defect(row.kind) for row in rows]


def case_files(writing: Writing, case: Case) -> list[str]:
    """Name the files of evidence of a case."""
    return [row.file for row in writing.rows(Photo, case=case.number)]


def letter_names(prefix: str) -> list[str]:
    """Name the letters there are."""
    folder = resources.files(filling.__package__ or "") / filling.LANGUAGE
    return sorted(each.name.removesuffix(".txt") for each in folder.iterdir() if each.name.startswith(prefix))


def known_letter(letter: str) -> str:
    """Give the name of a letter to the buyer; `InvalidError` where there is none of that name."""
    known = letter_names("buyer.")
    if letter not in known:
        names = nearest(letter, known, cutoff=0.4) or ", ".join(known)
        raise InvalidError(_("There is no letter “{letter}”.").format(letter=letter), _("There are: {names}").format(names=names))
    return letter


def letter_text(letter: str, facts: Mapping[str, object]) -> str:
    """Write a letter by its name."""
    return filling.write(letter, facts)
