"""How a stored picture may lie on another one, from the keypoints that both have.

Each pair of keypoints with one descriptor votes for a turn, a size and a centre; three votes for about the same are an alignment that is
worth a closer look. (The generalized Hough transform, as in Lowe 2004, section 7.)
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ozon_returns.evidence.keypoints import Keypoint, Probe
from ozon_returns.evidence.turn import Turn

_VOTES, _CONSIDERED = 3, 60
"""Number of keypoints that agree at least, and of votes for one turn that are weighed at most."""

_LIKELY = 50
"""Number of fingerprints with the most keypoints in common that are weighed."""

_NEAR, _OFF = 0.06, 0.16
"""How far apart the centres of two votes that agree may be, and how far the centre may be off, in shares of the picture."""


class Lying(NamedTuple):
    """Where a stored picture lies on a turned one: its centre, width and height in shares of the width and height of that."""

    x: float
    y: float
    width: float
    height: float


class Alignment(NamedTuple):
    """A way in which a stored picture may lie on another one, with the number of keypoints that say so."""

    votes: int
    fingerprint: int
    turn: Turn
    lying: Lying


def shared(found: Iterable[tuple[int, int, int]]) -> dict[int, list[Keypoint]]:
    """Return the keypoints found, (descriptor, fingerprint, place) each, by fingerprint, of those of which there are enough."""
    by_fingerprint: dict[int, list[Keypoint]] = defaultdict(list)
    for descriptor, number, place in found:
        by_fingerprint[number].append(Keypoint(descriptor, place))
    enough = [(len({place for _descriptor, place in each}), number) for number, each in by_fingerprint.items()]
    return {number: by_fingerprint[number] for places, number in sorted(enough, reverse=True)[:_LIKELY] if places >= _VOTES}


def alignments(
    probes: Mapping[int, Sequence[Probe]], aspect: float, stored: Mapping[int, tuple[float, Sequence[Keypoint]]]
) -> list[Alignment]:
    """Return the alignments for which enough keypoints vote, the most votes first.

    `aspect` is width by height of the picture that is looked up; `stored` has that of each fingerprint with the keypoints found.
    """
    found = []
    for number, (theirs, keypoints) in stored.items():
        by_turn: dict[Turn, dict[tuple[int, float], Lying]] = defaultdict(dict)
        for descriptor, place in keypoints:
            x, y, turn = Keypoint.at(place)
            for probe in probes[descriptor]:
                back = probe.turn.back_to(turn)
                lying = _lying(probe, back, (x, y), theirs * aspect if back.transposed else theirs / aspect)
                if max(abs(lying.x - 0.5), abs(lying.y - 0.5)) < _OFF:
                    by_turn[back][place, probe.scale] = lying
        for back, votes in by_turn.items():
            agreed = _most_agreed(list(votes.items())[:_CONSIDERED])
            count = len({place for (place, _scale), _lying in agreed})
            if count >= _VOTES:
                mean = Lying(*(sum(each) / len(agreed) for each in zip(*(lying for _from, lying in agreed), strict=True)))
                found.append(Alignment(count, number, back, mean))
    return sorted(found, key=lambda each: -each.votes)


def _lying(probe: Probe, back: Turn, at: tuple[float, float], ratio: float) -> Lying:
    """Return where a stored picture lies if its keypoint lies on the probe; `ratio` is its aspect by that of the turned picture."""
    x, y = back.moved(probe.x, probe.y)
    width, height = probe.scale * math.sqrt(ratio), probe.scale / math.sqrt(ratio)
    return Lying(x + (0.5 - at[0]) * width, y + (0.5 - at[1]) * height, width, height)


_Vote = tuple[tuple[int, float], Lying]


def _most_agreed(votes: Sequence[_Vote]) -> list[_Vote]:
    """Return the votes near the one that most keypoints agree with."""
    around = ([other for other in votes if max(abs(other[1].x - vote[1].x), abs(other[1].y - vote[1].y)) < _NEAR] for vote in votes)
    return max(around, key=lambda near: len({place for (place, _scale), _lying in near}))
