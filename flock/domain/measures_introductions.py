"""Whom to introduce to whom so that it helps most: members tied to nobody come in, or the nucleus grows."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice

import numpy as np

from flock.domain import measures_fragile as fragile
from flock.domain.measures_fragile import K
from flock.domain.measures_network import Ints, Marks, Network

_OF_EACH_KIND, _LOOKED_AT = 20, 500


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


def best(
    net: Network,
    *,
    isolated: Marks,
    area: Ints,
    willing: Marks,
    apart: Set[tuple[int, int]] = frozenset(),
    most: int = 3,
) -> list[Introduction]:
    """Give the introductions that help most, one after the other, each counted as if those before it had been made.

    `area` is the same number for members who live near each other, 0 where unknown; only members who are `willing` are
    introduced, each once, preferably to somebody near, and never two who are `apart` (both ways round). Fewer are given where no more would help.
    """
    isolated, willing = isolated.copy(), willing.copy()
    found: list[Introduction] = []
    while len(found) < most:
        around = fragile.neighbours(net)
        pairs = sorted(set(_candidates(net, around, isolated, area, willing)) - apart)
        tried = [one for one in (_effect(net, around, pair, isolated, area) for pair in pairs) if one.gain > 0]
        if not tried:
            break
        chosen = max(tried, key=lambda one: (one.gain, one.near, -one.isolated_after, -one.one, -one.other))
        found.append(chosen)
        if len(found) == most:
            break
        pair = np.array([chosen.one, chosen.other])
        both, back = np.concatenate((net.source, pair)), np.concatenate((net.target, pair[::-1]))
        net = Network.of(net.size, both, back, np.concatenate((net.weight, np.ones(2))))
        isolated[pair] = False
        willing[pair] = False
    return found


def _candidates(net: Network, around: list[list[int]], isolated: Marks, area: Ints, willing: Marks) -> Iterator[tuple[int, int]]:
    """Give pairs that may help: the lonely with each other or with the settled, the nearly in with each other or those in."""
    core = net.cores >= K
    low, high = net.pairs
    inside = np.bincount(low[core[high]], minlength=net.size) + np.bincount(high[core[low]], minlength=net.size)
    lonely = np.flatnonzero(isolated & willing)
    nearly = np.flatnonzero((net.cores == K - 1) & (inside == K - 1) & willing)
    settled = np.flatnonzero(willing & ~isolated & (net.cores >= min(2, int(net.cores.max(initial=0)))))
    settled = settled[np.lexsort((net.degree[settled], -core[settled].astype(int)))]  # in the nucleus, with the fewest ties
    within = settled[core[settled]]
    for some, others in ((lonely, lonely), (lonely, settled), (nearly, nearly), (nearly, within)):
        for near in (True, False):
            yield from islice(_pairs(some, others, area if near else None, around), _OF_EACH_KIND)


def _pairs(some: Ints, others: Ints, area: Ints | None, around: list[list[int]]) -> Iterator[tuple[int, int]]:
    """Pair the first of some with the first of others, in the same area where one is given."""
    for one in some[:_LOOKED_AT].tolist():
        near = others if area is None else others[area[others] == area[one]] if area[one] else others[:0]
        for other in near[:_OF_EACH_KIND].tolist():
            if one != other and other not in around[one]:
                yield min(one, other), max(one, other)


def _effect(net: Network, around: list[list[int]], pair: tuple[int, int], isolated: Marks, area: Ints) -> Introduction:
    one, other = pair
    core = int((net.cores >= K).sum())
    alone = int(isolated.sum())
    near = bool(area[one]) and bool(area[one] == area[other])
    left = alone - int(isolated[one]) - int(isolated[other])
    return Introduction(one, other, alone, left, core, core + _lifted(net.cores, around, pair), near)


def _lifted(cores: Ints, around: list[list[int]], pair: tuple[int, int]) -> int:
    """Count who comes into the 3-core with one more tie.

    Only members whose core number is one less can, and by that tie only those who hang together with its end through others
    with more than two ties to their like or better (Sarıyüce 2013). Of these fall out again who have too few among them.
    """
    ends = [end for end in pair if cores[end] == K - 1]
    if not ends or min(cores[end] for end in pair) < K - 1:
        return 0
    extra = {pair[0]: pair[1], pair[1]: pair[0]}

    def tied(member: int) -> list[int]:
        return [*around[member], extra[member]] if member in extra else around[member]

    def may_rise(member: int) -> bool:
        return bool(cores[member] == K - 1) and sum(bool(cores[other] >= K - 1) for other in tied(member)) >= K

    rising = {end for end in ends if may_rise(end)}
    wave = list(rising)
    while wave:
        fresh = {other for other in tied(wave.pop()) if other not in rising and may_rise(other)}
        rising |= fresh
        wave.extend(fresh)
    support = {member: sum(bool(cores[other] >= K) or other in rising for other in tied(member)) for member in rising}
    falling = [member for member, number in support.items() if number < K]
    while falling:
        member = falling.pop()
        if member not in rising:
            continue
        rising.remove(member)
        for other in tied(member):
            if other in rising:
                support[other] -= 1
                if support[other] < K:
                    falling.append(other)
    return len(rising)
