"""The introductions that are suggested help as much as is said, and more than others would (E15)."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.domain import measures_introductions as introductions
from flock.domain.measures_network import Network, mutual_ties
from flock.domain.measures_nucleus import Nucleus

pairs = st.sets(st.tuples(st.integers(0, 13), st.integers(0, 13)).filter(lambda pair: pair[0] < pair[1]), max_size=30)


def net_of(ties: set[tuple[int, int]], size: int = 14) -> Network:
    source = np.array([end for tie in sorted(ties) for end in tie], np.int64)
    target = np.array([end for tie in sorted(ties) for end in tie[::-1]], np.int64)
    return Network.of(size, source, target)


def everybody(net: Network) -> dict[str, np.ndarray]:
    return {
        "isolated": mutual_ties(net) == 0,
        "area": np.ones(net.size, np.int64),
        "willing": np.ones(net.size, bool),
    }


def core_of(ties: set[tuple[int, int]]) -> int:
    return len(nx.k_core(nx.Graph(list(ties)), 3))


@settings(max_examples=60)
@given(pairs)
def test_e15_effect_is_what_would_happen(ties: set[tuple[int, int]]) -> None:
    net = net_of(ties)
    made = set(ties)
    for found in introductions.best(net, **everybody(net)):
        alone, core = int((mutual_ties(net_of(made)) == 0).sum()), core_of(made)
        pair = (found.one, found.other)
        assert pair not in made
        made.add(pair)
        assert (found.isolated_before, found.core_before) == (alone, core)
        assert found.isolated_after == int((mutual_ties(net_of(made)) == 0).sum())
        assert found.core_after == core_of(made)
        assert found.gain > 0


@settings(max_examples=60)
@given(pairs)
def test_e15_first_introduction_is_the_best_of_all(ties: set[tuple[int, int]]) -> None:
    net = net_of(ties)
    core = core_of(ties)
    alone = mutual_ties(net) == 0
    gains = [
        int(alone[i]) + int(alone[j]) + core_of(ties | {(i, j)}) - core
        for i in range(14)
        for j in range(i + 1, 14)
        if (i, j) not in ties and (alone[i] or alone[j])
    ]
    found = introductions.best(net, most=1, **everybody(net))
    if gains and max(gains):
        assert found[0].gain >= max(gains)


def test_e15_two_who_know_nobody_meet_near_home_first() -> None:
    net = net_of({(0, 1), (1, 2), (0, 2)}, size=7)
    area = np.array([9, 9, 9, 9, 8, 9, 8])
    found = introductions.best(net, isolated=mutual_ties(net) == 0, area=area, willing=np.ones(7, bool))
    assert {(one.one, one.other) for one in found} == {(3, 5), (4, 6)}
    assert all(one.near for one in found)


def test_e15_nobody_is_introduced_who_hides_or_twice() -> None:
    net = net_of(set(), size=6)
    willing = np.array([True, False, True, True, True, True])
    found = introductions.best(net, isolated=np.ones(6, bool), area=np.zeros(6, np.int64), willing=willing)
    people = [person for one in found for person in (one.one, one.other)]
    assert len(people) == len(set(people)) == 4
    assert 1 not in people


def test_e15_two_who_are_kept_apart_are_not_introduced() -> None:
    net = net_of(set(), size=3)
    apart = {(0, 1), (1, 0), (1, 2), (2, 1)}
    (found,) = introductions.best(net, apart=apart, **everybody(net))
    assert (found.one, found.other) == (0, 2)


def test_e15_nearly_in_comes_into_the_nucleus() -> None:
    core = {(i, j) for i in range(4) for j in range(i + 1, 4)}
    net = net_of(core | {(0, 4), (1, 4), (2, 5), (3, 5)}, size=6)
    (found,) = introductions.best(net, most=1, **everybody(net))
    assert (found.one, found.other) == (4, 5)
    assert (found.core_before, found.core_after) == (4, 6)


@given(st.sets(st.tuples(st.integers(0, 24), st.integers(0, 24)).filter(lambda pair: pair[0] < pair[1]), max_size=55))
def test_e15_one_more_tie_lifts_whom_laying_the_nucleus_bare_anew_finds(ties: set[tuple[int, int]]) -> None:
    nucleus = Nucleus.of(net_of(ties, size=25))
    assert nucleus.members == core_of(ties)
    for pair in ((one, other) for one in range(0, 25, 3) for other in range(one + 1, 25, 2)):
        if pair not in ties:
            assert nucleus.lifted(*pair) == core_of(ties | {pair}) - nucleus.members
