"""Attendance and meetings of real groups, from the raw tables to the published figures (E2, E4, E12, E14)."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flock.domain.measures import Window
from flock.services.engagement import Engagement
from flock.storage import engagement, measures, people, schema
from flock.storage.database import Database

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
MONTANA = DATA / "meetup_montana_2016"
ALL = Window(date(2008, 1, 1), date(2016, 6, 15))


def table(name: str) -> Iterator[dict[str, str]]:
    with (MONTANA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def moment(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


@pytest.fixture(scope="module")
def db() -> Database:
    if not MONTANA.exists():
        pytest.skip("The public tables of meetups do not lie beside this repository.")
    db = Database(None)
    schema.bring_up_to_date(db)
    joined: dict[str, date] = {}
    for row in table("members"):
        day = moment(row["joined"]).date()
        joined[row["id"]] = min(day, joined.get(row["id"], day))
    past = {row["id"]: row for row in table("events") if row["status"] == "past"}
    came = [row for row in table("rsvps") if row["response"] == "yes" and row["event_id"] in past]
    strangers = {row["member_id"] for row in came} - set(joined)
    keys = [*joined, *sorted(strangers)]
    days = [joined.get(key) for key in keys]
    people.add_members(db, pa.table({"member_key": keys, "name": keys, "joined_on": pa.array(days, pa.date32())}), sample=False)
    events = [past[row["event_id"]] for row in came]
    columns: dict[str, Any] = {
        "happened_at": [moment(event["time"]) for event in events],
        "kind": ["attended"] * len(came),
        "actor": [row["member_id"] for row in came],
        "towards": pa.nulls(len(came), pa.string()),
        "online": [False] * len(came),
        "thread": pa.nulls(len(came), pa.string()),
        "meetup": [event["id"] for event in events],
        "venue": [event["venue_id"] or None for event in events],
    }
    people.add_interactions(db, pa.table(columns), sample=False)
    engagement.refresh(db)
    return db


@pytest.fixture(scope="module")
def says() -> dict[str, Any]:
    rows = json.loads((DATA / "reference_measures.json").read_text())["Montana meetups"]
    return {row["metric"]: row["pandas_networkx"] for row in rows}


def one(db: Database, question: str) -> tuple[Any, ...]:
    with db.reading() as cursor:
        return cursor.execute(question).fetchall()[0]


def test_attendance_is_the_published_one(db: Database, says: dict[str, Any]) -> None:
    assert len(list(table("members"))) == says["member-group memberships"]
    assert len({row["id"] for row in table("members")}) == says["distinct members"]
    rsvps, members, events = one(
        db, "SELECT count(*), count(DISTINCT member), count(DISTINCT meetup) FROM meetup_day WHERE attended"
    )
    assert rsvps == says["yes RSVPs to past events"]
    assert members == says["members with at least one yes"]
    assert events == says["past events with a yes"]
    assert round(rsvps / events, 4) == says["mean attendance of those events"]
    (repeat,) = one(db, "SELECT count(*) FROM (SELECT member FROM meetup_day GROUP BY member HAVING count(*) >= 2)")
    assert repeat == says["members with 2+ yes (repeat)"]


def test_active_members_and_who_came_back_are_the_published_ones(db: Database, says: dict[str, Any]) -> None:
    march = Window(date(2016, 3, 1), date(2016, 4, 1))
    year = Window(date(2015, 1, 1), date(2016, 1, 1))
    assert len(measures.active(db, march, medium="all")["member"].unique()) == says["active members in event month 2016-03 (UTC)"]
    asked = Engagement(db)
    change = asked.staying(asked.scope(year, staff=True)).tables["change"].iloc[-1]
    assert change["active"] == says["active members in event year 2015 (UTC)"]
    assert change["stayed"] == says["retention 2014->2015: active in both"]


def test_meetings_are_the_published_ones(db: Database, says: dict[str, Any]) -> None:
    question = "SELECT count(*), count(*) FILTER (n >= 5), max(n) FROM (SELECT sum(acts) AS n FROM tie_day WHERE actor < towards GROUP BY actor, towards)"
    pairs, often, most = one(db, question)
    assert (pairs, often, most) == (
        says["co-attendance pairs of members"],
        says["pairs who met 5+ times"],
        says["most meetings of one pair"],
    )


def test_page_shows_the_published_figures(db: Database, says: dict[str, Any]) -> None:
    asked = Engagement(db)
    scope = asked.scope(ALL, staff=True)
    together = asked.together(scope)
    members = says["members with at least one yes"]
    assert together["density"].n == members
    assert round(together["density"].value or 0, 5) == says["co-attendance density"]
    assert round(together["clustering"].value or 0, 5) == says["transitivity (networkx)"]
    assert round(together["average_clustering"].value or 0, 5) == says["average clustering (networkx)"]
    assert together["reciprocity"].value == 1
    assert asked.headline(scope)["active_members"].value == members
    assert asked.to_do(scope)["isolated"].value == says["isolates"]
    assert together["components"].note == f"{says['connected components (networkx)']} parts."
    assert asked.headline(scope)["mutual_ties"].value == says["co-attendance pairs of members"]
