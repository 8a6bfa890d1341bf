"""Import of a large CSV with coordinates, beside pandas read_csv with the same checks of rows, each in a process of its own."""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.support import measure

FOLDER = Path("var/benchmarks")
GAZETTEER = Path("var/gazetteer.duckdb")
SECONDS_FOR_A_MILLION, MOST_MB = 30, 1_500
HEADER = (
    *("Name", "Type", "Address", "Town", "Postcode", "Latitude", "Longitude", "Opening hours", "Website", "Phone"),
    *("Wifi", "Sockets", "Wheelchair", "Seats", "Last checked"),
)


def main() -> None:
    """Run everything, or one of its parts in this process."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000, help="how many rows to invent")
    arguments.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.part:
        print(json.dumps(_measured(given.part, given.rows)))
        return
    print(measure.machine("duckdb", "pandas", "pyarrow"), flush=True)
    rows = []
    peer: dict[str, float] = {}
    for part, (label, _) in PARTS.items():
        done = subprocess.run(
            [sys.executable, __file__, "--rows", str(given.rows), "--part", part], capture_output=True, text=True
        )
        if done.returncode:
            rows.append([label, f"not measured: {done.stderr.strip().splitlines()[-1]}", "", "", "", ""])
            continue
        found = json.loads(done.stdout)
        peer = peer or found
        rows.append(
            [
                label,
                measure.figure(found["seconds"]),
                measure.figure(found["cpu_s"]),
                measure.figure(found["peak_mb"]),
                measure.figure(found["seconds"] / peer["seconds"]),
                found["counts"],
            ]
        )
    most = SECONDS_FOR_A_MILLION * given.rows / 1e6
    measure.table(
        f"{given.rows:,} rows from CSV (goal ≤ {most:g} s and ≤ {MOST_MB} MB)",
        ["", "seconds", "of processor", "peak MB", "× pandas", "rows"],
        rows,
    )


def _measured(part: str, rows: int) -> dict[str, object]:
    with_postcodes = part == "postcodes"
    path = _table(rows, with_postcodes=with_postcodes)
    wall, cpu = time.perf_counter(), time.process_time()
    counts = PARTS[part][1](path)
    return {
        "seconds": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "counts": counts,
    }


def _table(rows: int, *, with_postcodes: bool) -> Path:
    """Write the table unless it is there: the same rows each time, one in a thousand without a name, one with (0, 0)."""
    path = FOLDER / f"places-{rows}{'-postcodes' * with_postcodes}.csv"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    spots = _postcodes(rows) if with_postcodes else None
    rng = random.Random(rows)
    with path.with_suffix(".part").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(rows):
            code, lat, lon = spots[number % len(spots)] if spots else ("", rng.uniform(50.5, 57), rng.uniform(-4, 0.5))
            writer.writerow(_row(number, code, lat, lon, rng))
    return path.with_suffix(".part").rename(path)


def _row(number: int, code: str, lat: float, lon: float, rng: random.Random) -> list[object]:
    opens = rng.randint(6, 10)
    if number % 1000 == 1:
        lat = lon = 0
    return [
        ""
        if number % 1000 == 0
        else f"The {rng.choice(('Old', 'New', 'Green', 'Quiet'))} {rng.choice(('Room', 'House', 'Café'))} {number}",
        rng.choice(("Cafe", "Library", "coworking", "Community centre", "Hotel", "Museum", "pub")),
        f"{rng.randint(1, 300)} {rng.choice(('High', 'Church', 'Station', 'Mill'))} Street" if lat else "",
        "Leeds" if lat else "",
        code if lat else "",
        f"{lat:.6f}",
        f"{lon:.6f}",
        f"Mo-Fr {opens:02d}:{rng.choice(('00', '30'))}-{opens + 9}:00; Sa 10:00-16:00",
        f"https://example.org/places/{number}",
        f"0113 496 {number % 10_000:04d}",
        rng.choice(("yes", "no", "free", "")),
        rng.choice(("plenty", "few", "")),
        rng.choice(("yes", "limited", "no", "")),
        rng.choice(("", "20", "20-30")),
        f"2024-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}",
    ]


def _postcodes(most: int) -> Sequence[tuple[str, float, float]]:
    import duckdb

    with duckdb.connect(str(GAZETTEER), read_only=True) as connection:
        question = (
            "SELECT left(code, -3) || ' ' || right(code, 3), lat / 1e6, lon / 1e6 FROM postcode ORDER BY hash(code) LIMIT ?"
        )
        return connection.execute(question, [most]).fetchall()


def _flock(path: Path, *, with_postcodes: bool = False) -> str:
    from flock.geocoding.answers import Query, Refusal
    from flock.geocoding.gazetteer import Gazetteer
    from flock.geocoding.reference_data import Packages
    from flock.services import imports
    from flock.storage import gazetteer as gazetteer_tables
    from flock.storage import schema
    from flock.storage.database import Database

    class Nobody:
        attribution = ""

        def geocode(self, query: Query) -> Refusal:
            return Refusal("Nobody was asked.")

        def geocode_many(self, queries: Sequence[Query], **options: object) -> list[Refusal]:
            return [self.geocode(query) for query in queries]

    postcodes = (
        Gazetteer(gazetteer_tables.open_or_build(GAZETTEER, Packages(), report=lambda *heard: None)) if with_postcodes else None
    )
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        db = Database(Path(folder) / "flock.duckdb")
        schema.bring_up_to_date(db)
        result = imports.run(db, path, geocoder=Nobody(), postcodes=postcodes)
        db.close()
    return f"{result.created:,} created, {result.rejected:,} rejected, {result.duplicates:,} duplicates, {len(result.problems):,} findings"


def _pandas(path: Path) -> str:
    """Read with pandas and check the rows by the same rules; stores nothing."""
    import pandas as pd
    import tzfpy

    from flock.domain import hours
    from flock.ingest import cells, wording

    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    name = table["Name"].str.split().str.join(" ")
    lat, lon = (pd.to_numeric(table[column], errors="coerce") for column in ("Latitude", "Longitude"))
    placed = lat.between(-90, 90) & lon.between(-180, 180) & ~((lat == 0) & (lon == 0))
    good = table.assign(name=name, lat=lat, lon=lon)[name.ne("") & placed]
    checks = {"Opening hours": hours.check, "Type": wording.kind, "Website": lambda cell: cells.link(cell)[0]}
    checks |= {"Seats": lambda cell: cells.seats(cell)[0], "Last checked": lambda cell: cells.day(cell)[0]}
    checks |= {fact: lambda cell, fact=fact: wording.fact(fact.lower(), cell) for fact in ("Wifi", "Sockets", "Wheelchair")}
    for column, check in checks.items():
        good[column] = good[column].map({value: check(value) for value in good[column].unique()})
    good["tz"] = [tzfpy.get_tz(x, y) for x, y in zip(good["lon"], good["lat"], strict=True)]
    plain = good["name"].str.normalize("NFKD").str.casefold().str.replace(r"[\W_]+", " ", regex=True)
    duplicate = (plain + "|" + good["lat"].round(3).astype(str) + "|" + good["lon"].round(3).astype(str)).duplicated()
    return f"{len(good) - duplicate.sum():,} good, {len(table) - len(good):,} rejected, {duplicate.sum():,} duplicates; nothing stored"


PARTS = {
    "pandas": ("pandas: read and checked", _pandas),
    "flock": ("Flock: read, checked, placed, stored", _flock),
    "postcodes": ("the same, held against its postcodes", lambda path: _flock(path, with_postcodes=True)),
}


if __name__ == "__main__":
    main()
