"""What happens between the seller and the buyer, as the rules name it: letters, decisions, fulfillments, offers, a danger."""

from ozon_returns.clocks.trigger import Found, Happening, Rows, case_moment, case_of
from ozon_returns.vocabulary.activity import WARNING, DecisionKind, Direction, OfferKind
from ozon_returns.vocabulary.case import Severity

_EVERY_OFFER = frozenset(OfferKind)


def sent(rows: Rows) -> Found:
    """Find the letters sent to the buyer."""
    letters = rows.get("letter", {}).values()
    return [Happening("", row["sent_at"], row) for row in letters if row["direction"] == Direction.OUT and row["sent_at"]]


def buyer_waits(rows: Rows) -> Found:
    """Find since when the buyer waits for an answer: since the first message after the last one that was sent to them."""
    heard = sorted(row["written_at"] for row in rows.get("letter", {}).values() if row["direction"] == Direction.IN)
    answered = max((each.at for each in sent(rows) if heard and each.at <= heard[-1]), default="")
    waiting = [each for each in heard if each >= answered]
    return [Happening("", waiting[0], {})] if waiting else []


def decisions(kinds: frozenset[str], rows: Rows) -> Found:
    """Find decisions of certain kinds on the claim."""
    return [Happening("", row["at"], row) for row in rows.get("decision", {}).values() if row["kind"] in kinds]


def is_rejected(rows: Rows) -> bool:
    """Return whether the last decision on the claim is a rejection, after which nothing was done for the buyer."""
    last = max(rows.get("decision", {}).values(), key=lambda row: (row["at"], row["id"]), default=None)
    done = [row["at"] for row in rows.get("fulfillment", {}).values()]
    return last is not None and last["kind"] == DecisionKind.REJECT and max(done, default="") <= last["at"]


def offers(moment: str, kinds: frozenset[str], rows: Rows) -> Found:
    """Find a moment of offers of certain kinds."""
    made = enumerate(rows.get("offer", {}).values(), 1)
    return [Happening(f"{row['kind']}-{no}", row[moment], row) for no, row in made if row[moment] and row["kind"] in kinds]


def chosen(rows: Rows) -> Found:
    """Find when the buyer chose an offer, as something that concerns the whole case."""
    return [each._replace(about="") for each in offers("chosen_at", _EVERY_OFFER, rows)]


def danger(rows: Rows) -> Found:
    """Find when a dangerous item was found."""
    return case_moment("found_at", rows) if case_of(rows)["severity"] == Severity.DANGEROUS else []


def warned(rows: Rows) -> Found:
    """Find when the buyer was warned of a danger: by the letter for it, or in the seller's own words."""
    return [each for each in sent(rows) if each.row["name"] in (None, WARNING)]


def done_action(kind: str, rows: Rows) -> Found:
    """Find when an action of a kind was done, as something that concerns the whole case."""
    return [Happening("", row["done_at"], row) for row in rows.get("action", {}).values() if row["kind"] == kind and row["done_at"]]
