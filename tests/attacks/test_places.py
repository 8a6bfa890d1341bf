"""Nobody finds out where somebody lives: PRIVACY in its short form (S10). The long form is benchmarks/attacks.py."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from h3.api import basic_int as h3
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flock.domain import cells, homes, members, tiles
from flock.domain.cells import Level
from flock.domain.positions import LatLon
from flock.services.member_map import MemberMap
from flock.storage import schema
from flock.storage.database import Database
from flock.web import member_tiles
from tests.attacks import attacker
from tests.unit.conftest import bring_in, invent
from tests.unit.people.conftest import LEEDS, NOW, Community, member_ids


@pytest.fixture
def community() -> Community:
    db = Database(None)
    schema.bring_up_to_date(db)
    return Community(db)


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


def test_meeting_places_follow_from_hexagons_only(community: Community) -> None:
    """Two who live at opposite ends of one hexagon are sent to the same places."""
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


def test_a_member_has_so_many_tiles_a_minute_from_all_her_addresses_and_nobody_uses_them_up_for_her(leeds: Community) -> None:
    member_map = MemberMap(leeds.db, leeds.accounts)
    client = TestClient(Starlette(routes=member_tiles.routes(lambda: member_map)))
    x, y = tiles.column_row(LEEDS, 8)
    address = f"/tiles/members/8/{x}/{y}.json?pass="
    ada, bea = (member_map.pass_for(leeds.person(name)) for name in ("Ada", "Bea"))
    forged = f"{ada.rpartition('.')[0]}.{'0' * 32}"
    for _ in range(20):
        assert client.get(address + forged).status_code == 404
    with ThreadPoolExecutor(16) as threads:
        answers = Counter(threads.map(lambda _: client.get(address + ada).status_code, range(632)))
    assert answers == {200: 600, 429: 32}
    assert client.get(address + bea).status_code == 200
