"""Whom to introduce to whom so that it helps most: members tied to nobody come in, or the nucleus grows."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice

import numpy as np

from flock.domain.measures_network import Ints, Marks, Network
from flock.domain.measures_nucleus import K, Nucleus

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
    nucleus = Nucleus.of(net)
    found: list[Introduction] = []
    while True:
        pairs = sorted(set(_candidates(nucleus, isolated, area, willing)) - apart)
        alone = int(isolated.sum())
        tried = [one for one in (_effect(nucleus, pair, isolated, alone, area) for pair in pairs) if one.gain > 0]
        if not tried:
            return found
        chosen = max(tried, key=lambda one: (one.gain, one.near, -one.isolated_after, -one.one, -one.other))
        found.append(chosen)
        if len(found) == most:
            return found
        nucleus = nucleus.with_tie(chosen.one, chosen.other)
        isolated[[chosen.one, chosen.other]] = willing[[chosen.one, chosen.other]] = False


def _candidates(nucleus: Nucleus, isolated: Marks, area: Ints, willing: Marks) -> Iterator[tuple[int, int]]:
    """Give pairs that may help: the lonely with each other or with the settled, the nearly in with each other or those in."""
    cores = nucleus.cores
    core = cores >= K
    lonely = np.flatnonzero(isolated & willing)
    nearly = np.flatnonzero((cores == K - 1) & (nucleus.to_members() == K - 1) & willing)
    settled = np.flatnonzero(willing & ~isolated & (cores >= min(2, int(cores.max(initial=0)))))
    # In the nucleus, with the fewest ties
    settled = settled[np.lexsort((nucleus.around.degree[settled], -core[settled].astype(int)))]
    within = settled[core[settled]]
    for some, others in ((lonely, lonely), (lonely, settled), (nearly, nearly), (nearly, within)):
        for near in (True, False):
            yield from islice(_pairs(some, others, area if near else None, nucleus), _OF_EACH_KIND)


def _pairs(some: Ints, others: Ints, area: Ints | None, nucleus: Nucleus) -> Iterator[tuple[int, int]]:
    """Pair the first of some with the first of others, in the same area where one is given."""
    for one in some[:_LOOKED_AT].tolist():
        near = others if area is None else others[area[others] == area[one]] if area[one] else others[:0]
        known = nucleus.around.of(one)
        for other in near[:_OF_EACH_KIND].tolist():
            if one != other and other not in known:
                yield min(one, other), max(one, other)


def _effect(nucleus: Nucleus, pair: tuple[int, int], isolated: Marks, alone: int, area: Ints) -> Introduction:
    one, other = pair
    near = bool(area[one]) and bool(area[one] == area[other])
    left = alone - int(isolated[one]) - int(isolated[other])
    return Introduction(one, other, alone, left, nucleus.members, nucleus.members + nucleus.lifted(one, other), near)
