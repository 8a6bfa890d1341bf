"""The ladder from looking in to carrying: which level a member is at, and who went up and down it (E7).

Names, days and weights are the community's own; Orbit's weights 1, 4, 7 and 10 are what it begins with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from flock.domain import words
from flock.domain.measures_network import Ints
from flock.errors import BadValue

MOST_DAYS, MOST_WEIGHT, LONGEST_NAME = 28, 100, 30
FEWEST, MOST = 2, 7
NOT_HERE = "Not active"
MOVES = ("members", "up", "held", "down")


@dataclass(frozen=True, slots=True)
class Level:
    """A level that begins at so many active days in a window, and what it weighs in gravity."""

    name: str
    days: int
    weight: int


DEFAULT = (Level("Looking in", 1, 1), Level("Coming by", 2, 4), Level("Regular", 4, 7), Level("At the heart", 8, 10))
"""Lowest first."""


def checked(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Give levels as they may be used, names without needless blanks.

    Raises:
        BadValue: too few or too many, a name that is empty, too long or told twice, or days or weights that do not rise.
    """
    found = tuple(Level(" ".join(level.name.split()), level.days, level.weight) for level in levels)
    if not FEWEST <= len(found) <= MOST:
        raise BadValue(f"A ladder has {FEWEST} to {MOST} levels, and this one {len(found)}.")
    for level in found:
        if not 0 < len(level.name) <= LONGEST_NAME:
            raise BadValue(
                f"Give the level from {words.count(level.days, 'day', 'days')} on a name of 1 to {LONGEST_NAME} letters."
            )
    if len({level.name.casefold() for level in (*found, Level(NOT_HERE, 0, 0))}) <= len(found):
        raise BadValue(f"Two levels have the same name, or one is called «{NOT_HERE}». Give each a name of its own.")
    if found[0].days != 1:
        raise BadValue(f"«{found[0].name}» has to begin at 1 day, so that everybody who was here stands somewhere.")
    for low, high in pairwise(found):
        if not low.days < high.days <= MOST_DAYS:
            raise BadValue(f"«{high.name}» has to begin at more days than «{low.name}», and at {MOST_DAYS} at most.")
        if not low.weight < high.weight:
            raise BadValue(f"«{high.name}» has to weigh more than «{low.name}».")
    if not 1 <= found[0].weight < found[-1].weight <= MOST_WEIGHT:
        raise BadValue(f"Weights go from 1 to {MOST_WEIGHT}.")
    return found


def labels(levels: Sequence[Level]) -> list[str]:
    """Say each level with its days, lowest first: "Regular, 4 to 7 days"."""
    said = []
    for level, higher in zip(levels, [*levels[1:], None], strict=True):
        last = None if higher is None else higher.days - 1
        if last is None:
            days = f"{words.count(level.days, 'day', 'days')} or more"
        else:
            days = words.count(last, "day", "days") if last == level.days else f"{level.days} to {last} days"
        said.append(f"{level.name}, {days}")
    return said


def standing(levels: Sequence[Level], days: Ints) -> Ints:
    """Give the level of each member by her active days, 1 for the lowest and 0 for nobody who was active."""
    return np.searchsorted([level.days for level in levels], days, side="right").astype(np.int64)


def counts(levels: Sequence[Level], before: Ints, now: Ints) -> pd.DataFrame:
    """Count who stands at each level, the highest first: level, before, now."""
    rungs = range(len(levels), 0, -1)
    names = labels(levels)
    rows = [(names[rung - 1], int((before == rung).sum()), int((now == rung).sum())) for rung in rungs]
    return pd.DataFrame(rows, columns=("level", "before", "now"))


def moves(levels: Sequence[Level], before: Ints, now: Ints) -> pd.DataFrame:
    """Count where those went who stood at each level before, the highest first: level, members, up, held, down."""
    names = [NOT_HERE, *labels(levels)]
    rows = []
    for rung in range(len(levels), -1, -1):
        then = now[before == rung]
        rows.append((names[rung], len(then), int((then > rung).sum()), int((then == rung).sum()), int((then < rung).sum())))
    return pd.DataFrame(rows, columns=("level", *MOVES))


def gravity(levels: Sequence[Level], before: Ints, now: Ints) -> float | None:
    """Give Σ weight² now less Σ weight² before, ÷ members: above 0 they come closer (Orbit). None where there is nobody."""
    weight = np.array([0, *(level.weight**2 for level in levels)], np.int64)
    return float(weight[now].sum() - weight[before].sum()) / len(now) if len(now) else None
