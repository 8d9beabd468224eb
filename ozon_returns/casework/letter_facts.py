"""What letters may tell of a case, in the language of the letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from ozon_returns.casework.checklist import situation_of
from ozon_returns.casework.next_step import FOLLOW_UP
from ozon_returns.casework.paper import Paper, chosen
from ozon_returns.dealings import Channel, Direction, MessageKind, Offer, Situation
from ozon_returns.kinds import Cause, Defect, Disposition, Liable, Outcome, Stage, reached_buyer
from ozon_returns.letters.catalogue import usual
from ozon_returns.letters.filling import Stationery
from ozon_returns.settings import Settings
from ozon_returns.store.reading import CaseDict
from ozon_returns.words import name, speaking

_TOLD = "product posting sku article quantity serial supplier batch return_id price note claimed_reason marking".split()


def case_facts(case: CaseDict, *, now: datetime, spoken: str) -> dict[str, Any]:
    """Give all that is known of a case for the gaps of letters."""
    with speaking(spoken):
        called = _called(case)
    how_found = usual("usual", spoken, "how_found_warehouse" if case["stage"] == Stage.WAREHOUSE else "how_found")
    situation = situation_of(case) or ""
    files = [PurePosixPath(photo["file"]).name for photo in case.get("photos", ())]
    hashes = [photo["sha256"] for photo in case.get("photos", ())]
    return {
        **{each: case[each] for each in _TOLD},
        **called,
        "case": case["number"],
        "today": now,
        "outcome_text": usual("outcomes", spoken, case["outcome"] or ""),
        "photos_needed": usual("photos_needed", spoken, situation) or usual("photos_needed", spoken, "other"),
        "question": usual("usual", spoken, "question"),
        "articles": usual("usual", spoken, "articles"),
        "reason_confirmed": usual("usual", spoken, "not_confirmed") if case["cause"] in _UNFOUNDED else None,
        "how_found": how_found,
        "qty_defective": case["quantity"],
        "consumer_returns": case["quantity"] if reached_buyer(case) else None,
        "supplier_article": case["article"],
        "scope": case["sku"] or case["article"] or case["supplier"],
        "problem": ", ".join(part for part in (case["product"], called["defects"]) if part),
        "why": case["why"],
        "root_cause": case["why"][-1] if case["why"] else called["established"],
        "cost": case["price"],
        "files": files,
        "photos": [{"name": file, "sha256": sha256} for file, sha256 in zip(files, hashes, strict=True)],
        "items": [_item(case, called["defects"], how_found)],
        "asked": None,
        "until": None,
        "comp_amount": None,
        **_dates(case, now),
        **_ticket_facts(case, now),
    }


_UNFOUNDED = frozenset({Cause.BUYER_DAMAGE, Cause.WEAR, Cause.SWAP, Cause.NO_DEFECT})
"""Causes by which a buyer's claim of a defect has no ground."""


def _called(case: CaseDict) -> dict[str, Any]:
    """Give what of a case has a name, in the language spoken now."""
    cause = case["cause"] or case["suspected_cause"]
    return {
        "defects": ", ".join(name(Defect(each)) for each in case["defects"]),
        "cause": name(Cause(cause)) if cause else None,
        "established": name(Cause(case["cause"])) if case["cause"] else None,
        "liable": name(Liable(case["liable"])) if case["liable"] else None,
        "disposition": name(Disposition(case["disposition"])) if case["disposition"] else None,
        "outcome": name(Outcome(case["outcome"])) if case["outcome"] else None,
        "scheme": case["scheme"].upper() if case["scheme"] else None,
    }


def _dates(case: CaseDict, now: datetime) -> dict[str, Any]:
    """Give the days of a case, the day it was found where nothing better is known."""
    known = {each["kind"]: each["at"] for each in case["dates"]}
    created: datetime = known.get("return_created") or case["found_at"]
    dated = list(reversed(case["actions"]))
    return {
        "found_at": case["found_at"],
        "claim_date": known.get("claimed", case["found_at"]),
        "received_at": known.get("return_received", case["found_at"]),
        "return_created": created,
        "days_passed": max(0, (now.date() - created.date()).days),
        "approved_at": known.get("decided"),
        "delivery_date": known.get("supplied"),
        "actions": [each["text"] for each in case["actions"]],
        "due": next((each["due"] for each in dated if each["due"]), None),
        "done": next((each["done_at"] for each in dated if each["done_at"]), None),
    }


