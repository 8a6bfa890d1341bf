"""E9: scores of the SCI-2 are read from a table of people or of months, summed up at once, and told of no fewer than five."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.errors import BadTable
from flock.ingest import sense_scores, tables
from flock.ingest.sense_scores import Read

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SCORE = st.integers(0, 18)


def read(text: str) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scores.csv"
        file.write_text(text, "utf-8")
        return sense_scores.read(tables.read(file), now=NOW)


@given(st.lists(st.tuples(st.sampled_from(["2026-01-05", "2026-02-07"]), SCORE, SCORE, SCORE, SCORE), min_size=1, max_size=14))
def test_means_of_people_are_those_by_hand_and_small_months_are_left_out(rows) -> None:
    text = "Date;Needs;Membership;Influence;Shared emotional connection\n"
    found = read(text + "".join(f"{';'.join(str(cell) for cell in row)}\n" for row in rows))
    by_hand = {}
    for month in (1, 2):
        own = [row[1:] for row in rows if int(row[0][5:7]) == month]
        if len(own) >= 5:
            by_hand[date(2026, month, 1)] = own
    assert [one.month for one in found.months] == list(by_hand)
    for one in found.months:
        own = by_hand[one.month]
        assert one.people == len(own)
        assert one.means.scales == pytest.approx([fmean(column) for column in zip(*own, strict=True)])
        assert one.means.total == pytest.approx(fmean(sum(scores) for scores in own))
        assert one.total_sd == pytest.approx(stdev([sum(scores) for scores in own]))


def test_somebody_who_answered_twice_in_a_month_counts_once_with_her_last() -> None:
    rows = "".join(f"p{number},2026-05-02,40\n" for number in range(4))
    found = read(f"pseudonym,date,total\np4,2026-05-20,70\np4,2026-05-03,10\n{rows}")
    (month,) = found.months
    assert (month.people, month.means.total, month.means.scales) == (5, 46, None)
    assert read(f"pseudonym,date,total\np3,2026-05-20,70\n{rows}").months == [], "four people, one of them twice"


def test_a_table_of_months_is_taken_as_it_is() -> None:
    found = read("month,n,needs,membership,influence,bond,total\n2026-04,12,10.2,9.1,8.0,11.5,38.8\n2026-03,4,9,9,9,9,36\n")
    (month,) = found.months
    assert (month.month, month.people, month.means.total, month.total_sd) == (date(2026, 4, 1), 12, 38.8, None)
    assert [(one.line, one.value) for one in found.problems] == [(3, "")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("soon,1,2,3,4,10", "no date"),
        ("2027-01-01,1,2,3,4,10", "future"),
        ("2026-01-01,19,2,3,4,28", "from 0 to 18"),
        ("2026-01-01,-1,2,3,4,8", "from 0 to 18"),
        ("2026-01-01,many,2,3,4,8", "not a number"),
        ("2026-01-01,,,,,73", "from 0 to 72"),
        ("2026-01-01,nan,2,3,4,8", "from 0 to 18"),
        ("2026-01-01,1,2,3,,", "no total"),
        ("2026-01-01,1,2,3,4,44", "do not add up"),
    ],
)
def test_a_row_that_cannot_be_is_said_without_its_scores(row: str, says: str) -> None:
    found = read(f"date,needs,membership,influence,bond,total\n{row}\n")
    assert found.months == []
    assert says in found.problems[0].sentence
    assert found.problems[0].value == ""


def test_a_month_told_twice_and_a_number_that_is_none() -> None:
    found = read("month,n,total\n2026-01,9,40\n2026-01,8,41\n2026-02,nine,40\n")
    assert [one.people for one in found.months] == [9]
    assert [one.line for one in found.problems] == [3, 4]


@pytest.mark.parametrize(
    ("header", "says"), [("who,total", "dates"), ("date,needs,bond", "neither"), ("date,q1,q2,q3", "answers to the items")]
)
def test_a_table_that_is_none_of_scores_is_refused(header: str, says: str) -> None:
    with pytest.raises(BadTable, match=says):
        read(f"{header}\n{','.join('1' for _ in header.split(','))}\n")
