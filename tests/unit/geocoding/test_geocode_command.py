"""`python -m flock geocode`, in a process of its own while this one reads the same gazetteer."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from flock.geocoding.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parents[3]


def run(gazetteer_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "FLOCK_GAZETTEER": str(gazetteer_path),
        "FLOCK_DATABASE": os.devnull,
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "flock", "geocode", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60)


def test_json(gazetteer_path: Path, gazetteer: Gazetteer) -> None:
    done = run(gazetteer_path, "Flat 2, 10 High St, Bristol BS4 3EH", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert list(answer) == ["lat", "lon", "precision_m", "source", "matched"]
    assert (answer["precision_m"], answer["source"], answer["matched"]) == (150, "ONS Postcode Directory", "BS4 3EH")
    assert (round(answer["lat"], 3), round(answer["lon"], 3)) == (51.443, -2.568)


def test_precision_is_in_whole_metres(gazetteer_path: Path) -> None:
    assert isinstance(json.loads(run(gazetteer_path, "BS4", "--json").stdout)["precision_m"], int)


def test_sentence(gazetteer_path: Path) -> None:
    done = run(gazetteer_path, "Newport, Shropshire")
    assert re.fullmatch(r"Newport, Shropshire is at 52\.76684, -2\.37734, within about .+ km, says GeoNames\.\n", done.stdout)


def test_refusal(gazetteer_path: Path) -> None:
    done = run(gazetteer_path, "SW1A OAA", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "We can't find «SW1A OAA». Is it a typo for «SW1A 0AA»?\n"


def test_gazetteer_path_that_is_something_else(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Flock")
    done = run(letter, "BS4 3EH")
    assert done.returncode == 2
    assert done.stderr == f"{letter} is not a gazetteer. Give another path in FLOCK_GAZETTEER, or move the file away.\n"
    assert letter.read_text() == "Dear Flock"
