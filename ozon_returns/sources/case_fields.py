"""The fields of a case file, by the names of the contract: what each may hold."""

from ozon_returns import dealings, kinds
from ozon_returns.sources.fields import Fields, currency, day, facts, flag, last, money, one_of, text, when, whole

PHOTO: Fields = {
    "file": text,
    "role": one_of(kinds.Role),
    "original_name": text,
    "sha256": text,
    "added_at": when,
    "taken_at": when,
} | dict.fromkeys(("bytes", "mime", "width", "height"))
ANSWER: Fields = {"at": when, "kind": one_of(dealings.MessageKind), "text": text}
LISTS: dict[str, Fields] = {
    "letters": {
        "direction": one_of(dealings.Direction),
        "name": text,
        "channel": one_of(dealings.Channel),
        "text": text,
        "written_at": when,
        "sent_at": when,
        "how": text,
        "outside_id": text,
    },
    "offers": {
        "kind": one_of(dealings.Offer),
        "amount": money,
        "until": last,
        "at": when,
        "chosen_at": when,
        "how": one_of(dealings.Way),
        "refused_at": when,
    },
    "tickets": {
        "no": whole(1),
        "number": text,
        "to": one_of(dealings.Addressee),
        "situation": one_of(dealings.Situation),
        "text": text,
        "asked": money,
        "until": last,
        "written_at": when,
        "opened_at": when,
        "next_check": when,
        "outcome": one_of(dealings.Verdict),
        "amount": money,
        "decided_at": when,
        "paid_at": when,
        "paid": money,
        "taken_back": money,
        "taken_back_at": when,
        "letter": text,
        "answers": ANSWER,
    },
    "costs": {"kind": one_of(dealings.CostKind), "amount": money, "at": when},
    "recovered": {"from": one_of(dealings.Payer), "amount": money, "at": when},
    "actions": {"kind": one_of(dealings.ActionKind), "text": text, "due": last, "done_at": when, "at": when},
    "dates": {"kind": one_of(kinds.Milestone), "at": when},
    "feedback": {"at": when, "satisfied": flag, "score": whole(1, 5), "again": flag, "comment": text, "unreachable": text},
}
CASE: Fields = {
    "key": text,
    "number": whole(1),
    "status": one_of(kinds.Status),
    **dict.fromkeys("opened_at found_at contacted_at ticketed_at resolved_at closed_at dismissed_at".split(), when),
    **dict.fromkeys(
        "sku article product posting return_id supplier batch serial marking warehouse claimed_reason note no_action".split(), text
    ),
    "scheme": one_of(kinds.Scheme),
    "quantity": whole(1, 1_000_000),
    "price": money,
    "currency": currency,
    "stage": one_of(kinds.Stage),
    "defects": [one_of(kinds.Defect)],
    "severity": one_of(kinds.Severity),
    "suspected_cause": one_of(kinds.Cause),
    "cause": one_of(kinds.Cause),
    "liable": one_of(kinds.Liable),
    "outcome": one_of(kinds.Outcome),
    "disposition": one_of(kinds.Disposition),
    "why": [text],
    "photos": PHOTO,
    "history": {"at": when, "kind": one_of(dealings.EventKind), "status": one_of(kinds.Status), "facts": facts},
    **LISTS,
    **dict.fromkeys(("net_cost", "owed", "due_at", "clocks")),
}
DELIVERY: Fields = {"sku": text, "from": day, "to": day, "units": whole(0), "supplier": text, "batch": text}
