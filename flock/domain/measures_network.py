"""What a network of members shows: how far ties go both ways, close triangles, make a nucleus and hang on a few.

Members are numbered from 0. A tie i → j stands for what i did towards j; for all that has no direction, two members are tied
when either did something towards the other. None is the answer wherever a measure is not defined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import igraph
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


class Around:
    """With whom each member is tied, in two long rows of numbers: no list is made that nobody looks at."""

    def __init__(self, size: int, low: Ints, high: Ints) -> None:
        source, target = np.concatenate((low, high)), np.concatenate((high, low))
        self.degree = np.bincount(source, minlength=size)
        self._target = target[np.argsort(source, kind="stable")]
        self._end = np.cumsum(self.degree)

    def of(self, member: int) -> list[int]:
        """Give with whom a member is tied."""
        end = self._end[member]
        return cast(list[int], self._target[end - self.degree[member] : end].tolist())

    def of_all(self, members: Ints) -> Ints:
        """Give with whom these members are tied, one after the other."""
        degree = self.degree[members]
        begin = np.repeat(self._end[members] - degree, degree)
        return self._target[begin + np.arange(len(begin)) - np.repeat(np.cumsum(degree) - degree, degree)]


@dataclass(frozen=True)
class Network:
    """Directed ties between members 0 … size-1, each pair and direction once, none to oneself."""

    size: int
    source: Ints
    target: Ints
    weight: Floats

    @classmethod
    def of(cls, size: int, source: Ints, target: Ints, weight: Floats | None = None) -> "Network":
        """Add up what happened between the same two in the same direction; what somebody did towards herself is left out."""
        weight = np.ones(len(source)) if weight is None else weight
        other = source != target
        keys, position = np.unique(_key(source[other], target[other]), return_inverse=True)
        added = np.bincount(position, weights=weight[other], minlength=len(keys))
        return cls(size, keys >> 32, keys & 0xFFFFFFFF, added.astype(np.float64))

    def without(self, members: Marks) -> "Network":
        """Leave out members with their ties. The others are numbered anew, in the same order."""
        stays = ~members
        kept = stays[self.source] & stays[self.target]
        anew = np.cumsum(stays) - 1
        return Network(int(stays.sum()), anew[self.source[kept]], anew[self.target[kept]], self.weight[kept])

    @cached_property
    def back(self) -> Floats:
        """The weight of each tie's opposite, 0 where there is none."""
        if not len(self.source):
            return np.zeros(0)
        keys = _key(np.minimum(self.source, self.target), np.maximum(self.source, self.target))
        order = np.argsort(keys)  # the two directions of a pair come to stand beside each other
        ordered = keys[order]
        both = np.flatnonzero(ordered[1:] == ordered[:-1])
        one, other = order[both], order[both + 1]
        back = np.zeros(len(keys))
        back[one], back[other] = self.weight[other], self.weight[one]
        return back

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """The pairs that are tied either way, each once, the smaller number first."""
        keys = _either_way(self.source, self.target)
        keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))] if len(keys) else keys
        return keys >> 32, keys & 0xFFFFFFFF

    @cached_property
    def degree(self) -> Ints:
        """With how many others each member is tied."""
        low, high = self.pairs
        return np.bincount(low, minlength=self.size) + np.bincount(high, minlength=self.size)

    @cached_property
    def around(self) -> Around:
        """With whom each member is tied."""
        return Around(self.size, *self.pairs)

    @cached_property
    def graph(self) -> igraph.Graph:
        """The pairs as igraph has them."""
        return _graph(self.size, *self.pairs)

    @cached_property
    def cores(self) -> Ints:
        """The core number of each member: the largest k for which she is among members who each have k ties among them."""
        return np.array(self.graph.coreness(), dtype=np.int64)


def core_numbers(size: int, low: Ints, high: Ints) -> Ints:
    """Give the core number of each member in a network of pairs that stand there once each."""
    return np.array(_graph(size, low, high).coreness(), dtype=np.int64)


def reciprocity(net: Network) -> float | None:
    """Give the share of ties that go both ways, r = L↔ / L."""
    return float((net.back > 0).mean()) if len(net.source) else None


def share_returned(source: Ints, target: Ints) -> float:
    """Give r of ties that stand there once each, of which there are some: the quick way where nothing else is asked."""
    keys = _either_way(source, target)
    return 2 * int((keys[1:] == keys[:-1]).sum()) / len(keys)


def reciprocity_corrected(net: Network) -> float | None:
    """Give ρ = (r - ā) / (1 - ā), where ā is the share of possible ties that exist: above 0 is more than chance (Garlaschelli)."""
    r = reciprocity(net)
    if r is None:
        return None
    filled = len(net.source) / (net.size * (net.size - 1))
    return (r - filled) / (1 - filled) if filled < 1 else None


def reciprocity_weighted(net: Network) -> float | None:
    """Give Σ min(w_ij, w_ji) / Σ w_ij: how far they give each other as much as they get (Squartini 2013)."""
    total = float(net.weight.sum())
    return float(np.minimum(net.weight, net.back).sum()) / total if total else None


