"""The twenty best fits and a member tile, beside BallTree with pandas, in one run. How attention is spread: `exposure.py`."""

import argparse
import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree

from benchmarks.support import measure, synthetic, synthetic_members
from flock.domain import cells, fit, tiles, working_week
from flock.services.accounts import Accounts
from flock.services.fit import NEAR_M
from flock.services.member_map import MemberMap
from flock.services.people import People
from flock.storage import members, roster
from flock.storage.database import Database

ASKED = 60
TARGET_MS = {10_000: 20, 1_000_000: 150}
TILE_TARGET_MS = 50
PEER_TARGET = 5
EARTH_M = 6_371_008.8


def main() -> None:
    """Run everything for each size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--members", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    given = arguments.parse_args()
    print(measure.machine("duckdb", "numpy", "pandas", "scikit-learn"))
    for size in given.members:
        db, now = database(size, skew=1.1), datetime.now(UTC)
        rank_people(db, size, now)
        draw_tiles(db, size, now)
        db.close()
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB.")


def database(size: int, *, skew: float) -> Database:
    """Give a database of so many members with 100,000 places, made where it is missing."""
    path = Path(f"var/benchmarks/members-{size}-{skew}.duckdb")
    if not path.exists():
        db = Database(path)
        synthetic_members.fill(db, size, seed=3, skew=skew)
        db.close()
        synthetic.into(path, 100_000)
    return Database(path)


def rank_people(db: Database, size: int, now: datetime) -> None:
    """Ask for the twenty best with filters and blocks, then the same of BallTree and pandas."""
    people = People(db, Accounts(db))
    asked = synthetic_members.some(db, ASKED)
    for person in asked:
        people.own(person, now=now)  # the first look of a day writes it down
    _, first_ms = measure.timed(lambda: people.best(asked[0], now=now))
    took, again = ([measure.timed(lambda person=person: people.best(person, now=now))[1] for person in asked] for _ in range(2))
    cold, changed = [], []
    for times, table in ((cold, "meeting_wish"), (changed, "vouch")):
        for person in asked[:30]:
            synthetic_members.touch(db, table)
            times.append(measure.timed(lambda person=person: people.best(person, now=now))[1])
    peer = Peer(roster.roster(db, now))
    owns = [members.own(db, person.member_id, now=now) for person in asked]
    theirs = [measure.timed(lambda own=own: peer.best(own))[1] for own in owns]
    rows = [
        ["Flock, herself read as well", *measure.spread(took), measure.figure(float(np.mean(took)))],
        ["the same, when her page has just read her", *measure.spread(again), measure.figure(float(np.mean(again)))],
        ["the same, just after somebody changed a wish", *measure.spread(cold), measure.figure(float(np.mean(cold)))],
        ["the same, just after who sees whom changed", *measure.spread(changed), measure.figure(float(np.mean(changed)))],
        [
            "BallTree and pandas: herself given, nobody's rights checked",
            *measure.spread(theirs),
            measure.figure(float(np.mean(theirs))),
        ],
    ]
    measure.table(f"The 20 best of {size:,} members", ["one answer, ms", "median", "p95", "most", "mean"], rows)
    print(f"Reading the roster for the first answer: {first_ms:,.0f} ms.")
    if size in TARGET_MS:
        for name, ours in (("at rest", took), ("just after a wish", cold), ("just after who sees whom", changed)):
            print(f"p95 {name}: {measure.verdict(measure.percentile(ours, 0.95), TARGET_MS[size])}")
    if size < 1_000_000:
        return
    for name, ours in (("herself read as well", took), ("herself given to both", again)):
        by_median, in_all = np.median(theirs) / np.median(ours), np.sum(theirs) / np.sum(ours)
        verdict = "met" if in_all >= PEER_TARGET else "MISSED"
        print(f"Times as fast, {name}: {by_median:.1f} by the medians, {in_all:.1f} in all; {verdict} (≥ {PEER_TARGET}).")


class Peer:
    """What one would otherwise write: a BallTree for who is near, and the score over a table of those."""

    def __init__(self, people: roster.Roster) -> None:
        said: dict[str, list[list[str]]] = {kind: [[] for _ in range(people.size)] for kind in ("helps", "wants", "interest")}
        for (kind, term), rows in people.terms.items():
            if kind in said:
                for row in rows:
                    said[kind][row].append(term)
        there = np.flatnonzero(people.shown)
        spots = np.array([cells.middle(int(cell)) for cell in people.shown[there]])
        self.tree = BallTree(np.radians(spots), metric="haversine")
        columns: dict[str, Any] = {kind: [said[kind][row] for row in there] for kind in said}
        columns |= {"style": people.style[there], "hours": people.hours[there], "rarity": people.rarity[there]}
        self.table = pd.DataFrame(columns | {f"day{day}": people.week[there, day] for day in range(7)})
        self.weight = {term: people.weight(term) for kind, term in people.terms if kind == "interest"}

    def best(self, own: members.Own | None) -> pd.DataFrame:
        """Give the twenty best by hours, style, skills and interests."""
        assert own is not None
        assert own.home_cell is not None
        me = own.seen
        (near,) = self.tree.query_radius(np.radians([cells.middle(own.home_cell)]), NEAR_M / EARTH_M)
        found = self.table.iloc[near].copy()
        week = working_week.week(me.works)
        shared = sum(np.bitwise_count(found[f"day{day}"].to_numpy() & bits) for day, bits in enumerate(week)) / 2
        wants, helps = set(me.wants_to_learn), set(me.can_help)
        liked = found["interest"].map(lambda terms: sum(self.weight[term] for term in terms if term in me.interests))
        taught = found["helps"].map(lambda terms: len(wants.intersection(terms)))
        learnt = found["wants"].map(lambda terms: len(helps.intersection(terms)))
        style = fit.style_part(fit.style_code(me.style), found["style"].to_numpy())
        mine = sum(self.weight.get(one, 0.0) for one in me.interests)
        there = 0.3 * fit.hours_part(shared, working_week.hours_in(week)) + 0.15 * style
        back = 0.3 * fit.hours_part(shared, found["hours"].to_numpy()) + 0.15 * style
        there = there + 0.2 * fit.skills_part(taught.to_numpy(), len(wants)) + 0.15 * fit.interests_part(liked.to_numpy(), mine)
        back = back + 0.2 * fit.skills_part(learnt.to_numpy(), found["wants"].map(len).to_numpy())
        back = back + 0.15 * fit.interests_part(liked.to_numpy(), found["rarity"].to_numpy())
        found["score"] = np.where(shared > 0, 2 * there * back / np.maximum(there + back, 1e-9), 0)
        return found.nlargest(20, "score")


def draw_tiles(db: Database, size: int, now: datetime) -> None:
    """Ask for member tiles of every zoom, the pass checked each time."""
    member_map = MemberMap(db, Accounts(db))
    (person,) = synthetic_members.some(db, 1)
    told = member_map.pass_for(person, now=now)
    asked = [(zoom, *tiles.column_row(spot, zoom)) for zoom in range(3, 16) for spot in synthetic.anywhere(12, seed=zoom)]
    took = [measure.timed(lambda at=at: member_map.tile(told, zoom=at[0], x=at[1], y=at[2], now=now))[1] for at in asked]
    measure.table(
        f"{len(took)} member tiles of {size:,} members",
        ["one tile, ms", "median", "p95", "most"],
        [["Flock", *measure.spread(took)]],
    )
    print(f"p95: {measure.verdict(measure.percentile(took, 0.95), TILE_TARGET_MS)}")


if __name__ == "__main__":
    main()
