"""How sure figures are, what chance gives, and how long things take (E2, E12, E13)."""

import math
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import measures_chance as chance
from flock.domain import measures_network as network
from flock.domain import measures_survival as survival
from flock.domain.measures_network import Ints, Network


def ties(size: int, number: int, seed: int) -> Network:
    rng = np.random.default_rng(seed)
    return Network.of(size, (size * rng.random(number) ** 2).astype(np.int64), rng.integers(0, size, number))


@given(st.integers(4, 40), st.integers(4, 120), st.integers(0, 99), st.booleans())
def test_e12_rewiring_leaves_everybody_as_many_ties(size: int, number: int, seed: int, directed: bool) -> None:
    net = ties(size, number, seed)
    source, target = (net.source, net.target) if directed else net.pairs
    a, b, _ = chance.rewired(source, target, rng=np.random.default_rng(seed), rounds=4, directed=directed)
    assert not (a == b).any()
    found = list(zip(a.tolist(), b.tolist(), strict=True))
    assert len({pair if directed else frozenset(pair) for pair in found}) == len(found)
    if directed:
        assert np.array_equal(np.bincount(a, minlength=size), np.bincount(source, minlength=size))
        assert np.array_equal(np.bincount(b, minlength=size), np.bincount(target, minlength=size))
    else:
        ends, before = (np.bincount(np.concatenate(pair), minlength=size) for pair in ((a, b), (source, target)))
        assert np.array_equal(ends, before)


def test_e12_rewiring_reaches_every_network_equally_often() -> None:
    """Of all networks in which six members have 2, 2, 2, 1, 1 and 2 ties, each comes up as often as the others."""
    source, target = np.array([0, 1, 2, 4, 3]), np.array([1, 2, 5, 0, 5])
    degrees = np.bincount(np.concatenate((source, target)))
    every = [(i, j) for i in range(6) for j in range(i)]
    networks = [
        frozenset(every[bit] for bit in range(15) if chosen >> bit & 1) for chosen in range(1 << 15) if chosen.bit_count() == 5
    ]
    possible = [
        one for one in networks if Counter(end for tie in one for end in tie) == Counter(dict(enumerate(degrees.tolist())))
    ]
    rng, seen = np.random.default_rng(1), Counter[frozenset[tuple[int, int]]]()
    for _ in range(4_000):
        source, target, _ = chance.rewired(source, target, rng=rng, rounds=6, directed=False)
        seen[frozenset((max(i, j), min(i, j)) for i, j in zip(source.tolist(), target.tolist(), strict=True))] += 1
    assert set(seen) == set(possible)
    expected = 4_000 / len(possible)
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 3 * len(possible)


def closed(size: int) -> object:
    def measure(source: Ints, target: Ints) -> float:
        return network.clustering(Network(size, source, target, np.ones(len(source)))) or 0.0

    return measure


def test_e12_same_seed_same_band_and_chance_lies_inside_it() -> None:
    net = ties(300, 900, seed=3)
    bands = [chance.band(*net.pairs, closed(300), seed=seed, directed=False, rewirings=200) for seed in (7, 7, 8)]  # type: ignore[arg-type]
    assert bands[0] == bands[1] != bands[2]
    assert bands[0] is not None
    assert bands[0].low <= (network.clustering(net) or 0) <= bands[0].high


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("tail", [1.3, 4.0])
def test_e12_band_of_five_networks_holds_95_of_100_others(tail: float, directed: bool) -> None:
    """Also where a few members have most of the ties, for which formulas made from degrees give several times too much."""
    rng = np.random.default_rng(5)
    chosen = rng.pareto(tail, 300) + 1
    net = Network.of(300, *rng.choice(300, (2, 1_200), p=chosen / chosen.sum()))
    start = (net.source, net.target) if directed else net.pairs

    def share(source: Ints, target: Ints) -> float:
        return network.share_returned(source, target) if directed else network.share_closed(300, source, target)

    others, one = [], start
    for _ in range(300):
        *one, _ = chance.rewired(*one, rng=rng, rounds=6, directed=directed)
        others.append(share(*one))
    bands = [chance.band(*start, share, seed=seed, directed=directed, rewirings=5) for seed in range(150)]
    inside = [np.mean((np.array(others) >= band.low) & (np.array(others) <= band.high)) for band in bands if band]
    assert 0.9 <= np.mean(inside) <= 0.99
    assert math.isclose(np.mean([band.middle for band in bands if band]), np.mean(others), rel_tol=0.03)


