"""Output of the evidence still missing for a claim."""

from ozon_returns.cases.checklist import lacking
from ozon_returns.letters.situations import COUNTERFEIT, SUPPLIER, situation_of
from ozon_returns.store.read_models import Case
from ozon_returns.views.answer import Block, Facts
from ozon_returns.views.spoken import spoken_arguments
from ozon_returns.vocabulary.activity import Situation
from ozon_returns.vocabulary.case import OPEN, Cause
from ozon_returns.words import _, name


def still_to_show(case: Case, *, only_must: bool = False) -> list[Block]:
    """Return the required evidence that is missing and how to photograph it; empty if none is missing."""
    if case["status"] in OPEN and situation_of(case) is None:
        if (case["cause"] or case["suspected_cause"]) not in (None, Cause.UNKNOWN):
            return []  # nobody else is liable for such a cause, so there is no claim to prove
        told = _("The required evidence depends on the cause: ozon-returns inspect --case {number} --suspect CAUSE")
        return [told.format(number=case["number"])]
    items = [item for item in lacking(case) if item.must or not only_must]
    if not items:
        return []
    about = situation_of(case) or ""
    named = {SUPPLIER: _("a supplier defect"), COUNTERFEIT: _("a claim that the item is no original")}
    told = named.get(about) or name(Situation(about))
    marked = [
        (
            spoken_arguments("inspect", item.say),
            (item.what if item.must else _("{what} (recommended)").format(what=item.what)) + ". " + item.how,
        )
        for item in items
    ]
    return [_("A claim ({situation}) still needs:").format(situation=told), Facts(marked)]


def checklist_document(case: Case) -> dict[str, object]:
    """Return the missing evidence as a JSON document."""
    missing = [{"id": each.id, "must": each.must, "what": each.what, "how": each.how, "say": each.say} for each in lacking(case)]
    return {"situation": situation_of(case), "missing": missing}
