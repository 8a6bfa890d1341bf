"""The gazetteer's file: built whole or not at all, read by many, built again when its sources change."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from flock.domain import positions
from flock.domain.positions import LatLon
from flock.errors import DatabaseUnavailable
from flock.storage import gazetteer as gazetteer_tables
from flock.storage.database import Database

READ_IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from flock.storage.database import Database
from flock.storage.gazetteer import GazetteerTables
print(len(GazetteerTables(Database(Path(sys.argv[1]), read_only=True)).postcodes(["AB11AA"])))
"""


class Tiny:
    """A reference with one sector of nine postcodes on a line of a hundred metres each, and two towns."""

    def __init__(self, version: str = "1", *, breaks: bool = False) -> None:
        self.versions = {"tiny": version}
        self.breaks = breaks

    def postcodes(self) -> Iterator[tuple[str, pa.Table]]:
        step = 100 / 111_195  # degrees of latitude in 100 m
        codes = [f"AB1 1A{letter}" for letter in "ABDEFGHJL"]
        lats = [50 + step * number for number in range(9)]
        yield "A", pa.table({"postcode": codes, "lat": lats, "lon": [-2.0] * 9, "authority": ["E06000001"] * 9})
        if self.breaks:
            raise RuntimeError("the power went")
        yield "B", pa.table({"postcode": ["B1  2AA"], "lat": [51.0], "lon": [-2.0], "authority": ["E06000002"]})

    def towns(self) -> tuple[pa.Table, pa.Table]:
        towns = {"town_id": [1, 2], "name": ["Abton", "Loin"], "lat": [50.001, 47.0], "lon": [-2.001, 1.0]}
        towns |= {"country": ["GB", "FR"], "admin1": ["ENG", "11"], "population": [900, 9_000]}
        names = {"name": ["abton", "loin", "abville", "loin"], "town_id": [1, 2, 1, 2], "own": [True, True, False, False]}
        return pa.table(towns), pa.table(names)


def silent(sentence: str, fraction: float) -> None:
    pass


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deeper" / "gazetteer.duckdb"


@pytest.fixture
def tables(path: Path) -> gazetteer_tables.GazetteerTables:
    return gazetteer_tables.open_or_build(path, Tiny(), report=silent)


def test_postcodes(tables: gazetteer_tables.GazetteerTables) -> None:
    found = tables.postcodes(["AB11AA", "B12AA", "AB19ZZ"])
    assert set(found) == {"AB11AA", "B12AA"}
    assert found["AB11AA"].position == LatLon(50.0, -2.0)
    assert found["AB11AA"].precision_m == gazetteer_tables.LEAST_POSTCODE_M
    assert tables.postcodes([]) == {}


def test_areas_lie_in_the_middle_and_hold_nine_in_ten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer_tables, "LEAST_AREA_M", 1.0)
    monkeypatch.setattr(gazetteer_tables, "LEAST_POSTCODE_M", 1.0)
    tables = gazetteer_tables.open_or_build(path, Tiny(), report=silent)
    areas = tables.areas(["AB1", "AB1 1", "AB1 2", "B1"])
    assert set(areas) == {"AB1", "AB1 1", "B1"}
    middle, precision_m = areas["AB1 1"]
    assert positions.distance_m(middle, LatLon(50 + 400 / 111_195, -2.0)) < 1
    assert precision_m == pytest.approx(400, rel=0.01)  # of distances 0 100 100 200 200 300 300 400 400
    assert tables.postcodes(["AB11AA"])["AB11AA"].precision_m == pytest.approx(400 / 3, rel=0.01)
    assert areas["B1"].precision_m == 1.0


def test_towns_know_their_names_and_authority(tables: gazetteer_tables.GazetteerTables) -> None:
    found = tables.towns(["abton", "abville", "loin", "nowhere"])
    assert {name: [(town.name, town.own_name, town.authority) for town in towns] for name, towns in found.items()} == {
        "abton": [("Abton", True, "E06000001")],
        "abville": [("Abton", False, "E06000001")],
        "loin": [("Loin", True, "")],
    }


def test_similar_names(tables: gazetteer_tables.GazetteerTables) -> None:
    assert tables.similar_towns(["abtonn", "abtun", "ab", "zbton", "loim", "abton", "abville"]) == {
        "abtonn": "Abton",
        "abtun": "Abton",
    }


def test_postcodes_around(tables: gazetteer_tables.GazetteerTables) -> None:
    around = tables.postcodes_around(LatLon(50.0, -2.0), radius_m=250)
    assert [code for code, _ in around] == ["AB1 1AA", "AB1 1AB", "AB1 1AD"]
    assert around[0][1] == LatLon(50.0, -2.0)


def test_a_process_opens_a_file_once(path: Path, tables: gazetteer_tables.GazetteerTables) -> None:
    assert gazetteer_tables.open_or_build(path, Tiny(), report=silent) is tables


def test_several_processes_read_at_once(path: Path, tables: gazetteer_tables.GazetteerTables) -> None:
    command = [sys.executable, "-c", READ_IN_ANOTHER_PROCESS, str(path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=60)[0] for process in processes] == ["1\n", "1\n"]
    assert tables.postcodes(["AB11AA"])


def test_progress_is_told(path: Path) -> None:
    heard: list[float] = []
    gazetteer_tables.build(path, Tiny(), report=lambda sentence, fraction: heard.append(fraction))
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_a_build_that_breaks_leaves_nothing(path: Path) -> None:
    with pytest.raises(RuntimeError):
        gazetteer_tables.build(path, Tiny(breaks=True), report=silent)
    assert list(path.parent.iterdir()) == []
    assert not gazetteer_tables.is_filled(path, Tiny())


def test_a_build_that_breaks_leaves_the_old_one(path: Path) -> None:
    gazetteer_tables.build(path, Tiny(), report=silent)
    with pytest.raises(RuntimeError):
        gazetteer_tables.build(path, Tiny("2", breaks=True), report=silent)
    assert gazetteer_tables.is_filled(path, Tiny())


def test_newer_sources_make_it_out_of_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gazetteer_tables.build(path, Tiny(), report=silent)
    assert gazetteer_tables.is_filled(path, Tiny())
    assert not gazetteer_tables.is_filled(path, Tiny("2"))
    monkeypatch.setattr(gazetteer_tables, "FORMAT", "0")
    assert not gazetteer_tables.is_filled(path, Tiny())


def test_another_file_is_not_overwritten(tmp_path: Path) -> None:
    letter, other = tmp_path / "letter.txt", tmp_path / "other.duckdb"
    letter.write_text("Dear Flock")
    Database(other).close()
    for path in (letter, other):
        before = path.read_bytes()
        with pytest.raises(DatabaseUnavailable, match="not a gazetteer"):
            gazetteer_tables.open_or_build(path, Tiny(), report=silent)
        assert path.read_bytes() == before


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailable, match="cannot be written"):
        gazetteer_tables.open_or_build(tmp_path / "file" / "gazetteer.duckdb", Tiny(), report=silent)
