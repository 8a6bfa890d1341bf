"""What leaves the leads' circle tells of nobody: for random small communities no published cell, nor two, gives away 1 to 4 (E6, E10)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flock.domain import measures_published as published
from flock.domain import public_report
from flock.domain.measures import Figure, Scope, Section, Window
from flock.domain.measures_defined import DEFINITIONS, figure
from flock.services.engagement import Engagement
from flock.services.measure_file import SECTIONS
from flock.storage import people, schema
from flock.storage.database import Database

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
WINDOW = Window(START.date() + timedelta(days=56), START.date() + timedelta(days=84))
MEMBERS = 24

acts = st.lists(
    st.tuples(
        st.integers(0, 83),
        st.sampled_from(("post", "reply", "answered_message", "attended", "rsvp")),
        st.integers(0, MEMBERS - 1),
        st.integers(0, MEMBERS - 1),
    ),
    min_size=5,
    max_size=150,
)


def report(rows: list[tuple[int, str, int, int]]) -> dict[str, Section]:
    db = Database(None)
    schema.bring_up_to_date(db)
    keys = [f"m{number}" for number in range(MEMBERS)]
    joined = [(START + timedelta(days=number * 2)).date() for number in range(MEMBERS)]
    people.add_members(db, pa.table({"member_key": keys, "name": keys, "joined_on": joined}), sample=False)
    rows = [row for row in rows if row[2] != row[3]]
    tie = [kind in ("reply", "answered_message") for _, kind, _, _ in rows]
    columns: dict[str, Any] = {
        "happened_at": pa.array([START + timedelta(days=day) for day, *_ in rows], pa.timestamp("us", "UTC")),
        "kind": pa.array([kind for _, kind, _, _ in rows], pa.string()),
        "actor": pa.array([keys[actor] for _, _, actor, _ in rows], pa.string()),
        "towards": pa.array([keys[row[3]] if is_tie else None for row, is_tie in zip(rows, tie, strict=True)], pa.string()),
        "online": pa.array([kind not in ("attended", "rsvp") for _, kind, _, _ in rows], pa.bool_()),
        "thread": pa.array([f"t{row[3]}" if row[1] in ("post", "reply") else None for row in rows], pa.string()),
        "meetup": pa.array([f"u{row[0] // 7}" if row[1] in ("attended", "rsvp") else None for row in rows], pa.string()),
        "venue": pa.nulls(len(rows), pa.string()),
    }
    people.add_interactions(db, pa.table(columns), sample=False)
    asked = Engagement(db).report(Scope(WINDOW, staff=True))
    return {name: getattr(asked, name) for name in SECTIONS}


def counts(section: Section) -> list[float]:
    """Give every number of people, ties or threads that a section tells, or that follows from a share and its n."""
    found: list[float] = []
    for one in section:
        found.append(one.n)
        if one.value is not None and one.unit == "count":
            found.append(abs(one.value))
        if one.value is not None and one.unit == "share" and one.name not in published._NOT_OF_N:
            found += [one.value * one.n, one.n - one.value * one.n]
    for name, table in section.tables.items():
        cells = published.TABLES[name]
        for column in cells.counts:
            found += [abs(float(value)) for value in table[column].dropna()]
        for share, (_, whole) in (cells.shares or {}).items():
            told = table[[share, whole]].dropna().astype(float)
            found += list(told[share] * told[whole])
    return found


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(acts)
def test_e10_no_cell_and_no_difference_of_two_tells_of_one_to_four(rows: list[tuple[int, str, int, int]]) -> None:
    told = [value for section in report(rows).values() for value in counts(published.section(section))]
    near = sorted({round(value, 6) for value in told})
    assert all(not 0 < value < 5 for value in near)
    assert all(later - earlier >= 5 - 1e-6 for earlier, later in pairwise(near))


@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_e10_share_tells_neither_part_nor_rest_below_five(pair: tuple[int, int]) -> None:
    part, whole = pair
    told = published.share(part, whole)
    if 0 < part < 5 or 0 < whole - part < 5 or whole < 5:
        assert told is None
    elif told is not None:
        assert told == (part // 5 * 5) / (whole // 5 * 5)


def test_e10_names_sentences_and_single_steps_stay_inside() -> None:
    section = Section(
        {"isolated": figure("isolated", 3, 40, WINDOW, note="3 of 40.")},
        {"isolated": pd.DataFrame({"name": ["Ada"]}), "curve": pd.DataFrame({"day": [1]}), "path": path()},
        ("3 members are tied to nobody.",),
    )
    told = published.section(section)
    assert set(told.tables) == {"path"}
    assert list(told.tables["path"].columns) == ["start", "end", "members"]
    assert told.sentences == ()
    assert (told["isolated"].value, told["isolated"].n, told["isolated"].note) == (None, 40, "")
    with pytest.raises(KeyError):
        published.table("silent", pd.DataFrame())


def path() -> pd.DataFrame:
    return pd.DataFrame({"start": [WINDOW.start], "end": [WINDOW.end], "member_to_member": [0.5], "members": [43]})


def test_e10_loss_is_told_in_steps_too() -> None:
    assert [published.count(value) for value in (-13, -4, 0, 4, 5, 14, None)] == [-10, None, None, None, 5, 10, None]


def test_e6_every_measure_says_what_it_is() -> None:
    for name, says in DEFINITIONS.items():
        one = figure(name, 0.5, 10, WINDOW)
        assert isinstance(one, Figure)
        assert one.label
        assert one.good in ("up", "down", "range")
        assert says.definition.endswith(".")
        assert says.source
        assert says.unit in ("share", "days", "hours", "count", "number")


def lines_of(rows: list[tuple[int, str, int, int]]) -> list[tuple[Figure | None, str]]:
    """Give each line of the public report of such a community with the figure behind it."""
    figures = {one.name: one for section in report(rows).values() for one in section}
    return [
        (figures.get(name), public_report.share(figures.get(name)))
        for name in ("member_to_member", "reciprocity", "welcome_week", "returning", "online_to_offline")
    ] + [(figures.get("active_members"), public_report.people(figures["active_members"].value))]


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(acts)
def test_e10_no_line_of_the_public_report_and_no_two_tell_of_one_to_four(rows: list[tuple[int, str, int, int]]) -> None:
    told: list[int] = []
    for one, said in lines_of(rows):
        number = int("".join(letter for letter in said if letter.isdigit()) or 0)
        if one is None or said == "—":
            continue
        if said.endswith("%"):
            part = round((one.value or 0) * one.n)
            assert min(part, one.n - part) >= 5, "neither those who are counted nor the others are few"
            assert number % 5 == 0
        else:
            assert number == (one.value or 0) // 5 * 5
            told.append(number)
    assert all(abs(one - other) >= 5 or one == other for one in told for other in told)


@given(st.integers(0, 400), st.integers(0, 400))
def test_e10_one_more_or_less_within_a_step_changes_no_word(counted: int, others: int) -> None:
    def said(part: int, rest: int) -> str:
        one = figure("returning", part / (part + rest), part + rest, WINDOW)
        return public_report.share(one)

    counted, others = counted // 5 * 5, others // 5 * 5
    words = {said(counted + more, others) for more in range(5) if counted + others}
    assert len(words) <= 1
