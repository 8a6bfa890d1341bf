"""What one would write with pandas and networkx for what the page shows of the same log.

Keystones are looked for among as many members, betweenness is counted from as many, chance is drawn as often and introductions are
tried as often as Flock does.
"""

import random
from datetime import timedelta

import networkx as nx
import numpy as np
import pandas as pd

from flock.domain.measures import Window

DIRECT = {"reply", "answered_message", "accepted_intro", "joint_booking", "help_thanked"}
BOTH_WAYS = {"accepted_intro", "joint_booking"}
_TRIED = 100  # introductions; Flock tries up to 160 for each of three


def measure(
    log: pd.DataFrame, members: pd.DataFrame, window: Window, *, rewirings: int, pivots: int, looked_at: int
) -> dict[str, float]:
    """Measure a window; `log` has at, day, kind, actor, towards, online, thread and meetup, `members` member and joined."""
    ties = _ties(log)
    now, before = (_between(ties, span.start, span.end) for span in (window, window.before()))
    graph, plain = _graphs(now)
    _, earlier = _graphs(before)
    active = _active(log, window)
    plain.add_nodes_from(active)
    degrees = np.array([degree for _, degree in plain.degree()])
    cores = nx.core_number(plain)
    n = len(plain)
    received = now.groupby("towards")["acts"].sum().reindex(sorted(active), fill_value=0).sort_values().to_numpy()
    found = {
        "reciprocity": nx.overall_reciprocity(graph),
        "reciprocity_weighted": _weighted(graph),
        "clustering": nx.transitivity(plain),
        "average_clustering": nx.average_clustering(plain),
        "core_2": sum(core >= 2 for core in cores.values()) / n,
        "core_3": sum(core >= 3 for core in cores.values()) / n,
        "components": len(max(nx.connected_components(plain), key=len)) / n,
        "density": nx.density(plain),
        "centralisation": (degrees.max() - degrees).sum() / ((n - 1) * (n - 2)),
        "attention_gini": _gini(received),
        "recurring": len({frozenset(tie) for tie in plain.edges} & {frozenset(tie) for tie in earlier.edges})
        / earlier.number_of_edges(),
    }
    nx.betweenness_centrality(plain, k=min(pivots, n), seed=1)
    _chance(graph, plain, rewirings)
    _path(ties, log, window)
    return found | _flow(log, ties, members, window) | _nucleus(plain, cores, looked_at)


def _path(ties: pd.DataFrame, log: pd.DataFrame, window: Window) -> None:
    """Measure the star and ring of the twelve windows before."""
    for back in range(1, 13):
        span = window.before(back)
        some = _between(ties, span.start, span.end)
        _, plain = _graphs(some)
        plain.add_nodes_from(_active(log, span))
        degrees = np.array([degree for _, degree in plain.degree()])
        if len(degrees) > 2:
            (degrees.max() - degrees).sum() / ((len(degrees) - 1) * (len(degrees) - 2))


def _nucleus(plain: nx.Graph, cores: dict[int, int], looked_at: int) -> dict[str, float]:
    """Let each of the likeliest and of some by lot leave the 3-core; try as many introductions as Flock does."""
    core = plain.subgraph([member for member, number in cores.items() if number >= 3]).copy()
    core.remove_edges_from(nx.selfloop_edges(core))
    likely = sorted(core, key=lambda one: -sum(core.degree(other) == 3 for other in core[one]))[:400]
    some = set(likely) | set(random.Random(1).sample(sorted(core), min(looked_at, len(core))))
    lost = [_falls(core, one) for one in sorted(some)]
    nearly = sorted(member for member, number in cores.items() if number == 2)
    for one, other in [*zip(nearly[:_TRIED], nearly[_TRIED : 2 * _TRIED], strict=False)]:
        plain.add_edge(one, other)
        nx.core_number(plain)
        plain.remove_edge(one, other)
    return {"keystone": float(max(lost))} if lost else {}


def _falls(core: nx.Graph, leaver: int) -> int:
    """Count who falls out of the 3-core when one leaves, her included; 900 times `nx.k_core` would take minutes."""
    gone, wave, left = {leaver}, [leaver], dict[int, int]()
    while wave:
        for other in core[wave.pop()]:
            if other not in gone:
                left[other] = left.get(other, core.degree(other)) - 1
                if left[other] < 3:
                    gone.add(other)
                    wave.append(other)
    return len(gone)


def _gini(amounts: np.ndarray) -> float:
    n = len(amounts)
    return float(((2 * np.arange(1, n + 1) - n - 1) * amounts).sum() / (n * amounts.sum()))


def _active(log: pd.DataFrame, window: Window) -> set[int]:
    acts = _between(log, window.start, window.end)
    return set(acts["actor"]) | set(acts[acts["kind"].isin(BOTH_WAYS)]["towards"])


def _ties(log: pd.DataFrame) -> pd.DataFrame:
    done = log[log["towards"].notna()][["day", "actor", "towards", "online", "kind"]]
    back = done[done["kind"].isin(BOTH_WAYS)].rename(columns={"actor": "towards", "towards": "actor"})
    told = pd.concat([done, back]).assign(weight=10.0)
    came = log[log["kind"] == "attended"][["day", "meetup", "actor"]].drop_duplicates()
    size = came.groupby(["day", "meetup"])["actor"].transform("size")
    pairs = came.assign(weight=1 / (size - 1)).merge(came, on=["day", "meetup"], suffixes=("", "_other"))
    pairs = pairs[pairs["actor"] != pairs["actor_other"]].rename(columns={"actor_other": "towards"}).assign(online=False)
    both = pd.concat([told, pairs])[["day", "actor", "towards", "online", "weight"]]
    return both.groupby(["day", "actor", "towards", "online"], as_index=False).agg(
        acts=("weight", "size"), weight=("weight", "sum")
    )


