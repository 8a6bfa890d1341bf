"""How well places told twice are found: real venues copied with typing errors, abbreviations, and moved up to 80 metres."""

import argparse
import csv
import math
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.support import measure
from flock.domain import likeness, positions
from flock.domain.positions import LatLon
from flock.geocoding.answers import Query, Refusal
from flock.services import imports
from flock.services.doubts import APART, Decisions
from flock.services.imports import Check, Means, Order
from flock.storage import schema
from flock.storage.database import Database

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LIBRARIES = DATA / "england_libraries_2023" / "libraries_2023.csv"
LONDON = DATA / "london_cultural_infrastructure_2022"
# Tables of which no two have the same venues; others of that folder tell some theatres and pubs again, which would be right to find.
TABLES = {"Pubs": "pub", "Community_centres": "community", "Commercial_galleries": "museum"}
HEADER = ("name", "kind", "address", "postcode", "lat", "lon", "url")
LEAST_PRECISION, LEAST_RECALL = 0.99, 0.85
SHORT = {
    **{"Library": "Lib", "Centre": "Ctr", "Community": "Comm", "Street": "St", "Road": "Rd", "Avenue": "Ave", "Saint": "St"},
    **{"St.": "Saint", "and": "&", "House": "Hse", "Square": "Sq", "Lane": "Ln", "Court": "Ct"},
}
MOVED_M = 80

Row = dict[str, Any]


class Nobody:
    """A geocoder that is not needed: every row has coordinates."""

    attribution = ""

    def geocode(self, query: Query) -> Refusal:
        """Refuse."""
        return Refusal("Nobody was asked.")

    def geocode_many(self, queries: Sequence[Query], **options: object) -> list[Refusal]:
        """Refuse all."""
        return [self.geocode(query) for query in queries]


