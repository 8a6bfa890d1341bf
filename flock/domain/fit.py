"""How well two people would work beside each other, with bars that add up to the score.

Each part is a number from 0 to 1, seen from one side: what she would bring me. The score weighs the parts of each side and takes
the harmonic mean of both, so that somebody to whom I bring nothing is no match. The bars share that mean out again:
2ab/(a+b) is a·b/(a+b) + b·a/(a+b), and each of a and b is a sum of parts.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flock.domain import cells, members

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

PARTS = ("hours", "style", "places", "skills", "interests")
WEIGHTS = np.array([0.30, 0.15, 0.20, 0.20, 0.15], np.float32)

ENOUGH_HOURS = 10.0  # shared in a week: more make no better company
ENOUGH_PLACES = 5.0  # that both can reach
ENOUGH_SKILLS = 2.0
ENOUGH_RARITY = 6.0  # of what both care about: two things that one in twenty cares about, say

REACH_M = 4_500.0
"""How far somebody gets in twenty minutes by bicycle or bus: 15 km/h less detours, from the middle of her hexagon."""

# How two styles go together; the last row and column stand for "not said".
_STYLES = np.array([[1, 0.5, 0, 0.6], [0.5, 1, 0.7, 0.6], [0, 0.7, 1, 0.6], [0.6, 0.6, 0.6, 0.6]], np.float32)


class Parts(NamedTuple):
    """The five parts from one side, each a number from 0 to 1 for every candidate."""

    hours: Floats
    style: Floats
    places: Floats
    skills: Floats
    interests: Floats


@dataclass(frozen=True, slots=True)
class Fit:
    """One score from 0 to 1 and the bar of each part, which add up to it."""

    score: float
    bars: dict[str, float]


def style_code(style: str | None) -> int:
    """Give the number of a style; the last one for none."""
    return members.STYLES.index(style) if style in members.STYLES else len(members.STYLES)


def hours_part(shared: Floats, own: Floats | float) -> Floats:
    """Give how much of the company somebody has time for she would have: shared hours of ten, or of all hers if fewer."""
    return np.asarray(np.minimum(1, shared / np.maximum(np.minimum(own, ENOUGH_HOURS), 0.5)), np.float32)


def style_part(mine: int, theirs: NDArray[np.uint8]) -> Floats:
    """Give how two styles go together."""
    return np.asarray(_STYLES[mine][theirs])


def places_part(shared: Floats) -> Floats:
    """Give how much choice of places there is that both reach."""
    return np.asarray(np.minimum(1, shared / ENOUGH_PLACES), np.float32)


def skills_part(taught: Floats, wanted: Floats | float) -> Floats:
    """Give how much of what somebody wants to learn the other can help with."""
    return np.asarray(np.minimum(1, taught / np.clip(wanted, 1, ENOUGH_SKILLS)), np.float32)


def interests_part(shared: Floats, own: Floats | float) -> Floats:
    """Give how much of what somebody cares about is shared, the rarer the more."""
    return np.asarray(np.minimum(1, shared / np.clip(own, 0.5, ENOUGH_RARITY)), np.float32)


def rarity(people: int, sharing: int) -> float:
    """Give how rare an interest is: the logarithm of how many people there are for each who shares it, in whole steps.

    Fewer than five count as five. So one member more or less changes hardly any score, and whoever is out of somebody's sight
    leaves no trace there that would tell hiding from blocking.
    """
    return float(max(0, round(math.log(people / max(sharing, cells.LEAST))))) if people else 0.0


def combine(there: Parts, back: Parts, possible: Flags) -> Floats:
    """Give the scores: the harmonic mean of both sides, 0 where the two cannot meet."""
    a, b = _weigh(there), _weigh(back)
    return np.where(possible & (a + b > 0), 2 * a * b / np.maximum(a + b, 1e-9), 0).astype(np.float32)


def explain(there: Parts, back: Parts, index: int) -> Fit:
    """Give one candidate's score with its bars."""
    mine = np.array([part[index] for part in there]) * WEIGHTS
    hers = np.array([part[index] for part in back]) * WEIGHTS
    a, b = mine.sum(), hers.sum()
    bars = (mine * b + hers * a) / (a + b) if a + b else mine
    return Fit(float(bars.sum()), {name: float(bar) for name, bar in zip(PARTS, bars, strict=True)})


def _weigh(parts: Parts) -> Floats:
    total = np.zeros(len(parts.hours), np.float32)
    for part, weight in zip(parts, WEIGHTS, strict=True):
        total += part * weight
    return total
