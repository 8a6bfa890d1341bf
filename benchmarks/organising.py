"""What an organiser waits for: the check, its first page, the commit, the undo; map tiles meanwhile; and kills at any moment."""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks import importing
from benchmarks.duplicates import Nobody
from benchmarks.support import measure

FOLDER = Path("var/benchmarks")
PEER_ROWS = 20_000
KILLS_A_DATABASE = 8
FIRST_ROWS = 2_000
GOALS = {"first": 2.0, "check": 10.0, "commit": 60.0, "undo": 10.0}  # of a check of 100,000, a commit and an undo of a million
TIMES_FASTER, TILE_MS, MOST_MB = 20.0, 100.0, 1_500.0


def main() -> None:
    """Run everything, each part in a process of its own; or one part in this one."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000, help="how many rows to commit and undo")
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--part", choices=("flock", "peer", "tiles"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.part:
        print(json.dumps({"flock": _flock, "peer": _peer, "tiles": _tiles}[given.part](given.rows)))
        return
    print(measure.machine("duckdb", "pyarrow"), flush=True)
    checked, whole = _apart("flock", 100_000), _apart("flock", given.rows)
    measure.table(
        f"A check of 100,000 rows, and a commit of {given.rows:,}",
        ["", "seconds", "of processor", "goal, s"],
        [
            [f"first page of the preview ({FIRST_ROWS:,} rows)", *_figures(checked, "first"), f"{GOALS['first']:g}"],
            ["dry run of 100,000", *_figures(checked, "check"), f"{GOALS['check']:g}"],
            [f"dry run of {given.rows:,}", *_figures(whole, "check"), ""],
            [f"commit of {given.rows:,}, after its dry run", *_figures(whole, "commit"), f"{GOALS['commit']:g}"],
            ["undo", *_figures(whole, "undo"), f"{GOALS['undo']:g}"],
            ["redo", *_figures(whole, "redo"), ""],
            ["most memory until the commit, MB", measure.figure(whole["peak_mb"]), "", f"{MOST_MB:,.0f}"],
            ["most memory, undo and redo included, MB", measure.figure(whole["peak_turned_mb"]), "", ""],
        ],
    )
    flock, peer = _apart("flock", PEER_ROWS), _apart("peer", PEER_ROWS)
    ours, theirs = flock["check_cpu"] + flock["commit_cpu"], peer["check_cpu"] + peer["commit_cpu"]
    measure.table(
        f"Dry run and import of {PEER_ROWS:,} rows, seconds of processor, child processes included (goal: {TIMES_FASTER:g} times as fast)",
        ["", "dry run and import", "in", "times"],
        [
            ["Flock", measure.figure(ours), f"{flock['created']:,} in", measure.figure(theirs / ours)],
            ["django-import-export, SQLite", measure.figure(theirs), peer["counts"], "1"],
        ],
    )
    tiles = _apart("tiles", min(given.rows, 200_000))
    measure.table(
        f"A map tile while {min(given.rows, 200_000):,} rows are checked and committed, ms (goal: p95 ≤ {TILE_MS:g})",
        ["", "median", "p95", "most"],
        [["before", *tiles["before"]], ["meanwhile", *tiles["during"]]],
    )
    if given.kills:
        _kills(given.kills)


def _figures(found: dict[str, float], name: str) -> list[str]:
    return [measure.figure(found[name]), measure.figure(found[f"{name}_cpu"])]


def _apart(part: str, rows: int) -> dict:
    command = [sys.executable, "-m", "benchmarks.organising", "--part", part, "--rows", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{part} was not measured: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def _flock(rows: int) -> dict[str, object]:
    from flock.services import import_history, import_preview, imports
    from flock.services.imports import Check, Means, Order
    from flock.storage import schema
    from flock.storage.database import Database

    path = importing._table(rows, with_postcodes=False)
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        db = Database(Path(folder) / "flock.duckdb")
        schema.bring_up_to_date(db)
        table, columns = imports.look(path)
        order = Order(table, columns)

        def first() -> None:
            with Check(db, order, sample=False) as check:
                check.read(Means(Nobody()), most_rows=FIRST_ROWS)
                import_preview.created(check, most=50)

        _timed(found, "first", first)
        with Check(db, order, sample=False) as check:
            _timed(found, "check", lambda: check.read(Means(Nobody())))
            result = _timed(found, "commit", lambda: check.commit(who="benchmark"))
            found["peak_mb"] = _peak_mb()
        _timed(found, "undo", lambda: import_history.undo(db, result.import_id, who="benchmark"))
        _timed(found, "redo", lambda: import_history.redo(db, result.import_id, who="benchmark"))
        db.close()
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    found |= {"created": result.created, "peak_turned_mb": _peak_mb()}
    return found | {
        "child_cpu": (child.ru_utime + child.ru_stime) / 2
    }  # half of it: the first look reads a part only to be stopped


def _timed(found: dict, name: str, work: Callable):
    wall, cpu = time.perf_counter(), _cpu_s()
    result = work()
    found |= {name: time.perf_counter() - wall, f"{name}_cpu": _cpu_s() - cpu}
    return result


def _peak_mb() -> float:
    """Give the most memory of this process, and of the one that read the table, though that had ended when this one needed most."""
    return sum(resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def _cpu_s() -> float:
    """Give the seconds of processor of this process and of those that it began and that have ended."""
    return sum(sum(resource.getrusage(whose)[:2]) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _peer(rows: int) -> dict[str, object]:
    from benchmarks.support import django_places

    path = importing._table(rows, with_postcodes=False)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        dry, wet, counts = django_places.dry_run_and_import(path, Path(folder) / "peer.sqlite")
    return {"check_cpu": dry, "commit_cpu": wet, "counts": counts}


def _tiles(rows: int) -> dict[str, object]:
    """Ask for tiles, one after the other, before and while a thread of the same process checks and commits a table."""
    from flock.domain.filters import VenueFilter
    from flock.domain.positions import LatLon
    from flock.domain.tiles import column_row
    from flock.services import imports
    from flock.services.discovery import Discovery
    from flock.services.imports import Check, Means, Order
    from flock.storage import schema
    from flock.storage.database import Database

    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        db = Database(Path(folder) / "flock.duckdb")
        schema.bring_up_to_date(db)

        def bring(count: int) -> None:
            table, columns = imports.look(importing._table(count, with_postcodes=False))
            with Check(db, Order(table, columns), sample=False) as check:
                check.read(Means(Nobody()))
                check.commit(who="benchmark")

        bring(rows // 2)
        discovery, rng = Discovery(db), random.Random(1)

        def tile() -> float:
            zoom = rng.randint(5, 14)
            x, y = column_row(LatLon(rng.uniform(50.5, 57), rng.uniform(-4, 0.5)), zoom)
            return measure.timed(lambda: json.dumps(discovery.tile(VenueFilter(), zoom=zoom, x=x, y=y)))[1]

        before = [tile() for _ in range(200)]
        work = threading.Thread(target=bring, args=(rows,))
        work.start()
        during = []
        while work.is_alive():
            during.append(tile())
            time.sleep(0.01)
        db.close()
    return {"before": measure.spread(before), "during": measure.spread(during)}


def _kills(kills: int) -> None:
    """Kill work on a new database every few times, since after its first import only undos and redos are left to kill."""
    from tests.unit.storage import test_import_kills

    counts: Counter[str] = Counter()
    for done in range(0, kills, KILLS_A_DATABASE):
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            path, most = Path(folder) / "flock.duckdb", min(KILLS_A_DATABASE, kills - done)
            counts.update(test_import_kills.kill_at_random(path, kills=most, seed=random.randrange(1 << 30)))
    rows = [[name, str(count)] for name, count in sorted(counts.items())]
    measure.table(f"{kills} kills at random moments; after each all or nothing was there, as its state said", ["", "times"], rows)


if __name__ == "__main__":
    main()
