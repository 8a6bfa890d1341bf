"""The long form of tests/attacks: two thousand homes, a third of them in villages, against the app's own services and routes."""

import argparse
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from statistics import median
from time import perf_counter
from uuid import uuid4

from benchmarks.support import measure
from flock.domain import cells, members
from flock.errors import NotFound
from flock.storage import schema
from flock.storage.database import Database
from tests.attacks import hunting
from tests.attacks.hunting import Hunt
from tests.attacks.moving import Moving
from tests.unit.people.conftest import NOW, Community

COLUMNS = ["attack", "homes", "median", "5th percentile", "within 100 m", "within 250 m"]
PAIRS = 1_000
MOVES = 10_000
BATCHES = 10
SAVING = 600
ASKED = 150


def main() -> None:
    """Run all and print the tables of docs/privacy.md."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--homes", type=int, default=2_000)
    arguments.add_argument("--only", choices=("move", "hunt", "save", "wave", "time"))
    given = arguments.parse_args()
    print(measure.machine("duckdb", "h3"))
    parts = {"move": move_inside, "hunt": lambda: hunt(given.homes), "save": save_again_and_again, "wave": wave_at_once}
    parts["time"] = time_answers
    for part in [given.only] if given.only else parts:
        parts[part]()


def move_inside() -> None:
    """Save a home ten thousand times inside its hexagon, and compare all rows and all that four others are given."""
    moving, differing = Moving(seed=13), list[str]()
    for found in moving.differences(MOVES, batches=BATCHES):
        differing += found
    print(f"Of {MOVES:,} moves inside a hexagon, what changed for anybody: {differing or 'nothing'}.", flush=True)


def hunt(number: int) -> None:
    """Try every attack that asks on the same homes, and read the map for comparison."""
    prey = Hunt(number, seed=11, thorough=True)
    stored = {one: cells.middle(members.home_cell(home)) for one, home in zip(prey.ids, prey.homes, strict=True)}
    rows = [
        row("reading the published hexagon", prey, hunting.published(prey)),
        row("were the stored hexagon known", prey, stored),
    ]
    rows += [row(name, prey, attack(prey)) for name, attack in hunting.ATTACKS.items()]
    measure.table(f"{number:,} homes, a third in villages", COLUMNS, rows)


def save_again_and_again() -> None:
    """Save homes forty times, a day apart, and watch what is published and what is stored."""
    prey, by_map, by_rows, moved = hunting.watch_saves(SAVING, seed=12)
    rows = [row("edge watch on the map", prey, by_map), row("edge watch on the rows", prey, by_rows)]
    measure.table(f"{SAVING} homes saved {hunting.SAVES} times, off by {hunting.JITTER_M:.0f} m", COLUMNS, rows)
    print(f"Homes whose hexagon changed at all: {moved} of {SAVING}.", flush=True)


def time_answers() -> None:
    """Ask in turn for somebody who hides, who blocks, and who never was, and hold the times against each other in pairs."""
    community = new_community()
    looking, hidden, blocking, *_ = community.join(*(f"P{i}" for i in range(500)))
    community.people.settle(now=NOW)
    community.say(hidden, "seen_by", "nobody")
    community.do("INSERT INTO block VALUES (?, ?, now())", [blocking.member_id, looking.member_id])
    whom = {"hidden": hidden.member_id, "blocked": blocking.member_id, "never there": uuid4()}
    times_s: dict[str, list[float]] = {how: [] for how in whom}
    for _ in range(ASKED):
        for how, one in whom.items():
            began = perf_counter()
            with suppress(NotFound):
                community.people.card(looking, one, now=NOW)
            times_s[how].append(perf_counter() - began)
    for how in ("blocked", "never there"):
        apart = [100 * (a - b) / b for a, b in zip(times_s[how], times_s["hidden"], strict=True)]
        print(f"Refusing a card, {how} against hidden: {median(apart):+.1f} % of the time (median of {ASKED} pairs).")


def row(name: str, prey: Hunt, guesses: hunting.Guesses) -> list[str]:
    """Give a line of the table, over those about whom the attack told anything."""
    errors = [error for one, error in zip(prey.ids, prey.errors_m(guesses), strict=True) if one in guesses]
    shares = [f"{hunting.share(errors, reach):.1%}" for reach in (100, 250)]
    told = [name, f"{len(errors):,}", f"{median(errors):,.0f} m", f"{sorted(errors)[len(errors) // 20]:,.0f} m", *shares]
    print("; ".join(told), flush=True)
    return told


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
