"""Members and their log are checked row by row, and homes become hexagons on the way in."""

import csv
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import h3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.domain.positions import LatLon
from flock.errors import BadTable
from flock.ingest import people, tables

BRISTOL = LatLon(51.4552, -2.5967)
ADA = {
    "member": "m1",
    "name": "Ada",
    "does": "translator",
    "works": "Mo-Fr 09:00-15:00",
    "style": "silent",
    "languages": "English; Welsh",
    "can_help": "proofreading",
    "wants_to_learn": "",
    "interests": "choir;walking ;",
    "postcode": "BS1 4DJ",
    "seen_by": "vouched",
    "role": "organiser",
    "joined_on": "2026-01-05",
}
ACT = {
    "at": "2026-01-05T09:30Z",
    "kind": "reply",
    "actor": "m1",
    "towards": "m2",
    "online": "yes",
    "thread": "t1",
    "meetup": "",
    "venue": "",
}


def locate(postcodes: Sequence[str]) -> list[LatLon | None]:
    return [BRISTOL if postcode == "BS1 4DJ" else None for postcode in postcodes]


def table(folder: Path, rows: list[dict[str, str]]) -> tables.Table:
    file = folder / "people.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return tables.read(file)


def read_members(folder: Path, *rows: dict[str, str]) -> people.Checked:
    (checked,) = people.read_members(table(folder, list(rows)), locate)
    return checked


def read_activity(folder: Path, *rows: dict[str, str]) -> people.Checked:
    (checked,) = people.read_activity(table(folder, list(rows)), {"m1", "m2"})
    return checked


def test_member_with_all_she_says(tmp_path: Path) -> None:
    checked = read_members(tmp_path, ADA)
    (row,) = checked.rows.to_pylist()
    assert checked.problems == []
    assert h3.int_to_str(row.pop("home_cell")) == h3.latlng_to_cell(*BRISTOL, 7)
    assert row == {
        "member_key": "m1",
        "name": "Ada",
        "does": "translator",
        "works": "Mo-Fr 09:00-15:00",
        "style": "silent",
        "languages": ["English", "Welsh"],
        "can_help": ["proofreading"],
        "wants_to_learn": [],
        "interests": ["choir", "walking"],
        "seen_by": "vouched",
        "role": "organiser",
        "joined_on": date(2026, 1, 5),
    }


def test_who_says_nothing_is_a_hidden_member(tmp_path: Path) -> None:
    (row,) = read_members(tmp_path, ADA | {"seen_by": "", "role": "", "style": "", "works": "", "does": ""}).rows.to_pylist()
    assert (row["seen_by"], row["role"]) == ("nobody", "member")
    assert row["style"] is row["works"] is row["does"] is None


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"member": ""}, "member"),
        ({"member": "m0"}, "member"),
        ({"name": " "}, "name"),
        ({"style": "chatty"}, "style"),
        ({"seen_by": "friends"}, "seen_by"),
        ({"role": "admin"}, "role"),
        ({"joined_on": "05/01/2026"}, "joined_on"),
        ({"joined_on": ""}, "joined_on"),
    ],
)
def test_unfit_member_is_left_out_with_a_reason(tmp_path: Path, change: dict[str, str], column: str) -> None:
    checked = read_members(tmp_path, ADA | {"member": "m0"}, ADA | change)
    assert checked.rows["member_key"].to_pylist() == ["m0"]
    (finding,) = checked.problems
    assert (finding.line, finding.column, finding.severity) == (3, column, "rejected")
    assert finding.sentence.endswith(".")


def test_odd_working_hours_are_left_out_and_she_is_taken(tmp_path: Path) -> None:
    checked = read_members(tmp_path, ADA | {"works": "mornings"})
    assert checked.rows["works"].to_pylist() == [None]
    assert [(finding.column, finding.severity) for finding in checked.problems] == [("works", "warning")]


@pytest.mark.parametrize("postcode", ["ZZ9 9ZZ", "12 Secret Street, Bristol", ""])
def test_unknown_home_is_no_hexagon_and_never_repeated(tmp_path: Path, postcode: str) -> None:
    checked = read_members(tmp_path, ADA | {"postcode": postcode})
    (finding,) = checked.problems
    assert checked.rows["home_cell"].to_pylist() == [None]
    assert (finding.column, finding.value, finding.severity) == ("postcode", "", "warning")
    assert not postcode or postcode not in str(checked)


def test_ragged_row_does_not_give_the_home_away(tmp_path: Path) -> None:
    whole = table(tmp_path, [ADA])
    with whole.path.open("a") as stream:
        stream.write("m2,Bea,SW1A 1AA\n")
    (checked,) = people.read_members(tables.read(whole.path), locate)
    (finding,) = checked.problems
    assert finding.severity == "rejected"
    assert "SW1A" not in str(checked)


def test_no_postcode_is_in_what_comes_out(tmp_path: Path) -> None:
    assert "BS1 4DJ" not in str(read_members(tmp_path, ADA).rows.to_pylist())


@pytest.mark.parametrize("column", people.MEMBER_COLUMNS)
def test_members_need_every_column(tmp_path: Path, column: str) -> None:
    lacking = table(tmp_path, [{name: value for name, value in ADA.items() if name != column}])
    with pytest.raises(BadTable, match=re.escape(f"«{column}»")):
        next(people.read_members(lacking, locate))


def test_act_with_all_about_it(tmp_path: Path) -> None:
    checked = read_activity(tmp_path, ACT, ACT | {"kind": "post", "towards": "", "online": "no", "at": "2026-07-01T10:00+01:00"})
    assert checked.problems == []
    first, second = checked.rows.to_pylist()
    assert first.pop("happened_at") == datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    assert first == {name: ACT[name] for name in ACT if name != "at"} | {"online": True, "meetup": None, "venue": None}
    assert second["happened_at"] == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert (second["towards"], second["online"]) == (None, False)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"at": "2026-01-05T09:30"}, "at"),
        ({"at": "yesterday"}, "at"),
        ({"at": "0001-01-01T00:00+12:00"}, "at"),
        ({"kind": "like"}, "kind"),
        ({"kind": "follow"}, "kind"),
        ({"actor": "m3"}, "actor"),
        ({"actor": ""}, "actor"),
        ({"towards": "m3"}, "towards"),
        ({"towards": ""}, "towards"),
        ({"towards": "m1"}, "towards"),
        ({"kind": "post", "towards": "m3"}, "towards"),
        ({"online": "maybe"}, "online"),
    ],
)
def test_unfit_act_is_left_out_with_a_reason(tmp_path: Path, change: dict[str, str], column: str) -> None:
    checked = read_activity(tmp_path, ACT, ACT | change)
    assert checked.rows.num_rows == 1
    (finding,) = checked.problems
    assert (finding.line, finding.column, finding.severity) == (3, column, "rejected")
    assert finding.sentence.endswith(".")


@settings(deadline=None)
@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=8, max_size=8))
def test_no_cell_is_too_odd(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    folder = tmp_path_factory.mktemp("odd")
    checked = read_activity(folder, ACT, dict(zip(ACT, cells, strict=True)))
    assert checked.rows.num_rows + len(checked.problems) == 2
