"""`python -m flock import-venues`, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flock.storage import schema
from flock.storage.database import Database

ROOT = Path(__file__).resolve().parents[3]
TABLE = """Name,Postcode,Latitude,Longitude,Wifi
One,LS1 1UR,53.8022,-1.5485,yes
Two,BS4 3EH,,,fast
Three,XX9 9XX,,,no
,LS1 1UR,,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cafés.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def run(folder: Path, gazetteer: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FLOCK_")},
        "FLOCK_GAZETTEER": str(gazetteer),
        "FLOCK_DATABASE": str(folder / "flock.duckdb"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "flock", "import-venues", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120)


def test_it_says_what_it_did(tmp_path: Path, table: Path, gazetteer_path: Path) -> None:
    done = run(tmp_path, gazetteer_path, table)
    assert (done.returncode, done.stderr) == (0, "")
    counts = {name: int(number) for number, name in (line.split()[::-1] for line in done.stdout.splitlines()[:8])}
    assert counts == {
        **{"rows": 4, "created": 2, "updated": 0, "unchanged": 0, "rejected": 2, "duplicates": 0},
        **{"doubtful": 0, "geocoded": 1},
    }
    assert "  name: Name\n" in done.stdout
    assert "  Left out: line 4, Postcode «XX9 9XX»: " in done.stdout
    assert "  Left out: line 5, Name: The place has no name. Give it one.\n" in done.stdout
    assert "  line 3, Wifi «fast»: This word is not known here" in done.stdout


def test_a_dry_run_in_json(tmp_path: Path, table: Path, gazetteer_path: Path) -> None:
    done = run(tmp_path, gazetteer_path, table, "--dry-run", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["created"], told["rejected"], told["import_id"], len(told["problems"])) == (2, 2, None, 3)
    db = Database(tmp_path / "flock.duckdb")
    with db.reading() as cursor:
        assert cursor.execute("SELECT count(*), (SELECT count(*) FROM import_batch) FROM venue").fetchall() == [(0, 0)]
    db.close()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("nowhere.csv", None, "There is no file "),
        ("empty.csv", b"", "empty.csv is empty."),
        ("book.csv", b"PK\x03\x04" + bytes(40), "book.csv is a damaged archive"),
        ("edges.csv", b"a,b\n1,2\n", "No column could be the name of a place."),
        ("names.csv", b"name,rating\nOne,5\n", "No column tells where the places are."),
    ],
)
def test_a_wrong_file_gets_one_sentence_and_leaves_nothing(
    tmp_path: Path, gazetteer_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run(tmp_path, gazetteer_path, tmp_path / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "flock.duckdb").exists()


def test_a_database_that_the_app_holds_is_said_so(tmp_path: Path, table: Path, gazetteer_path: Path) -> None:
    db = Database(tmp_path / "flock.duckdb")
    schema.bring_up_to_date(db)
    done = run(tmp_path, gazetteer_path, table)
    db.close()
    assert (done.returncode, done.stdout) == (2, "")
    assert f", process {os.getpid()})" in done.stderr
