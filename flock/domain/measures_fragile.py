"""Who holds a community together: members whose leaving would unravel its nucleus, and those whom the shortest ways pass."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import igraph
import numpy as np

from flock.domain.measures_network import Around, Floats, Ints, Network
from flock.domain.measures_nucleus import K

EXACT_UP_TO = 20_000
"""Members of a community of whom each is looked at; of larger ones a sample is, and how far it may be off is said."""

SAMPLE = 600
"""Members of the nucleus of a larger community who are looked at by lot, besides those who look likeliest."""

_BEST_GUESSES = 400
_BATCHES, _T = 8, 2.364624  # the 97.5th percentile of Student's t with 7 degrees of freedom
_STEPS = 10_000_000  # ties that the search may pass when betweenness is sampled


@dataclass(frozen=True, slots=True)
class Keystones:
    """Members and by how many the 3-core shrinks when she leaves, most first.

    `looked_at` is None when all were; else only so many were chosen by lot, besides those who looked most likely.
    """

    losses: list[tuple[int, int]]
    core: int
    looked_at: int | None


def keystones(net: Network, *, exact: bool, most: int = 10, seed: int = 0) -> Keystones:
    """Find the members whose leaving shrinks the 3-core most (Zhang 2017, the collapsed k-core with one leaving).

    Who would fall with another can take no more with her than that one does, so most need no look of their own.
    """
    inside = net.cores >= K
    members = np.flatnonzero(inside)
    if not len(members):
        return Keystones([], 0, None)
    core = net.without(~inside)
    near, ties = core.around, core.degree
    shaky = np.bincount(near.of_all(np.flatnonzero(ties == K)), minlength=core.size)
    order = range(core.size) if exact else _sample(shaky, seed)
    heap = [(-core.size if shaky[member] else -1, -int(shaky[member]), member) for member in order]
    heapq.heapify(heap)
    limit: dict[int, int] = {}
    known = {member: 1 for member in order if not shaky[member]}
    found: list[tuple[int, int]] = []
    while heap and len(found) < most:
        bound, hint, member = heapq.heappop(heap)
        if member in known and -bound == known[member]:
            found.append((int(members[member]), known[member]))
        elif member in known or -bound > limit.get(member, core.size):
            heapq.heappush(heap, (-min(known.get(member, core.size), limit.get(member, core.size)), hint, member))
        else:
            gone = _collapse(near, ties, member)
            known[member] = len(gone)
            for other in gone:
                limit[other] = min(limit.get(other, core.size), len(gone))
            heapq.heappush(heap, (-len(gone), hint, member))
    return Keystones(found, len(members), None if exact or core.size <= _BEST_GUESSES + SAMPLE else SAMPLE)


@dataclass(frozen=True, slots=True)
class Bridges:
    """Of all shortest ways between two others, the share that passes each member; `low` and `high` where it is an estimate."""

    share: Floats
    low: Floats | None = None
    high: Floats | None = None
    sources: int | None = None


def bridges(net: Network, *, exact: bool, seed: int = 0) -> Bridges | None:
    """Measure betweenness, of all members or of ways that begin at members chosen by lot (Brandes & Pich 2007).

    The estimate's interval comes from how far eight parts of the lot differ from each other. None below three members.
    """
    if net.size < 3 or not len(net.source):
        return None
    per_pair = 2 / ((net.size - 1) * (net.size - 2))
    number = _STEPS // (len(net.pairs[0]) + net.size) // _BATCHES
    each = max(2, min(number, 64))
    if exact or each * _BATCHES >= net.size:
        return Bridges(np.array(net.graph.betweenness(directed=False)) * per_pair)
    lot = np.random.default_rng(seed).permutation(net.size)[: each * _BATCHES].reshape(_BATCHES, each)
    scale = per_pair * net.size / each
    parts = np.array([net.graph.betweenness(directed=False, sources=part.tolist()) for part in lot]) * scale
    middle, off = parts.mean(axis=0), _T * parts.std(axis=0, ddof=1) / np.sqrt(_BATCHES)
    return Bridges(middle, np.maximum(middle - off, 0), np.minimum(middle + off, 1), each * _BATCHES)


def links(net: Network, members: Sequence[int]) -> list[int]:
    """Give into how many parts the friends of each of these members would fall if she were gone."""
    if not members or not len(net.source):
        return [0 for _ in members]
    # igraph's own wrapper of this is slow. It gives ties that span each part: of each of its members at least one.
    parts = igraph.GraphBase.biconnected_components(net.graph, False)
    part = np.full(len(net.pairs[0]), -1)
    part[np.concatenate(parts)] = np.repeat(np.arange(len(parts)), [len(spanning) for spanning in parts])
    return [len(set(part[net.graph.incident(member)].tolist()) - {-1}) for member in members]


def _collapse(near: Around, ties: Ints, leaver: int) -> set[int]:
    """Give everybody who falls out of the core when one leaves, her included."""
    gone, wave, left = {leaver}, [leaver], dict[int, int]()
    while wave:
        for other in near.of(wave.pop()):
            if other not in gone:
                left[other] = left.get(other, int(ties[other])) - 1
                if left[other] < K:
                    gone.add(other)
                    wave.append(other)
    return gone


def _sample(shaky: Ints, seed: int) -> list[int]:
    likely = np.argsort(-shaky, kind="stable")[:_BEST_GUESSES]
    lot = np.random.default_rng(seed).permutation(len(shaky))[:SAMPLE]
    return [int(member) for member in np.unique(np.concatenate((likely, lot)))]
