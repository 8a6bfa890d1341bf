"""Scores of the Sense of Community Index 2, which is under licence: its words are nowhere here, only what comes of its answers.

24 items are answered from 0 to 3. Each of the four scores is the sum of six items, so 0 to 18, and the total is the sum of all, 0 to
72 (Chavis, Lee & Acosta, *The Sense of Community Index Revised: the reliability and validity of the SCI-2*, 2008). Divided by the
number of its items a score goes from 0 to 3, as each of our own four questions does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, stdev

SCALES = ("needs", "membership", "influence", "bond")
"""What the four scores are about; the index itself calls the first reinforcement of needs and the last shared emotional connection."""

MOST, MOST_TOTAL = 18, 72
ITEMS, ALL_ITEMS = 6, 24
LEAST = 5
"""Of fewer people nothing is taken."""

_T_95 = {4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 15: 2.131, 20: 2.086, 30: 2.042}


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one person, or the means of many: the total, and the four where they are known, in the order of `SCALES`."""

    total: float
    scales: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """Of a month, how many answered, the means of their scores, and the standard deviation of their totals where it is known."""

    month: date
    people: int
    means: Scores
    total_sd: float | None = None


def summed(month: date, people: Sequence[Scores]) -> Month:
    """Give the means of what single people scored. The four are left out where anybody's are not known."""
    totals = [one.total for one in people]
    known = [one.scales for one in people if one.scales is not None]
    scales = tuple(fmean(column) for column in zip(*known, strict=True)) if len(known) == len(people) else None
    return Month(month, len(people), Scores(fmean(totals), scales), stdev(totals) if len(totals) > 1 else None)


def half_interval(deviation: float, answers: int) -> float:
    """Give half the 95 % interval of a mean (Student's t; between the tabled degrees of freedom the wider one)."""
    degrees = max((known for known in _T_95 if known <= answers - 1), default=4)
    return _T_95[degrees] * deviation / math.sqrt(answers)
