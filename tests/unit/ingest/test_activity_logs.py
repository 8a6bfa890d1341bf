"""Rows of other tools become acts, or say with their line why not (E1)."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flock.errors import BadTable
from flock.ingest import activity_logs, log_columns, tables
from flock.ingest.activity_logs import Act, Choices, Reading

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AT = "2026-05-01T10:00Z"
WHEN = datetime(2026, 5, 1, 10, tzinfo=UTC)


def read(folder: Path, rows: Sequence[Sequence[str]], kind: str = "reply") -> tuple[list[Act], Reading]:
    file = folder / "log.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    table = tables.read(file)
    reading = Reading()
    acts = list(activity_logs.read(table, log_columns.suggest(table.header), Choices(NOW, kind=kind), reading))
    return acts, reading


def test_a_plain_table_of_ties(tmp_path: Path) -> None:
    rows = [
        ("src", "dst", "kind", "at"),
        ("ada", "bea", "comment", AT),
        ("bea", "ada", "help_thanked", AT),
        ("ada", "", "post", AT),
    ]
    acts, reading = read(tmp_path, rows)
    assert acts == [
        Act(2, "ada", "bea", "reply", WHEN, True),
        Act(3, "bea", "ada", "help_thanked", WHEN, True),
        Act(4, "ada", None, "post", WHEN, True),
    ]
    assert (reading.rows, reading.problems) == (3, [])


def test_meetings_are_in_person_unless_the_table_says_otherwise(tmp_path: Path) -> None:
    acts, _ = read(tmp_path, [("from", "to", "kind", "time", "online"), ("a", "b", "met", AT, ""), ("a", "b", "met", AT, "yes")])
    assert [act.online for act in acts] == [False, True]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (("ada", "ada", "reply", AT), "dst", "towards herself"),
        (("", "bea", "reply", AT), "src", "who did it"),
        (("ada", "", "reply", AT), "dst", "towards whom"),
        (("ada", "bea", "likes", AT), "kind", "tie nobody"),
        (("ada", "bea", "followed", AT), "kind", "tie nobody"),
        (("ada", "bea", "poke", AT), "kind", "no kind of act"),
        (("ada", "bea", "attended", AT), "kind", "with the meetup"),
        (("ada", "bea", "reply", ""), "at", "no time"),
        (("ada", "bea", "reply", "2026-05-01 10:00"), "at", "no zone"),
        (("ada", "bea", "reply", "2027-05-01T10:00Z"), "at", "future"),
        (("ada" * 99, "bea", "reply", AT), "src", "mixed up"),
    ],
)
def test_what_cannot_be_taken_says_so(tmp_path: Path, row: tuple[str, ...], column: str, says: str) -> None:
    acts, reading = read(tmp_path, [("src", "dst", "kind", "at"), ("x", "y", "reply", AT), row])
    assert len(acts) == 1
    (problem,) = reading.problems
    assert (problem.line, problem.column, problem.severity) == (3, column, "rejected")
    assert says in problem.sentence


def test_who_came_to_which_meetup(tmp_path: Path) -> None:
    rows = [("member", "event", "at", "response"), ("ada", "m1", AT, "yes"), ("bea", "m1", AT, "no"), ("cat", "", AT, "yes")]
    acts, reading = read(tmp_path, rows)
    assert acts == [Act(2, "ada", None, "attended", WHEN, False, meetup="m1")]
    assert reading.skipped == {"did not say yes to the meetup": 1}
    assert [problem.column for problem in reading.problems] == ["event"]


def test_posts_answer_the_post_they_name_or_the_first(tmp_path: Path) -> None:
    head = ("username", "topic_id", "post_number", "reply_to_post_number", "created_at")
    rows = [head, ("ada", "7", "1", "", AT), ("bea", "7", "2", "", AT), ("cat", "7", "3", "2", AT), ("ada", "7", "4", "", AT)]
    acts, reading = read(tmp_path, [*rows, ("dora", "8", "2", "", AT), ("eve", "7", "x", "", AT)])
    assert [(act.who, act.towards, act.kind, act.thread) for act in acts] == [
        ("ada", None, "post", "7"),
        ("bea", "ada", "reply", "7"),
        ("cat", "bea", "reply", "7"),
    ]
    assert reading.skipped == {"went on writing below her own post": 1}
    assert [(problem.line, problem.column) for problem in reading.problems] == [(6, "reply_to_post_number"), (7, "post_number")]


def test_times_and_places_may_stand_in_a_table_of_meetups(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        f"id,name,time,venue_id,status\ne1,Tea,{AT},v9,past\ne2,Later,2026-09-01T10:00Z,v9,upcoming\n", "utf-8"
    )
    (tmp_path / "rsvps.csv").write_text(
        "rsvp_id,event_id,member_id,response,created\n1,e1,5,yes,1\n2,e2,5,yes,1\n3,e3,5,yes,1\n", "utf-8"
    )
    events, rsvps = tables.read(tmp_path / "events.csv"), tables.read(tmp_path / "rsvps.csv")
    assert log_columns.is_events(events.header)
    assert not log_columns.is_events(rsvps.header)
    columns = log_columns.suggest(rsvps.header, events=events.header)
    assert columns.events
    assert log_columns.missing(columns) == []
    reading = Reading()
    known = activity_logs.read_events(events, columns.events)
    acts = list(activity_logs.read(rsvps, columns, Choices(NOW), reading, known))
    assert acts == [Act(2, "5", None, "attended", WHEN, False, meetup="e1", place="v9")]
    assert reading.skipped == {"the meetup has not taken place, or not yet": 1}
    assert "table of meetups" in reading.problems[0].sentence


def test_a_table_that_is_no_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="src, dst and at"):
        read(tmp_path, [("name", "followers"), ("ada", "300")])


def test_without_the_times_of_meetups_something_is_missing() -> None:
    assert log_columns.missing(log_columns.suggest(["member", "event"])) == ["When"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    rows=st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)] * 4), min_size=1, max_size=8)
)
def test_each_row_is_taken_or_named(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    try:
        acts, reading = read(tmp_path, [("src", "dst", "kind", "at"), *rows])
    except BadTable:
        return
    assert reading.rows == len(acts) + len(reading.problems) + sum(reading.skipped.values())
