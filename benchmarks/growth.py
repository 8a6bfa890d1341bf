"""How the main questions grow with places and members, on a DuckDB file and on a lake: each size in a process of its own."""

import argparse
import multiprocessing
import random
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from benchmarks.support import measure, synthetic, synthetic_members
from flock.domain import filters, tiles
from flock.services.accounts import Accounts
from flock.services.discovery import Discovery
from flock.services.member_map import MemberMap
from flock.services.people import People
from flock.services.waves import Waves
from flock.storage import schema
from flock.storage.database import Database
from flock.storage.lake_copy import LAKE
from tests.lakes import Postgres, postgres

ASKED = 60
CHANGES = 12
FOLDER = Path("var/benchmarks")
ENGINES = ("file", "lake")
MADE_WITH_THE_SCHEMA = ("schema_version", "venue_version", "staff_log_end")
TWO_FILTERS = {"kind": "cafe", "needs": "wifi"}
_MEMORY_MB = 2_048  # of DuckDB; ten million members do not fit into what a community of some thousands is given
One = TypeVar("One")
Times = dict[str, list[float]]


class Grown(NamedTuple):
    """What one size took on one engine: milliseconds of each question, the most memory in MB, and the gigabytes on disk."""

    size: int
    engine: str
    times: Times
    memory_mb: float
    disk_gb: float


