"""How long it takes until something happens, when for some it has not happened yet (Kaplan and Meier 1958).

Written out here because lifelines, which does this too, cannot be installed beside pandas 3.
"""

from dataclasses import dataclass

import numpy as np

from flock.domain.measures import Interval
from flock.domain.measures_chance import Z
from flock.domain.measures_network import Floats, Ints, Marks


@dataclass(frozen=True, slots=True)
class Curve:
    """By each day, the share for whom it has happened, where it lies, and for how many it could still happen that day."""

    day: Ints
    happened: Floats
    low: Floats
    high: Floats
    at_risk: Ints

    def median(self) -> float | None:
        """Give the day by which it has happened for half of them; None while it has not."""
        return _first(self.day, self.happened)

    def median_interval(self) -> Interval | None:
        """Give where the median lies (Brookmeyer and Crowley 1982); None while no end of it is known."""
        soonest, latest = _first(self.day, self.high), _first(self.day, self.low)
        return None if soonest is None or latest is None else (soonest, latest)


def curve(days: Ints, happened: Marks) -> Curve:
    """Draw the curve from how many days each was watched, and whether it had happened at the end of them.

    Who is still waiting counts as long as she was watched, and is not left out. The interval is Greenwood's on the scale
    of log(-log), so that it never leaves 0 to 1.
    """
    if not len(days):
        none, never = np.zeros(0, np.int64), np.zeros(0)
        return Curve(none, never, never, never, none)
    times, position = np.unique(days, return_inverse=True)
    left = np.bincount(position)
    events = np.bincount(position, weights=happened).astype(np.int64)
    at_risk = len(days) - np.concatenate(([0], np.cumsum(left)[:-1]))
    waiting = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events)))) / np.log(waiting)
        far = np.log(-np.log(waiting))
        one, two = np.exp(-np.exp(far - Z * spread)), np.exp(-np.exp(far + Z * spread))
    known = (waiting > 0) & (waiting < 1)
    low = np.where(known, np.minimum(one, two), waiting)
    high = np.where(known, np.maximum(one, two), waiting)
    return Curve(times.astype(np.int64), 1 - waiting, 1 - high, 1 - low, at_risk.astype(np.int64))


def _first(day: Ints, share: Floats) -> float | None:
    reached = np.flatnonzero(share >= 0.5 - 1e-12)
    return float(day[reached[0]]) if len(reached) else None
