"""The payments behind the sums of a ticket, as stores and case files had them before payments were rows (revision 0004)."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple


class FormerSums(NamedTuple):
    """The sums of a ticket before it had payments: what was paid since money was last taken back, and that.

    `paid_at` is when all of it had been paid, `None` if it had not; `since` stands in for moments that are not known.
    """

    paid: Any
    paid_at: Any
    taken_back: Any
    taken_back_at: Any
    since: Any


def payments_behind(sums: FormerSums, recovered: Sequence[tuple[Any, Any]]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the payments behind the sums of a ticket: kind, amount, moment.

    Money that was taken back had been paid before, though its sum was no longer kept. `recovered` are the amounts and moments of
    what came from the addressee, the oldest first: those that add up to a sum are its parts; where none do, the sum is one payment.
    """
    taken_at = sums.taken_back_at or sums.paid_at or sums.since
    before = [each for each in recovered if sums.taken_back and each[1] <= taken_at]
    after = [each for each in recovered if each not in before]
    if sums.taken_back:
        parts = _parts(before, sums.taken_back) or _enough(before, sums.taken_back) or [(sums.taken_back, taken_at)]
        yield from (("paid", *part) for part in parts)
        yield "taken_back", sums.taken_back, taken_at
    if sums.paid:
        parts = _parts(after, sums.paid)
        whole = not parts or (sums.paid_at is not None and parts[-1][1] != sums.paid_at)
        yield from (("paid", *part) for part in ([(sums.paid, sums.paid_at or sums.since)] if whole else parts))


def _parts(recovered: Sequence[tuple[Any, Any]], total: Any) -> Sequence[tuple[Any, Any]]:  # noqa: ANN401  kopecks or roubles
    """Return those, as few as possible of the last ten, that add up to a sum; nothing if there are none."""
    few = recovered[-10:]
    every = (chosen for count in range(1, len(few) + 1) for chosen in combinations(few, count))
    return next((chosen for chosen in every if sum(amount for amount, _at in chosen) == total), ())


def _enough(recovered: Sequence[tuple[Any, Any]], total: Any) -> Sequence[tuple[Any, Any]]:  # noqa: ANN401  kopecks or roubles
    """Return the last of them that is more than a sum: money of which a part was taken back."""
    return [each for each in recovered if each[0] > total][-1:]
