"""The twenty best fits, a member tile and the balance of exposure, beside BallTree with pandas, in one run."""

import argparse
import random
import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
from sklearn.neighbors import BallTree

from benchmarks.support import measure, synthetic, synthetic_members
from flock.domain import cells, exposure, fit, tiles, working_week
from flock.domain.members import Person
from flock.services.accounts import Accounts
from flock.services.fit import NEAR_M, around, rank
from flock.services.member_map import MemberMap
from flock.services.people import People
from flock.storage import members, roster
from flock.storage.database import Database

ASKED = 60
TARGET_MS = {10_000: 20, 1_000_000: 150}
TILE_TARGET_MS = 50
EARTH_M = 6_371_008.8


def main() -> None:
    """Run everything for each size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--members", type=int, nargs="+", default=list(TARGET_MS))
    arguments.add_argument("--exposure", type=int, default=100_000, help="how many members the skewed community has; 0 for none")
    given = arguments.parse_args()
    print(measure.machine("duckdb", "numpy", "pandas", "scikit-learn"))
    for size in given.members:
        db, now = database(size, skew=1.1), datetime.now(UTC)
        rank_people(db, size, now)
        draw_tiles(db, size, now)
        db.close()
    if given.exposure:
        spread_exposure(database(given.exposure, skew=1.6), given.exposure, datetime.now(UTC))
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB.")


def database(size: int, *, skew: float) -> Database:
    """Give a database of so many members with 100,000 places, made where it is missing."""
    path = Path(f"var/benchmarks/members-{size}-{skew}.duckdb")
    missing = not path.exists()
    db = Database(path)
    if missing:
        synthetic_members.fill(db, size, seed=3, skew=skew)
        synthetic_members.venues_into(db, str(synthetic.database(100_000)))
    return db


def some_members(db: Database, number: int) -> list[Person]:
    """Give members who are not hidden and have a home."""
    with db.reading() as cursor:
        found = cursor.execute("SELECT member_id FROM member WHERE seen_by = 'everyone' AND home_cell IS NOT NULL").fetchall()
    return [Person(member_id, "", "member") for (member_id,) in random.Random(5).sample(found, number)]


def rank_people(db: Database, size: int, now: datetime) -> None:
    """Ask for the twenty best with filters and blocks, then the same of BallTree and pandas."""
    people = People(db, Accounts(db))
    asked = some_members(db, ASKED)
    for person in asked:
        people.own(person, now=now)  # the first look of a day writes it down
    _, first_ms = measure.timed(lambda: people.best(asked[0], now=now))
    took = [measure.timed(lambda person=person: people.best(person, now=now))[1] for person in asked]
    peer = Peer(roster.roster(db, now))
    owns = [members.own(db, person.member_id, now=now) for person in asked[:20]]
    theirs = [measure.timed(lambda own=own: peer.best(own))[1] for own in owns]
    rows = [
        ["Flock, checked in the database", *measure.spread(took)],
        ["BallTree and pandas, unchecked", *measure.spread(theirs)],
    ]
    measure.table(f"The 20 best of {size:,} members", ["one answer, ms", "median", "p95", "most"], rows)
    print(
        f"Reading the roster for the first answer: {first_ms:,.0f} ms. Ratio of medians: {np.median(theirs) / np.median(took):.1f}."
    )
    if size in TARGET_MS:
        print(f"p95: {measure.verdict(measure.percentile(took, 0.95), TARGET_MS[size])}")


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
    (person,) = some_members(db, 1)
    told = member_map.pass_for(person, now=now)
    asked = [(zoom, *tiles.column_row(spot, zoom)) for zoom in range(3, 16) for spot in synthetic.anywhere(12, seed=zoom)]
    took = [measure.timed(lambda at=at: member_map.tile(told, zoom=at[0], x=at[1], y=at[2], now=now))[1] for at in asked]
    measure.table(
        f"{len(took)} member tiles of {size:,} members",
        ["one tile, ms", "median", "p95", "most"],
        [["Flock", *measure.spread(took)]],
    )
    print(f"p95: {measure.verdict(measure.percentile(took, 0.95), TILE_TARGET_MS)}")


def spread_exposure(db: Database, size: int, now: datetime) -> None:
    """Let everybody look every day for a week: by fit alone, and as the app chooses."""
    People(db, Accounts(db)).settle(now=now)
    people = roster.roster(db, now)
    lists = []
    for member_id in people.member_ids(np.arange(people.size)):
        lists.append(ranked(db, member_id, people, now))
    seen = np.zeros(people.size, bool)
    for rows, _ in lists:
        seen[rows] = True
    rows_ = [
        line(name, *live_a_week(lists, people, now, pure=pure), seen)
        for name, pure in (("best fit alone", True), ("Flock", False))
    ]
    measure.table(f"A week of {size:,} members, skewed", ["way", "Gini of exposure", "mean fit", "most shown to"], rows_)
    db.close()


def ranked(db: Database, member_id: UUID, people: roster.Roster, now: datetime) -> tuple[roster.Rows, fit.Floats]:
    """Give the best fits of one, herself left out."""
    own = members.own(db, member_id, now=now)
    assert own is not None
    found = rank(db, own, people, around(own, people), now=now)
    best = found.best_first()[: 2 * exposure.CONSIDERED]
    return found.rows[best], found.score[best]


def live_a_week(lists: list[Any], people: roster.Roster, now: datetime, *, pure: bool) -> tuple[np.ndarray, float]:
    """Give how often each was shown and the mean fit of whom people were shown."""
    rng = np.random.default_rng(1)
    shown, gained = np.zeros(people.size, np.int64), []
    is_new = roster.today(now) - people.joined < exposure.NEWCOMER.days
    had: list[set[int]] = [set() for _ in lists]
    for _ in range(7):
        for viewer in rng.permutation(len(lists)):
            rows, score = lists[viewer]
            fresh = np.array([row not in had[viewer] and row != viewer for row in rows.tolist()], bool)
            rows, score = rows[fresh][: exposure.CONSIDERED], score[fresh][: exposure.CONSIDERED]
            if not len(rows):
                continue
            chosen = np.arange(min(exposure.HANDFUL, len(rows))) if pure else exposure.choose(score, shown[rows], is_new[rows])
            shown[rows[chosen]] += 1
            had[viewer].update(rows[chosen].tolist())
            gained += score[chosen].tolist()
    return shown, float(np.mean(gained))


def line(name: str, shown: np.ndarray, mean_fit: float, seen: np.ndarray) -> list[str]:
    """Give a line of the table."""
    return [name, f"{exposure.gini(shown[seen].astype(float)):.3f}", f"{mean_fit:.3f}", f"{shown.max()}"]


if __name__ == "__main__":
    main()
