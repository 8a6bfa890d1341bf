"""Measures of a network against networkx and igraph, on random graphs and on published ones (E2, E5, E11, E12)."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import measures_fragile as fragile
from flock.domain import measures_network as network
from flock.domain.measures_network import Network

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
NEAR = 1e-9

acts = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from([0.25, 1.0, 10.0])), max_size=60)


def net_of(rows: list[tuple[int, int, float]], size: int = 12) -> Network:
    source, target, weight = (np.array([row[column] for row in rows]) for column in range(3))
    return Network.of(size, source.astype(np.int64), target.astype(np.int64), weight.astype(float))


def directed(rows: list[tuple[int, int, float]], size: int = 12) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(size))
    for source, target, weight in rows:
        if source != target:
            before = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
            graph.add_edge(source, target, weight=before + weight)
    return graph


def same(one: float | None, other: float) -> bool:
    return one is not None and abs(one - other) <= NEAR * max(1.0, abs(other))


def agree_with_both_libraries(net: Network, graph: nx.DiGraph) -> None:
    """Hold every measure of a network with at least one tie against two libraries that know nothing of it."""
    plain = nx.Graph(graph.to_undirected())
    other = igraph.Graph.from_networkx(plain)
    if plain.number_of_edges():
        assert same(network.reciprocity(net), nx.overall_reciprocity(graph))
        assert same(network.reciprocity(net), igraph.Graph.from_networkx(graph).reciprocity())
        assert same(network.share_returned(net.source, net.target), nx.overall_reciprocity(graph))
        assert same(network.share_closed(net.size, *net.pairs), nx.transitivity(plain))
        assert same(network.average_clustering(net), nx.average_clustering(plain))
        assert same(network.density(net), nx.density(plain))
        assert same(network.density(net), other.density())
        assert sum(d["weight"] for _, _, d in graph.edges(data=True)) == pytest.approx(net.weight.sum(), rel=NEAR)
    if network.triples(net):
        assert same(network.clustering(net), nx.transitivity(plain))
        assert same(network.clustering(net), other.transitivity_undirected())
    assert net.degree.tolist() == [degree for _, degree in sorted(plain.degree())] == other.degree()
    assert net.cores.tolist() == [core for _, core in sorted(nx.core_number(plain).items())] == other.coreness()
    sizes = sorted((len(part) for part in nx.connected_components(plain)), reverse=True)
    assert network.component_sizes(net) == sizes == sorted(other.connected_components().sizes(), reverse=True)
    found = fragile.bridges(net, exact=True)
    if found is not None:
        ways = nx.betweenness_centrality(plain)
        assert np.allclose(found.share, [ways[member] for member in sorted(plain)], atol=NEAR, rtol=NEAR)
        halves = (net.size - 1) * (net.size - 2) / 2
        assert np.allclose(found.share, np.array(other.betweenness()) / halves, atol=NEAR, rtol=NEAR)


@given(acts)
def test_e12_random_networks_agree_with_networkx_and_igraph(rows: list[tuple[int, int, float]]) -> None:
    agree_with_both_libraries(net_of(rows), directed(rows))


@given(acts)
def test_e2_weighted_reciprocity_and_correction_follow_their_formulas(rows: list[tuple[int, int, float]]) -> None:
    net, graph = net_of(rows), directed(rows)
    weights = {(a, b): d["weight"] for a, b, d in graph.edges(data=True)}
    total = sum(weights.values())
    if not weights:
        assert network.reciprocity_weighted(net) is None
        assert network.reciprocity_corrected(net) is None
        return
    assert same(network.reciprocity_weighted(net), sum(min(w, weights.get((b, a), 0)) for (a, b), w in weights.items()) / total)
    filled = len(weights) / (12 * 11)
    r = sum((b, a) in weights for a, b in weights) / len(weights)
    corrected = network.reciprocity_corrected(net)
    assert corrected is None if filled == 1 else same(corrected, (r - filled) / (1 - filled))


@given(acts, st.sets(st.integers(0, 11)))
def test_e11_star_test_counts_what_passes_by_the_hubs(rows: list[tuple[int, int, float]], hubs: set[int]) -> None:
    marks = np.isin(np.arange(12), list(hubs))
    kept = [weight for source, target, weight in rows if source != target]
    past = [weight for source, target, weight in rows if source != target and not {source, target} & hubs]
    found = network.member_to_member(net_of(rows), marks)
    assert found is None if not kept else same(found, sum(past) / sum(kept))


@given(acts)
def test_e11_centralisation_is_freemans(rows: list[tuple[int, int, float]]) -> None:
    net = net_of(rows)
    degrees = [degree for _, degree in nx.Graph(directed(rows).to_undirected()).degree()]
    found = network.centralisation(net.degree)
    assert found is None if not any(degrees) else same(found, sum(max(degrees) - d for d in degrees) / (11 * 10))


def test_e11_star_is_1_and_ring_is_0() -> None:
    star = net_of([(0, other, 1.0) for other in range(1, 12)])
    ring = net_of([(member, (member + 1) % 12, 1.0) for member in range(12)])
    assert network.centralisation(star.degree) == 1
    assert network.centralisation(ring.degree) == 0
    assert network.centralisation(np.array([1, 1])) is None


@given(acts)
def test_e12_keystones_are_those_that_removing_each_in_turn_finds(rows: list[tuple[int, int, float]]) -> None:
    core = nx.k_core(nx.Graph(directed(rows).to_undirected()), 3)
    losses = sorted((len(core) - len(nx.k_core(core.subgraph(set(core) - {one}), 3)) for one in core), reverse=True)[:10]
    found = fragile.keystones(net_of(rows), exact=True)
    assert [loss for _, loss in found.losses] == losses
    assert found.core == len(core)


def test_e12_many_keystones_are_found_without_a_look_at_each() -> None:
    rng = np.random.default_rng(5)
    net = Network.of(400, rng.integers(0, 400, 900), rng.integers(0, 400, 900))
    core = nx.k_core(nx.Graph(zip(*(side.tolist() for side in net.pairs), strict=True)), 3)
    losses = sorted((len(core) - len(nx.k_core(core.subgraph(set(core) - {one}), 3)) for one in core), reverse=True)
    assert [loss for _, loss in fragile.keystones(net, exact=True).losses] == losses[:10]


def test_e12_sampled_betweenness_says_how_far_off_it_may_be() -> None:
    rng = np.random.default_rng(5)
    net = Network.of(3_000, (3_000 * rng.random(9_000) ** 2).astype(np.int64), rng.integers(0, 3_000, 9_000))
    exact, sampled = fragile.bridges(net, exact=True), fragile.bridges(net, exact=False)
    assert exact is not None
    assert sampled is not None
    assert sampled.low is not None
    assert sampled.high is not None
    assert sampled.sources is not None
    assert sampled.sources < net.size
    best = np.argsort(-exact.share)[:100]
    held = (sampled.low[best] <= exact.share[best]) & (exact.share[best] <= sampled.high[best])
    assert held.mean() >= 0.85  # each is to hold 95 of 100


def test_e12_bridge_links_the_parts_that_fall_apart_without_her() -> None:
    triangles = [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (0, 3, 1.0), (3, 4, 1.0), (4, 0, 1.0), (4, 5, 1.0)]
    assert fragile.links(net_of(triangles), [0, 4, 1]) == [2, 2, 1]


@given(acts)
def test_e12_links_are_the_parts_that_networkx_finds(rows: list[tuple[int, int, float]]) -> None:
    plain = nx.Graph(directed(rows).to_undirected())
    blocks = [set(block) for block in nx.biconnected_components(plain)]
    assert fragile.links(net_of(rows), list(range(12))) == [sum(one in block for block in blocks) for one in range(12)]


@given(st.lists(st.integers(0, 50), min_size=1))
def test_e5_gini_is_the_mean_difference(amounts: list[int]) -> None:
    found = network.gini(np.array(amounts))
    total = sum(amounts)
    if not total:
        assert found is None
        return
    n = len(amounts)
    assert same(found, sum(abs(a - b) for a in amounts for b in amounts) / (2 * n * total))


@given(st.lists(st.integers(0, 50), min_size=1))
def test_e5_absence_factor_is_the_fewest_with_half(amounts: list[int]) -> None:
    found = network.absence_factor(np.array(amounts))
    ranked = sorted(amounts, reverse=True)
    assert found == (next(k for k in range(1, len(ranked) + 1) if 2 * sum(ranked[:k]) >= sum(ranked)) if sum(ranked) else None)


def test_e5_worked_example_of_chaoss() -> None:
    assert network.absence_factor(np.array([1000, 433, 343, 332, 202, 90, 42, 33])) == 2


def test_e6_nothing_is_defined_where_nothing_happened() -> None:
    empty = net_of([], size=1)
    measures = (network.reciprocity, network.reciprocity_corrected, network.reciprocity_weighted, network.clustering)
    assert [measure(empty) for measure in (*measures, network.average_clustering, network.density)] == [None] * 6
    assert network.member_to_member(empty, np.array([False])) is None
    assert network.top_share(np.zeros(3)) is None
    assert fragile.bridges(empty, exact=True) is None
    assert fragile.keystones(empty, exact=True).losses == []


def college() -> list[tuple[str, str]]:
    file = DATA / "collegemsg" / "CollegeMsg.txt"
    if not file.exists():
        pytest.skip("The public networks do not lie beside this repository.")
    return [tuple(line.split()[:2]) for line in file.read_text().splitlines()[1:]]  # type: ignore[misc]


def published(name: str) -> dict[str, float]:
    rows = json.loads((DATA / "reference_measures.json").read_text())[name]
    return {row["metric"]: row["computed"] for row in rows}


def test_e2_college_messages_give_the_published_figures() -> None:
    rows, says = college(), published("CollegeMsg")
    names, place = np.unique([end for row in rows for end in row], return_inverse=True)
    source, target = place[::2].astype(np.int64), place[1::2].astype(np.int64)
    net = Network.of(len(names), source, target)
    both = np.bincount(np.concatenate((source, target)))
    assert (net.size, len(rows), len(net.source)) == tuple(says[k] for k in ("users", "messages", "distinct (from,to) pairs"))
    assert round(network.reciprocity(net) or 0, 4) == says["reciprocity of pairs"]
    assert network.triples(net) == says["wedges"]
    assert round((network.clustering(net) or 0) * network.triples(net) / 3) == says["triangles"]
    assert round(network.clustering(net) or 0, 4) == says["clustering coefficient (transitivity)"]
    assert network.component_sizes(net)[0] == says["largest connected component"]
    assert round(network.gini(both) or 0, 4) == says["Gini of messages in+out per user"]
    assert both.max() == says["max degree, messages in+out"]
    assert round(len(net.source) / (net.size * (net.size - 1)), 6) == says["fill m/(n(n-1))"]
    graph = nx.DiGraph(zip(source.tolist(), target.tolist(), strict=True))
    agree = nx.Graph(graph.to_undirected())
    assert net.cores.tolist() == [core for _, core in sorted(nx.core_number(agree).items())]
    assert same(network.average_clustering(net), nx.average_clustering(agree))
    assert same(network.clustering(net), nx.transitivity(agree))


def classics() -> Iterator[tuple[str, nx.Graph]]:
    yield "karate", nx.karate_club_graph()
    women = nx.davis_southern_women_graph()
    yield "Davis Southern Women", nx.bipartite.projected_graph(women, women.graph["top"])


@pytest.mark.parametrize(("name", "graph"), list(classics()), ids=("karate", "davis"))
def test_e12_classic_networks_give_the_published_figures(name: str, graph: nx.Graph) -> None:
    graph = nx.convert_node_labels_to_integers(graph)
    rows = [(a, b, 1.0) for a, b in graph.edges]
    net = net_of(rows, size=len(graph))
    agree_with_both_libraries(net, directed(rows, size=len(graph)))
    if not DATA.exists():
        pytest.skip("The public networks do not lie beside this repository.")
    says = published(name)
    if name == "karate":
        found = fragile.bridges(net, exact=True)
        assert found is not None
        assert (net.size, len(net.pairs[0])) == (says["members"], says["ties"])
        figures = (network.density(net), network.clustering(net), network.average_clustering(net), found.share[0])
        keys = ("density", "transitivity", "average clustering", "betweenness of node 0")
        assert [round(float(figure or 0), 4) for figure in figures] == [says[key] for key in keys]
        with (DATA / "davis_southern_women" / "karate_edges.csv").open() as file:
            assert {(int(row["a"]), int(row["b"])) for row in csv.DictReader(file)} == {(a, b) for a, b, _ in rows}
    else:
        assert (net.size, len(net.pairs[0])) == (says["members"], says["co-attendance ties"])
        assert round(network.density(net) or 0, 4) == says["co-attendance density"]
