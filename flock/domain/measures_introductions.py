"""Whom to introduce to whom so that it helps most: members tied to nobody come in, or the nucleus grows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from flock.domain.measures_fragile import K
from flock.domain.measures_network import Ints, Marks, Network

_OF_EACH_KIND = 20


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two members, and what it would change if they met: members tied to nobody, and members of the 3-core."""

    one: int
    other: int
    isolated_before: int
    isolated_after: int
    core_before: int
    core_after: int
    near: bool

    @property
    def gain(self) -> int:
        """Say how many members it helps."""
        return self.isolated_before - self.isolated_after + self.core_after - self.core_before


def best(net: Network, *, isolated: Marks, area: Ints, willing: Marks, most: int = 3) -> list[Introduction]:
    """Give the introductions that help most, one after the other, each counted as if those before it had been made.

    `area` is the same number for members who live near each other, 0 where unknown; only members who are `willing` are
    introduced, each once, preferably to somebody near. Fewer are given where no more would help.
    """
    isolated, willing = isolated.copy(), willing.copy()
    found: list[Introduction] = []
    while len(found) < most:
        tried = [_effect(net, pair, isolated, area) for pair in set(_candidates(net, isolated, area, willing))]
        tried = [one for one in tried if one.gain > 0]
        if not tried:
            break
        chosen = max(tried, key=lambda one: (one.gain, one.near, -one.isolated_after, -one.one, -one.other))
        found.append(chosen)
        pair = np.array([chosen.one, chosen.other])
        both, back = np.concatenate((net.source, pair)), np.concatenate((net.target, pair[::-1]))
        net = Network.of(net.size, both, back, np.concatenate((net.weight, np.ones(2))))
        isolated[pair] = False
        willing[pair] = False
    return found


def _candidates(net: Network, isolated: Marks, area: Ints, willing: Marks) -> Iterator[tuple[int, int]]:
    """Give pairs that may help: the lonely with each other or with the well connected, the nearly in with each other or with those in."""
    core = net.cores >= K
    low, high = net.pairs
    inside = np.bincount(low[core[high]], minlength=net.size) + np.bincount(high[core[low]], minlength=net.size)
    lonely = np.flatnonzero(isolated & willing)
    nearly = np.flatnonzero(~core & (net.cores == K - 1) & (inside == K - 1) & willing)
    settled = np.flatnonzero(willing & ~isolated & (net.cores >= min(2, int(net.cores.max(initial=0)))))
    settled = settled[np.lexsort((net.degree[settled], -core[settled].astype(int)))]  # in the nucleus, with the fewest ties
    within = settled[core[settled]]
    tied = set(zip(low.tolist(), high.tolist(), strict=True))
    for some, others in ((lonely, lonely), (lonely, settled), (nearly, nearly), (nearly, within)):
        yield from islice(_pairs(some, others, area, tied, near=True), _OF_EACH_KIND)
        yield from islice(_pairs(some, others, area, tied, near=False), _OF_EACH_KIND)


def _pairs(some: Ints, others: Ints, area: Ints, tied: set[tuple[int, int]], *, near: bool) -> Iterator[tuple[int, int]]:
    by_area: dict[int, list[int]] = {}
    for other in others.tolist():
        by_area.setdefault(int(area[other]) if near else 0, []).append(other)
    by_area.pop(0, None) if near else None
    for one in some.tolist():
        for other in islice(by_area.get(int(area[one]) if near else 0, []), _OF_EACH_KIND):
            pair = (min(one, other), max(one, other))
            if one != other and pair not in tied:
                yield pair


def _effect(net: Network, pair: tuple[int, int], isolated: Marks, area: Ints) -> Introduction:
    one, other = pair
    before = int((net.cores >= K).sum())
    # One more tie can lift only members whose core number is the smaller of the two, and by one (Sarıyüce 2013).
    after = before
    if min(net.cores[one], net.cores[other]) == K - 1:
        lifted = net.graph.copy()
        lifted.add_edge(one, other)
        after = sum(core >= K for core in lifted.coreness())
    alone = int(isolated.sum())
    near = bool(area[one]) and bool(area[one] == area[other])
    return Introduction(one, other, alone, alone - int(isolated[one]) - int(isolated[other]), before, after, near)
