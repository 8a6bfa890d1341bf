"""Nobody finds out where somebody lives: PRIVACY in its short form (S10). The long form is benchmarks/attacks.py."""

import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from h3.api import basic_int as h3
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flock.domain import cells, homes, members, tiles
from flock.domain.cells import Level
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.services.member_map import MemberMap
from flock.storage import schema
from flock.storage.database import Database
from flock.web import member_tiles
from tests.attacks import attacker
from tests.unit.people.conftest import LEEDS, NOW, Community, member_ids


@pytest.fixture
def community() -> Community:
    db = Database(None)
    schema.bring_up_to_date(db)
    return Community(db)


def inside(cell: int, rng: random.Random) -> LatLon:
    """Give a random point of a hexagon."""
    middle = cells.middle(cell)
    while True:
        point = LatLon(middle.lat + rng.uniform(-0.02, 0.02), middle.lon + rng.uniform(-0.03, 0.03))
        if members.home_cell(point) == cell:
            return point


def everything(community: Community, looking: Person, client: TestClient, known_pass: str) -> Iterator[Any]:
    """Give all that a member is given: lists, suggestions, scores, her own place, and tiles as bytes."""
    nearby = community.people.nearby(looking, now=NOW)
    yield nearby.total, [(asdict(card.member), card.band, card.reasons, card.places) for card in nearby.cards]
    yield [(card.member.name, card.fit, card.places) for card in community.people.suggested(looking, now=NOW)]
    yield community.people.best(looking, now=NOW)
    for zoom, x, y in ((6, 31, 20), (10, 507, 327), (12, 2030, 1311)):
        yield client.get(f"/tiles/members/{zoom}/{x}/{y}.json?pass={known_pass}").content


def test_moving_inside_her_hexagon_changes_nothing_that_anybody_is_given(community: Community) -> None:
    """Non-interference: what is stored is the same, so all that comes of it is."""
    rng = random.Random(1)
    people = attacker.settle_down(community, attacker.town_and_country(rng, 60))
    community.people.settle(now=NOW)
    member_map = MemberMap(community.db, community.accounts)
    client = TestClient(Starlette(routes=member_tiles.routes(lambda: member_map)))
    known_pass = member_map.pass_for(people[1])
    home = community.ask("SELECT home_cell FROM member WHERE member_id = ?", [people[0].member_id])[0][0]
    before = list(everything(community, people[1], client, known_pass))
    for _ in range(3):
        moved = homes.settled(inside(home, rng), home=home)
        community.say(people[0], "home_cell", moved)
        assert list(everything(community, people[1], client, known_pass)) == before
    for _ in range(500):
        assert homes.settled(inside(home, rng), home=home) == home


