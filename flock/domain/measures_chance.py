"""How sure a figure is, and what chance alone would give."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flock.domain.measures import Interval
from flock.domain.measures_network import Ints, Marks

Z = 1.959963984540054  # 95 of 100
MOST_REWIRINGS = 200

_FEWEST_REWIRINGS = 5  # the band narrows as a network grows, and then fewer will do
_ALL_UP_TO = 10_000  # ties
_ROUNDS_FIRST = 4  # before the first network that is looked at
_END = 0xFFFFFFFF  # the half of a tie's number that tells its target
_MOVES_A_TIE, _MOST_ROUNDS = 1.9, 12  # between one that is looked at and the next


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
    """What chance gives: 95 of 100 networks lie from `low` to `high`."""

    low: float
    middle: float
    high: float
    rewirings: int


def band(
    source: Ints, target: Ints, measure: Callable[[Ints, Ints], float], *, seed: int, directed: bool, rewirings: int | None = None
) -> Band | None:
    """Give what a share is in networks that are random, but in which each member has as many ties as she has.

    `source` and `target` are distinct ties (pairs, where not `directed`). Same seed, same band. None below two ties.
    200 rewirings up to 10,000 ties, then fewer, and a band that is as much wider as fewer networks tell less.
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
    else:  # too few for quantiles
        # Where one more network of the same kind would lie; in a large one many ties add up, as good as normally.
        middle, spread = np.mean(found), _student(number - 1) * np.std(found, ddof=1) * np.sqrt(1 + 1 / number)
        low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return Band(float(low), float(middle), float(high), number)


def _student(freedom: int) -> float:
    """Give the 97.5th percentile of Student's t, to 3 in 1,000 from four degrees of freedom on (Abramowitz & Stegun 26.7.5)."""
    terms = (Z**3 + Z) / 4, (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96, (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384
    return float(Z + sum(term / freedom**power for power, term in enumerate(terms, start=1)))


def rewired(source: Ints, target: Ints, *, rng: np.random.Generator, rounds: int, directed: bool) -> tuple[Ints, Ints, float]:
    """Let ties exchange their ends, two by two; degrees stay what they were. Give also how often a tie moved, on average.

    All ties are paired off at random and all pairs exchange at once, except where that would make a tie to oneself or one
    that is already there. A pair also stays where another pair's wish touches its ties or its wish; without that, a step back
    would be less probable than the step, and some networks would come up more often than others.
    """
    moved, half = 0, len(source) // 2
    ties = _keys(source, target, directed)
    for _ in range(rounds):
        rng.shuffle(ties)  # so those that stand half the row apart are a pair
        one, two = ties[:half], ties[half : 2 * half]
        a, b, c, d = one >> 32, one & _END, two >> 32, two & _END
        if not directed:
            turned = rng.random(half) < 0.5
            c, d = np.where(turned, d, c), np.where(turned, c, d)
        # a–b and c–d wish to become a–d and c–b
        wish, other_wish = _keys(a, d, directed), _keys(c, b, directed)
        clash = _shared(np.concatenate((one, two, wish, other_wish, ties[2 * half :])))[: 4 * half].reshape(4, half)
        free = ~clash.any(axis=0) & (a != d) & (c != b)
        np.copyto(one, wish, where=free)
        np.copyto(two, other_wish, where=free)
        moved += 2 * int(free.sum())
    return ties >> 32, ties & _END, moved / len(ties)


def _keys(a: Ints, b: Ints, directed: bool) -> Ints:
    return (a << 32) | b if directed else (np.minimum(a, b) << 32) | np.maximum(a, b)


def _shared(keys: Ints) -> Marks:
    """Mark keys that stand there more than once. They are few, so it is sorting that costs, which is quick where nothing moves along."""
    ordered = np.sort(keys)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    place = np.searchsorted(twice, keys)
    marks: Marks = np.append(twice, -1)[place] == keys
    return marks
