"""How sure a figure is, and what chance alone would give."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flock.domain.measures import Interval
from flock.domain.measures_network import Ints, Marks

Z = 1.959963984540054  # 95 of 100
MOST_REWIRINGS = 200
REWIRED_UP_TO = 200_000
"""Ties of a network that is rewired; of larger ones the band follows from the degrees."""

_FEWEST_REWIRINGS, _T = (
    10,
    2.262157,
)  # Student's t with 9 degrees of freedom; the band narrows as a network grows, and then fewer will do
_ALL_UP_TO = 10_000  # ties
_ROUNDS_FIRST = 8  # before the first network that is looked at
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 by the golden ratio, which spreads numbers evenly (Knuth, 6.4)
_MOVES_A_TIE, _MOST_ROUNDS = 2.0, 12  # between one that is looked at and the next


def share_interval(part: float, n: float, z: float = Z) -> Interval | None:
    """Give where a share lies (Wilson 1927); None where there is nothing to share."""
    if not n:
        return None
    p = part / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


def difference_interval(part: float, n: float, other_part: float, other_n: float, z: float = Z) -> Interval | None:
    """Give where the difference of two shares lies, the first less the other (Newcombe 1998, method 10)."""
    one, two = share_interval(part, n, z), share_interval(other_part, other_n, z)
    if one is None or two is None:
        return None
    p, q = part / n, other_part / other_n
    return (
        p - q - math.hypot(p - one[0], two[1] - q),
        p - q + math.hypot(one[1] - p, q - two[0]),
    )


def reciprocity_interval(mutual_pairs: int, pairs: int, z: float = Z) -> Interval | None:
    """Give where r lies, taking pairs as independent of each other: with a share q of pairs mutual, r = 2q / (1 + q)."""
    found = share_interval(mutual_pairs, pairs, z)
    return found and (2 * found[0] / (1 + found[0]), 2 * found[1] / (1 + found[1]))


@dataclass(frozen=True, slots=True)
class Band:
    """What chance gives: 95 of 100 networks lie from `low` to `high`. Without rewirings it follows from the degrees."""

    low: float
    middle: float
    high: float
    rewirings: int


def band(
    source: Ints, target: Ints, measure: Callable[[Ints, Ints], float], *, seed: int, directed: bool, rewirings: int | None = None
) -> Band | None:
    """Give what a measure is in networks that are random, but in which each member has as many ties as she has.

    `source` and `target` are distinct ties (pairs, where not `directed`). Same seed, same band. None below two ties.
    """
    if len(source) < 2:
        return None
    fewer = (_ALL_UP_TO / len(source)) ** 2
    number = rewirings or int(np.clip(MOST_REWIRINGS * fewer, _FEWEST_REWIRINGS, MOST_REWIRINGS))
    rng = np.random.default_rng(seed)
    ties = [source.astype(np.int64), target.astype(np.int64)]
    found = []
    *ties, moved = rewired(*ties, rng=rng, rounds=_ROUNDS_FIRST, directed=directed)
    # How many rounds is settled once: to stop when enough has moved would favour networks in which much can move.
    rounds = int(np.clip(np.ceil(_MOVES_A_TIE * _ROUNDS_FIRST / max(moved, 1e-9)), 2, _MOST_ROUNDS))
    for _ in range(number):
        *ties, _ = rewired(*ties, rng=rng, rounds=rounds, directed=directed)
        found.append(measure(*ties))
    if number >= MOST_REWIRINGS:
        low, middle, high = np.quantile(found, (0.025, 0.5, 0.975))
    else:  # too few for quantiles; a measure of many ties is as good as normal
        middle, spread = np.mean(found), _T * np.std(found, ddof=1)
        low, high = middle - spread, middle + spread
    return Band(float(low), float(middle), float(high), number)


def reciprocity_by_degree(given: Ints, received: Ints) -> Band | None:
    """Give the band of r in a large network, where i is tied to j with probability given_i received_j / ties."""
    ties = float(given.sum())
    if not ties:
        return None
    pairs = float((given.astype(float) * received).sum()) ** 2 / (2 * ties**2)
    return _poisson(pairs, 2 / ties)


def clustering_by_degree(degree: Ints) -> Band | None:
    """Give the band of the clustering coefficient in a large network: (<k²> - <k>)³ / (6 <k>³) triangles (Newman 2001)."""
    ends, triples = float(degree.sum()), float((degree.astype(float) * (degree - 1)).sum()) / 2
    return _poisson((2 * triples / ends) ** 3 / 6, 3 / triples) if triples else None


def _poisson(events: float, each: float) -> Band:
    """Give the band of a share that counts rare events, which are independent of each other where a network is large."""
    off = Z * math.sqrt(events)
    return Band(max(0.0, events - off) * each, events * each, (events + off) * each, 0)


def rewired(source: Ints, target: Ints, *, rng: np.random.Generator, rounds: int, directed: bool) -> tuple[Ints, Ints, float]:
    """Let ties exchange their ends, two by two; degrees stay what they were. Give also how often a tie moved, on average.

    All ties are paired off at random and all pairs exchange at once, except where that would make a tie to oneself or one
    that is already there. A pair also stays where another pair's wish touches its ties or its wish; without that, a step back
    would be less probable than the step, and some networks would come up more often than others.
    """
    moved, half = 0, len(source) // 2
    source, target = source.copy(), target.copy()
    for _ in range(rounds):
        order = rng.permutation(len(source))
        one, two = order[:half], order[half : 2 * half]
        a, b, c, d = source[one], target[one], source[two], target[two]
        if not directed:
            turned = rng.random(half) < 0.5
            c, d = np.where(turned, d, c), np.where(turned, c, d)
        # a–b and c–d wish to become a–d and c–b
        wished = np.concatenate((_keys(a, d, directed), _keys(c, b, directed)))
        now = _keys(source, target, directed)
        clash = _shared_keys(np.concatenate((now, wished)))
        held, hit = clash[: len(now)], clash[len(now) :]
        stuck = hit[:half] | hit[half:] | held[one] | held[two]
        free = ~stuck & (a != d) & (c != b)
        source[two[free]], target[two[free]] = c[free], b[free]
        target[one[free]] = d[free]
        moved += 2 * int(free.sum())
    return source, target, moved / len(source)


def _keys(a: Ints, b: Ints, directed: bool) -> Ints:
    return (a << 32) | b if directed else (np.minimum(a, b) << 32) | np.maximum(a, b)


def _shared_keys(keys: Ints) -> Marks:
    """Mark keys that stand there more than once: by a look at those alone that fall into the same drawer of a large chest."""
    bits = max(8, 3 + len(keys).bit_length())
    drawer = ((keys.view(np.uint64) * _GOLDEN) >> np.uint64(64 - bits)).astype(np.int64)
    place = np.arange(len(keys), dtype=np.int32)
    chest = np.empty(1 << bits, np.int32)  # not even emptied, for only drawers are read into which something was put
    chest[drawer] = place
    last = chest[drawer]
    marks: Marks = last != place
    marks[last[marks]] = True
    some = np.flatnonzero(marks)
    order = np.argsort(keys[some])
    ordered = keys[some[order]]
    same = ordered[1:] == ordered[:-1]
    marks[some] = False
    marks[some[order[1:][same]]] = True
    marks[some[order[:-1][same]]] = True
    return marks
