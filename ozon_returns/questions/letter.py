"""What is asked for a letter: everything that it cannot do without."""

from datetime import datetime
from functools import partial

from ozon_returns.letters.draft import Draft
from ozon_returns.letters.template import question
from ozon_returns.prompts import ask, optional
from ozon_returns.words import _


def fill(draft: Draft, letter: str, words: list[str], *, now: datetime, **terms: object) -> None:
    """Ask for everything that a letter cannot do without, each until the answer can be used; say how many questions there are.

    What follows from an answer is not asked any more. The answers are added to `words` as options.
    """

    def add(placeholder: str, answer: str) -> None:
        """Add an answer to the draft, and its option to them."""
        draft.add(placeholder, answer, now=now, ahead=True)
        words.extend(["--set", f"{placeholder}={answer}"])

    answered = 0
    while missing := draft.missing(letter, **terms):
        told, left = question(missing[0]), len(missing)
        asked = _("{no} of {n}: {question}").format(no=answered + 1, n=answered + left, question=told) if answered + left > 1 else told
        if proposal := draft.proposal(missing[0]):
            optional(asked, partial(add, missing[0]), proposal)
        else:
            ask(asked, partial(add, missing[0]))
        answered += 1
