"""E1: the real meetups of Montana come in through the import, and every figure of the reference comes out again."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from flock.domain.measures import Window
from flock.services.accounts import Accounts
from flock.services.engagement import Engagement
from flock.services.log_imports import LogImports
from flock.services.narrowing import Narrowing

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="The real tables are not here: they lie in ../shared/data.")


@pytest.fixture(scope="module")
def reference() -> dict[str, float]:
    rows = json.loads((DATA / "reference_measures.json").read_text("utf-8"))["Montana meetups"]
    return {row["metric"]: row["pandas_networkx"] for row in rows}


def test_all_figures_of_the_reference(community, reference) -> None:
    logs = LogImports(community.db, Accounts(community.db))
    lena, folder = community["lena"], DATA / "meetup_montana_2016"
    plan = logs.look(lena, [folder / "rsvps.csv", folder / "events.csv", folder / "members.csv", folder / "groups.csv"])
    done = logs.commit(lena, plan, now=NOW)
    engagement = Engagement(community.db)
    whole = engagement.scope(Window(date(2008, 12, 1), date(2016, 6, 9)))
    active = engagement.headline(whole)
    year = engagement.staying(engagement.scope(Window(date(2015, 1, 1), date(2016, 1, 1))))["returning"]

    def active_in(first: date, end: date) -> float | None:
        return engagement.headline(engagement.scope(Window(first, end)))["active_members"].value

    ((yes, members, repeat),) = community.ask(
        "WITH person AS (SELECT actor_id, count(*) AS times FROM interaction WHERE kind = 'attended' GROUP BY ALL) "
        "SELECT sum(times), count(*), count(*) FILTER (WHERE times >= 2) FROM person"
    )
    pairs = community.ask("SELECT actor_id, towards_id, count(*) FROM interaction WHERE kind = 'co_attendance' GROUP BY ALL")
    network = nx.Graph([(one, other) for one, other, _ in pairs])
    alone = int(members) - network.number_of_nodes()
    found = {
        "member-group memberships": done.about_members,
        "distinct members": done.members,
        "yes RSVPs to past events": int(yes),
        "members with at least one yes": active["active_members"].value,
        "past events with a yes": done.meetups,
        "mean attendance of those events": round(done.acts["attended"] / done.meetups, 4),
        "members with 2+ yes (repeat)": repeat,
        "active members in event month 2016-03 (UTC)": active_in(date(2016, 3, 1), date(2016, 4, 1)),
        "active members in event year 2015 (UTC)": active_in(date(2015, 1, 1), date(2016, 1, 1)),
        "retention 2014->2015: active in both": round(year.value * year.n),
        "venues used by past yes RSVPs": done.places,
        "busiest venue id": done.busiest["place"][0],
        "co-attendance pairs of members": active["mutual_ties"].value,
        "pairs who met 5+ times": sum(times >= 5 for _, _, times in pairs),
        "most meetings of one pair": max(times for _, _, times in pairs),
        "co-attendance density": round(len(pairs) * 2 / (members * (members - 1)), 5),
        "isolates": alone,
        "connected components (networkx)": nx.number_connected_components(network) + alone,
        "transitivity (networkx)": round(nx.transitivity(network), 5),
        "average clustering (networkx)": round(nx.average_clustering(network) * network.number_of_nodes() / members, 5),
    }
    assert found == reference


def test_a_group_of_theirs_narrows_the_figures(community) -> None:
    """E12: beside a count of the raw tables by pandas, for each of their groups; and after the undo there is none."""
    members, rsvps, events, groups = (
        pd.read_csv(DATA / "meetup_montana_2016" / f"{name}.csv") for name in ("members", "rsvps", "events", "groups")
    )
    came = rsvps[(rsvps["response"] == "yes") & rsvps["event_id"].isin(events["id"][events["status"] == "past"])]
    active = members[members["id"].isin(came["member_id"])].groupby("groupId")["id"].nunique()
    logs = LogImports(community.db, Accounts(community.db))
    folder = DATA / "meetup_montana_2016"
    plan = logs.look(community["lena"], [folder / f"{name}.csv" for name in ("members", "rsvps", "events", "groups")])
    done = logs.commit(community["lena"], plan, now=NOW)
    assert done.memberships == len(members)
    offered = Narrowing(community.db).groups()
    named = dict(zip(groups["id"], groups["name"], strict=True))
    sizes = members.groupby("groupId")["id"].nunique()
    assert {name: len(ids) for name, ids in offered.items()} == {named[group]: size for group, size in sizes.items() if size >= 5}
    engagement = Engagement(community.db)
    for group, number in active.items():
        if named[group] in offered:
            scope = engagement.scope(Window(date(2008, 12, 1), date(2016, 6, 9)), group=offered[named[group]])
            assert engagement.headline(scope)["active_members"].value == number, named[group]
    logs.undo(community["lena"], done.import_id)
    assert Narrowing(community.db).groups() == {}
