"""Which of very many things have to be compared at all: those in cells that touch, and those of one key. By sorting, in little memory.

Both give pairs as two arrays of positions, each pair once, about a million pairs at a time. The number of a cell is its row times
`WIDTH` and its column.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH = 1 << 21
_PAIRS_AT_ONCE = 1 << 20

Ints = NDArray[np.int64]
Pairs = tuple[Ints, Ints]


def neighbours(cells: Ints) -> Iterator[Pairs]:
    """Pair what is in one cell or in two that touch."""
    order = np.argsort(cells, kind="stable")
    ranked = cells[order]
    following = np.arange(1, len(cells) + 1)
    yield from _with_ranges(order, following, np.searchsorted(ranked, ranked + 1, "right"))
    below = ranked + WIDTH
    yield from _with_ranges(order, np.searchsorted(ranked, below - 1), np.searchsorted(ranked, below + 1, "right"))


def around(cells: Ints) -> Ints:
    """Give the cells themselves and all that touch them."""
    steps = np.array([row * WIDTH + column for row in (-1, 0, 1) for column in (-1, 0, 1)], np.int64)
    return np.unique(np.unique(cells)[:, None] + steps)


def crowded(keys: NDArray[Any], *, most: int) -> NDArray[np.bool_]:
    """Tell which have a key that more than `most` have."""
    ranked = np.sort(keys)
    return np.isin(keys, np.unique(ranked[most:][ranked[most:] == ranked[:-most]]))


def of_one_key(keys: NDArray[Any], *, most: int) -> Iterator[Pairs]:
    """Pair what has one key, but for keys that more than `most` have; 0 is no key."""
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    first, last = (np.searchsorted(ranked, ranked, side) for side in ("left", "right"))
    shared = (ranked != 0) & (last - first <= most)
    yield from _with_ranges(order, np.arange(1, len(keys) + 1), np.where(shared, last, 0))


def _with_ranges(order: Ints, first: Ints, last: Ints) -> Iterator[Pairs]:
    """Pair each thing with those at `first` to `last` of the order."""
    counts = np.maximum(last - first, 0)
    busy = np.flatnonzero(counts)
    if not len(busy):
        return
    reached = np.cumsum(counts[busy])
    cuts = np.searchsorted(reached, np.arange(_PAIRS_AT_ONCE, reached[-1], _PAIRS_AT_ONCE))
    for rows in np.split(busy, np.unique(cuts)):
        each = counts[rows]
        starts = np.repeat(first[rows] - (np.cumsum(each) - each), each)
        yield order[np.repeat(rows, each)], order[starts + np.arange(len(starts))]
