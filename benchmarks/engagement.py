"""The measures of the leads' page: over a million interactions beside pandas and networkx, and from one to a hundred million."""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.support import interactions, measure, networkx_engagement
from flock.domain import measures_chance as chance
from flock.domain import measures_fragile as fragile
from flock.domain import measures_network as network
from flock.domain.measures_network import Ints, Network
from flock.services.engagement import Engagement
from flock.services.measure_file import SECTIONS
from flock.storage import engagement
from flock.storage import interactions as log
from flock.storage.database import Database
from flock.storage.interactions import Act

FOLDER = Path("var/benchmarks")
TODAY = date(2027, 1, 1)
FIRST_SCREEN = ("headline", "star_ring")
FIRST_SCREEN_S, PAGE_S, PAGE_MB, LARGE_S, LARGE_MB, REWIRINGS_S, TIMES_AS_FAST = 1.5, 5, 1_000, 60, 8_000, 5, 20


def main() -> None:
    """Measure one size in a process of its own, or all of them."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--sizes", type=int, nargs="+", default=[1_000_000], help="interactions; 100000000 needs 15 GB of disk"
    )
    arguments.add_argument("--days", type=int, default=365, help="over how many days they lie")
    arguments.add_argument("--no-peer", action="store_true", help="without pandas and networkx")
    arguments.add_argument("--only", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.only:
        print(json.dumps(one_size(given.only, given.days)))
        return
    print(measure.machine("duckdb", "igraph", "networkx", "pandas"))
    curve([in_a_process(size, given.days) for size in given.sizes])
    rewirings()
    if not given.no_peer:
        beside_networkx(min(given.sizes), given.days)


def members_of(size: int) -> int:
    """Give a community of 50,000 a million interactions and one of a million a hundred million."""
    return round(50_000 * (size / 1_000_000) ** (math.log(20) / math.log(100)))


def opened(size: int, days: int, *, memory_mb: int = 4096) -> Database:
    """Open the invented log of that size, which stays between runs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"log-{size}-{days}.duckdb"
    return interactions.build(path, interactions=size, members=members_of(size), days=days, memory_mb=memory_mb)


