"""Each format that organisers have, brought in by the command line in a process of its own (I1, I2)."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import osmium
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parents[3]
PLACES = [("Café Eins", 53.8, -1.55), ("Two & Co", 51.45, -2.59)]


def run(folder: Path, gazetteer: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOCK_")}
    environment |= {"FLOCK_GAZETTEER": str(gazetteer), "FLOCK_DATABASE": str(folder / "f.duckdb"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "flock", "import-venues", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120)


def write_csv(path: Path) -> None:
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows([("name", "lat", "lon"), *PLACES])


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [("name", "lat", "lon"), *PLACES]:
        book.active.append(row)
    book.save(path)


def write_geojson(path: Path) -> None:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": {"name": name}}
        for name, lat, lon in PLACES
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def write_parquet(path: Path) -> None:
    names, lats, lons = zip(*PLACES, strict=True)
    pq.write_table(pa.table({"name": names, "lat": lats, "lon": lons}), path)


def write_extract(path: Path) -> None:
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (name, lat, lon) in enumerate(PLACES, 1):
            tags = {"amenity": "cafe", "name": name}
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat), tags=tags))


WRITERS: dict[str, Callable[[Path], None]] = {
    "places.csv": write_csv,
    "places.xlsx": write_xlsx,
    "places.geojson": write_geojson,
    "places.parquet": write_parquet,
    "places.osm.pbf": write_extract,
}


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_comes_in_by_the_command_line(tmp_path: Path, gazetteer_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name)
    done = run(tmp_path, gazetteer_path, tmp_path / name, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["rows"], told["created"], told["rejected"], told["problems"]) == (2, 2, 0, [])


def test_columns_can_be_said(tmp_path: Path, gazetteer_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("Wo,Was,Wlan\nLeeds,Café Eins,ja\nYork,Zwei,nein\n", "utf-8")
    wrong = run(tmp_path, gazetteer_path, tmp_path / "odd.csv", "--map", "name=What")
    assert (wrong.returncode, wrong.stderr) == (2, "There is no column «What». There are: «Wo», «Was», «Wlan».\n")
    asked = ("--map", "name=Was", "--map", "town=Wo", "--map", "wifi=", "--dry-run", "--json")
    told = json.loads(run(tmp_path, gazetteer_path, tmp_path / "odd.csv", *asked).stdout)
    assert told["mapping"] == {"name": "Was", "town": "Wo"}
    assert (told["rows"], told["created"]) == (2, 2)


def test_what_is_no_choice_of_a_column_is_said(tmp_path: Path, gazetteer_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("name,town\nOne,Leeds\n", "utf-8")
    done = run(tmp_path, gazetteer_path, tmp_path / "odd.csv", "--map", "name")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("«name» does not say which column a field is.")
