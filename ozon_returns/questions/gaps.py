"""What a proposed command leaves open, such as `--amount ...`: asked, so that the command can be carried out as it is."""

import re
import shlex
from itertools import pairwise

from ozon_returns.errors.usage import UsageError
from ozon_returns.money import parse_money
from ozon_returns.questions.interview import Interview
from ozon_returns.typed import meant
from ozon_returns.vocabulary.action import ActionKind
from ozon_returns.vocabulary.activity import CostKind
from ozon_returns.vocabulary.case import Role
from ozon_returns.vocabulary.command import unquoted
from ozon_returns.words import N_, _, name

_QUESTIONS = {
    "--why": N_("Why is the claim rejected"),
    "--text": N_("Your message to the buyer"),
    "--answer": N_("What was answered, word for word"),
    "--appeal": N_("Your objection to the refusal"),
    "--amount": N_("How much"),
    "--posting": N_("Posting number"),
    "--return-id": N_("Number of the return"),
    "--price": N_("Sale price of one item"),
    "--cause": N_("What caused it"),
}
"""By the option whose value is open."""

_PLACES = (N_("PHOTO"), N_("FILE"), N_("NO"), N_("WHEN"), N_("AMOUNT"), N_("CAUSE"))
"""What stands in a proposed command for a value besides dots, in the language of the run."""

_LETTER = "--set"


def own_value(text: str) -> str:
    """Return a value that was typed. Raise `UsageError` for what stands in a proposed command for one."""
    if text in {*_PLACES, *map(_, _PLACES)}:
        raise UsageError(_("“{text}” is a placeholder for your own words.").format(text=text), _("Replace it with your own text."))
    return text


_FACTS = frozenset({"--done", "--satisfied", "--choice", "--paid-at", "--by", "--sent"})
"""Options that record what happened in the world, which only a person can know."""


def states_facts(command: str) -> bool:
    """Return whether a proposed command records that something has happened: money went, the buyer spoke, Ozon decided."""
    return bool(_FACTS & set(_words(command)))


def may_be_taken(command: str) -> bool:
    """Return whether a proposed command can be carried out unseen: it leaves nothing open, and records nothing that nobody stated."""
    return bool(command) and is_whole(command) and not states_facts(command)


def is_whole(command: str) -> bool:
    """Return whether a proposed command leaves nothing open that must be asked before it is carried out."""
    words = _words(command)
    return not any(_gap(word) for word in words)


def filled(command: str, asked: Interview) -> list[str]:
    """Return the words of a proposed command, each gap filled with what is answered.

    Fields of a letter are left out: they are asked when the letter is written.
    """
    words = _words(command)
    asked.begin(*words[:1])
    for position, word in enumerate(words[1:], 1):
        gap = _gap(word)
        if not gap:
            asked.words.append(word)
            continue
        option = words[position - 1] if word == gap else word
        read = parse_money if option in ("--amount", "--price", "--cost") or words[position - 1] == "--cost" else str
        answer = asked.needed(_question(option, words[position - 1]), read)
        asked.words.append(word.removesuffix(gap) + (unquoted(answer.strip("'")) if meant(option.partition("=")[0], Role) else answer))
    return asked.command()


def options_of(command: str) -> dict[str, str]:
    """Return the options of a proposed command with their values."""
    words = _words(command)
    return {word: value for word, value in pairwise(words) if word.startswith("--")}


def _words(command: str) -> list[str]:
    """Return the words of a command after the name of the program, without the fields of a letter that are open."""
    words = shlex.split(command)[1:]
    open_fields = {at for at, word in enumerate(words) if at and words[at - 1] == _LETTER and _gap(word)}
    return [word for at, word in enumerate(words) if at not in open_fields and at + 1 not in open_fields]


def _gap(word: str) -> str:
    """Return what in a word stands for a value: the end of it, or an empty string."""
    places = "|".join(map(re.escape, (*map(_, _PLACES), "...", "…")))
    found = re.search(rf"(?:^|(?<==)|(?<=: ))(?:{places})$", word)
    return found[0] if found else ""


def _question(option: str, before: str) -> str:
    """Return the question for a gap: of an option, of a kind of cost or action, or of a photo in a role."""
    if option in _QUESTIONS:
        return _(_QUESTIONS[option])
    kind = re.split(r"[=:]", option)[0]
    if before == "--cost" and (cost := meant(kind, CostKind)):
        return _("How much did it cost: {kind}").format(kind=name(cost))
    if before == "--action" and (action := meant(kind, ActionKind)):
        return _("What is done, in words: {kind}").format(kind=name(action))
    role = meant(kind, Role)
    return _("File of the photo: {role}").format(role=name(role)) if role else option
