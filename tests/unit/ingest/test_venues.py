"""Rows → clean places and findings: nothing guessed, nothing lost."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flock.domain import venues as domain
from flock.ingest import columns, venues
from flock.ingest.problems import Problem
from flock.ingest.tables import Chunk
from flock.ingest.venues import Checked

GOOD = {"name": "One", "town": "Leeds", "postcode": "LS1 1UR", "lat": "53.796", "lon": "-1.547"}


def check(*rows: dict[str, str], title: str = "places") -> Checked:
    header = list(rows[0])
    cells = [tuple(row[name] for row in rows) for name in header]
    lines = list(range(2, 2 + len(rows)))
    return venues.check(Chunk(len(rows), lines, cells, [], 1.0), columns.find(title, header, cells))


def one(row: dict[str, str]) -> dict[str, Any]:
    """Check a row among good ones, which keep its columns mapped."""
    fillers = [{name: GOOD.get(name, "") for name in row}] * 3
    checked = check(*fillers, row)
    return {"places": [place for place in checked.places.to_pylist() if place["line"] == 5], "problems": checked.problems}


def only_problem(row: dict[str, str]) -> Problem:
    (problem,) = one(row)["problems"]
    return problem  # type: ignore[no-any-return]


def facts(bitmap: int) -> dict[str, str]:
    return {
        name: next(value for value in values if bitmap & domain.bit(name, value)) for name, values in domain.VOCABULARY.items()
    }


def test_a_good_row_is_a_clean_place() -> None:
    row = {
        "Name": "  The  Old\tLibrary ",
        "Type": "Library",
        "Status": "temporarily closed",
        "addr:housenumber": "12",
        "addr:street": "High Street",
        "City": "Leeds",
        "Province": "NA",
        "Postcode": "ls11ur",
        "Country": "NA",
        "Lat": "53,796",
        "Lon": "-1.547",
        "Opening hours": "Mo-Fr 9:00-17:00",
        "Website": "example.org",
        "Phone": "0113 496 0000",
        "Seats": "20-30",
        "Photo": "https://example.org/a.jpg",
        "Source": "Council",
        "Licence": "OGL",
        "Last checked": "2024-05-14",
        "has_wifi": "1",
        "price": "£2.40",
    }
    checked = check(row)
    assert checked.problems == []
    (place,) = checked.places.to_pylist()
    told = facts(place.pop("facts"))
    assert place == {
        "line": 2,
        "name": "The Old Library",
        "address": "12 High Street",
        "town": "Leeds",
        "region": "NA",
        "postcode": "LS1 1UR",
        "country": "NA",
        "lat": 53.796,
        "lon": -1.547,
        "hours": "Mo-Fr 09:00-17:00",
        "url": "https://example.org",
        "phone": "0113 496 0000",
        "seats": 20,
        "photo_url": "https://example.org/a.jpg",
        "source": "Council",
        "licence": "OGL",
        "checked_on": date(2024, 5, 14),
    }
    assert told == dict.fromkeys(domain.VOCABULARY, "unknown") | {
        "kind": "library",
        "status": "temporarily_closed",
        "wifi": "customers",
        "price": "low",
    }


@pytest.mark.parametrize(
    ("changes", "column", "said"),
    [
        ({"name": ""}, "name", "has no name"),
        ({"name": "NULL"}, "name", "has no name"),
        ({"name": "x" * 201}, "name", "201 letters"),
        (dict.fromkeys(GOOD, ""), "name", "The row is empty"),
        ({"town": "", "postcode": "", "lat": "", "lon": ""}, "postcode", "Nothing says where"),
        ({"town": "", "postcode": "", "lat": "0", "lon": "0"}, "lat", "0, 0"),
        ({"town": "", "postcode": "", "lat": "-120.5", "lon": "45.1"}, "lat", "look swapped"),
        ({"town": "", "postcode": "", "lat": "429000", "lon": "433000"}, "lat", "not on the earth"),
        ({"town": "", "postcode": "", "lat": "inf", "lon": "1"}, "lat", "not a number"),
        ({"town": "", "postcode": "", "lat": "53.8"} | {"lon": ""}, "lat", "Longitude is not a number"),
        ({"town": "", "postcode": "", "lat": "about 53", "lon": "-1"}, "lat", "Latitude is not a number"),
    ],
)
def test_rows_that_can_be_no_place_are_rejected_once(changes: dict[str, str], column: str, said: str) -> None:
    found = one(GOOD | changes)
    (problem,) = found["problems"]
    assert (problem.line, problem.column, problem.severity) == (5, column, "rejected")
    assert said in problem.sentence
    assert found["places"] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lat": "0", "lon": "0"}, "0, 0"),
        ({"lat": "-120.5", "lon": "45.1"}, "look swapped"),
        ({"lat": "429000", "lon": "433000"}, "not on the earth"),
        ({"lon": ""}, "Longitude"),
    ],
)
def test_a_bad_position_is_passed_over_where_words_tell_the_place(changes: dict[str, str], said: str) -> None:
    found = one(GOOD | changes)
    (problem,) = found["problems"]
    assert problem.severity == "warning"
    assert said in problem.sentence
    assert problem.sentence.endswith("looked up from the address instead.")
    ((place),) = found["places"]
    assert (place["lat"], place["lon"]) == (None, None)


@pytest.mark.parametrize(
    ("header", "good", "bad", "field"),
    [
        ("Opening hours", "Mo-Fr 09:00-17:00", "9 to 5", "hours"),
        ("Website", "example.org", "javascript:alert(1)", "url"),
        ("Seats", "4", "lots", "seats"),
        ("Last checked", "2024-05-14", "03/04/2024", "checked_on"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_said(header: str, good: str, bad: str, field: str) -> None:
    checked = check(*[GOOD | {header: good}] * 3, GOOD | {header: bad})
    assert [place[field] is None for place in checked.places.to_pylist()] == [False] * 3 + [True]
    (problem,) = checked.problems
    assert (problem.line, problem.column, problem.value, problem.severity) == (5, header, bad, "warning")


def test_a_word_that_is_not_known_counts_as_unknown() -> None:
    checked = check(GOOD | {"wifi": "free"}, GOOD | {"wifi": "blazing"})
    assert [facts(bitmap)["wifi"] for bitmap in checked.places["facts"].to_pylist()] == ["free", "unknown"]
    (problem,) = checked.problems
    assert "free, customers, paid, no" in problem.sentence


def test_a_kind_that_is_not_known_is_other_and_one_that_is_missing_is_what_the_table_is_about() -> None:
    checked = check(*(GOOD | {"type": kind} for kind in ("café", "spaceship", "")), title="pubs")
    assert [facts(bitmap)["kind"] for bitmap in checked.places["facts"].to_pylist()] == ["cafe", "other", "pub"]
    (problem,) = checked.problems
    assert problem.value == "spaceship"


def test_a_year_of_closing_closes() -> None:
    checked = check(*(GOOD | {"Year closed": year} for year in ("2017", "", "2099")))
    assert [facts(bitmap)["status"] for bitmap in checked.places["facts"].to_pylist()] == ["closed", "open", "open"]


def test_metres_on_the_british_grid_become_degrees() -> None:
    # The water tower of Caister, the worked example of Ordnance Survey's guide to coordinate systems.
    rows = [
        {"name": "Tower", "Easting": "651,409.903", "Northing": "313177.270"},
        {"name": "Nowhere", "Easting": "-5", "Northing": "9e9"},
    ]
    checked = check(rows[0], rows[0], rows[0], rows[1])
    place = checked.places.to_pylist()[0]
    assert place["lat"] == pytest.approx(52.658008, abs=1e-4)
    assert place["lon"] == pytest.approx(1.716074, abs=1e-4)
    (problem,) = checked.problems
    assert "British National Grid" in problem.sentence


def test_a_pair_in_one_cell_is_a_position() -> None:
    rows = [{"name": "One", "coordinates": "53.796, -1.547"}, {"name": "Two", "coordinates": "here"}]
    checked = check(rows[0], rows[0], rows[1])
    assert checked.places["lat"].to_pylist() == [53.796, 53.796]
    assert checked.problems[0].sentence.startswith("This is not «latitude, longitude»")


def test_long_texts_are_left_out() -> None:
    assert "600 letters" in only_problem(GOOD | {"town": "x" * 600}).sentence


TEXTS = st.text(max_size=15) | st.sampled_from(
    ["", "NULL", "0", "53.8", "-1.5", "LS1 1UR", "yes", "Mo-Fr 09:00-17:00", "https://a.bc", "café"]
)
HEADERS = (
    "name",
    "type",
    "status",
    "year closed",
    "address",
    "town",
    "county",
    "postcode",
    "country",
    "lat",
    "lon",
    "hours",
    "url",
)
MORE = ("phone", "seats", "photo", "source", "licence", "last checked", *domain.FACTS)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(HEADERS + MORE, TEXTS)), min_size=1, max_size=6))
def test_every_row_becomes_a_place_or_is_rejected(rows: list[dict[str, str]]) -> None:
    fillers = [dict.fromkeys(HEADERS + MORE, "") | GOOD] * 12
    checked = check(*fillers, *rows)
    rejected = {problem.line for problem in checked.problems if problem.severity == "rejected"}
    lines = checked.places["line"].to_pylist()
    assert sorted([*lines, *rejected]) == list(range(2, 2 + len(fillers) + len(rows)))
    assert all(problem.sentence.endswith(".") for problem in checked.problems)
    assert all(name and len(name) <= venues.LONGEST_NAME for name in checked.places["name"].to_pylist())