def in_a_process(size: int, days: int) -> dict[str, Any]:
    """Measure a size in a process that has done nothing else, so that its memory is its own."""
    opened(size, days).close()
    command = [sys.executable, "-m", "benchmarks.engagement", "--only", str(size), "--days", str(days)]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def one_size(size: int, days: int) -> dict[str, Any]:
    """Compute every day anew, open the page section by section, add one interaction, and open it again."""
    large = size > 10_000_000
    db = opened(size, days, memory_mb=4_500 if large else 512)
    clear(db)
    found: dict[str, Any] = {"size": size, "members": members_of(size)}
    found["days"] = timed(lambda: engagement.refresh(db))
    asked = Engagement(db)
    processor = time.process_time()
    opening = timed(lambda: asked.latest(today=TODAY))
    scope = asked.scope(asked.latest(today=TODAY), staff=True)
    found["sections"] = {name: timed(lambda name=name: getattr(asked, name)(scope)) for name in SECTIONS}
    found["processor"] = time.process_time() - processor
    found["first"] = opening + sum(found["sections"][name] for name in FIRST_SCREEN)
    found["all"] = opening + sum(found["sections"].values())
    found["ties"] = asked.together(scope)["reciprocity"].n
    found["again"] = timed(lambda: asked.report(asked.scope(scope.window, staff=True)))
    with db.reading() as cursor:
        one, other = (member for (member,) in cursor.execute("SELECT member_id FROM member LIMIT 2").fetchall())
    at = datetime(scope.window.end.year, scope.window.end.month, scope.window.end.day, tzinfo=UTC)
    with db.writing() as cursor:
        log.add(cursor, [Act(at - pd.Timedelta(hours=2), "help_thanked", one, other)])
    found["seen"] = timed(lambda: [getattr(asked, name)(scope) for name in FIRST_SCREEN])
    with db.writing() as cursor:
        cursor.execute("DELETE FROM interaction WHERE kind = 'help_thanked' AND actor_id = ? AND towards_id = ?", [one, other])
    found["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    db.close()
    return found


def clear(db: Database) -> None:
    """Forget what was computed."""
    for table in ("log_day", "act_day", "act_month", "tie_day", "meetup_day", "member_number"):
        with db.writing() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def timed(question: Callable[[], Any]) -> float:
    """Give the seconds it took."""
    return measure.timed(question)[1] / 1_000


def curve(sizes: list[dict[str, Any]]) -> None:
    """Show how the times grow, and whether they grow faster than n log n."""
    heads = [
        "interactions",
        "members",
        "ties in 28 days",
        "days computed, s",
        "first screen, s",
        "all, s",
        "processor, s",
        "again, s",
        "one more act, s",
        "MB",
    ]
    rows = [
        [f"{found['size']:,}", f"{found['members']:,}", f"{found['ties']:,}"]
        + [measure.figure(found[name]) for name in ("days", "first", "all", "processor", "again", "seen", "mb")]
        for found in sizes
    ]
    measure.table("The leads' page", heads, rows)
    sections = [[name, *(measure.figure(found["sections"][name]) for found in sizes)] for name in SECTIONS]
    measure.table("By section, s", ["section", *(f"{found['size']:,}" for found in sizes)], sections)
    page = sizes[0]
    print(f"First screen: {measure.verdict(page['first'], FIRST_SCREEN_S)} s. All: {measure.verdict(page['all'], PAGE_S)} s.")
    print(f"Memory: {measure.verdict(page['mb'], PAGE_MB)} MB.")
    if len(sizes) > 1:
        large = sizes[-1]
        print(
            f"All measures of the largest: {measure.verdict(large['all'], LARGE_S)} s, {measure.verdict(large['mb'], LARGE_MB)} MB."
        )
        grows = large["size"] * math.log(large["size"]) / (page["size"] * math.log(page["size"]))
        took = large["all"] / page["all"], (large["all"] + large["days"]) / (page["all"] + page["days"])
        print(
            f"From the smallest to the largest n log n grows {grows:.0f} times, the page {took[0]:.0f} times, with days {took[1]:.0f} times."
        )


def rewirings() -> None:
    """Rewire a network of 10,000 ties 200 times and measure each."""
    rng = np.random.default_rng(1)
    net = Network.of(2_000, rng.integers(0, 2_000, 10_026), rng.integers(0, 2_000, 10_026))
    source, target = net.source[:10_000], net.target[:10_000]

    def returned(one: Ints, other: Ints) -> float:
        return network.reciprocity(Network(2_000, one, other, np.ones(len(one)))) or 0.0

    bands, times = zip(
        *(measure.timed(lambda: chance.band(source, target, returned, seed=7, directed=True, rewirings=200)) for _ in range(3)),
        strict=True,
    )
    print(
        f"\n200 rewirings of {len(source):,} ties: {measure.verdict(min(times) / 1_000, REWIRINGS_S)} s, took {min(times) / 1_000:.2f} s."
    )
    print(f"Same seed, same band: {bands[0] == bands[1] == bands[2]}.")


def beside_networkx(size: int, days: int) -> None:
    """Measure the same log with pandas and networkx, and hold the answers against each other."""
    db = opened(size, days)
    clear(db)
    asked = Engagement(db)
    began, of_ours = time.perf_counter(), time.process_time()
    report = asked.report(asked.scope(asked.latest(today=TODAY), staff=True))
    ours, of_ours = time.perf_counter() - began, time.process_time() - of_ours
    with db.reading() as cursor:
        question = "SELECT happened_at::TIMESTAMP AS at, kind, a.number AS actor, b.number AS towards, online, thread, meetup FROM interaction"
        question += " JOIN member_number AS a ON a.member_id = actor_id LEFT JOIN member_number AS b ON b.member_id = towards_id"
        rows = cursor.execute(question).df()
        members = cursor.execute(
            "SELECT number AS member, joined_on::TIMESTAMP AS joined FROM member JOIN member_number USING (member_id)"
        ).df()
    db.close()
    rows["day"] = rows["at"].dt.floor("D")
    chances = report.together.tables["chance"]["rewirings"]
    bridge = report.load["bridge"].note
    pivots = int("".join(letter for letter in bridge if letter.isdigit()) or report.load["bridge"].n)
    began, of_theirs = time.perf_counter(), time.process_time()
    given = {"rewirings": int(chances.max()), "pivots": pivots, "looked_at": fragile.SAMPLE}
    peer = networkx_engagement.measure(rows, members, report.scope.window, **given)
    theirs, of_theirs = time.perf_counter() - began, time.process_time() - of_theirs
    figures = {one.name: one.value for name in SECTIONS for one in getattr(report, name)}
    ours_too = {name: math.nan if figures[name] is None else float(figures[name]) for name in peer}
    same = {name: abs(value - ours_too[name]) <= 1e-9 * max(1, abs(value)) for name, value in peer.items()}
    print(
        f"\nThe same {size:,} interactions, from the bare log, {int(chances.max())} rewirings and {pivots} sources of betweenness in both:"
    )
    print(f"Flock {ours:.1f} s (all measures), pandas and networkx {theirs:.1f} s: {theirs / ours:.0f} times as fast.")
    print(f"Of processor {of_ours:.1f} and {of_theirs:.1f} s: {of_theirs / of_ours:.0f} times. Load: {os.getloadavg()[0]:.1f}.")
    print(
        f"At least {TIMES_AS_FAST} times: {'met' if theirs / ours >= TIMES_AS_FAST else 'MISSED'}. Same answers: {sum(same.values())} of {len(same)}."
    )
    for name in (name for name, agrees in same.items() if not agrees):
        print(f"  {name}: {peer[name]} there, {figures[name]} here")


if __name__ == "__main__":
    main()
