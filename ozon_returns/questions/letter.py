"""What is asked for a letter: everything that it cannot do without."""

from datetime import datetime
from functools import partial

from ozon_returns.letters.draft import Draft
from ozon_returns.letters.template import question
from ozon_returns.prompts import ask
from ozon_returns.words import _


def fill(draft: Draft, letter: str, words: list[str], *, now: datetime, **terms: object) -> None:
    """Ask for everything that a letter cannot do without, each until the answer can be used; say how many questions there are.

    The answers are added to `words` as options.
    """

    def add(placeholder: str, answer: str) -> None:
        """Add an answer to the draft, and its option to them."""
        draft.add(placeholder, answer, now=now)
        words.extend(["--set", f"{placeholder}={answer}"])

    missing = draft.missing(letter, **terms)
    for position, placeholder in enumerate(missing, 1):
        told = _("{no} of {n}: {question}").format(no=position, n=len(missing), question=question(placeholder))
        ask(told if len(missing) > 1 else question(placeholder), partial(add, placeholder))
