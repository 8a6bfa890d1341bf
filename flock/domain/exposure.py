"""Spreads attention: who is shown to whom today, so that nobody is shown to everybody and nobody to nobody."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

HANDFUL = 3
"""How many people a member is shown a day."""

MOST_A_WEEK = 30
"""To how many people a member is shown in seven days at most."""

NEWCOMER = timedelta(days=28)
FLOOR = 7
"""How often a newcomer is shown in a week before anybody else is preferred."""

REST = timedelta(days=7)
"""For so long somebody who was shown to a member is not shown to her again."""

CONSIDERED = 256
"""Among so many of the best fits the choice is made."""

_PRICE = 0.12  # of the best score: what being shown twice as often as others costs


def choose(
    score: NDArray[np.float32], shown: NDArray[np.int64], is_new: NDArray[np.bool_], *, most: int = HANDFUL
) -> NDArray[np.int64]:
    """Choose whom to show: good fits, and among those that are nearly as good the ones who were shown least.

    Args:
        score: how well each fits, the best first.
        shown: to how many people each was shown in the last seven days.
        is_new: who joined a short while ago.
        most: how many to choose.

    Returns:
        indices in the order of the scores.
    """
    usual = shown.mean() + 1 if len(shown) else 1
    price = _PRICE * score.max(initial=0) * np.clip((shown - usual) / usual, -1, 2)
    welcome = _PRICE * score.max(initial=0) * (is_new & (shown < FLOOR))
    worth = np.where((shown < MOST_A_WEEK) & (score > 0), score - price + welcome, -np.inf)
    best = np.argsort(-worth, kind="stable")[:most]
    return np.sort(best[np.isfinite(worth[best])])


def gini(amounts: NDArray[np.float64]) -> float:
    """Give how unevenly something is spread: 0 for all alike, near 1 for all to one. Σ(2i − n − 1)x₍ᵢ₎ / (n Σx)."""
    ranked = np.sort(amounts)
    n, total = len(ranked), ranked.sum()
    if n == 0 or total == 0:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ ranked / (n * total))
