"""The long form of tests/attacks: two thousand homes, a third of them in villages, against the app's own services.

Beside what the app does stands what a map of true distances would give away to the same attacker, so that the numbers mean something.
"""

import argparse
import random
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

from benchmarks.support import measure
from flock.domain import cells, homes, members
from flock.domain.positions import LatLon
from flock.storage import schema
from flock.storage.database import Database
from tests.attacks import attacker
from tests.unit.people.conftest import LEEDS, NOW, Community

VANTAGE_POINTS = 60
PAIRS = 1_000
MOVES = 10_000


def main() -> None:
    """Run all and print the table of docs/privacy.md."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--homes", type=int, default=2_000)
    given = arguments.parse_args()
    print(measure.machine("duckdb", "h3"))
    find_homes(given.homes)
    save_again_and_again()
    move_inside()
    wave_at_once()


def find_homes(number: int) -> None:
    """Trilaterate everybody from many places, and compare with reading the map."""
    rng = random.Random(11)
    community = new_community()
    targets = attacker.town_and_country(rng, number)
    people = attacker.settle_down(community, targets)
    (spy,) = community.bring_in([{"name": "Spy", "home_cell": members.home_cell(LEEDS)}])
    community.people.settle(now=NOW)
    told: dict[Any, attacker.Told] = {person.member_id: {} for person in people}
    for cell in attacker.vantage(rng, VANTAGE_POINTS, around=LEEDS, spread_km=45):
        attacker.move(community, spy, cell)
        for member_id, band in attacker.bands_told(community, spy, told).items():
            told[member_id][cell] = band
    shown = attacker.published(community)
    known = community.people.known(spy, list(told), now=NOW)
    by_bands, by_map, by_home_cell = [], [], []
    for person, home in zip(people, targets, strict=True):
        best = attacker.locate(told[person.member_id], shown)
        by_bands.append(attacker.error_m(attacker.middle_of(best, otherwise=LEEDS), home))
        read = known[person.member_id].shown
        by_map.append(attacker.error_m(cells.middle(read) if read else LEEDS, home))
        by_home_cell.append(attacker.error_m(cells.middle(members.home_cell(home)), home))
    rows = [
        row("bands from 60 places", by_bands),
        row("reading the published hexagon", by_map),
        row("were the stored hexagon known", by_home_cell),
    ]
    measure.table(
        f"{number:,} homes, a third in villages", ["attack", "median", "5th percentile", "within 100 m", "within 250 m"], rows
    )


def row(name: str, errors: list[float]) -> list[str]:
    """Give a line of the table."""
    shares = [f"{sum(error < reach for error in errors) / len(errors):.1%}" for reach in (100, 250)]
    return [name, f"{median(errors):,.0f} m", f"{sorted(errors)[len(errors) // 20]:,.0f} m", *shares]


def save_again_and_again() -> None:
    """Save homes forty times with a jitter of 200 m and guess the edge that lies between the hexagons seen."""
    rng, seen_more, errors = random.Random(12), 0, []
    for _ in range(500):
        home = LatLon(53.8 + rng.uniform(-0.4, 0.4), -1.55 + rng.uniform(-0.6, 0.6))
        stored, seen = None, set()
        for _ in range(40):
            stored = homes.settled(LatLon(home.lat + rng.gauss(0, 0.0018), home.lon + rng.gauss(0, 0.003)), home=stored)
            seen.add(stored)
        seen_more += len(seen) > 1
        errors.append(attacker.error_m(attacker.middle_of(seen, otherwise=LEEDS), home))
    measure.table(
        "500 homes saved 40 times",
        ["attack", "median", "5th percentile", "within 100 m", "within 250 m"],
        [row("edge watch", errors)],
    )
    print(f"Homes whose hexagon changed at all: {seen_more} of 500.")


def move_inside() -> None:
    """Move inside a hexagon ten thousand times: what would be stored never changes."""
    rng, changed = random.Random(13), 0
    home = members.home_cell(LEEDS)
    middle = cells.middle(home)
    for _ in range(MOVES):
        point = LatLon(middle.lat + rng.uniform(-0.02, 0.02), middle.lon + rng.uniform(-0.03, 0.03))
        if members.home_cell(point) == home:
            changed += homes.settled(point, home=home) != home
    print(f"Moves inside the hexagon that changed what is stored: {changed} of {MOVES:,}.")


def wave_at_once() -> None:
    """Let a thousand pairs wave at each other at the same moment."""
    community = new_community()
    people = community.join(*(f"P{i}" for i in range(2 * PAIRS)))
    pairs = [(people[i], people[i + 1]) for i in range(0, len(people), 2)]
    both = [pair for one in pairs for pair in (one, one[::-1])]
    with ThreadPoolExecutor(16) as threads:
        opened = list(threads.map(lambda pair: community.waves.send(pair[0], pair[1].member_id, now=NOW), both))
    exact = sum(sum(talk is not None for talk in opened[i : i + 2]) == 1 for i in range(0, len(opened), 2))
    print(f"Pairs with exactly one match: {exact} of {PAIRS}; talks: {community.ask('SELECT count(*) FROM talk')[0][0]}.")


def new_community() -> Community:
    """Give an empty community in memory."""
    db = Database(None)
    schema.bring_up_to_date(db)
    return Community(db)


if __name__ == "__main__":
    main()
