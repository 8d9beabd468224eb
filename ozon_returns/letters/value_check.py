"""Checks of what is typed for a letter: a slip in a tax number or an answer that makes no sentence costs the claim."""

from datetime import datetime
from typing import Any

from ozon_returns.errors.usage import UsageError
from ozon_returns.letters.catalogue import Gap, gap
from ozon_returns.words import _, format_day, language

_TEN = ((2, 4, 10, 3, 5, 9, 4, 6, 8),)
_TWELVE = ((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
"""Weights of the control digits of an INN of a company and of a person: the sum modulo 11 modulo 10.

Source: the modules `ru.inn` of the stdnum libraries; 7830002293 and 500100732259 were worked out by hand.
"""

_KAZAKH = (tuple(range(1, 12)), (*range(3, 12), 1, 2))
"""Weights of the control digit of a Kazakh BIN or IIN: the sum modulo 11, where that is 10 with the second ones.

Source: rules of forming the number, decree of the government of Kazakhstan No. 406 of 22.05.2007.
"""

_UNP = 9
"""The digits of a Belarusian UNP."""


def check(name: str, value: Any, now: datetime | None = None) -> None:  # noqa: ANN401  what a placeholder takes
    """Raise `UsageError` for a value that was typed and cannot be meant; with `now` also for a date to come that has passed."""
    told = gap(name)
    if now and told.kind == "term" and value < now:
        raise UsageError(_("{when} is in the past.").format(when=format_day(value)), _("Enter a date to come."))
    if told.check == "inn" and not is_tax_number(str(value)):
        raise UsageError(
            _("“{value}” is no tax number.").format(value=value),
            _("An INN has 10 or 12 digits, and the last ones check the others: look for a slip."),
        )
    if told.check == "words" and not any(each.isalpha() for each in str(value)):
        raise UsageError(_("“{value}” is no answer to: {question}").format(value=value, question=told.question), _("Write it in words."))
    if told.begins and not _begins(str(value), told):
        raise UsageError(
            _("The answer becomes a part of the sentence in the letter."),
            _("Begin it with: {words}").format(words=_(" or ").join(f"“{each}”" for each in told.begins[language()])),
        )


def _begins(value: str, told: Gap) -> bool:
    """Return whether an answer begins with one of the words it is to begin with."""
    return value.casefold().startswith(tuple(word for words in told.begins.values() for word in words))


def is_tax_number(text: str) -> bool:
    """Return whether a text is an INN, or the tax number of a company in Kazakhstan or Belarus, judged by the control digits."""
    if not (text.isascii() and text.isdigit()):
        return False
    digits = [int(each) for each in text]
    if len(digits) == _UNP:
        return True
    return (len(digits) == len(_KAZAKH[0]) + 1 and _is_kazakh(digits)) or any(
        len(digits) == len(weights[-1]) + 1 and all(digits[len(each)] == _rest(digits, each) % 10 for each in weights)
        for weights in (_TEN, _TWELVE)
    )


def _is_kazakh(digits: list[int]) -> bool:
    """Return whether twelve digits begin with a month and a day or the kind of a company, and end with their control digit."""
    month, day = (10 * digits[at] + digits[at + 1] for at in (2, 4))
    rest = next((each for each in (_rest(digits, weights) for weights in _KAZAKH) if each < 10), None)  # noqa: PLR2004  no digit
    return 1 <= month <= 12 and 1 <= day <= 69 and digits[-1] == rest  # noqa: PLR2004  days, and companies from 40 to 69


def _rest(digits: list[int], weights: tuple[int, ...]) -> int:
    """Return the weighted sum of the first digits modulo 11."""
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