def main() -> None:
    """Copy, look for the copies among all, and count."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--copies", type=int, default=3_000, help="how many venues to copy")
    arguments.add_argument("--seed", type=int, default=7)
    given = arguments.parse_args()
    if not DATA.is_dir():
        print("The folder of real tables, ../shared/data, is not here.")
        return
    print(measure.machine("duckdb", "rapidfuzz"), flush=True)
    rng = random.Random(given.seed)
    there = list(_venues())
    rng.shuffle(there)
    originals, strangers = there[: given.copies], there[-given.copies // 3 :]
    kept = there[: -given.copies // 3]
    rows = [(copied(rng, one), one) for one in originals] + [(one, None) for one in strangers]
    rng.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        db = Database(None)
        schema.bring_up_to_date(db)
        _bring_in(db, _written(Path(folder) / "there.csv", kept))
        path = _written(Path(folder) / "copies.csv", [row for row, _ in rows])
        measure.table(
            f"{given.copies:,} copies and {len(strangers):,} other venues beside {len(kept):,} (goal: precision ≥ {LEAST_PRECISION}, recall ≥ {LEAST_RECALL})",
            ["by", "found", "wrong", "missed", "asked about", "precision", "recall", "s of processor"],
            [_flock(db, path, rows), _plain(db, rows)],
        )


def copied(rng: random.Random, one: Row) -> Row:
    """Tell a venue again as another person would."""
    name, address = one["name"], one["address"]
    for _ in range(rng.choice((0, 1, 1, 2))):
        name = _mistyped(rng, name)
    name, address = _shortened(rng, name, 0.7), _shortened(rng, address, 0.6)
    if rng.random() < 0.15:
        name = name.upper()
    if rng.random() < 0.4:
        address = _mistyped(rng, address)
    address = rng.choices((address, address.split(",")[0], ""), (55, 30, 15))[0]
    away_m, way = rng.uniform(0, MOVED_M), rng.uniform(0, 2 * math.pi)
    degree_m = math.radians(1) * positions.EARTH_RADIUS_M
    return one | {
        "name": name,
        "address": address,
        "lat": one["lat"] + away_m * math.cos(way) / degree_m,
        "lon": one["lon"] + away_m * math.sin(way) / degree_m / math.cos(math.radians(one["lat"])),
        "url": rng.choice((one["url"], "")),
        "postcode": rng.choice((one["postcode"], one["postcode"], "")),
    }


def _mistyped(rng: random.Random, text: str) -> str:
    words = [found for found in re.finditer(r"[^\W\d]+", text) if len(found[0]) >= 4]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start(), word.end() - 1)
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + rng.choice("aeiourstn") + text[at + 1 :],
            text[:at] + text[at] + text[at:],
        )
    )


def _shortened(rng: random.Random, text: str, share: float) -> str:
    return " ".join(SHORT.get(word, word) if rng.random() < share else word for word in text.split())


def _venues() -> Iterator[Row]:
    seen: set[tuple[str, float, float]] = set()
    for row in _read():
        key = (row["name"].casefold().removeprefix("the "), round(row["lat"], 3), round(row["lon"], 3))
        if key not in seen:
            seen.add(key)
            yield row


def _read() -> Iterator[Row]:
    with LIBRARIES.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield from _row(
                row["Name"],
                "library",
                [row[f"Address {i}"] for i in (1, 2, 3)],
                row["Latitude"],
                row["Longitude"],
                postcode=row["Postcode"],
            )
    for table, kind in TABLES.items():
        with (LONDON / f"{table}.csv").open(encoding="utf-8-sig", newline="", errors="replace") as file:
            for row in csv.DictReader(file):
                parts = [row[f"address{i}"] for i in (1, 2, 3)]
                yield from _row(row["name"], kind, parts, row["latitude"], row["longitude"], url=row["website"])


def _row(name: str, kind: str, address: Sequence[str], lat: str, lon: str, *, postcode: str = "", url: str = "") -> Iterator[Row]:
    told = [" ".join(part.split()) for part in (name, *address, url)]
    name, *parts, url = ["" if part == "NA" else part for part in told]
    try:
        spot = {"lat": float(lat), "lon": float(lon)}
    except ValueError:
        return
    if name:
        yield {"name": name, "kind": kind, "address": ", ".join(filter(None, parts)), "postcode": postcode, **spot, "url": url}


def _written(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _bring_in(db: Database, path: Path) -> None:
    table, columns = imports.look(path)
    with Check(db, Order(table, columns), sample=False) as check:
        check.read(Means(Nobody()))
        check.order = Order(table, columns, decisions=Decisions(twins={pair.line: APART for pair in check.pairs}))
        check.commit(who="benchmark")


def _places(db: Database) -> dict[UUID, tuple[str, LatLon]]:
    with db.reading() as cursor:
        found = cursor.execute("SELECT venue_id, name, lat, lon FROM venue").fetchall()
    return {venue_id: (name, LatLon(lat, lon)) for venue_id, name, lat, lon in found}


def _flock(db: Database, path: Path, rows: Sequence[tuple[Row, Row | None]]) -> list[str]:
    table, columns = imports.look(path)
    with Check(db, Order(table, columns), sample=False) as check:
        cpu = time.process_time()
        check.read(Means(Nobody()))
        seconds = time.process_time() - cpu
        merged = {line: venue_id for line, outcome, venue_id in _outcomes(check) if outcome != "created"}
        asked = {pair.line for pair in check.open_pairs}
    return ["Flock", *_counted(merged, _places(db), rows, asked=len(asked)), measure.figure(seconds)]


def _outcomes(check: Check) -> list[tuple[int, str, UUID | None]]:
    return check.staging.cursor.execute("SELECT line, outcome, venue_id FROM import_outcome").fetchall()


def _plain(db: Database, rows: Sequence[tuple[Row, Row | None]]) -> list[str]:
    """Take the name most alike within 150 m, by DuckDB's Jaro–Winkler alone, from 0.9 on."""
    cpu = time.process_time()
    merged: dict[int, UUID | None] = {}
    with db.reading() as cursor:
        for line, (row, _) in enumerate(rows, 2):
            found = cursor.execute(
                "SELECT venue_id FROM venue WHERE abs(lat - $lat) < 0.00135 AND abs(lon - $lon) * cos(radians($lat)) < 0.00135 "
                "AND jaro_winkler_similarity(lower(name), lower($name)) >= 0.9 "
                "ORDER BY jaro_winkler_similarity(lower(name), lower($name)) DESC LIMIT 1",
                {"lat": row["lat"], "lon": row["lon"], "name": row["name"]},
            ).fetchone()
            if found:
                merged[line] = found[0]
    return [
        "Jaro–Winkler ≥ 0.9 within 150 m",
        *_counted(merged, _places(db), rows, asked=0),
        measure.figure(time.process_time() - cpu),
    ]


def _counted(
    merged: dict[int, UUID | None], places: dict[UUID, tuple[str, LatLon]], rows: Sequence[tuple[Row, Row | None]], *, asked: int
) -> list[str]:
    right = wrong = 0
    copies = sum(1 for _, original in rows if original)
    for line, venue_id in merged.items():
        row, original = rows[line - 2]
        name, spot = places[venue_id] if venue_id else ("", LatLon(0, 0))
        meant = original or row
        # A stranger that is here under its very name and address was told twice by its publisher, and is rightly found.
        same = (
            likeness.name_similarity(name, meant["name"]) > 0.95
            and positions.distance_m(spot, LatLon(meant["lat"], meant["lon"])) < 150
        )
        right += same and original is not None
        wrong += not same
    precision = right / (right + wrong) if merged else 1.0
    return [str(right), str(wrong), str(copies - right), str(asked), f"{precision:.4f}", f"{right / copies:.4f}"]


if __name__ == "__main__":
    main()