def test_e12_circles_lie_far_above_chance() -> None:
    friends = nx.connected_caveman_graph(20, 5)
    source, target = (np.array(side) for side in zip(*friends.edges, strict=True))
    net = Network.of(100, source, target)
    band = chance.band(*net.pairs, closed(100), seed=1, directed=False)  # type: ignore[arg-type]
    assert band is not None
    assert (network.clustering(net) or 0) > 3 * band.high


def test_e12_no_band_where_there_is_nothing_to_rewire() -> None:
    none = np.zeros(0, np.int64)
    assert chance.band(none, none, closed(3), seed=1, directed=True) is None  # type: ignore[arg-type]


def test_e6_intervals_are_the_published_ones() -> None:
    """Newcombe (1998), the paper's own examples: 81 of 263 by Wilson's score, and 56 of 70 less 48 of 80."""
    found = chance.share_interval(81, 263)
    assert found is not None
    assert [round(end, 4) for end in found] == [0.2553, 0.3662]
    difference = chance.difference_interval(56, 70, 48, 80)
    assert difference is not None
    assert [round(end, 4) for end in difference] == [0.0524, 0.3339]
    assert chance.share_interval(0, 0) is None
    assert chance.difference_interval(1, 2, 0, 0) is None


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_e6_interval_of_a_share_holds_it(counts: tuple[int, int]) -> None:
    part, n = counts
    found = chance.share_interval(part, n)
    assert found is not None
    assert 0 <= found[0] <= part / n + 1e-12
    assert part / n - 1e-12 <= found[1] <= 1
    both = chance.reciprocity_interval(part, n)
    assert both is not None
    assert both[0] - 1e-12 <= 2 * part / (part + n) <= both[1] + 1e-12


DAYS = [0, 1, 1, 2, 3, 3, 3, 5, 8, 8, 13, 21, 21, 30, 34, 40]
HAPPENED = [1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0]


def test_e13_curve_is_that_of_lifelines() -> None:
    """The figures are those of lifelines 0.30.3."""
    found = survival.curve(np.array(DAYS), np.array(HAPPENED, bool))
    says = [0.9375, 0.875, 0.807692, 0.673077, 0.598291, 0.523504, 0.436254, 0.349003, 0.232669, 0.232669, 0.232669]
    low = [0.632345, 0.585981, 0.514012, 0.382929, 0.312459, 0.248994, 0.176924, 0.116501, 0.045236, 0.045236, 0.045236]
    high = [0.990953, 0.967189, 0.933756, 0.849354, 0.797057, 0.739869, 0.672138, 0.597236, 0.503195, 0.503195, 0.503195]
    assert found.day.tolist() == sorted(set(DAYS))
    assert np.round(1 - found.happened, 6).tolist() == says
    assert np.round(1 - found.high, 6).tolist() == low
    assert np.round(1 - found.low, 6).tolist() == high
    assert found.median() == 13
    assert found.median_interval() is None  # its late end is not known yet


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1))
def test_e13_curve_is_the_product_of_those_who_went_on_waiting(rows: list[tuple[int, bool]]) -> None:
    found = survival.curve(np.array([day for day, _ in rows]), np.array([happened for _, happened in rows]))
    waiting = 1.0
    for place, day in enumerate(sorted({day for day, _ in rows})):
        at_risk = sum(one >= day for one, _ in rows)
        waiting *= 1 - sum(one == day and happened for one, happened in rows) / at_risk
        assert math.isclose(found.happened[place], 1 - waiting, abs_tol=1e-9)
        assert found.at_risk[place] == at_risk
        assert 0 <= found.low[place] <= found.happened[place] + 1e-9 <= found.high[place] + 2e-9 <= 1 + 3e-9


def test_e13_who_still_waits_is_not_left_out() -> None:
    days, happened = np.array([2, 4, 10, 10, 10]), np.array([True, True, False, False, False])
    assert survival.curve(days, happened).median() is None
    assert survival.curve(days[:2], happened[:2]).median() == 2
    assert survival.curve(np.zeros(0, np.int64), np.zeros(0, bool)).median() is None
