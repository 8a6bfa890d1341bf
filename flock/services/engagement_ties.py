"""How members are attached to each other: star or ring, belonging together, and how much hangs on how few."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd

from flock.domain import measures_chance as chance
from flock.domain import measures_fragile as fragile
from flock.domain import measures_network as network
from flock.domain.measures import Figure, Scope, Section
from flock.domain.measures_defined import DEFINITIONS, figure
from flock.domain.measures_network import Ints, Network
from flock.domain.words import count
from flock.services.engagement_log import Acts, Log

WINDOWS_BACK = 12

_SEED, _AT_ONCE = 1, 2
_EXAMPLE = 24  # members of each named shape


def star_ring(log: Log, scope: Scope) -> Section:
    """Show whether members hang on a few or on each other, now and on the way here."""
    scope = replace(scope, staff=True)
    spans = [scope.window.before(back) for back in range(WINDOWS_BACK, -1, -1)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        stars = list(pool.map(lambda span: _star(log, scope.at(span)), spans))
    path = [(span.start, span.end, *star) for span, star in zip(spans, stars, strict=True)]
    _, _, between, by_degree, central, members, ties = path[-1]
    note = "" if log.people().staff.any() else "Nobody is an organiser or a lead here."
    figures = (
        figure("member_to_member", between, ties, scope.window, note=note),
        figure("member_to_member_by_degree", by_degree, ties, scope.window),
        figure("centralisation", central, members, scope.window),
    )
    names = ("start", "end", "member_to_member", "member_to_member_by_degree", "centralisation", "members", "ties")
    return Section(_named(figures), {"path": pd.DataFrame(path, columns=names), "shapes": _shapes()})


def _star(log: Log, scope: Scope) -> tuple[float | None, float | None, float | None, int, int]:
    """Give both shares between members, the centralisation, active members and directed ties of one window."""

    def ask() -> tuple[float | None, float | None, float | None, int, int]:
        number, net = log.network(scope)
        staff = log.people().staff
        return (
            network.member_to_member(net, staff[number]) if staff.any() else None,
            network.member_to_member(net, network.best_connected(net)),
            network.centralisation(net.degree),
            len(number),
            network.tie_count(net),
        )

    return log.keep("star", scope, ask, since=scope.window.start)


def _shapes() -> pd.DataFrame:
    """Measure shapes that everybody can picture, with one lead among two dozen members."""
    n = _EXAMPLE
    others = np.arange(1, n)
    everybody = np.arange(n)
    circles = [(i, j) for i in range(n) for j in range(n) if i != j and i // 6 == j // 6]
    shapes = {
        "a star around the lead": (np.zeros(n - 1, np.int64), others),
        "a ring": (everybody, (everybody + 1) % n),
        "circles of six, joined by the lead": (
            np.array([i for i, _ in circles] + [0, 0, 0]),
            np.array([j for _, j in circles] + [6, 12, 18]),
        ),
        "everybody with everybody": tuple(np.nonzero(~np.eye(n, dtype=bool))),
    }
    rows = []
    for name, (source, target) in shapes.items():
        net = Network.of(n, source.astype(np.int64), target.astype(np.int64))
        rows.append((name, network.member_to_member(net, everybody == 0), network.centralisation(net.degree)))
    return pd.DataFrame(rows, columns=("shape", "member_to_member", "centralisation"))


def together(log: Log, scope: Scope) -> Section:
    """Show how far ties go both ways, close triangles and make a nucleus, beside what chance would give."""
    acts, earlier = log.acts(scope), log.acts(scope.at(scope.window.before()))
    net, window = acts.net, scope.window
    ties, pairs, members = len(net.source), len(net.pairs[0]), net.size
    mutual = int((net.back > 0).sum()) // 2
    parts = network.component_sizes(net) if members else []
    two, three = (int((net.cores >= k).sum()) for k in (2, 3))
    lasting = network.common(acts.pair_keys, earlier.pair_keys)
    history = log.history(scope)
    figures = (
        figure("reciprocity", network.reciprocity(net), ties, window, interval=chance.reciprocity_interval(mutual, pairs)),
        figure("reciprocity_corrected", network.reciprocity_corrected(net), ties, window),
        figure("reciprocity_weighted", network.reciprocity_weighted(net), ties, window),
        figure("clustering", network.clustering(net), network.triples(net), window),
        figure("average_clustering", network.average_clustering(net), members, window),
        _share("core_2", two, members, scope, sure=False),
        _share("core_3", three, members, scope, sure=False),
        replace(
            _share("components", parts[0] if parts else 0, members, scope, sure=False),
            note=f"{count(len(parts), 'part', 'parts')}." if parts else "",
        ),
        figure("density", network.density(net), members, window),
        figure("reach", history.strength, history.pairs, window),
        _share("recurring", lasting, len(earlier.net.pairs[0]), scope),
    )
    cores = pd.DataFrame(dict(zip(("core", "members"), np.unique(net.cores, return_counts=True), strict=True)))
    return Section(_named(figures), {"chance": _chance(net), "cores": cores})


def _chance(net: Network) -> pd.DataFrame:
    """Measure rewired networks in which everybody has as many ties as she has."""

    def closed(low: Ints, high: Ints) -> float:
        return network.share_closed(net.size, low, high)

    def returned() -> chance.Band | None:
        return chance.band(net.source, net.target, network.share_returned, seed=_SEED, directed=True)

    def transitive() -> chance.Band | None:
        return chance.band(*net.pairs, closed, seed=_SEED, directed=False)

    rows = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        bands = pool.map(lambda ask: ask(), (returned, transitive))
    values = {"reciprocity": network.reciprocity(net), "clustering": network.clustering(net)}
    for (name, value), found in zip(values.items(), bands, strict=True):
        drawn = (found.low, found.middle, found.high, found.rewirings) if found and value is not None else (None, None, None, 0)
        rows.append((name, DEFINITIONS[name].label, value, *drawn))
    return pd.DataFrame(rows, columns=("name", "label", "value", "low", "middle", "high", "rewirings"))


def load(log: Log, scope: Scope) -> Section:
    """Show how much hangs on how few."""
    acts, window = log.acts(scope), scope.window
    active = acts.acts > 0
    received, carried = acts.received[active], acts.hosted if acts.hosted.any() else acts.written
    exact = log.size(scope) <= fragile.EXACT_UP_TO
    stones = fragile.keystones(acts.net, exact=exact, seed=_SEED)
    bridges = fragile.bridges(acts.net, exact=exact, seed=_SEED)
    spans = _bridges(log, acts, bridges)
    top = spans.iloc[0] if len(spans) else None
    figures = (
        figure("attention_gini", network.gini(received), int(active.sum()), window),
        figure("top_10", network.top_share(acts.written), int(acts.written.sum()), window),
        figure("absence_factor", network.absence_factor(carried), int(carried.sum()), window),
        figure(
            "keystone",
            stones.losses[0][1] if stones.losses else None,
            stones.core,
            window,
            note=""
            if stones.looked_at is None
            else f"At least: of a 3-core of {stones.core:,} members, {stones.looked_at} by lot and the likeliest were looked at. "
            "With 95 % certainty fewer than one member in 200 would take more with her.",
        ),
        figure(
            "bridge",
            None if top is None else float(top["betweenness"]),
            acts.net.size,
            window,
            interval=None if top is None or pd.isna(top["low"]) else (float(top["low"]), float(top["high"])),
            note=f"Estimated from the shortest ways of {bridges.sources} members chosen by lot."
            if bridges and bridges.sources
            else "",
        ),
    )
    tables = {
        "attention": _lorenz(received),
        "carriers": _carriers(carried),
        "keystones": log.people().named_rows([(int(acts.number[place]), loss) for place, loss in stones.losses], ("loss",)),
        "bridges": spans,
    }
    return Section(_named(figures), tables)


def _bridges(log: Log, acts: Acts, found: fragile.Bridges | None) -> pd.DataFrame:
    columns = ("betweenness", "low", "high", "links")
    if found is None:
        return log.people().named_rows([], columns)
    places = [int(place) for place in np.argsort(-found.share, kind="stable")[:10] if found.share[place] > 0]
    low, high = (None, None) if found.low is None or found.high is None else (found.low, found.high)
    rows = [
        (
            int(acts.number[place]),
            float(found.share[place]),
            None if low is None else float(low[place]),
            None if high is None else float(high[place]),
            parts,
        )
        for place, parts in zip(places, fragile.links(acts.net, places), strict=True)
    ]
    return log.people().named_rows(rows, columns)


def _lorenz(amounts: network.Floats) -> pd.DataFrame:
    total = float(amounts.sum())
    steps = np.linspace(0, 1, 21) if total else np.zeros(0)
    added = np.concatenate(([0.0], np.cumsum(np.sort(amounts)))) / (total or 1)
    share = np.interp(steps * len(amounts), np.arange(len(added)), added)
    return pd.DataFrame({"share_of_members": steps, "share_of_attention": share})


def _carriers(amounts: Ints) -> pd.DataFrame:
    ranked = np.sort(amounts[amounts > 0])[::-1]
    tops = [top for top in (1, 2, 3, 5, 10, 20, 50, 100) if top <= len(ranked)]
    shares = [float(ranked[:top].sum() / ranked.sum()) for top in tops]
    return pd.DataFrame({"members": tops, "share": shares})


def _share(name: str, part: int, n: int, scope: Scope, *, sure: bool = True) -> Figure:
    interval = chance.share_interval(part, n) if sure else None
    return figure(name, part / n if n else None, n, scope.window, interval=interval)


def _named(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {found.name: found for found in figures}
