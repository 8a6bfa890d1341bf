"""`python -m flock measures` on any table, with no app and no database (E1, E6)."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flock.__main__ import app
from flock.errors import BadTable
from flock.services import measure_file

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def table(folder: Path, rows: str) -> Path:
    file = folder / "log.csv"
    file.write_text("src,dst,at\n" + rows, encoding="utf-8")
    return file


def test_json_holds_every_figure_with_all_that_stands_beside_it(tmp_path: Path) -> None:
    file = table(tmp_path, "a,b,2026-01-02T10:00Z\nb,a,2026-01-03T10:00Z\nb,c,2026-01-04T10:00Z\n")
    result = CliRunner().invoke(app, ["measures", str(file), "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["interactions"], found["members"]) == (3, 3)
    assert found["window"] == {"start": "2025-12-08", "end": "2026-01-05"}
    reciprocity = found["figures"]["reciprocity"]
    assert reciprocity["value"] == pytest.approx(2 / 3)
    assert set(reciprocity) == {"label", "value", "n", "interval", "unit", "good", "window", "definition", "source", "note"}
    assert found["figures"]["welcome_week"]["value"] is None
    assert len(found["tables"]["path"]) == 13


@pytest.mark.parametrize("rows", ["", "a,a,2026-01-02T10:00Z\n", "a,b,2099-01-02T10:00Z\n", "a,b,2026-01-02 10:00\n", ",,\n"])
def test_nothing_to_measure_is_a_sentence_and_dashes(tmp_path: Path, rows: str) -> None:
    result = CliRunner().invoke(app, ["measures", str(table(tmp_path, rows))])
    assert result.exit_code == 0
    assert "There is nothing to measure in the table." in result.stdout
    figures = [line for line in result.stdout.splitlines() if "(n = " in line]
    assert len(figures) > 30
    assert all("—" in line for line in figures)


def test_window_with_nothing_in_it(tmp_path: Path) -> None:
    file = table(tmp_path, "a,b,2026-01-02T10:00Z\nb,a,2026-01-03T10:00Z\n")
    found = measure_file.measure(file, until=date(2025, 6, 1))
    assert found.report.headline.sentences == ("Nothing happened in these 28 days.",)
    assert found.report.together["reciprocity"].value is None


def test_log_of_one_member_at_events(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("member,event,at\na,e,2026-01-02T10:00Z\n", encoding="utf-8")
    report = measure_file.measure(file).report
    assert report.headline["active_members"].value == 1
    assert report.together["density"].value is None
    assert report.star_ring["centralisation"].value is None


def test_wrong_table_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "edges.csv"
    file.write_text("a,b,weight\n1,2,3\n", encoding="utf-8")
    with pytest.raises(BadTable, match="It needs src, dst and at, or member, event and at"):
        measure_file.measure(file)


def test_e2_college_messages_through_the_command(tmp_path: Path) -> None:
    file = DATA / "collegemsg" / "CollegeMsg.txt"
    if not file.exists():
        pytest.skip("The public networks do not lie beside this repository.")
    found = measure_file.as_json(measure_file.measure(file, whole=True))
    says = {row["metric"]: row["computed"] for row in json.loads((DATA / "reference_measures.json").read_text())["CollegeMsg"]}
    assert (found["members"], found["interactions"]) == (says["users"], says["messages"])
    figures = found["figures"]
    assert round(figures["reciprocity"]["value"], 4) == says["reciprocity of pairs"]
    assert figures["reciprocity"]["n"] == says["distinct (from,to) pairs"]
    assert round(figures["clustering"]["value"], 4) == says["clustering coefficient (transitivity)"]
    assert figures["clustering"]["n"] == says["wedges"]
    assert round(figures["components"]["value"] * figures["components"]["n"]) == says["largest connected component"]
    start, end = (date.fromisoformat(found["window"][side]) for side in ("start", "end"))
    assert (end - start).days == says["time span days (floor)"] + 2  # whole days in UTC, the first and the last begun
    chance = {row["name"]: row for row in found["tables"]["chance"]}
    assert chance["reciprocity"]["value"] > chance["reciprocity"]["high"]
