"""S1, S2: a home becomes a hexagon before anything is written, sticks, and moves once in a fortnight; what she typed is nowhere."""

import logging
import struct
from datetime import timedelta
from pathlib import Path

import pytest

from flock.domain import cells, members
from flock.domain.positions import LatLon
from flock.errors import BadProfile, TooOften
from flock.geocoding.answers import Query
from flock.geocoding.gazetteer import Gazetteer
from flock.services.homes import Homes
from flock.storage import schema
from flock.storage.database import Database
from tests.unit.services.test_gate import come
from tests.unit.services.test_sign_in import NOW, Clock


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


def test_a_home_is_found_offline_and_what_is_nowhere_is_explained(db: Database, gazetteer: Gazetteer) -> None:
    ada = come(db, "Ada")
    homes = Homes(db, lambda: gazetteer, lambda: NOW)
    for wrong in ("", "   ", "XX99 9XX", "x" * 100_000):
        with pytest.raises(BadProfile) as refused:
            homes.save(ada, wrong)
        assert wrong.strip() == "" or wrong[:20] not in str(refused.value)
    assert homes.save(ada, "BS4 2AB")
    assert (homes.cell(ada) >> 52) & 15 == members.HOME_RESOLUTION


def test_a_home_moves_once_in_a_fortnight(db: Database, gazetteer: Gazetteer) -> None:
    ada, clock = come(db, "Ada"), Clock()
    homes = Homes(db, lambda: gazetteer, clock)
    assert homes.save(ada, "Leeds")
    assert not homes.save(ada, "Leeds")
    assert homes.save(ada, "Bristol")
    clock.now += timedelta(days=13, hours=23)
    with pytest.raises(TooOften, match="28 May 2026"):
        homes.save(ada, "York")
    assert not homes.save(ada, "Bristol")
    clock.now += timedelta(hours=1)
    assert homes.save(ada, "York")


def test_five_tries_a_day_and_those_that_are_refused_count(db: Database, gazetteer: Gazetteer) -> None:
    ada, clock = come(db, "Ada"), Clock()
    homes = Homes(db, lambda: gazetteer, clock)
    homes.save(ada, "Leeds")
    homes.save(ada, "Bristol")
    for elsewhere in ("York", "Leeds"):
        with pytest.raises(TooOften, match="two weeks"):
            homes.save(ada, elsewhere)
    homes.save(ada, "Bristol")
    with pytest.raises(TooOften, match="five times today"):
        homes.save(ada, "Bristol")
    clock.now += timedelta(days=1, seconds=1)
    assert not homes.save(ada, "Bristol")


def test_what_she_typed_and_the_point_are_in_no_file_and_no_log(tmp_path: Path, gazetteer: Gazetteer, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    db = Database(tmp_path / "flock.duckdb")
    schema.bring_up_to_date(db)
    ada = come(db, "Ada")
    homes = Homes(db, lambda: gazetteer, lambda: NOW)
    marked = ("BS4 2AB", "IV27 4QE", "TR19 7AA")
    for code in marked[:2]:
        homes.save(ada, code)
    with pytest.raises(TooOften) as refused:
        homes.save(ada, marked[2])
    positions = [gazetteer.geocode(Query(text=code)).position for code in marked]
    assert homes.cell(ada)
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    db.close()
    written += b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    said = caplog.text + str(refused.value)
    for code, position in zip(marked, positions, strict=True):
        for text in (code, code.replace(" ", ""), code.lower()):
            assert text.encode() not in written
            assert text not in said
        for number in position:
            assert struct.pack("<d", number) not in written
            assert f"{number:.4f}" not in said
    with_cell = struct.pack("<q", members.home_cell(positions[1]))
    assert with_cell in written, "the hexagon is; so the others would be found"


def test_a_hexagon_picked_on_the_map_is_saved_under_the_same_rules(db: Database, gazetteer: Gazetteer) -> None:
    ada, clock = come(db, "Ada"), Clock()
    homes = Homes(db, lambda: gazetteer, clock)
    leeds, bristol = members.home_cell(LatLon(53.8, -1.55)), members.home_cell(LatLon(51.45, -2.59))
    assert homes.choose(ada, leeds)
    assert homes.cell(ada) == leeds
    assert not homes.choose(ada, leeds)
    assert homes.choose(ada, bristol)
    with pytest.raises(TooOften, match="two weeks"):
        homes.choose(ada, leeds)
    for wrong in (0, -1, 2**63 - 1, cells.parent(leeds, 6), leeds | 15 << 52):
        with pytest.raises(BadProfile, match="no hexagon"):
            homes.choose(ada, wrong)