def _between(table: pd.DataFrame, start: object, end: object) -> pd.DataFrame:
    return table[(table["day"] >= pd.Timestamp(start)) & (table["day"] < pd.Timestamp(end))]


def _graphs(ties: pd.DataFrame) -> tuple[nx.DiGraph, nx.Graph]:
    added = ties.groupby(["actor", "towards"], as_index=False)["weight"].sum()
    graph = nx.from_pandas_edgelist(added, "actor", "towards", "weight", create_using=nx.DiGraph)
    return graph, nx.Graph(graph.to_undirected())


def _weighted(graph: nx.DiGraph) -> float:
    weights = nx.get_edge_attributes(graph, "weight")
    return sum(min(weight, weights.get((b, a), 0)) for (a, b), weight in weights.items()) / sum(weights.values())


def _chance(graph: nx.DiGraph, plain: nx.Graph, rewirings: int) -> None:
    rng = random.Random(1)
    one, other = plain.copy(), graph.copy()
    for _ in range(rewirings):
        moves = one.number_of_edges()
        nx.double_edge_swap(one, nswap=moves, max_tries=100 * moves, seed=rng)
        nx.transitivity(one)
        nx.directed_edge_swap(other, nswap=other.number_of_edges() // 3, max_tries=100 * other.number_of_edges(), seed=rng)
        nx.overall_reciprocity(other)


def _flow(log: pd.DataFrame, ties: pd.DataFrame, members: pd.DataFrame, window: Window) -> dict[str, float]:
    end = pd.Timestamp(window.end)
    back = log.loc[log["kind"].isin(BOTH_WAYS), ["day", "towards"]].rename(columns={"towards": "actor"})
    acts = pd.concat([log[["day", "actor"]], back]).drop_duplicates()
    recent = _between(acts, window.start - timedelta(days=29), window.end)
    ratios = []
    for day in pd.date_range(window.start, window.end - timedelta(days=1)):
        month = recent[(recent["day"] > day - pd.Timedelta(days=30)) & (recent["day"] <= day)]["actor"].nunique()
        ratios.append((recent["day"] == day).sum() / month)
    now, before = (set(_between(acts, span.start, span.end)["actor"]) for span in (window, window.before()))
    ties = ties[ties["day"] < end]
    low, high = np.minimum(ties["actor"], ties["towards"]), np.maximum(ties["actor"], ties["towards"])
    pairs = ties.assign(low=low, high=high, forth=ties["day"].where(ties["actor"] < ties["towards"]))
    pairs = pairs.assign(back=ties["day"].where(ties["actor"] > ties["towards"]), on=ties["day"].where(ties["online"]))
    pairs = (
        pairs.assign(met=ties["day"].where(~ties["online"]))
        .groupby(["low", "high"])[["forth", "back", "on", "met"]]
        .min()
        .reset_index()
    )
    mutual = pairs[["forth", "back"]].max(axis=1).where(pairs["forth"].notna() & pairs["back"].notna())
    first = (
        pd.concat([pd.DataFrame({"member": pairs[end], "day": mutual}) for end in ("low", "high")]).groupby("member")["day"].min()
    )
    new = members[members["joined"] >= end - pd.Timedelta(days=365)]
    wait = (new["member"].map(first) - new["joined"]).dt.days.clip(lower=0)
    watched = wait.fillna((end - new["joined"]).dt.days)
    cohort = pairs[(pairs["on"] >= end - pd.Timedelta(days=425)) & (pairs["on"] < end - pd.Timedelta(days=60))]
    met = (cohort["met"] > cohort["on"]) & (cohort["met"] <= cohort["on"] + pd.Timedelta(days=60))
    grid = acts.assign(month=acts["day"].dt.to_period("M"))[["actor", "month"]].drop_duplicates()
    grid = grid.merge(members, left_on="actor", right_on="member")
    grid.assign(cohort=grid["joined"].dt.to_period("M")).groupby(["cohort", "month"]).size()
    return {
        "stickiness": float(np.mean(ratios)),
        "returning": len(now & before) / len(before),
        "welcome_week": _welcome(log, window),
        "first_connection": _median(watched.to_numpy(), wait.notna().to_numpy()),
        "online_to_offline": float(met.sum() / len(cohort)),
    }


def _welcome(log: pd.DataFrame, window: Window) -> float:
    posts = log[log["kind"] == "post"].sort_values("at").groupby("actor", as_index=False).first()
    posts = _between(posts, window.start - timedelta(days=7), window.end - timedelta(days=7))
    answers = log[log["kind"].isin(["post", "reply"])].merge(
        posts[["thread", "actor", "at"]], on="thread", suffixes=("", "_post")
    )
    answers = answers[(answers["actor"] != answers["actor_post"]) & (answers["at"] >= answers["at_post"])]
    hours = (
        answers.groupby("actor_post")["at"].min() - answers.groupby("actor_post")["at_post"].first()
    ).dt.total_seconds() / 3600
    return float((hours <= 168).sum() / len(posts))


def _median(days: np.ndarray, happened: np.ndarray) -> float:
    waiting, order = 1.0, np.unique(days)
    for day in order:
        waiting *= 1 - ((days == day) & happened).sum() / (days >= day).sum()
        if waiting <= 0.5 + 1e-12:
            return float(day)
    return float("nan")
