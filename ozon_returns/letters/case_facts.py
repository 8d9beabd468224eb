"""What letters may name of a case and of the ticket they are about, in the language of the letter."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, cast

from ozon_returns.fields import CASE
from ozon_returns.letters.batch_facts import came_back, defect_names, how_found, item_of
from ozon_returns.letters.catalogue import usual
from ozon_returns.letters.situations import situation_of
from ozon_returns.store.read_models import Case
from ozon_returns.store.ticket_model import Ticket
from ozon_returns.vocabulary.activity import MessageKind, PaymentKind
from ozon_returns.vocabulary.case import UNFOUNDED, Cause, Defect, Disposition, Liable, Outcome
from ozon_returns.words import name, speaking

_IDENTIFIERS = ("product", "posting", "sku", "article", "serial", "batch", "return_id", "marking", "supply")
_NO_NUMBER = frozenset({"нет", "без номера", "none", "no"})
"""What is typed as the serial number of an item that has none."""

_SHORT = 3
"""An identifier of so few characters could be a part of a phone number."""


def case_facts(case: Case, *, now: datetime, language: str) -> dict[str, Any]:
    """Return all that is known of a case, by the names of the placeholders of letters."""
    told = cast("Mapping[str, Any]", case)
    with speaking(language):
        named = _named(case)
    known = {each["kind"]: each["at"] for each in case["dates"]}
    found_how = usual("usual", language, how_found(case, known.get("supplied")))
    situation = situation_of(case) or ""
    files = [PurePosixPath(photo["file"]).name for photo in case["photos"]]
    hashes = [photo["sha256"] for photo in case["photos"]]
    return {
        **{each.name: told[each.name] for each in CASE if each.in_letters},
        **named,
        "serial": None if (case["serial"] or "").strip().casefold() in _NO_NUMBER else case["serial"],
        **({"claimed_reason": None} if Defect.COUNTERFEIT in case["defects"] else {}),
        "case": case["number"],
        "today": now,
        "outcome_text": usual("outcomes", language, case["outcome"] or ""),
        "photos_needed": usual("photos_needed", language, situation) or usual("photos_needed", language, "other"),
        "question": usual("usual", language, "question"),
        "articles": usual("usual", language, "articles"),
        "reason_confirmed": usual("usual", language, "not_confirmed") if case["cause"] in UNFOUNDED else None,
        "how_found": found_how,
        "concern": named["defects"] or None,
        "sent_item": case["product"],
        "damage_signs": case["note"] or (name_of_packaging(language) if Defect.PACKAGING in case["defects"] else None),
        **_claim(case, language),
        "qty_defective": case["quantity"],
        "consumer_returns": case["quantity"] if came_back(case) else None,
        "supplier_article": case["article"],
        "scope": case["sku"] or case["article"] or case["supplier"],
        "problem": ", ".join(part for part in (case["product"], named["defects"]) if part),
        "why": case["why"],
        "root_cause": case["why"][-1] if case["why"] else named["established"],
        "files": files,
        "photos": [{"name": file, "sha256": sha256} for file, sha256 in zip(files, hashes, strict=True)],
        "items": [item_of(case, known.get("supplied"), language)],
        "until": None,
        **_dates(case, now),
        **ticket_facts(None, case, now=now),
    }


def _named(case: Case) -> dict[str, Any]:
    """Return what of a case has a label, in the language of the run."""
    cause = case["cause"] or case["suspected_cause"]
    return {
        "defects": defect_names(case),
        "cause": name(Cause(cause)) if cause else None,
        "established": name(Cause(case["cause"])) if case["cause"] else None,
        "liable": name(Liable(case["liable"])) if case["liable"] else None,
        "disposition": name(Disposition(case["disposition"])) if case["disposition"] else None,
        "outcome": name(Outcome(case["outcome"])) if case["outcome"] else None,
        "scheme": case["scheme"].upper() if case["scheme"] else None,
    }


def name_of_packaging(language: str) -> str:
    """Return the name of damaged packaging, a sign of transport, in the language of the letter."""
    with speaking(language):
        return name(Defect.PACKAGING)


def _claim(case: Case, language: str) -> dict[str, Any]:
    """Return what is known of the buyer's claim: whether it was made, what was decided, and by when it will be."""
    decisions = [each["kind"] for each in case["decisions"]]
    open_ones = [each for each in case["clocks"] if each["rule"].startswith("ozon_claim_decision") and each["state"] == "running"]
    made = bool(case["claimed_reason"]) or any(each["kind"] == "claimed" for each in case["dates"])
    return {
        "claim_made": made or None,
        "decision_text": usual("decided", language, decisions[-1]) if decisions else None,
        "claim_due": open_ones[0]["due_at"] if open_ones and not decisions and made else None,
    }