def test_bands_from_many_places_give_no_more_than_the_published_hexagon(community: Community) -> None:
    """Trilateration and flip points: forty vantage points, every target at once."""
    rng = random.Random(2)
    targets = attacker.town_and_country(rng, 240)
    people = attacker.settle_down(community, targets)
    (spy,) = community.bring_in([{"name": "Spy", "home_cell": members.home_cell(LEEDS)}])
    community.people.settle(now=NOW)
    told: dict[Any, attacker.Told] = {person.member_id: {} for person in people}
    for cell in attacker.vantage(rng, 40, around=LEEDS):
        attacker.move(community, spy, cell)
        for member_id, band in attacker.bands_told(community, spy, told).items():
            told[member_id][cell] = band
    shown = attacker.published(community)
    by_attack, by_map = [], []
    for person, home in zip(people, targets, strict=True):
        best = attacker.locate(told[person.member_id], shown)
        by_attack.append(attacker.error_m(attacker.middle_of(best, otherwise=LEEDS), home))
        read = community.people.known(spy, [person.member_id], now=NOW)[person.member_id].shown
        by_map.append(attacker.error_m(cells.middle(read) if read else LEEDS, home))
    assert median(by_attack) >= 800
    assert sorted(by_attack)[len(by_attack) // 20] >= 200
    for reach in (100, 250):
        assert share(by_attack, reach) <= share(by_map, reach) + 0.01
    assert share(by_attack, 100) <= 0.015
    assert share(by_attack, 250) <= 0.08


def share(errors: list[float], reach_m: float) -> float:
    return sum(error < reach_m for error in errors) / len(errors)


def test_order_inside_a_band_says_nothing_of_distance(community: Community) -> None:
    """Decoys: thirty at the near edge of a band and thirty at its far edge come in any order, another one every day."""
    asked_from = members.home_cell(LEEDS)
    in_band = [cell for cell in h3.grid_disk(asked_from, 9) if cells.BANDS[cells.band(asked_from, cell)] == "under 20 km"]
    by_distance = sorted(in_band, key=lambda cell: cells.apart_m(asked_from, cell))
    community.bring_in([{"name": "Spy", "home_cell": asked_from}])
    community.bring_in([{"name": f"N{i}", "home_cell": by_distance[0]} for i in range(30)])
    community.bring_in([{"name": f"F{i}", "home_cell": by_distance[-1]} for i in range(30)])
    spy, nearer_first, orders = community.person("Spy"), 0, set()
    for day in range(10):
        names: list[str] = []
        while cards := community.people.nearby(spy, skip=len(names), now=NOW + timedelta(days=day)).cards:
            assert {card.band for card in cards} == {"under 20 km"}
            names += [card.member.name for card in cards]
        orders.add(tuple(names))
        nearer_first += sum(name[0] == "F" and sum(one[0] == "N" for one in names[:i]) for i, name in enumerate(names))
    assert len(orders) == 10
    assert 0.4 < nearer_first / (10 * 900) < 0.6


def test_forty_jittery_saves_end_in_one_hexagon_or_two() -> None:
    """Averaging: what is stored for a home that is saved again and again hardly ever changes."""
    rng = random.Random(4)
    for _ in range(100):
        home = LatLon(53.8 + rng.uniform(-0.2, 0.2), -1.55 + rng.uniform(-0.3, 0.3))
        stored: int | None = None
        seen = set()
        for _ in range(40):
            stored = homes.settled(LatLon(home.lat + rng.gauss(0, 0.001), home.lon + rng.gauss(0, 0.0016)), home=stored)
            seen.add(stored)
        assert len(seen) == 1


def test_meeting_places_follow_from_hexagons_only(community: Community) -> None:
    """Two who live at opposite ends of one hexagon are sent to the same places."""
    from tests.unit.conftest import bring_in, invent

    bring_in(community.db, invent(200, seed=3))
    community.join("A", "B", "C", "D", "E", "F")
    community.people.settle(now=NOW)
    spy = community.person("A")
    cards = {card.member.name: card for card in community.people.nearby(spy, now=NOW).cards}
    assert cards["B"].places
    assert all(card.places == cards["B"].places for card in cards.values())


@pytest.mark.parametrize(
    "told", ["", "x", "..", "0" * 32, "é.é.é", "a" * 5000, "{id}.{day}.{wrong}", "{other}.{day}.{seal}", "{id}.20200101.{seal}"]
)
def test_tiles_asked_by_hand_answer_nobody(leeds: Community, told: str) -> None:
    member_map = MemberMap(leeds.db, leeds.accounts)
    client = TestClient(Starlette(routes=member_tiles.routes(lambda: member_map)))
    member_id, day, seal = member_map.pass_for(leeds.person("Ada")).split(".")
    told = told.format(id=member_id, day=day, seal=seal, wrong="0" * 32, other=leeds.person("Bea").member_id.hex)
    answer = client.get("/tiles/members/8/126/81.json", params={"pass": told})
    assert answer.status_code == 404
    assert answer.json() == {"error": "There is no such tile."}
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("way", ["hides", "is paused", "is gone"])
def test_pass_ends_with_the_right_to_look(leeds: Community, way: str) -> None:
    member_map = MemberMap(leeds.db, leeds.accounts)
    client = TestClient(Starlette(routes=member_tiles.routes(lambda: member_map)))
    ada = leeds.person("Ada")
    x, y = tiles.column_row(LEEDS, 8)
    address = f"/tiles/members/8/{x}/{y}.json?pass={member_map.pass_for(ada)}"
    answer = client.get(address)
    assert answer.status_code == 200
    assert [step for _, step, _ in answer.json()["hexagons"]] == [5]
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert answer.headers["cache-control"].startswith("private")
    if way == "hides":
        leeds.say(ada, "seen_by", "nobody")
    elif way == "is paused":
        leeds.do("INSERT INTO standing VALUES (?, 'paused', '2020-01-01', NULL, NULL)", [ada.member_id])
    else:
        leeds.do("DELETE FROM member WHERE member_id = ?", [ada.member_id])
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 404


def test_thousand_joins_leaves_and_hides_never_show_fewer_than_five_nor_anything_finer_too_soon() -> None:
    rng = random.Random(5)
    start = members.home_cell(LEEDS)
    around = list(h3.grid_disk(start, 4))
    there: list[int] = []
    levels: dict[int, Level] = {}
    coarsened: dict[int, date] = {}
    day = date(2026, 1, 1)
    for _ in range(1_000):
        if there and rng.random() < 0.48:
            there.pop(rng.randrange(len(there)))
        else:
            there.append(rng.choice(around))
        day += timedelta(days=rng.choice((0, 0, 1)))
        counts = {cell: there.count(cell) for cell in set(there)}
        shown, after = cells.settle(counts, levels, day)
        held = {one.cell: 0 for one in shown}
        for cell, number in counts.items():
            if level := after[cell].level:
                held[cells.parent(cell, level)] += number
        assert all(held[one.cell] >= one.step >= 5 for one in shown)
        for cell, level_now in after.items():
            before = levels.get(cell)
            if before and level_now.level < before.level:
                coarsened[cell] = day
            if before and level_now.level > before.level:
                assert day - coarsened.get(cell, date.min) >= timedelta(days=30)
        levels = after


def test_counts_around_five_change_by_steps_and_overnight_only(community: Community) -> None:
    """The fifth member of a hexagon shows on the map on the next day, and a sixth to ninth not at all."""
    community.join("A", "B", "C", "D")
    community.people.settle(now=NOW)
    assert attacker.published(community) == set()
    community.join("E")
    community.people.settle(now=NOW + timedelta(hours=2))
    assert attacker.published(community) == set()
    community.people.settle(now=NOW + timedelta(days=1))
    first = dict(community.ask("SELECT cell, step FROM published_cell"))
    community.join("F", "G", "H", "I")
    community.people.settle(now=NOW + timedelta(days=2))
    assert dict(community.ask("SELECT cell, step FROM published_cell")) == first == {members.home_cell(LEEDS): 5}


def test_canary_no_file_holds_a_point(tmp_path: Path) -> None:
    """A home is given as a marked point; the database, its log and its spill hold no trace of it."""
    path = tmp_path / "flock.duckdb"
    db = Database(path)
    schema.bring_up_to_date(db)
    community = Community(db)
    marked = LatLon(53.801234567, -1.551234567)
    people = community.bring_in([{"name": f"M{i}", "home_cell": homes.settled(marked, home=None)} for i in range(6)])
    community.people.settle(now=NOW)
    community.people.nearby(people[0], now=NOW)
    community.people.suggested(people[0], now=NOW)
    db.close()
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    import struct

    for canary in (b"53.8012345", b"-1.5512345", struct.pack("<d", marked.lat), struct.pack("<d", marked.lon)):
        assert canary not in written
    assert member_ids(people)


@pytest.fixture
def leeds(community: Community) -> Community:
    community.join("Ada", "Bea", "Carys", "Dilys", "Esme", "Fern")
    community.people.settle(now=NOW)
    return community
