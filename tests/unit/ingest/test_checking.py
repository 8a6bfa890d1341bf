"""Rows read, repaired and checked, here or in a process beside this one (I3, I4)."""

from pathlib import Path

import pytest

from flock.errors import BadTable
from flock.ingest import apart, checking, columns, fixes, tables
from flock.ingest.checking import Checked
from flock.ingest.columns import Columns
from flock.ingest.tables import Table

ROWS = "Name,Street,Lat,Lon\nOne,1 High Street,53.7,-1.5\n,2 High Street,53.8,-1.6\nThree,,,\n"


def opened(path: Path, text: str = ROWS) -> tuple[Table, Columns]:
    path.write_text(text, "utf-8")
    table = tables.read(path)
    return table, columns.suggest("places", table.header, tables.sample(table))


def told(parts: list[Checked]) -> list[object]:
    return [(part.rows, part.places.to_pylist(), part.problems, part.rejected) for part in parts]


def test_a_process_beside_this_one_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_WORTH_A_PROCESS", 0)
    table, found = opened(tmp_path / "places.csv")
    repaired = {3: {"name": "Two"}, 4: {"postcode": "LS1 1UR"}}
    assert told(list(apart.rows(table, found, repaired))) == told(list(checking.rows(table, found, repaired)))


def test_what_breaks_there_is_told_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_WORTH_A_PROCESS", 0)
    table, found = opened(
        tmp_path / "places.csv", ROWS + "One,1 High Street,53.7,-1.5\n" * 9_000 + 'Two,"2 High Street,53.8,-1.6\n'
    )
    with pytest.raises(BadTable, match="never closed"):
        list(apart.rows(table, found, {}))


def test_rows_are_repaired_before_they_are_checked(tmp_path: Path) -> None:
    table, found = opened(tmp_path / "places.csv")
    (plain,) = checking.rows(table, found, {})
    assert {problem.line for problem in plain.problems if problem.severity == "rejected"} == {3, 4}
    assert plain.rejected[3] == ("", "2 High Street", "53.8", "-1.6")
    (repaired,) = checking.rows(table, found, {3: {"name": "Two"}, 4: {"postcode": "LS1 1UR"}})
    assert repaired.problems == []
    assert [(row["name"], row["postcode"]) for row in repaired.places.to_pylist()] == [
        ("One", None),
        ("Two", None),
        ("Three", "LS1 1UR"),
    ]
    assert fixes.fields(found) == ["name", "address", "lat", "lon", "town", "postcode"]


def test_rows_that_nobody_wants_are_left_out(tmp_path: Path) -> None:
    table, found = opened(tmp_path / "places.csv")
    (left,) = checking.rows(table, found, {}, left_out={2, 3})
    assert left.places.num_rows == 0
    assert [(problem.line, problem.sentence) for problem in left.problems if problem.line != 4] == [
        (2, checking.LEFT_OUT),
        (3, checking.LEFT_OUT),
    ]