def _dates(case: Case, now: datetime) -> dict[str, Any]:
    """Return the days of a case, the day the defect was found where nothing better is known."""
    known = {each["kind"]: each["at"] for each in case["dates"]}
    created: datetime = known.get("return_created") or case["found_at"]
    dated = list(reversed(case["actions"]))
    return {
        "found_at": case["found_at"],
        "claim_date": known.get("claimed", case["found_at"]),
        "received_at": known.get("return_received"),
        "return_created": created,
        "days_passed": max(0, (now.date() - created.date()).days),
        "approved_at": known.get("decided"),
        "delivery_date": known.get("supplied"),
        "actions": [each["text"] for each in case["actions"]],
        "due": next((each["due"] for each in dated if each["due"]), None),
        "done": next((each["done_at"] for each in dated if each["done_at"]), None),
    }


def ticket_facts(ticket: Ticket | None, case: Case, *, now: datetime) -> dict[str, Any]:
    """Return what letters may name of the ticket they are about: its number, its day, the last answer, what was paid and taken back.

    `days_passed` counts from the last word of the other side, or from what was last put to it; a reminder does not count.
    """
    if ticket is None:
        return dict.fromkeys(("ticket_number", "ticket_date", "refusal_date", "refusal_quote", "asked", "comp_amount", "comp_date"))
    answers = [each for each in ticket["answers"] if each["kind"] == MessageKind.ANSWER]
    words = [each["at"] for each in ticket["answers"] if each["kind"] != MessageKind.REMINDER]
    since = max([ticket["opened_at"] or ticket["written_at"], *words])
    paid = [each for each in ticket["payments"] if each["kind"] == PaymentKind.PAID]
    return {
        "case": case["number"],
        "ticket_number": ticket["number"],
        "ticket_date": ticket["opened_at"],
        "refusal_date": ticket["decided_at"] or (answers[-1]["at"] if answers else None),
        "refusal_quote": answers[-1]["text"] if answers else None,
        "asked": _still_claimed(ticket),
        "days_passed": max(0, (now.date() - since.date()).days),
        "comp_amount": paid[-1]["amount"] if paid else None,
        "comp_date": paid[-1]["at"] if paid else None,
        "taken_back": ticket["taken_back"],
        "taken_back_at": ticket["taken_back_at"],
    }


def _still_claimed(ticket: Ticket) -> Decimal | None:
    """Return what is claimed of a ticket, less the money that has come and was not taken back."""
    if ticket["asked"] is None:
        return None
    sums = {PaymentKind.PAID: 1, PaymentKind.TAKEN_BACK: -1}
    has = sum((sums[PaymentKind(each["kind"])] * each["amount"] for each in ticket["payments"]), Decimal(0))
    return ticket["asked"] - has if 0 < has < ticket["asked"] else ticket["asked"]


def identifiers(facts: Mapping[str, Any]) -> list[str]:
    """Return the names and numbers of a case that any letter may contain."""
    told = [facts.get(each) for each in _IDENTIFIERS]
    return [str(each) for each in told if each and len(str(each)) > _SHORT]
