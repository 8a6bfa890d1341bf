"""The demo community is read in as a whole, without a trace of where its members live."""

import csv
import re
from collections import defaultdict
from pathlib import Path
from shutil import copytree

import h3
import pytest
from typer.testing import CliRunner

from flock.__main__ import app
from flock.errors import BadTable
from flock.geocoding.gazetteer import Gazetteer
from flock.services import imports, sample_community
from flock.storage import people, schema
from flock.storage.database import Database

Rows = list[dict[str, str]]

DATA = Path(__file__).resolve().parents[3] / "data"
POSTCODE = re.compile(rb"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})(?![A-Z0-9])")


def read(name: str) -> Rows:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def postcodes_in(content: bytes) -> set[str]:
    return {b"".join(found).decode() for found in POSTCODE.findall(content.upper())}


def count(db: Database, table: str) -> int:
    with db.reading() as cursor:
        row = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row
    return int(row[0])


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> tuple[Database, sample_community.Loaded]:
    db = Database(tmp_path_factory.mktemp("loaded") / "flock.duckdb")
    schema.bring_up_to_date(db)
    assert sample_community.is_needed(db)
    heard: list[float] = []
    result = sample_community.load(db, gazetteer, DATA, progress=lambda sentence, share: heard.append(share))
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(1)
    return db, result


def test_all_of_it_comes_in(loaded: tuple[Database, sample_community.Loaded]) -> None:
    db, result = loaded
    log = read("activity.csv")
    assert (result.places.created, result.places.problems) == (2000, [])
    assert (result.members, result.acts, result.problems) == (600, len(log), [])
    assert not sample_community.is_needed(db)
    with db.reading() as cursor:
        cells = [cell for (cell,) in cursor.execute("SELECT home_cell FROM member").fetchall()]
        stored = cursor.execute(
            "SELECT kind, count(*), count(towards_id), count(venue_id) FROM interaction GROUP BY kind"
        ).fetchall()
    assert {h3.get_resolution(h3.int_to_str(cell)) for cell in cells} == {7}
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in log:
        for place, there in enumerate((True, bool(row["towards"]), bool(row["venue"]))):
            expected[row["kind"]][place] += there
    assert {kind: counts for kind, *counts in stored} == expected


def test_no_home_can_be_found_in_the_database(loaded: tuple[Database, sample_community.Loaded]) -> None:
    db, _ = loaded
    public = {place["postcode"].replace(" ", "") for place in read("venues.csv")}
    homes = {woman["postcode"].replace(" ", "") for woman in read("members.csv")} - public
    assert len(homes) > 500
    with db.reading() as cursor:
        columns = cursor.execute("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal").fetchall()
        for table, column, kind in columns:
            texts = cursor.execute(f'SELECT DISTINCT "{column}"::VARCHAR FROM "{table}" WHERE "{column}" IS NOT NULL').fetchall()
            found = postcodes_in("\n".join(text for (text,) in texts).encode())
            assert not found & homes, (table, column)
            assert not (table == "venue" and column == "postcode") or found == public - {""}, "the search itself is broken"
            assert kind not in ("DOUBLE", "FLOAT") or table not in ("member", "interaction"), (
                f"{table}.{column} may be a position"
            )
        assert cursor.execute("SELECT count(*) FROM geocode_memory").fetchone() == (0,)
        cursor.execute("CHECKPOINT")
    assert isinstance(db.where, Path)
    for file in db.where.parent.iterdir():
        assert not postcodes_in(file.read_bytes()) & homes, file.name


def test_first_real_places_send_the_whole_sample_away_for_good(tmp_path: Path, gazetteer: Gazetteer) -> None:
    db = Database(None)
    schema.bring_up_to_date(db)
    sample_community.load(db, gazetteer, DATA)
    table = tmp_path / "real.csv"
    table.write_text("name,postcode\nCentral Library,LS1 3AB\n", "utf-8")
    imports.run(db, table, geocoder=gazetteer, dry_run=True)
    assert (count(db, "venue"), count(db, "member")) == (2000, 600)
    imports.run(db, table, geocoder=gazetteer)
    assert (count(db, "venue"), count(db, "member"), count(db, "interaction")) == (1, 0, 0)
    assert not sample_community.is_needed(db)


def test_broken_load_is_made_good_by_the_next(tmp_path: Path, gazetteer: Gazetteer) -> None:
    broken = copytree(DATA, tmp_path / "broken")
    (broken / "activity.csv").unlink()
    db = Database(None)
    schema.bring_up_to_date(db)
    with pytest.raises(BadTable):
        sample_community.load(db, gazetteer, broken)
    assert sample_community.is_needed(db)
    sample_community.load(db, gazetteer, DATA)
    assert not sample_community.is_needed(db)
    assert (count(db, "venue"), count(db, "member")) == (2000, 600)
    people.remove_sample(db)
    assert (count(db, "interaction"), count(db, "member")) == (0, 0)


def test_commands_write_and_load(tmp_path: Path, gazetteer_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOCK_GAZETTEER", str(gazetteer_path))
    monkeypatch.setenv("FLOCK_DATABASE", str(tmp_path / "flock.duckdb"))
    monkeypatch.setenv("FLOCK_SAMPLE_FOLDER", str(tmp_path / "sample"))
    command = CliRunner()
    wrote = command.invoke(app, ["demo", str(tmp_path / "sample"), "--venues", "50", "--members", "20", "--seed", "1"])
    assert (wrote.exit_code, wrote.stdout) == (0, f"{tmp_path / 'sample'} now holds 50 places and 20 members.\n")
    first, second = command.invoke(app, ["load-sample"]), command.invoke(app, ["load-sample"])
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.startswith("The demo community is in: 50 places, 20 members, ")
    assert (first.stderr, second.stdout, second.stderr) == ("", "", "")