def main() -> None:
    """Ask everything at each size on each engine, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    arguments.add_argument("--engines", nargs="+", default=ENGINES, choices=ENGINES)
    given = arguments.parse_args()
    print(measure.machine("duckdb"))
    fresh = multiprocessing.get_context("spawn")
    grown = []
    for size in given.sizes:
        make(size)
        for engine in given.engines:
            with ProcessPoolExecutor(1, mp_context=fresh) as process:
                grown.append(process.submit(grow, size, engine).result())
            print(f"{size:,} on a {engine}: done.", flush=True)
    heads = ["median and p95, ms", *(f"{one.size:,}, {one.engine}" for one in grown)]
    questions = list(dict.fromkeys(question for one in grown for question in one.times))
    rows = [[question, *(_cell(one.times.get(question)) for one in grown)] for question in questions]
    rows.append(["most memory, MB", *(measure.figure(one.memory_mb) for one in grown)])
    rows.append(["on disk, GB", *(measure.figure(one.disk_gb) for one in grown)])
    measure.table("So many places and as many members", heads, rows)


def make(size: int) -> Path:
    """Give a database file of so many places and members, made where it is missing."""
    file = FOLDER / f"grown-{size}.duckdb"
    if not file.exists():
        print(f"Making {size:,} members in {file} …", flush=True)
        unfinished = file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        db = Database(unfinished)
        synthetic_members.fill(db, size, seed=3)
        db.close()
        synthetic.into(unfinished, size)
        unfinished.rename(file)
    return file


def grow(size: int, engine: str) -> Grown:
    """Ask and write everything at one size."""
    with opened(make(size), engine, memory_mb=max(_MEMORY_MB, size // 1_250)) as (db, folder):
        times = places(db, size) | people(db) | writes(db)
        disk_gb = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e9
    return Grown(size, engine, times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, disk_gb)


@contextmanager
def opened(file: Path, engine: str, *, memory_mb: int) -> Iterator[tuple[Database, Path]]:
    """Open a copy of a file, or a lake with the same rows; give it with the folder it lies in."""
    with tempfile.TemporaryDirectory(prefix="flock-growth-") as folder:
        if engine == "file":
            shutil.copy(file, Path(folder) / file.name)
            with closing(Database(Path(folder) / file.name, memory_mb=memory_mb)) as db:
                yield db, Path(folder)
            return
        with postgres(Path(folder)) as server:
            fill_lake(server, file)
            with closing(Database(server.lake(server.made[-1]), memory_mb=memory_mb)) as db:
                yield db, Path(folder) / "files"


def fill_lake(server: Postgres, file: Path) -> None:
    """Copy all rows of a database file into a new lake."""
    with closing(Database(server.new_lake())) as db:
        schema.bring_up_to_date(db)
    lake = server.lake(server.made[-1])
    with closing(lake.connect()) as connection:
        connection.execute(f"ATTACH '{file}' AS file (READ_ONLY)")
        question = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'file' AND estimated_size > 0"
        for (table,) in connection.execute(question).fetchall():
            if table not in MADE_WITH_THE_SCHEMA:
                connection.execute(f"INSERT INTO {LAKE}.{table} BY NAME SELECT * FROM file.{table}")
    lake.close()


def ask_each(asked: Sequence[One], question: Callable[[One], object]) -> list[float]:
    """Give the milliseconds of each."""
    return [measure.timed(lambda one=one: question(one))[1] for one in asked]


def places(db: Database, size: int) -> Times:
    """Ask for tiles, for lists and for single places."""
    found, file = Discovery(db), synthetic.database(size)
    spots = synthetic.weighted(file, ASKED, seed=1)
    asked = [(zoom, *tiles.column_row(spot, zoom)) for spot in spots for zoom in (6, 10, 14, 17)]
    near = [filters.from_query(TWO_FILTERS | {"near": f"{spot.lat},{spot.lon}", "within": "2000"}) for spot in spots]
    kept = [venue.venue_id for wanted in near for venue, _ in found.search(wanted, most=1).places]
    wanted = filters.from_query(TWO_FILTERS)
    found.tile(wanted, zoom=6, x=31, y=20)  # the counts of a filter over a whole country are kept after its first tile
    return {
        "a map tile with two filters": ask_each(asked, lambda at: found.tile(wanted, zoom=at[0], x=at[1], y=at[2])),
        "a list: 20 within 2 km, two filters": ask_each(near, found.search),
        "a place": ask_each(kept, found.venue),
    }


def people(db: Database) -> Times:
    """Ask for the best fits and for tiles of members."""
    accounts, now = Accounts(db), datetime.now(UTC)
    asked, people = synthetic_members.some(db, ASKED), People(db, accounts)
    first = ask_each(asked[:1], lambda person: people.best(person, now=now))
    for person in asked:
        people.own(person, now=now)  # the first look of a day writes it down
    best = ask_each(asked, lambda person: people.best(person, now=now))
    member_map = MemberMap(db, accounts)
    told = member_map.pass_for(asked[0], now=now)
    spots = [(zoom, *tiles.column_row(spot, zoom)) for zoom in (6, 9, 12) for spot in synthetic.anywhere(20, seed=zoom)]
    return {
        "the 20 best fits": best,
        "the same, the first since the start": first,
        "a member tile": ask_each(spots, lambda at: member_map.tile(told, zoom=at[0], x=at[1], y=at[2], now=now)),
    }


def writes(db: Database) -> Times:
    """Write as members do, and ask again after each."""
    accounts, now = Accounts(db), datetime.now(UTC)
    people, waves, dice = People(db, accounts), Waves(db, accounts), random.Random(7)
    pairs = [(person, dice.choice(people.best(person, now=now))[0]) for person in synthetic_members.some(db, CHANGES)]
    sent, after_wave, after_vouch = [], [], []
    for person, other in pairs:
        sent += ask_each([other], lambda to, person=person: waves.send(person, to, now=now))
        after_wave += ask_each([person], lambda one: people.best(one, now=now))
        synthetic_members.touch(db, "vouch")
        after_vouch += ask_each([person], lambda one: people.best(one, now=now))
    return {
        "a wave": sent,
        "the 20 best, after it": after_wave,
        "the 20 best, after who sees whom changed": after_vouch,
        "tidying a lake": [measure.timed(db.let_go_of_deleted)[1]],
    }


def _cell(times: list[float] | None) -> str:
    if not times:
        return "–"
    middle, high, _ = measure.spread(times)
    return middle if len(times) == 1 else f"{middle}, {high}"


if __name__ == "__main__":
    main()
