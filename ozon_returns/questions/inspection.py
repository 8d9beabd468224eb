"""What is asked of a new case: the item and its defect, and what a claim needs, each with what is known already to accept."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from ozon_returns.errors.usage import UsageError
from ozon_returns.money import parse_money
from ozon_returns.prompts import choose, whole
from ozon_returns.questions.gaps import own_value
from ozon_returns.questions.interview import Interview
from ozon_returns.vocabulary.case import Cause, Defect, Milestone, Scheme, Stage
from ozon_returns.words import _

Dates = list[tuple[Milestone, datetime]]
_SUPPLIERS = frozenset({Cause.PRODUCTION, Cause.SUPPLIER_PACKAGING})
"""Causes of which the supplier is to be told, by the batch."""


def ask_product(asked: Interview, facts: dict[str, Any], *, is_named: bool) -> None:
    """Ask for the product if nothing tells it; where something else names the item, it may stay unknown."""
    if any(each in facts for each in ("sku", "article", "product")):
        return
    question = _("Which product is it")
    is_named = is_named or "posting" in facts or "return_id" in facts
    product = asked.answer(question, _product) if is_named else asked.needed(question, _product)
    _take(facts, "product", product)
    asked.words += ["--product", product] if product else []


def ask_findings(asked: Interview, facts: dict[str, Any], defects: list[Defect]) -> None:
    """Ask for the defects, where they were found, and the probable cause."""
    if not defects:
        defects.extend(choose(_("What is wrong"), Defect, several=True))
        asked.words += [word for each in defects for word in ("--defect", each.value)]
    if "stage" not in facts and (stage := asked.kind("--stage", _("Where was it found"), Stage)):
        facts["stage"] = stage
    if "suspected_cause" not in facts and (cause := asked.kind("--suspect", _("What probably caused it"), Cause)):
        facts["suspected_cause"] = cause


def ask_claim(
    asked: Interview, facts: dict[str, Any], dates: Dates, moment: Callable[[str], datetime | None], known: Mapping[str, str]
) -> None:
    """Ask for what a claim about the item needs: the buyer's claim, the posting, the price, the scheme; `known` is proposed.

    A claim has 24 hours from its minute, so the hour is asked too; what is still to come is asked again.
    """
    sold = facts.get("stage") != Stage.WAREHOUSE
    if facts.get("stage") == Stage.BUYER and not any(kind is Milestone.CLAIMED for kind, _at in dates):
        when = asked.answer(_("When did the buyer make the claim in Ozon's form"), asked.past)
        if when is not None and (at := moment(when)) and at.time() == time() and ":" not in when:
            hour = asked.answer(_("At what time, such as 14:30: you have 24 hours from it"), lambda text: asked.past(f"{when} {text}"))
            when = f"{when} {hour}" if hour else when
        if when is not None and (at := moment(when)):
            dates.append((Milestone.CLAIMED, at))
            asked.words += ["--date", f"{Milestone.CLAIMED}={when}"]
    if "posting" not in facts and (sold or "posting" in known):
        _take(facts, "posting", asked.text("--posting", _("Posting number"), known.get("posting"), read=_posting))
    if "return_id" not in facts and "return_id" in known:
        _take(facts, "return_id", asked.text("--return-id", _("Number of the return"), known["return_id"]))
    if not sold and "quantity" not in facts:
        several = asked.text("--quantity", _("How many items"), "1", read=whole)
        _take(facts, "quantity", None if several is None else whole(several))
    if "price" not in facts:
        told = asked.money("--price", _("Sale price of one item"))
        _take(facts, "price", None if told is None else parse_money(told))
    if "scheme" not in facts and sold:
        usual = Scheme(known["scheme"]) if "scheme" in known else None
        _take(facts, "scheme", asked.kind("--scheme", _("Who stores and delivers"), Scheme, usual))
    if facts.get("suspected_cause") in _SUPPLIERS:
        _ask_supply(asked, facts, known)


def _ask_supply(asked: Interview, facts: dict[str, Any], known: Mapping[str, str]) -> None:
    """Ask from whom and in which batch a defective item came."""
    for field, question in (("supplier", _("Who supplied it")), ("batch", _("Which batch is it of"))):
        if field not in facts:
            _take(facts, field, asked.text(f"--{field}", question, known.get(field), read=own_value))


def _take(facts: dict[str, Any], field: str, value: Any) -> None:  # noqa: ANN401  a value of any field
    """Add an answer to the facts, if there is one."""
    if value is not None:
        facts[field] = value


def _posting(text: str) -> str:
    """Return a number as it was typed. Raise `UsageError` for several words, which are none."""
    if " " in text.strip():
        told = _("“{text}” is no number of a posting.").format(text=text)
        raise UsageError(told, _("Write it like {example}.").format(example="58544282-0057-1"))
    return text


def _product(text: str) -> str:
    """Return what was typed for a product. Raise `UsageError` for a file, which was meant as a photo."""
    if Path(text.strip("'\"")).is_file():
        raise UsageError(
            _("“{text}” is a file, not a product.").format(text=text), _("Photos are named after the command: ozon-returns inspect PHOTO")
        )
    return text
