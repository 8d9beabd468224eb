"""The other open cases of the batch of a dangerous item."""

from ozon_returns.store.read_models import Case
from ozon_returns.store.reading import Reading
from ozon_returns.store.shop import batch_of
from ozon_returns.vocabulary.case import Severity
from ozon_returns.words import _


def others_told(case: Case, reading: Reading) -> list[str]:
    """Return the other open cases of the batch of a dangerous item, which have to be looked at too."""
    if case["severity"] != Severity.DANGEROUS:
        return []
    others = [str(each["number"]) for each in batch_of(reading, case)[0][1:]]
    return [_("Other open cases of this batch: {numbers}").format(numbers=", ".join(others))] if others else []