def member_to_member(net: Network, hubs: Marks) -> float | None:
    """Give the share of all weight that lies between two members neither of whom is a hub."""
    total = float(net.weight.sum())
    return float(net.weight[~hubs[net.source] & ~hubs[net.target]].sum()) / total if total else None


def best_connected(net: Network, share: float = 0.01) -> Marks:
    """Mark the hubs by degree: the best connected hundredth, at least one; of equals the one that was numbered first."""
    marks = np.zeros(net.size, bool)
    marks[np.argsort(-net.degree, kind="stable")[: max(1, round(net.size * share))]] = True
    return marks


def centralisation(degree: Ints) -> float | None:
    """Give Σ (d_max - d_i) / ((N-1)(N-2)): 1 is a star, 0 a ring or a complete network (Freeman 1978)."""
    n = len(degree)
    if n < 3 or not degree.any():
        return None
    return float((degree.max() - degree).sum()) / ((n - 1) * (n - 2))


def clustering(net: Network) -> float | None:
    """Give the share of connected triples that are closed: 3 · triangles / triples. None where nobody has two ties."""
    return float(net.graph.transitivity_undirected(mode="nan")) if triples(net) else None


def share_closed(size: int, low: Ints, high: Ints) -> float:
    """Give the clustering of pairs that stand there once each, the quick way; 0 where nobody has two ties."""
    return float(_graph(size, low, high).transitivity_undirected(mode="zero"))


def average_clustering(net: Network) -> float | None:
    """Give the mean over members of the share of her pairs of friends who are tied themselves; below two ties it is 0."""
    return float(net.graph.transitivity_avglocal_undirected(mode="zero")) if len(net.source) else None


def triples(net: Network) -> int:
    """Count connected triples: two ties that share a member."""
    return int((net.degree * (net.degree - 1) // 2).sum())


def density(net: Network) -> float | None:
    """Give pairs that are tied ÷ pairs that could be."""
    return len(net.pairs[0]) / (net.size * (net.size - 1) / 2) if net.size > 1 else None


def component_sizes(net: Network) -> list[int]:
    """Give how many members hang together in each part, the largest first; whoever has no tie is a part of her own."""
    return sorted(net.graph.connected_components().sizes(), reverse=True)


def tie_count(net: Network) -> int:
    """Count who did something towards whom, also where the same tie stands there several times."""
    keys = np.sort(_key(net.source, net.target))
    return int((keys[1:] != keys[:-1]).sum()) + 1 if len(keys) else 0


def common(one: Ints, other: Ints) -> int:
    """Count the numbers that are in both, in each of which a number stands once."""
    both = np.sort(np.concatenate((one, other)))
    return int((both[1:] == both[:-1]).sum())


def mutual_ties(net: Network) -> Ints:
    """Give with how many others each member has a tie that goes both ways."""
    return np.bincount(net.source[net.back > 0], minlength=net.size)


def gini(amounts: Floats | Ints) -> float | None:
    """Give G = Σ (2i-n-1) x_(i) / (n Σ x): 0 where all have the same, towards 1 where one has all."""
    n, total = len(amounts), float(np.sum(amounts))
    if not total:
        return None
    return float(((2 * np.arange(1, n + 1) - n - 1) * np.sort(amounts)).sum()) / (n * total)


def top_share(amounts: Floats | Ints, most: int = 10) -> float | None:
    """Give what those with the most have of all."""
    total = float(np.sum(amounts))
    return float(np.sort(amounts)[::-1][:most].sum()) / total if total else None


def absence_factor(amounts: Floats | Ints, share: float = 0.5) -> int | None:
    """Give the fewest who together did at least half of it (CHAOSS Contributor Absence Factor)."""
    total = float(np.sum(amounts))
    if not total:
        return None
    added = np.cumsum(np.sort(amounts)[::-1])
    return int(np.searchsorted(added, share * total * (1 - 1e-12))) + 1


def groups_tied(net: Network, groups: Sequence[Ints]) -> Ints:
    """Give for each member in how many groups she is tied to another of that group; a group is the places of its members."""
    tied = np.zeros(net.size, np.int64)
    low, high = net.pairs
    for places in groups:
        inside = np.zeros(net.size, bool)
        inside[places] = True
        both = inside[low] & inside[high]
        here = np.zeros(net.size, bool)
        here[low[both]] = here[high[both]] = True
        tied += here
    return tied


def _key(first: Ints, second: Ints) -> Ints:
    return (first.astype(np.int64) << 32) | second.astype(np.int64)


def _either_way(source: Ints, target: Ints) -> Ints:
    """Give each tie as a number that is the same for its opposite, in order."""
    return np.sort(_key(np.minimum(source, target), np.maximum(source, target)))


def _graph(size: int, low: Ints, high: Ints) -> igraph.Graph:
    """Give pairs to igraph, which reads lists much faster than arrays."""
    return igraph.Graph(n=size, edges=list(zip(low.tolist(), high.tolist(), strict=True)))
