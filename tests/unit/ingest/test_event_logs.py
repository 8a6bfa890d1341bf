"""Tables of who did what towards whom and when, in any of the usual forms (E1)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.errors import BadTable
from flock.ingest import event_logs

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def read(folder: Path, text: str, **rest: bool) -> event_logs.EventLog:
    file = folder / "log.csv"
    file.write_text(text, encoding="utf-8")
    return event_logs.read(file, now=NOW, **rest)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", " "])
def test_any_delimiter(tmp_path: Path, mark: str) -> None:
    log = read(tmp_path, f"src{mark}dst{mark}time\n1{mark}2{mark}1082040961\n")
    assert log.rows.to_pylist() == [
        {"at": datetime(2004, 4, 15, 14, 56, 1, tzinfo=UTC), "actor": "1", "towards": "2", "event": None}
    ]
    assert log.findings == ()


moments = st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1)).map(lambda at: at.replace(tzinfo=UTC, microsecond=0))


@given(moments)
def test_one_moment_in_any_form(tmp_path_factory: pytest.TempPathFactory, at: datetime) -> None:
    seconds = int(at.timestamp())
    forms = [at.isoformat(), at.isoformat().replace("+00:00", "Z"), at.isoformat(" "), f"{at.replace(tzinfo=None)}+00:00"]
    forms += [str(seconds * factor) for factor in (1, 1_000, 1_000_000, 1_000_000_000)]
    text = "src,dst,at\n" + "".join(f"a,b,{form}\n" for form in forms)
    found = read(tmp_path_factory.mktemp("log"), text).rows["at"].to_pylist()
    if len(str(seconds)) >= 10:
        assert found == [at] * len(forms)


def test_event_counts_a_member_once_and_took_place_at_one_time(tmp_path: Path) -> None:
    text = (
        "rsvp_id,event_id,member_id,response,created\n1,e,a,yes,1465000000000\n2,e,b,no,1465000000000\n3,e,c,yes,1466000000000\n"
    )
    log = read(tmp_path, text + "4,e,a,yes,1465000000001\n")
    assert {(row["actor"], row["event"]) for row in log.rows.to_pylist()} == {("a", "e"), ("c", "e")}
    assert set(log.rows["at"].to_pylist()) == {datetime(2016, 6, 15, 14, 13, 20, tzinfo=UTC)}
    assert log.findings == ("1 row says again that somebody was at an event; once counts.",)


def test_each_unfit_row_is_left_out_with_its_reason(tmp_path: Path) -> None:
    rows = (
        "a,b,2026-01-02T10:00Z\na,b,2026-01-02T10:00Z\na,a,2026-01-02T10:00Z\n,b,2026-01-02T10:00Z\na,b,2099-01-02T10:00Z\n"
        "a,b,2026-01-02 10:00\na,b,2026-01-02\na,b,soon\na,b\na,b,2026-13-45T10:00Z\n"
    )
    log = read(tmp_path, "src,dst,at\n" + rows)
    assert log.rows.num_rows == 2
    assert log.findings == (
        "Left out 1 row with more or fewer cells than the header.",
        "Left out 2 rows with a time that has no zone: write Z after it, or say --utc if all are in UTC.",
        "Left out 2 rows with no time that can be read.",
        "Left out 1 row with no member, or with nobody and no event that it was done towards.",
        "Left out 1 row with a time in the future.",
        "Left out 1 row with a member who does something towards herself.",
        "1 row repeats another to the letter; all are counted.",
    )
    assert read(tmp_path, "src,dst,at\n" + rows, utc=True).rows.num_rows == 4


@pytest.mark.parametrize("text", ["", "src\n", "a,b,weight\n1,2,3\n", "member,event\nx,y\n", "src,src,at\n", "src,at\na,1\n"])
def test_table_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadTable):
        read(tmp_path, text)


def test_missing_file_and_empty_table(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="cannot be read"):
        event_logs.read(tmp_path / "none.csv")
    assert read(tmp_path, "src,dst,at\n").rows.num_rows == 0
