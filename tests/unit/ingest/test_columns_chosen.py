"""Columns said by a person: what she says counts, what cannot be is told, what is missing is named (I2)."""

import pytest

from flock.errors import BadTable
from flock.ingest import columns
from flock.ingest.columns import Columns

HEADER = ["Venue", "Street", "Town", "", "Note", "Note", "Lat", "Lon", "Opening Hours"]
SAMPLE = [
    *(["One", "Two"], ["1 High St", "2 Low St"], ["Leeds", "York"], ["x", "y"], ["a", "b"], ["c", "d"]),
    *(["53.8", "53.9"], ["-1.5", "-1.1"], ["Mo 9:00-17:00", ""]),
]


def suggested() -> Columns:
    return columns.suggest("places", HEADER, SAMPLE)


def test_what_is_said_is_taken() -> None:
    said = columns.chosen({"name": ["column 4"], "town": ["town"], "wifi": []}, "pubs", HEADER)
    assert (said.fields, said.kind) == ({"name": (3,), "town": (2,)}, "pub")
    assert said.described() == {"name": "column 4", "town": "Town"}


def test_an_address_may_lie_in_several_columns_and_hours_in_one_a_day() -> None:
    header = ["n", "a1", "a2", "mon", "sun"]
    said = columns.chosen({"name": ["n"], "address": ["a2", "a1"], "monday": ["mon"], "sunday": ["sun"]}, "x", header)
    assert said.fields["address"] == (2, 1)
    assert said.weekdays == (3, None, None, None, None, None, 4)
    assert said.label("hours") == "mon … sun"


def test_what_a_mapping_says_of_itself_gives_the_same_mapping_back() -> None:
    found = suggested()
    again = columns.chosen(found.named(), "places", HEADER)
    assert (again.fields, again.weekdays, again.kind) == (found.fields, found.weekdays, found.kind)
    days = columns.chosen({"name": ["n"], "town": ["t"], "friday": ["f"]}, "x", ["n", "t", "f"])
    assert columns.chosen(days.named(), "x", days.header) == days


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"names": ["Venue"]}, "There is no field «names». There are: name, address, "),
        ({"name": ["Vnue"]}, "There is no column «Vnue». There are: «Venue», «Street», «Town», «column 4», «column 5»"),
        ({"name": ["column 10"]}, "There is no column «column 10»"),
        ({"name": ["Note"]}, "There are 2 columns «Note». Say which by its number"),
        ({"name": ["Venue", "Town"]}, "The field «name» takes one column, and 2 were given."),
        ({"town": ["Town"]}, "No column could be the name of a place"),
        ({"name": ["Venue"]}, "No column tells where the places are"),
        ({"name": ["Venue"], "lat": ["Lat"]}, "«lat» has a column and «lon» has none"),
        ({"name": ["Venue"], "northing": ["Lat"]}, "«northing» has a column and «easting» has none"),
    ],
)
def test_what_cannot_be_is_said(wanted: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(BadTable) as error:
        columns.chosen(wanted, "x", HEADER)
    assert str(error.value).startswith(sentence)


def test_everything_that_is_missing_is_named_at_once() -> None:
    assert [sentence.split(".")[0] for sentence in columns.missing(columns.pick({}, "x", HEADER))] == [
        "No column could be the name of a place",
        "No column tells where the places are",
    ]
    assert columns.missing(suggested()) == []


def test_a_suggestion_may_lack_what_an_import_needs() -> None:
    found = columns.suggest("x", ["a", "b"], [["1", "2"], ["3", "4"]])
    assert (found.fields, len(columns.missing(found))) == ({}, 2)


def test_what_is_said_of_some_fields_leaves_the_others_as_suggested() -> None:
    found = columns.amended(suggested(), {"name": ["Town"], "hours": []}, "places")
    assert found.described() == {"address": "Street", "lat": "Lat", "lon": "Lon", "name": "Town"}
    assert columns.amended(suggested(), {}, "places") == suggested()


def test_a_shape_is_the_same_however_its_names_are_written() -> None:
    assert columns.shape(["Venue Name", "Straße"]) == columns.shape(["venue_name", "STRASSE"])
    assert columns.shape(["a", "b"]) != columns.shape(["b", "a"])
    assert columns.shape(["a b", "c"]) != columns.shape(["a", "b c"])