@dataclass(frozen=True)
class Desk:
    """Where letters are written: what the seller has set, and the folder of his settings, where letters of his own may lie."""

    settings: Settings
    own: Path
    now: datetime


def paper_for(case: CaseDict, desk: Desk, spoken: str | None = None, values: Sequence[tuple[str, str]] = ()) -> Paper:
    """Give what a letter about a case is written on: its facts, over them what the seller has set, over all what was typed."""
    language = spoken or desk.settings.letter_language
    facts = case_facts(case, now=desk.now, spoken=language)
    usually = chosen(desk.settings.letters, case["supplier"], now=desk.now)
    facts |= {gap: value for gap, value in usually.items() if facts.get(gap) is None}
    paper = Paper(facts, Stationery(language, desk.own / "letters"))
    for gap, text in values:
        paper.add(gap, text, now=desk.now)
    return paper


def _item(case: CaseDict, defects: str, proof: str) -> dict[str, object]:
    """Describe the item of a case as a claim on a supplier lists it."""
    known = case["article"] or case["sku"] or case["product"] or ""
    return {
        "article": known,
        "batch": case["batch"],
        "quantity": case["quantity"],
        "defects": defects,
        "found_at": case["found_at"],
        "proof": proof,
    }


def _ticket_facts(case: CaseDict, now: datetime) -> dict[str, Any]:
    """Tell of the last ticket that was opened: its number, its day, how it was answered and what was paid."""
    opened = [each for each in case["tickets"] if each["opened_at"]]
    if not opened:
        return dict.fromkeys(("ticket_number", "ticket_date", "refusal_date", "refusal_quote", "comp_date"))
    last = opened[-1]
    answers = [each for each in last["answers"] if each["kind"] == MessageKind.ANSWER]
    heard = max([last["opened_at"], *(each["at"] for each in last["answers"])])
    paid = [each for each in case["recovered"] if each["from"] == last["to"]]
    return {
        "ticket_number": last["number"],
        "ticket_date": last["opened_at"],
        "refusal_date": last["decided_at"] or (answers[-1]["at"] if answers else None),
        "refusal_quote": answers[-1]["text"] if answers else None,
        "asked": last["asked"],
        "days_passed": max(0, (now.date() - heard.date()).days),
        "comp_amount": paid[-1]["amount"] if paid else None,
        "comp_date": paid[-1]["at"] if paid else None,
        "taken_back": last["taken_back"],
        "taken_back_at": last["taken_back_at"],
    }


def fitting(case: CaseDict, offers: Sequence[Offer], *, channel: Channel | None, follow_up: bool, looked: bool = True) -> str:
    """Choose the letter to the buyer that fits what is offered and how far the case has come.

    `looked`: it is known, or can be asked, what the buyer's photos show; a compensation is explained by it.
    """
    sent = [each for each in case["letters"] if each["direction"] == Direction.OUT and each["sent_at"]]
    replied = any(each["direction"] == Direction.IN for each in case["letters"])
    approved = any(each["chosen_at"] and each["kind"] == Offer.REFUND for each in case["offers"])
    asked = "buyer.ask_evidence" in {each["name"] for each in sent}
    choices = (
        (channel is Channel.REVIEW, "buyer.review_reply"),
        (follow_up, FOLLOW_UP),
        (list(offers) == [Offer.BONUS] and sent and looked, "buyer.partial_offer"),
        (offers, "buyer.first_answer"),
        (case["outcome"] == Outcome.REJECTED, "buyer.reject"),
        (approved, "buyer.approve"),
        (asked and replied and situation_of(case) == Situation.NOT_WORKING, "buyer.need_item_for_check"),
    )
    return next((letter for fits, letter in choices if fits), "buyer.ask_evidence")


def known_names(facts: Mapping[str, Any]) -> list[str]:
    """Give the names and numbers of a case that may stand in any letter."""
    told = [facts.get(each) for each in ("product", "posting", "sku", "article", "serial", "batch", "return_id", "marking")]
    return [str(each) for each in told if each and len(str(each)) > _SHORT]


_SHORT = 3
"""A number of so few digits could be a part of a phone's."""
