"""Shows everything about one case."""

from ozon_returns import dealings, kinds
from ozon_returns.money import show as money
from ozon_returns.store.reading import CaseDict
from ozon_returns.views.answer import Block, Facts
from ozon_returns.views.cases import headline, said
from ozon_returns.words import _, moment, name


def page(case: CaseDict) -> list[Block]:
    """Show everything about a case."""
    blocks: list[Block] = [headline(case), Facts([(label, value) for label, value in _facts(case) if value])]
    sections: list[tuple[str, list[tuple[str, str]]]] = [
        (_("Photos"), [(each["file"], _photo(each)) for each in case["photos"]]),
        (_("Terms"), [(_due(each), _clock(each)) for each in case["clocks"]]),
        (_("Dates"), [(moment(each["at"]), name(kinds.Milestone(each["kind"]))) for each in case["dates"]]),
        (_("Letters"), [(moment(each["written_at"]), _letter(each)) for each in case["letters"]]),
        (_("Offers"), [(moment(each["at"]), _offer(each)) for each in case["offers"]]),
        (_("Tickets"), [pair for each in case["tickets"] for pair in _ticket(each)]),
        (_("Costs"), [(moment(each["at"]), f"{name(dealings.CostKind(each['kind']))} {money(each['amount'])}") for each in case["costs"]]),
        (
            _("Recovered"),
            [(moment(each["at"]), f"{name(dealings.Payer(each['from']))} {money(each['amount'])}") for each in case["recovered"]],
        ),
        (_("Actions"), [(moment(each["at"]), _action(each)) for each in case["actions"]]),
        (_("The buyer's word"), [(moment(each["at"]), _word(each)) for each in case["feedback"]]),
        (_("History"), [(moment(each["at"]), _event(each)) for each in case["history"]]),
    ]
    for heading, pairs in sections:
        if pairs:
            blocks += ["", heading, Facts(pairs)]
    return blocks


def _facts(case: CaseDict) -> list[tuple[str, str]]:
    """Name the facts of a case."""
    scheme = case["scheme"].upper() if case["scheme"] else ""
    return [
        (_("Product"), said("product", case["product"])),
        (_("SKU"), said("sku", case["sku"])),
        (_("Article"), said("article", case["article"])),
        (_("Posting"), said("posting", case["posting"])),
        (_("Return"), said("return_id", case["return_id"])),
        (_("Scheme"), scheme),
        (_("Quantity"), str(case["quantity"])),
        (_("Price"), said("price", case["price"])),
        (_("Supplier"), said("supplier", case["supplier"])),
        (_("Batch"), said("batch", case["batch"])),
        (_("Serial number"), said("serial", case["serial"])),
        (_("Marking"), said("marking", case["marking"])),
        (_("Found"), said("found_at", case["found_at"])),
        (_("Found where"), said("stage", case["stage"])),
        (_("Defects"), said("defects", case["defects"])),
        (_("Severity"), said("severity", case["severity"])),
        (_("The buyer claims"), said("claimed_reason", case["claimed_reason"])),
        (_("Suspected cause"), said("suspected_cause", case["suspected_cause"])),
        (_("Cause"), said("cause", case["cause"])),
        (_("Why"), "\n".join(f"{position}. {each}" for position, each in enumerate(case["why"], 1))),
        (_("Liable"), said("liable", case["liable"])),
        (_("Outcome"), said("outcome", case["outcome"])),
        (_("The item"), said("disposition", case["disposition"])),
        (_("No action, because"), said("no_action", case["no_action"])),
        (_("Next due"), said("due_at", case["due_at"])),
        (_("Net cost"), said("net_cost", case["net_cost"])),
        (_("Note"), said("note", case["note"])),
    ]


def _due(clock: CaseDict) -> str:
    """Say when a clock is due."""
    return moment(clock["due_at"]) if clock["due_at"] else "?"


def _clock(clock: CaseDict) -> str:
    """Show a clock with how it stands."""
    states = {"running": _("runs"), "paused": _("rests"), "met": _("met"), "missed": _("overdue")}
    if clock["window"]:
        states |= {"running": _("runs"), "missed": _("over")}
    met = f" {moment(clock['met_at'])}" if clock["met_at"] else ""
    return f"{clock['title']}: {states[clock['state']]}{met}"


def _photo(photo: CaseDict) -> str:
    """Describe a photo."""
    shot = _("taken {when}").format(when=moment(photo["taken_at"])) if photo["taken_at"] else ""
    size = f"{photo['width']}x{photo['height']}" if photo["width"] else ""
    return ", ".join(part for part in (size, shot) if part)


def _letter(letter: CaseDict) -> str:
    """Show a letter with the way it went."""
    way = _("from the buyer") if letter["direction"] == dealings.Direction.IN else _("to the buyer")
    draft = "" if letter["sent_at"] else _(" (draft)")
    channel = f", {name(dealings.Channel(letter['channel']))}" if letter["channel"] else ""
    return f"{way}{channel}{draft}:\n{letter['text']}"


def _offer(offer: CaseDict) -> str:
    """Describe an offer and whether it was chosen."""
    until = _("until {when}").format(when=moment(offer["until"])) if offer["until"] else ""
    chosen = _("chosen {when}").format(when=moment(offer["chosen_at"])) if offer["chosen_at"] else ""
    amount = money(offer["amount"]) if offer["amount"] is not None else ""
    return ", ".join(part for part in (name(dealings.Offer(offer["kind"])), amount, until, chosen) if part)


def _ticket(ticket: CaseDict) -> list[tuple[str, str]]:
    """Show a ticket with everything that came of it."""
    what = [name(dealings.Addressee(ticket["to"])), name(dealings.Situation(ticket["situation"]))]
    what += [_("number {number}").format(number=ticket["number"])] if ticket["number"] else []
    what += [_("asked {amount}").format(amount=money(ticket["asked"]))] if ticket["asked"] is not None else []
    what += [] if ticket["opened_at"] else [_("draft")]
    pairs = [(moment(ticket["written_at"]), ", ".join(what))]
    pairs += [(moment(each["at"]), f"{name(dealings.MessageKind(each['kind']))}: {each['text']}") for each in ticket["answers"]]
    if ticket["outcome"]:
        amount = f" {money(ticket['amount'])}" if ticket["amount"] is not None else ""
        pairs.append((moment(ticket["decided_at"] or ticket["written_at"]), name(dealings.Verdict(ticket["outcome"])) + amount))
    if ticket["paid_at"]:
        pairs.append((moment(ticket["paid_at"]), _("the money arrived")))
    return pairs


def _action(action: CaseDict) -> str:
    """Describe an action."""
    due = _(" (until {when})").format(when=moment(action["due"])) if action["due"] else ""
    return f"{name(dealings.ActionKind(action['kind']))}: {action['text']}{due}"


def _word(word: CaseDict) -> str:
    """Show what the buyer said at the end."""
    parts = [
        {True: _("satisfied"), False: _("not satisfied")}.get(word["satisfied"], ""),
        _("score {score}").format(score=word["score"]) if word["score"] else "",
        {True: _("would buy again"), False: _("would not buy again")}.get(word["again"], ""),
        word["comment"] or "",
        _("unreachable: {why}").format(why=word["unreachable"]) if word["unreachable"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _event(event: CaseDict) -> str:
    """Say what happened, and what was forced."""
    forced = event["facts"].get("forced")
    return name(dealings.EventKind(event["kind"])) + (_(" (forced: {why})").format(why=forced) if forced else "")
