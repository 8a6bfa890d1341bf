"""A week in which everybody looks every day: how evenly attention is spread, and what that costs in fit beside the pure ranking."""

import argparse
import multiprocessing
import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks import people as bench_people
from benchmarks.support import measure
from flock import config
from flock.domain import exposure
from flock.geocoding.gazetteer import Gazetteer
from flock.parts import open_gazetteer
from flock.services import fit, sample_community
from flock.services.accounts import Accounts
from flock.services.people import People
from flock.storage import members, published_cells, roster, schema
from flock.storage.database import Database
from flock.storage.members import Own

DAYS = 7
GINI_TARGET, LOSS_TARGET = 0.35, 0.05

_everybody: tuple[Database, roster.Roster, list[Own], datetime, Any]


class Liked(NamedTuple):
    """Whom somebody goes best with, by row of the roster, the best first."""

    rows: np.ndarray
    score: np.ndarray


def main() -> None:
    """Run the demo and a skewed community."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--members", type=int, nargs="*", default=[100_000], help="sizes of skewed communities")
    given = arguments.parse_args()
    print(measure.machine("duckdb", "numpy"))
    spread("The demo", demo())
    for size in given.members:
        spread(f"{size:,} members, skewed", bench_people.database(size, skew=1.6))
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB.")


def demo() -> Database:
    """Give the demo community."""
    path = Path("var/benchmarks/demo.duckdb")
    db = Database(path)
    schema.bring_up_to_date(db)
    if sample_community.is_needed(db):
        settings = config.from_environment()
        sample_community.load(db, Gazetteer(open_gazetteer(settings)), settings.sample_folder)
    return db


def spread(name: str, db: Database) -> None:
    """Let everybody look every day for a week: by fit alone, and as the app chooses."""
    global _everybody
    now = datetime.now(UTC)
    People(db, Accounts(db)).settle(now=now)
    people = roster.roster(db, now)
    goes = multiprocessing.RawArray("B", people.size)  # who goes with anybody at all
    _everybody = (db, people, everybody(db, people), now, np.frombuffer(goes, np.uint8))
    best_of(0)  # counts the places before the fork
    with multiprocessing.get_context("fork").Pool(2) as pool:
        liked = pool.map(best_of, range(people.size), chunksize=500)
    eligible = np.frombuffer(goes, np.uint8) == 1
    pure, shared = (live_a_week(liked, people, now, pure=pure) for pure in (True, False))
    rows = [line(way, *lived, eligible) for way, lived in (("best fit alone", pure), ("Flock", shared))]
    heads = ["way", "Gini of exposure", "mean fit", "shown to nobody", "most shown to"]
    measure.table(
        f"{name}: a week of {people.size:,} who are not hidden, of whom {eligible.sum():,} go with anybody", heads, rows
    )
    gini, loss = exposure.gini(shared[0][eligible].astype(float)), 1 - shared[1] / pure[1]
    print(f"Gini {gini:.3f}: {measure.verdict(gini, GINI_TARGET)}; loss of fit {loss:.1%}: {measure.verdict(loss, LOSS_TARGET)}.")
    db.close()


def everybody(db: Database, people: roster.Roster) -> list[Own]:
    """Give what everybody's own questions begin with, in the order of the roster, read in one go."""
    with db.reading() as cursor:
        cursor.execute(_EVERYBODY)
        found = members._named(cursor)
    published = published_cells.published(db)
    vouched = dict(zip(people.member_ids(np.arange(people.size)), people.vouched.tolist(), strict=True))
    owns = {}
    for row in found:
        rest = {name: row.pop(name) for name in ("groups", "wish", "sample", "seen_by")}
        wish = members._wish(tuple(rest["wish"].values()) if rest["wish"] else None)
        row["is_vouched"] = vouched.get(row["member_id"], False)
        owns[row["member_id"]] = Own(
            members._member(published, dict(row)),
            rest["sample"],
            rest["seen_by"],
            row["home_cell"],
            tuple((one, "") for one in rest["groups"] or ()),
            wish,
        )
    return [owns[one] for one in vouched]


_EVERYBODY = """
SELECT
    member.member_id, member.sample, name, does, works, style, member.languages, can_help, wants_to_learn, interests, seen_by, role, joined_on, home_cell,
    status, status_until, active_day.day AS active_on, groups,
    CASE WHEN meeting_wish.member_id IS NOT NULL THEN struct_pack(
        styles := meeting_wish.styles, languages := meeting_wish.languages, shared_hours := shared_hours, active := active,
        vouched := vouched, group_id := group_id
    ) END AS wish
FROM member
LEFT JOIN active_day ON active_day.member_id = member.member_id
LEFT JOIN meeting_wish ON meeting_wish.member_id = member.member_id
LEFT JOIN (SELECT member_id, list(group_id) AS groups FROM group_member GROUP BY ALL) AS own ON own.member_id = member.member_id
"""


def best_of(row: int) -> Liked:
    """Rank everybody for one, herself left out."""
    db, people, owns, now, goes = _everybody
    own = owns[row]
    found = fit.rank(db, own, people, fit.around(own, people), now=now)
    found.score[found.rows == row] = 0
    goes[found.rows[found.score > 0]] = 1
    few = found.best_first(exposure.CONSIDERED + DAYS * exposure.HANDFUL)
    return Liked(found.rows[few].astype(np.int32), found.score[few])


def live_a_week(liked: list[Liked], people: roster.Roster, now: datetime, *, pure: bool) -> tuple[np.ndarray, float]:
    """Give how often each was shown and the mean fit of whom people were shown."""
    rng = np.random.default_rng(1)
    shown = np.zeros(people.size, np.int64)
    gained: list[float] = []
    is_new = roster.today(now) - people.joined < exposure.NEWCOMER.days
    had: list[Any] = [np.empty(0, np.int32) for _ in liked]
    for _ in range(DAYS):
        for viewer in rng.permutation(len(liked)):
            fresh = np.flatnonzero(~np.isin(liked[viewer].rows, had[viewer]))[: exposure.CONSIDERED]
            if not len(fresh):
                continue
            rows, score = liked[viewer].rows[fresh], liked[viewer].score[fresh]
            chosen = np.arange(min(exposure.HANDFUL, len(rows))) if pure else exposure.choose(score, shown[rows], is_new[rows])
            shown[rows[chosen]] += 1
            had[viewer] = np.append(had[viewer], rows[chosen])
            gained += score[chosen].tolist()
    return shown, float(np.mean(gained))


def line(way: str, shown: np.ndarray, mean_fit: float, eligible: np.ndarray) -> list[str]:
    """Give a line of the table."""
    counted = shown[eligible]
    return [way, f"{exposure.gini(counted.astype(float)):.3f}", f"{mean_fit:.3f}", f"{(counted == 0).sum():,}", f"{shown.max()}"]


if __name__ == "__main__":
    main()
