"""The nucleus, in which each has three ties to others in it, and who would come in with one more tie.

Members fall one after another when the nucleus is laid bare. Whoever keeps too few ties to those who fall later or never falls;
so a new tie moves nobody whom that order does not lead to, and most new ties are answered with a look at one member (Zhang 2017,
order-based core maintenance).
"""

import heapq
from functools import cached_property

import numpy as np

from flock.domain import measures_network as network
from flock.domain.measures_network import Around, Ints, Marks, Network

K = 3
NEVER = np.iinfo(np.int64).max


class Nucleus:
    """Pairs of members 0 … size-1, and what one more pair would change."""

    def __init__(self, low: Ints, high: Ints, around: Around, cores: Ints) -> None:
        self.around, self.cores = around, cores
        self.members = int((cores >= K).sum())
        self._low, self._high = low, high

    @classmethod
    def of(cls, net: Network) -> "Nucleus":
        """Look at a network's pairs."""
        return cls(*net.pairs, net.around, net.cores)

    def with_tie(self, one: int, other: int) -> "Nucleus":
        """Give the network with one more pair."""
        low, high = np.append(self._low, min(one, other)), np.append(self._high, max(one, other))
        size = len(self.cores)
        return Nucleus(low, high, Around(size, low, high), network.core_numbers(size, low, high))

    def to_members(self) -> Ints:
        """Count each one's ties to members of the nucleus."""
        inside = self.cores >= K
        return self._count(inside[self._high], inside[self._low])

    def lifted(self, one: int, other: int) -> int:
        """Count who would come in if these two were tied, the two included."""
        first = min(one, other, key=lambda end: self.fall[end])
        if self.cores[first] != K - 1 or self.later[first] + 1 < K:
            return 0
        return len(_Rise(self, one, other).begin(first))

    @cached_property
    def fall(self) -> Ints:
        """When each falls: in which place, -1 for those with too few ties from the start, and never for the nucleus."""
        fall = np.where(self.cores >= K, NEVER, -1)
        stands = self.cores >= K - 1
        both = stands[self._low] & stands[self._high]
        ties = self._count(both, both)
        wave, place = np.flatnonzero(stands & (ties < K)), 0
        while len(wave):
            fall[wave] = place + np.arange(len(wave))
            place += len(wave)
            stands[wave] = False
            touched, times = np.unique(self.around.of_all(wave), return_counts=True)
            ties[touched] -= times
            wave = touched[stands[touched] & (ties[touched] < K)]
        return fall

    @cached_property
    def later(self) -> Ints:
        """To how many who fall later, or never, each is tied."""
        low, high = self.fall[self._low], self.fall[self._high]
        return self._count((low >= 0) & (low < high), (high >= 0) & (high < low))

    def _count(self, of_low: Marks, of_high: Marks) -> Ints:
        """Count for each member the ties that are marked for the lower, and those that are marked for the higher end."""
        size = len(self.cores)
        return np.bincount(self._low[of_low], minlength=size) + np.bincount(self._high[of_high], minlength=size)


class _Rise:
    """Follows what one more tie would set off. `_hoped` counts ties to those who may rise and fell earlier."""

    def __init__(self, nucleus: Nucleus, one: int, other: int) -> None:
        self._around, self._fall, self._later = nucleus.around, nucleus.fall, nucleus.later
        self._ends = {one: other, other: one}
        self._sure: dict[int, int] = {}
        self._hoped: dict[int, int] = {}
        self._rising: set[int] = set()

    def begin(self, first: int) -> set[int]:
        """Give who rises when the end that falls first has one tie more."""
        self._sure[first] = int(self._later[first]) + 1
        heap = [(int(self._fall[first]), first)]
        while heap:
            at, member = heapq.heappop(heap)
            if self._has(member) >= K:
                self._rising.add(member)
                for other in self._near(member):
                    if at < self._fall[other] < NEVER:
                        if other not in self._hoped:
                            heapq.heappush(heap, (int(self._fall[other]), other))
                        self._hoped[other] = self._hoped.get(other, 0) + 1
            elif self._hoped.get(member):
                self._stays(member)
        return self._rising

    def _stays(self, member: int) -> None:
        """Take back the hopes that rested on a member who does not rise, and on those who fall with her."""
        at = int(self._fall[member])
        sinking = []
        self._settle(member)
        for other in self._near(member):
            if other in self._rising:
                self._sure[other] = self._known(other) - 1
                if self._has(other) < K:
                    sinking.append(other)
        queued = set(sinking)
        while sinking:
            gone = sinking.pop()
            self._settle(gone)
            self._rising.discard(gone)
            for other in self._near(gone):
                if at < self._fall[other] < NEVER:
                    self._hoped[other] -= 1
                elif other in self._rising:
                    if self._fall[other] > self._fall[gone]:
                        self._hoped[other] -= 1
                    else:
                        self._sure[other] = self._known(other) - 1
                    if other not in queued and self._has(other) < K:
                        queued.add(other)
                        sinking.append(other)

    def _settle(self, member: int) -> None:
        self._sure[member] = self._has(member)
        self._hoped[member] = 0

    def _known(self, member: int) -> int:
        return self._sure.get(member, int(self._later[member]))

    def _has(self, member: int) -> int:
        return self._known(member) + self._hoped.get(member, 0)

    def _near(self, member: int) -> list[int]:
        near = self._around.of(member)
        return [*near, self._ends[member]] if member in self._ends else near
